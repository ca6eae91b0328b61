package dev.laurel.badge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.badge.proof.JwtKey;
import dev.laurel.badge.proof.Multikey;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.system.Ids;
import dev.laurel.system.KeyVault;
import dev.laurel.tenant.TenantId;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.text.Normalizer;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The organisations that issue badges, and their keys. An issuer and its first key are made when first needed. */
@Component
class Issuers {

    private static final String VAULT_PURPOSE = "badge-issuer-key";
    private static final String JWT_VAULT_PURPOSE = "badge-issuer-jwt-key";
    private static final int LONGEST_NAME = 255;

    private final JdbcClient jdbc;
    private final KeyVault vault;
    private final BadgeAddresses addresses;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, SigningKey> opened =
            Caffeine.newBuilder().maximumSize(100).build();
    private final Cache<String, JwtKey> openedForJwts =
            Caffeine.newBuilder().maximumSize(100).build();

    Issuers(JdbcClient jdbc, KeyVault vault, BadgeAddresses addresses, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** The issuer that a micro-credential names; the name tells issuers apart. */
    @Transactional
    public Issuer named(MicroCredential.Issuer organisation) {
        String name = organisation.name().strip();
        String bounded = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return byName(bounded).orElseGet(() -> make(bounded, organisation));
    }

    private Issuer make(String name, MicroCredential.Issuer organisation) {
        IssuerColours colours = IssuerColours.of(name);
        String slug = slug(name);
        for (int attempt = 1; attempt <= 1000; attempt++) {
            int made = jdbc.sql("insert into badge_issuer (id, name, slug, contact, colour, accent, created_at)"
                            + " values (:id, :name, :slug, :contact, :colour, :accent, :now) on conflict do nothing")
                    .param("id", Ids.next())
                    .param("name", name)
                    .param("slug", attempt == 1 ? slug : slug + "-" + attempt)
                    .param("contact", organisation.contact())
                    .param("colour", colours.colour())
                    .param("accent", colours.accent())
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
            Optional<Issuer> issuer = byName(name);
            if (issuer.isPresent()) {
                if (made == 1) {
                    addKey(issuer.get(), 1);
                    addJwtKey(issuer.get(), 1);
                }
                return issuer.get();
            }
        }
        throw new IllegalStateException("No address is free for the issuer " + name);
    }

    /**
     * A new key for all that is signed from now on. Earlier keys stay published, so that what they signed still
     * verifies.
     */
    @Transactional
    public IssuerKey rotateKey(Issuer issuer) {
        int last = keys(issuer).get(0).number();
        addKey(issuer, last + 1);
        jdbc.sql("update badge_issuer_key set retired_at = :now"
                        + " where issuer_id = :issuer and number <= :last and retired_at is null")
                .param("now", Timestamp.from(clock.instant()))
                .param("issuer", issuer.id().value())
                .param("last", last)
                .update();
        rotateJwtKey(issuer);
        return keys(issuer).get(0);
    }

    private void rotateJwtKey(Issuer issuer) {
        int last = jwtKeys(issuer).get(0).number();
        addJwtKey(issuer, last + 1);
        jdbc.sql("update badge_issuer_jwt_key set retired_at = :now"
                        + " where issuer_id = :issuer and number <= :last and retired_at is null")
                .param("now", Timestamp.from(clock.instant()))
                .param("issuer", issuer.id().value())
                .param("last", last)
                .update();
    }

    private void addJwtKey(Issuer issuer, int number) {
        byte[] key = JwtKey.newPrivateKey();
        jdbc.sql("insert into badge_issuer_jwt_key (issuer_id, number, public_jwk, sealed_key, valid_from)"
                        + " values (:issuer, :number, :jwk, :sealed, :now) on conflict do nothing")
                .param("issuer", issuer.id().value())
                .param("number", number)
                .param(
                        "jwk",
                        JwtKey.of(addresses.jwtKey(issuer, number).toString(), key)
                                .publicJwk())
                .param("sealed", vault.seal(JWT_VAULT_PURPOSE, key))
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** The key that signs tokens now. */
    @Transactional
    public JwtKey jwtKey(Issuer issuer) {
        jwtKeys(issuer);
        return jdbc.sql("select number, sealed_key from badge_issuer_jwt_key"
                        + " where issuer_id = :issuer order by number desc fetch first 1 row only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> {
                    byte[] sealed = row.getBytes("sealed_key");
                    return openedForJwts.get(
                            addresses.jwtKey(issuer, row.getInt("number")).toString(),
                            kid -> JwtKey.of(kid, vault.open(JWT_VAULT_PURPOSE, sealed)));
                })
                .single();
    }

    /** Every key for tokens that the issuer has had, latest first. An issuer from before there were any gets its first. */
    @Transactional
    public List<JwtIssuerKey> jwtKeys(Issuer issuer) {
        List<JwtIssuerKey> keys = storedJwtKeys(issuer);
        if (keys.isEmpty()) {
            addJwtKey(issuer, 1);
            keys = storedJwtKeys(issuer);
        }
        return keys;
    }

    private List<JwtIssuerKey> storedJwtKeys(Issuer issuer) {
        return jdbc.sql("select number, public_jwk, valid_from, retired_at from badge_issuer_jwt_key"
                        + " where issuer_id = :issuer order by number desc fetch first 500 rows only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> {
                    Timestamp retired = row.getTimestamp("retired_at");
                    return new JwtIssuerKey(
                            row.getInt("number"),
                            row.getString("public_jwk"),
                            row.getTimestamp("valid_from").toInstant(),
                            retired == null ? null : retired.toInstant());
                })
                .list();
    }

    private void addKey(Issuer issuer, int number) {
        byte[] seed = SigningKey.newSeed(random);
        jdbc.sql("insert into badge_issuer_key (issuer_id, number, public_multikey, sealed_seed, valid_from)"
                        + " values (:issuer, :number, :multikey, :sealed, :now)")
                .param("issuer", issuer.id().value())
                .param("number", number)
                .param(
                        "multikey",
                        SigningKey.of(addresses.did(issuer), seed).publicKey().text())
                .param("sealed", vault.seal(VAULT_PURPOSE, seed))
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** The key that signs now. */
    SigningKey signingKey(Issuer issuer) {
        return jdbc.sql("select number, public_multikey, valid_from, retired_at, sealed_seed from badge_issuer_key"
                        + " where issuer_id = :issuer order by number desc fetch first 1 row only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> opened(issuer, key(row), row.getBytes("sealed_seed")))
                .single();
    }

    /** Which key signs is asked each time; what a key is never changes. */
    private SigningKey opened(Issuer issuer, IssuerKey key, byte[] sealedSeed) {
        return opened.get(
                addresses.key(issuer, key), address -> SigningKey.of(address, vault.open(VAULT_PURPOSE, sealedSeed)));
    }

    /** Every key the issuer has had, latest first. */
    List<IssuerKey> keys(Issuer issuer) {
        return jdbc.sql("select number, public_multikey, valid_from, retired_at from badge_issuer_key"
                        + " where issuer_id = :issuer order by number desc fetch first 500 rows only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> key(row))
                .list();
    }

    private static IssuerKey key(ResultSet row) throws SQLException {
        Timestamp retired = row.getTimestamp("retired_at");
        return new IssuerKey(
                row.getInt("number"),
                new Multikey(row.getString("public_multikey")),
                row.getTimestamp("valid_from").toInstant(),
                retired == null ? null : retired.toInstant());
    }

    /** Those that badges of these tenants are from, at most a hundred. */
    List<Issuer> of(Collection<TenantId> tenants) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql("select id, name, slug, contact, url, colour, accent from badge_issuer i where exists"
                                + " (select 1 from badge_award a where a.issuer_id = i.id and a.tenant_id in (:tenants))"
                                + " order by name fetch first 100 rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .query((row, n) -> issuer(row))
                        .list();
    }

    Optional<Issuer> bySlug(String slug) {
        return by("slug", slug);
    }

    Optional<Issuer> byId(IssuerId id) {
        return by("id", id.value());
    }

    private Optional<Issuer> byName(String name) {
        return by("name", name);
    }

    private Optional<Issuer> by(String column, Object value) {
        return jdbc.sql("select id, name, slug, contact, url, colour, accent from badge_issuer where " + column
                        + " = :value")
                .param("value", value)
                .query((row, n) -> issuer(row))
                .optional();
    }

    private static Issuer issuer(ResultSet row) throws SQLException {
        return new Issuer(
                new IssuerId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getString("slug"),
                row.getString("contact"),
                row.getString("url"),
                row.getString("colour"),
                row.getString("accent"));
    }

    private static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String bounded = plain.length() > 60 ? plain.substring(0, 60).replaceAll("-$", "") : plain;
        return bounded.isEmpty() ? "issuer" : bounded;
    }
}
