package dev.laurel.badge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.badge.proof.JwtKey;
import dev.laurel.badge.proof.Multikey;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.system.Ids;
import dev.laurel.system.KeyVault;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.SealedColumn;
import dev.laurel.tenant.TenantId;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.text.Normalizer;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The organisations that issue badges, and their keys. An issuer and its first key are made when first needed. */
@Component
@EnableConfigurationProperties(IssuerSettings.class)
class Issuers {

    private static final String VAULT_PURPOSE = "badge-issuer-key";
    private static final String JWT_VAULT_PURPOSE = "badge-issuer-jwt-key";
    private static final List<String> KEY_TABLES = List.of("badge_issuer_key", "badge_issuer_jwt_key");

    /** Where a domain's document lists none that is fit to sign, the newest: then no signature counts by an unfit one. */
    private static final String SIGNING_FIRST =
            " order by case when exposed_at is null and number <= coalesce((select d.%s from badge_issuer_domain d"
                    + " where d.owned_did = :did), 2147483647) then 0 else 1 end, number desc fetch first 1 row only";

    private static final String COLUMNS = "select i.id, i.name, i.slug, i.contact, i.url, i.colour, i.accent,"
            + " i.description, i.country, i.parent_name, i.parent_url, i.logo, i.revision, d.did from badge_issuer i left join badge_issuer_domain d on d.active_for = i.id and d.speaks = true";

    private final JdbcClient jdbc;
    private final KeyVault vault;
    private final BadgeAddresses addresses;
    private final boolean namedByAll;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, SigningKey> opened =
            Caffeine.newBuilder().maximumSize(100).build();
    private final Cache<String, JwtKey> openedForJwts =
            Caffeine.newBuilder().maximumSize(100).build();

    @Bean
    static SealedColumn issuerKeys() {
        return SealedColumn.of("badge_issuer_key", "sealed_seed", VAULT_PURPOSE, "issuer_id", "number");
    }

    @Bean
    static SealedColumn issuerJwtKeys() {
        return SealedColumn.of("badge_issuer_jwt_key", "sealed_key", JWT_VAULT_PURPOSE, "issuer_id", "number");
    }

    Issuers(
            JdbcClient jdbc,
            KeyVault vault,
            BadgeAddresses addresses,
            IssuerSettings settings,
            LaurelSettings laurel,
            Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.addresses = addresses;
        this.namedByAll = settings.areNamedByAll(laurel);
        this.clock = clock;
    }

    /** The tenant whose officers alone look after it. */
    Optional<TenantId> owner(Issuer issuer) {
        return jdbc.sql("select tenant_id from badge_issuer where id = :issuer and tenant_id is not null")
                .param("issuer", issuer.id().value())
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    /** The issuer that a micro-credential means by a name: by the one that it has, or had. */
    @Transactional
    public Issuer named(MicroCredential.Issuer organisation) {
        return named(organisation, Optional::empty);
    }

    /** @param owner whose it is when this is what makes it */
    @Transactional
    public Issuer named(MicroCredential.Issuer organisation, Supplier<Optional<TenantId>> owner) {
        String name = bounded(organisation);
        return byName(name)
                .map(found -> reachedAs(found, organisation.contact()))
                .orElseGet(() -> make(name, organisation.contact(), owner.get().orElse(null)));
    }

    /** A seal knows the name alone. Whoever it made is reached as the micro-credential says, until it has an owner or was edited. */
    private Issuer reachedAs(Issuer issuer, @Nullable String contact) {
        if (issuer.profile().contact() != null || contact == null) {
            return issuer;
        }
        int told = jdbc.sql(
                        "update badge_issuer set contact = :contact where id = :issuer and contact is null"
                                + " and tenant_id is null and not exists (select 1 from badge_issuer_change c where c.issuer_id = :issuer)")
                .param("contact", contact)
                .param("issuer", issuer.id().value())
                .update();
        return told == 0 ? issuer : byId(issuer.id()).orElseThrow();
    }

    /** The same; empty while nobody is called so. */
    Optional<Issuer> known(MicroCredential.Issuer organisation) {
        return byName(bounded(organisation));
    }

    /** Gives an issuer to a tenant, whose officers alone look after it from then on; with null, to none. */
    void give(Issuer issuer, @Nullable TenantId tenant) {
        jdbc.sql("update badge_issuer set tenant_id = :tenant where id = :issuer")
                .param("tenant", tenant == null ? null : tenant.value())
                .param("issuer", issuer.id().value())
                .update();
    }

    /** Whether a micro-credential means this issuer. */
    boolean means(MicroCredential.Issuer organisation, Issuer issuer) {
        String name = bounded(organisation);
        return name.equals(issuer.name())
                || byName(name).filter(found -> found.id().equals(issuer.id())).isPresent();
    }

    private static String bounded(MicroCredential.Issuer organisation) {
        return bounded(organisation.name());
    }

    /** A name as issuers have it. */
    static String bounded(String organisation) {
        String name = organisation.strip();
        return name.length() > IssuerProfile.LONGEST_NAME ? name.substring(0, IssuerProfile.LONGEST_NAME) : name;
    }

    /**
     * An issuer with its first keys, in colours that its name chooses. Within a transaction. One of nobody is named by all
     * at first where the operator wants it so, as in the demonstration, whose organizations are nobody's.
     *
     * @param tenant whose officers alone look after it
     */
    Issuer make(String name, @Nullable String contact, @Nullable TenantId tenant) {
        IssuerColours colours = IssuerColours.of(name);
        String slug = slug(name);
        UUID id = Ids.next();
        for (int attempt = 1; attempt <= 1000; attempt++) {
            int made = jdbc.sql("insert into badge_issuer (id, name, slug, contact, colour, accent, tenant_id,"
                            + " named_by_all, created_at) values (:id, :name, :slug, :contact, :colour,"
                            + " :accent, :tenant, :all, :now)"
                            + " on conflict do nothing")
                    .param("id", id)
                    .param("name", name)
                    .param("slug", attempt == 1 ? slug : slug + "-" + attempt)
                    .param("contact", contact)
                    .param("colour", colours.colour())
                    .param("accent", colours.accent())
                    .param("tenant", tenant == null ? null : tenant.value())
                    .param("all", tenant == null && namedByAll)
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
            if (made == 1) {
                addName(new IssuerId(id), name);
            }
            Optional<Issuer> issuer = byName(name);
            if (issuer.isPresent()) {
                if (made == 1) {
                    addKey(issuer.get(), 1, false);
                    addJwtKey(issuer.get(), 1, false);
                }
                return issuer.get();
            }
        }
        throw new IllegalStateException("No address is free for the issuer " + name);
    }

    /** From now on micro-credentials may mean it by that name, too. */
    void addName(IssuerId issuer, String name) {
        jdbc.sql("insert into badge_issuer_name (name, issuer_id) values (:name, :issuer) on conflict do nothing")
                .param("name", name)
                .param("issuer", issuer.value())
                .update();
    }

    /**
     * New keys. Where the issuer speaks for a domain they wait until they are seen there ({@link #goLive}); elsewhere they
     * sign from now on. Earlier keys stay published, so that what they signed still verifies. While keys wait there are no
     * newer ones.
     *
     * @return the newer of the keys for embedded proofs
     */
    @Transactional
    public IssuerKey rotateKey(Issuer issuer) {
        lock(issuer);
        IssuerKey newest = keys(issuer).get(0);
        if (newest.waiting()) {
            return newest;
        }
        boolean waits = jdbc.sql("select count(*) from badge_issuer_domain where active_for = :issuer")
                        .param("issuer", issuer.id().value())
                        .query(Integer.class)
                        .single()
                > 0;
        addKey(issuer, next(issuer, newest.number(), "taken_back_key"), waits);
        addJwtKey(issuer, next(issuer, jwtKeys(issuer).get(0).number(), "taken_back_jwt_key"), waits);
        if (!waits) {
            retireEarlier(issuer);
        }
        return keys(issuer).get(0);
    }

    /**
     * Takes keys back that wait and so have signed nothing. They were published, so what they are called means them for good;
     * no document is taken to list later ones because it listed them.
     *
     * @return whether there were any
     */
    @Transactional
    public boolean takeBackWaiting(Issuer issuer) {
        lock(issuer);
        return takeBackWaiting(issuer, "badge_issuer_key", "taken_back_key", "confirmed_key")
                | takeBackWaiting(issuer, "badge_issuer_jwt_key", "taken_back_jwt_key", "confirmed_jwt_key");
    }

    private boolean takeBackWaiting(Issuer issuer, String table, String takenBack, String confirmed) {
        String newest = "(select max(k.number) from " + table + " k where k.issuer_id = :issuer)";
        int waiting = jdbc.sql("update badge_issuer set " + takenBack + " = " + newest
                        + " where id = :issuer and exists (select 1 from " + table
                        + " k where k.issuer_id = :issuer and k.waiting = true)")
                .param("issuer", issuer.id().value())
                .update();
        if (waiting == 0) {
            return false;
        }
        jdbc.sql("delete from " + table + " where issuer_id = :issuer and waiting = true")
                .param("issuer", issuer.id().value())
                .update();
        jdbc.sql("update badge_issuer_domain set " + confirmed + " = " + newest + " where issuer_id = :issuer and "
                        + confirmed + " > " + newest)
                .param("issuer", issuer.id().value())
                .update();
        return true;
    }

    /** A number that no key of the issuer has or had. */
    private int next(Issuer issuer, int newest, String takenBack) {
        return 1
                + Math.max(
                        newest,
                        jdbc.sql("select " + takenBack + " from badge_issuer where id = :issuer")
                                .param("issuer", issuer.id().value())
                                .query(Integer.class)
                                .single());
    }

    /** Has keys that wait sign from now on. */
    @Transactional
    public void goLive(Issuer issuer) {
        for (String table : KEY_TABLES) {
            jdbc.sql("update " + table + " set waiting = false, valid_from = :now"
                            + " where issuer_id = :issuer and waiting = true")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("issuer", issuer.id().value())
                    .update();
        }
        retireEarlier(issuer);
    }

    /**
     * New keys that sign at once, because others may know the ones before: those sign nothing more, whatever waits for
     * what.
     *
     * @param retired whether others may know those, too, that were replaced before
     */
    @Transactional
    public void replaceExposed(Issuer issuer, boolean retired) {
        lock(issuer);
        int key = keys(issuer).get(0).number();
        int jwtKey = jwtKeys(issuer).get(0).number();
        for (String table : KEY_TABLES) {
            jdbc.sql("update " + table + " set exposed_at = :now, waiting = false"
                            + " where issuer_id = :issuer and exposed_at is null"
                            + (retired ? "" : " and (retired_at is null or waiting = true)"))
                    .param("now", Timestamp.from(clock.instant()))
                    .param("issuer", issuer.id().value())
                    .update();
        }
        addKey(issuer, next(issuer, key, "taken_back_key"), false);
        addJwtKey(issuer, next(issuer, jwtKey, "taken_back_jwt_key"), false);
        retireEarlier(issuer);
    }

    /** One change of keys or domains at a time. */
    void lock(Issuer issuer) {
        jdbc.sql("select id from badge_issuer where id = :issuer for update")
                .param("issuer", issuer.id().value())
                .query(UUID.class)
                .single();
    }

    private void retireEarlier(Issuer issuer) {
        for (String table : KEY_TABLES) {
            jdbc.sql("update " + table + " set retired_at = :now where issuer_id = :issuer and retired_at is null"
                            + " and number < (select max(k.number) from " + table + " k where k.issuer_id = :issuer"
                            + " and k.waiting = false)")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("issuer", issuer.id().value())
                    .update();
        }
    }

    private void addJwtKey(Issuer issuer, int number, boolean waits) {
        byte[] key = JwtKey.newPrivateKey();
        jdbc.sql("insert into badge_issuer_jwt_key (issuer_id, number, public_jwk, sealed_key, valid_from, waiting)"
                        + " values (:issuer, :number, :jwk, :sealed, :now, :waits) on conflict do nothing")
                .param("waits", waits)
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

    /** The key that signs tokens now, for the identifier under which the issuer is given. */
    @Transactional
    public JwtKey jwtKey(Issuer issuer) {
        jwtKeys(issuer);
        return jdbc.sql("select number, sealed_key from badge_issuer_jwt_key"
                        + " where issuer_id = :issuer and waiting = false"
                        + SIGNING_FIRST.formatted("confirmed_jwt_key"))
                .param("issuer", issuer.id().value())
                .param("did", issuer.did())
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
            addJwtKey(issuer, 1, false);
            keys = storedJwtKeys(issuer);
        }
        return keys;
    }

    private List<JwtIssuerKey> storedJwtKeys(Issuer issuer) {
        return jdbc.sql(
                        "select number, public_jwk, valid_from, retired_at, waiting, exposed_at from badge_issuer_jwt_key"
                                + " where issuer_id = :issuer order by number desc fetch first 500 rows only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> {
                    Timestamp retired = row.getTimestamp("retired_at");
                    Timestamp exposed = row.getTimestamp("exposed_at");
                    return new JwtIssuerKey(
                            row.getInt("number"),
                            row.getString("public_jwk"),
                            row.getTimestamp("valid_from").toInstant(),
                            retired == null ? null : retired.toInstant(),
                            row.getBoolean("waiting"),
                            exposed == null ? null : exposed.toInstant());
                })
                .list();
    }

    private void addKey(Issuer issuer, int number, boolean waits) {
        byte[] seed = SigningKey.newSeed(random);
        jdbc.sql("insert into badge_issuer_key (issuer_id, number, public_multikey, sealed_seed, valid_from, waiting)"
                        + " values (:issuer, :number, :multikey, :sealed, :now, :waits)")
                .param("waits", waits)
                .param("issuer", issuer.id().value())
                .param("number", number)
                .param("multikey", SigningKey.of(issuer.did(), seed).publicKey().text())
                .param("sealed", vault.seal(VAULT_PURPOSE, seed))
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /**
     * The key that signs now, for the identifier under which the issuer is given. For that of a domain it is the newest
     * that was seen in the document there, even when the issuer has left it: others know no later one.
     */
    SigningKey signingKey(Issuer issuer) {
        return jdbc.sql("select number, public_multikey, valid_from, retired_at, waiting, exposed_at, sealed_seed"
                        + " from badge_issuer_key where issuer_id = :issuer and waiting = false"
                        + SIGNING_FIRST.formatted("confirmed_key"))
                .param("issuer", issuer.id().value())
                .param("did", issuer.did())
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
        return jdbc.sql(
                        "select number, public_multikey, valid_from, retired_at, waiting, exposed_at from badge_issuer_key"
                                + " where issuer_id = :issuer order by number desc fetch first 500 rows only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> key(row))
                .list();
    }

    private static IssuerKey key(ResultSet row) throws SQLException {
        Timestamp retired = row.getTimestamp("retired_at");
        Timestamp exposed = row.getTimestamp("exposed_at");
        return new IssuerKey(
                row.getInt("number"),
                new Multikey(row.getString("public_multikey")),
                row.getTimestamp("valid_from").toInstant(),
                retired == null ? null : retired.toInstant(),
                row.getBoolean("waiting"),
                exposed == null ? null : exposed.toInstant());
    }

    /**
     * Numbers of the keys that others may know.
     *
     * @param keys for embedded proofs
     * @param jwtKeys for tokens
     */
    record Exposed(List<Integer> keys, List<Integer> jwtKeys) {

        /** The last of them; none after it is known to others. */
        int lastKey() {
            return keys.stream().max(Integer::compare).orElse(0);
        }

        int lastJwtKey() {
            return jwtKeys.stream().max(Integer::compare).orElse(0);
        }
    }

    Exposed exposed(Issuer issuer) {
        return new Exposed(
                keys(issuer).stream()
                        .filter(key -> key.exposedAt() != null)
                        .map(IssuerKey::number)
                        .toList(),
                jwtKeys(issuer).stream()
                        .filter(key -> key.exposedAt() != null)
                        .map(JwtIssuerKey::number)
                        .toList());
    }

    List<Issuer> withExposedKeys() {
        return jdbc.sql(COLUMNS + " where exists (select 1 from badge_issuer_key k where k.issuer_id = i.id"
                        + " and k.exposed_at is not null) order by i.id")
                .query((row, n) -> issuer(row))
                .list();
    }

    /**
     * Whether others would believe what is signed now as the issuer that is given: the document of a domain has to list keys
     * that are fit to sign.
     */
    boolean isBelieved(Issuer issuer) {
        return issuer.did().equals(addresses.ownDid(issuer.slug()))
                || jdbc.sql(
                                        "select count(*) from badge_issuer_domain d where d.owned_did = :did and exists"
                                                + " (select 1 from badge_issuer_key k where k.issuer_id = d.issuer_id and k.waiting = false"
                                                + " and k.exposed_at is null and k.number <= d.confirmed_key) and exists"
                                                + " (select 1 from badge_issuer_jwt_key k where k.issuer_id = d.issuer_id"
                                                + " and k.waiting = false and k.exposed_at is null and k.number <= d.confirmed_jwt_key)")
                                .param("did", issuer.did())
                                .query(Integer.class)
                                .single()
                        > 0;
    }

    /** Up to which numbers the keys that others may know are published no longer, as nothing of the issuer needs them. */
    record TakenOut(int key, int jwtKey) {

        public boolean includes(IssuerKey of) {
            return of.exposedAt() != null && of.number() <= key;
        }

        public boolean includes(JwtIssuerKey of) {
            return of.exposedAt() != null && of.number() <= jwtKey;
        }
    }

    /** For the identifier under which the issuer is given. */
    TakenOut takenOut(Issuer issuer) {
        return jdbc.sql(
                        "select coalesce(max(exposed_key), 0) as of_key, coalesce(max(exposed_jwt_key), 0) as of_jwt_key"
                                + " from badge_signing_again where issuer_id = :issuer and did = :did and done_at is not null")
                .param("issuer", issuer.id().value())
                .param("did", issuer.did())
                .query((row, n) -> new TakenOut(row.getInt("of_key"), row.getInt("of_jwt_key")))
                .single();
    }

    /** Those that belong to these tenants, or to none while badges of these tenants are from them; at most a hundred. */
    List<Issuer> of(Collection<TenantId> tenants) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql(COLUMNS + " where i.tenant_id in (:tenants) or i.tenant_id is null and exists"
                                + " (select 1 from badge_award a where a.issuer_id = i.id and a.tenant_id in (:tenants))"
                                + " order by i.name fetch first 100 rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .query((row, n) -> issuer(row))
                        .list();
    }

    /** The tenant whose officers look after it; where that is none, those that have badges of it, at most a hundred. */
    List<TenantId> tenants(Issuer issuer) {
        return jdbc.sql("select distinct coalesce(i.tenant_id, a.tenant_id) as tenant_id from badge_issuer i"
                        + " left join badge_award a on a.issuer_id = i.id where i.id = :issuer"
                        + " and (i.tenant_id is not null or a.tenant_id is not null) fetch first 100 rows only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> new TenantId(row.getObject("tenant_id", UUID.class)))
                .list();
    }

    /** Those of these tenants whose officers look after it. */
    List<TenantId> tenants(Issuer issuer, Collection<TenantId> among) {
        return among.stream()
                .sorted(Comparator.comparing(TenantId::value))
                .filter(tenant -> jdbc.sql("select count(*) from badge_issuer i where i.id = :issuer and (i.tenant_id ="
                                        + " :tenant or i.tenant_id is null and exists (select 1 from badge_award a"
                                        + " where a.issuer_id = i.id and a.tenant_id = :tenant))")
                                .param("issuer", issuer.id().value())
                                .param("tenant", tenant.value())
                                .query(Integer.class)
                                .single()
                        > 0)
                .toList();
    }

    Optional<Issuer> bySlug(String slug) {
        return by("slug", slug);
    }

    Optional<Issuer> byId(IssuerId id) {
        return by("id", id.value());
    }

    private Optional<Issuer> byName(String name) {
        return jdbc.sql(COLUMNS + " where i.id = (select n.issuer_id from badge_issuer_name n where n.name = :name)")
                .param("name", name)
                .query((row, n) -> issuer(row))
                .optional();
    }

    private Optional<Issuer> by(String column, Object value) {
        return jdbc.sql(COLUMNS + " where i." + column + " = :value")
                .param("value", value)
                .query((row, n) -> issuer(row))
                .optional();
    }

    /** Of whom something was ever signed under that identifier of a domain; as that. */
    Optional<Issuer> byDomain(String did) {
        return jdbc.sql("select issuer_id from badge_issuer_domain where owned_did = :did")
                .param("did", did)
                .query((row, n) -> new IssuerId(row.getObject("issuer_id", UUID.class)))
                .optional()
                .flatMap(this::byId)
                .map(issuer -> issuer.as(did));
    }

    /** Under which other identifiers there are badges of the issuer, or may be. */
    List<String> otherDids(Issuer issuer) {
        return Stream.concat(
                        Stream.of(addresses.ownDid(issuer.slug())),
                        jdbc
                                .sql("select owned_did from badge_issuer_domain where issuer_id = :issuer"
                                        + " and owned_did is not null order by activated_at fetch first 100 rows only")
                                .param("issuer", issuer.id().value())
                                .query(String.class)
                                .list()
                                .stream())
                .filter(did -> !did.equals(issuer.did()))
                .toList();
    }

    /** All of them by name, a page at a time. */
    List<Issuer> page(int page, int size) {
        return jdbc.sql(COLUMNS + " order by i.name, i.id offset :skip rows fetch first :size rows only")
                .param("skip", (long) page * size)
                .param("size", size)
                .query((row, n) -> issuer(row))
                .list();
    }

    int count() {
        return jdbc.sql("select count(*) from badge_issuer")
                .query(Integer.class)
                .single();
    }

    private Issuer issuer(ResultSet row) throws SQLException {
        String slug = row.getString("slug");
        String brought = row.getString("did");
        return new Issuer(
                new IssuerId(row.getObject("id", UUID.class)),
                slug,
                brought == null ? addresses.ownDid(slug) : brought,
                IssuerProfiles.profile(row),
                row.getObject("logo", Integer.class),
                row.getInt("revision"));
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
