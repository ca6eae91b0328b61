package dev.laurel.lti;

import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Invitations to register a platform for a tenant: each opens the registration address once, until it expires. Only a
 * hash of the secret is stored.
 */
@Component
public class Invitations {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Invitations(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What goes into the registration address as {@code invitation}. Told once, never stored, never printed. */
    public record Invitation(String secret, Instant expiresAt) {

        @Override
        public String toString() {
            return "Invitation[until " + expiresAt + "]";
        }
    }

    public Invitation invite(TenantId tenant, Duration validity) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        Instant now = clock.instant();
        Invitation invitation =
                new Invitation(Base64.getUrlEncoder().withoutPadding().encodeToString(secret), now.plus(validity));
        jdbc.sql("insert into lti_invitation (id, secret_hash, tenant_id, created_at, expires_at) "
                        + "values (:id, :hash, :tenant, :now, :expiresAt)")
                .param("id", Ids.next())
                .param("hash", hash(invitation.secret()))
                .param("tenant", tenant.value())
                .param("now", Timestamp.from(now))
                .param("expiresAt", Timestamp.from(invitation.expiresAt()))
                .update();
        return invitation;
    }

    /** Whom an invitation is for; empty when it was never given, has expired or is spent. */
    public Optional<TenantId> tenantOf(String secret) {
        return jdbc.sql("select tenant_id from lti_invitation "
                        + "where secret_hash = :hash and spent_at is null and expires_at > :now")
                .param("hash", hash(secret))
                .param("now", Timestamp.from(clock.instant()))
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    /** Uses an invitation up; false when somebody else was quicker or it has expired. */
    public boolean spend(String secret) {
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.sql("update lti_invitation set spent_at = :now "
                                + "where secret_hash = :hash and spent_at is null and expires_at > :now")
                        .param("hash", hash(secret))
                        .param("now", now)
                        .update()
                == 1;
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
