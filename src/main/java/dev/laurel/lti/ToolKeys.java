package dev.laurel.lti;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.laurel.system.KeyVault;
import dev.laurel.system.SealedColumn;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tool's own RSA keys, one set for all nodes and platforms (Security Framework 1.0, section 6). The first is made at
 * first start; private parts are stored sealed. A key is published before it signs and after it has stopped to, so that
 * platforms which cached the key set can follow a change; {@link KeyRotation} makes the change.
 */
@Component
public class ToolKeys {

    private static final Logger log = LoggerFactory.getLogger(ToolKeys.class);

    /** How long a platform may take with an assertion. */
    static final Duration ASSERTION_LIFE = Duration.ofMinutes(5);

    private static final String PURPOSE = "lti tool key";
    private static final int BITS = 2048;

    /** How long a node goes on with what it read of the table. */
    static final Duration KEPT = Duration.ofMinutes(1);

    /** Platforms keep key sets for so long: a younger key may be one that they have not read yet. */
    private static final Duration READ_BY_ALL = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final KeyVault vault;
    private final Clock clock;
    private final LoadingCache<String, List<ToolKey>> keys =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build(all -> load());

    @Bean
    static SealedColumn keysOfTheTool() {
        return SealedColumn.of("lti_tool_key", "sealed_private_key", PURPOSE, "ordinal");
    }

    ToolKeys(JdbcClient jdbc, KeyVault vault, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
        if (load().isEmpty()) {
            Instant now = clock.instant();
            makeKey(1, now, now).ifPresent(kid -> log.info("Made the tool's first signing key, {}", kid));
        }
    }

    /** Signs claims as a message of this tool: RS256, with the key's id in the header. */
    public String sign(JwtClaims claims) {
        ToolKey key = signing();
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        jws.setKeyIdHeaderValue(key.kid());
        jws.setHeader("typ", "JWT");
        jws.setKey(key.privateKey());
        jws.setPayload(claims.toJson());
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("The tool's key " + key.kid() + " does not sign", e);
        }
    }

    /**
     * What proves this tool to a token endpoint (RFC 7523, section 3): who asks, of whom, for how long, once.
     *
     * @param audience the platform's, see {@link Registration#assertionAudience()}
     */
    public String assertion(String clientId, List<String> audience, Instant now) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(clientId);
        claims.setSubject(clientId);
        claims.setAudience(audience);
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(
                NumericDate.fromSeconds(now.plus(ASSERTION_LIFE).getEpochSecond()));
        claims.setJwtId(UUID.randomUUID().toString());
        return sign(claims);
    }

    /** The id of the key that signs just now. */
    public String signingKeyId() {
        return signing().kid();
    }

    /** Whether the key that signs took another's place so lately that a platform may refuse what it cannot verify yet. */
    public boolean isLatelyReplaced() {
        ToolKey key = signing();
        return key.ordinal() > 1 && clock.instant().isBefore(key.publishedFrom().plus(READ_BY_ALL));
    }

    /** The published key set: public parts alone (RFC 7517, section 5). */
    JsonWebKeySet published() {
        Instant now = clock.instant();
        return new JsonWebKeySet(keys.get("all").stream()
                .filter(key -> key.isPublishedAt(now))
                .map(ToolKey::publicKey)
                .toList());
    }

    private ToolKey signing() {
        Instant now = clock.instant();
        return keys.get("all").stream()
                .filter(key -> key.signsAt(now))
                .max(Comparator.comparing(ToolKey::signsFrom))
                .orElseThrow(() -> new IllegalStateException("No key of the tool may sign just now"));
    }

    /** Makes and stores a key; empty when another node stored one of that number first. */
    Optional<String> makeKey(int ordinal, Instant publishedFrom, Instant signsFrom) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(BITS);
            key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
            key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            key.setUse("sig");
            int made = jdbc.sql("""
                insert into lti_tool_key (ordinal, kid, public_jwk, sealed_private_key, published_from, signs_from)
                values (:ordinal, :kid, :publicJwk, :sealed, :publishedFrom, :signsFrom)
                on conflict do nothing
                """)
                    .param("ordinal", ordinal)
                    .param("kid", key.getKeyId())
                    .param("publicJwk", key.toJson(OutputControlLevel.PUBLIC_ONLY))
                    .param("sealed", vault.seal(PURPOSE, key.getRsaPrivateKey().getEncoded()))
                    .param("publishedFrom", Timestamp.from(publishedFrom))
                    .param("signsFrom", Timestamp.from(signsFrom))
                    .update();
            return made == 1 ? Optional.of(key.getKeyId()) : Optional.empty();
        } catch (JoseException e) {
            throw new IllegalStateException("This Java makes no RSA keys", e);
        }
    }

    /** Every stored key as the table has it now, the oldest first. */
    List<ToolKey> stored() {
        return load();
    }

    /** Has this node read the table again. */
    void forget() {
        keys.invalidateAll();
    }

    private List<ToolKey> load() {
        return jdbc.sql("select ordinal, kid, public_jwk, sealed_private_key, published_from, signs_from, "
                        + "signs_until, published_until from lti_tool_key order by ordinal")
                .query(this::key)
                .list();
    }

    private ToolKey key(ResultSet row, int number) throws SQLException {
        try {
            RsaJsonWebKey publicKey = (RsaJsonWebKey) JsonWebKey.Factory.newJwk(row.getString("public_jwk"));
            return new ToolKey(
                    row.getInt("ordinal"),
                    row.getString("kid"),
                    publicKey,
                    privateKey(vault.open(PURPOSE, row.getBytes("sealed_private_key"))),
                    row.getTimestamp("published_from").toInstant(),
                    row.getTimestamp("signs_from").toInstant(),
                    instant(row.getTimestamp("signs_until")),
                    instant(row.getTimestamp("published_until")));
        } catch (JoseException e) {
            throw new IllegalStateException("The stored key " + row.getString("kid") + " cannot be read", e);
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A stored key of the tool cannot be read", e);
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** One key; published and signing from a time on, and until one where that is settled. */
    record ToolKey(
            int ordinal,
            String kid,
            RsaJsonWebKey publicKey,
            PrivateKey privateKey,
            Instant publishedFrom,
            Instant signsFrom,
            @Nullable Instant signsUntil,
            @Nullable Instant publishedUntil) {

        boolean isPublishedAt(Instant now) {
            return !now.isBefore(publishedFrom) && (publishedUntil == null || now.isBefore(publishedUntil));
        }

        boolean signsAt(Instant now) {
            return !now.isBefore(signsFrom) && (signsUntil == null || now.isBefore(signsUntil));
        }

        @Override
        public String toString() {
            return "ToolKey[" + kid + "]";
        }
    }
}
