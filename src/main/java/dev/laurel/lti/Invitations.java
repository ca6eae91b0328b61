package dev.laurel.lti;

import dev.laurel.system.Ids;
import dev.laurel.system.Sha256;
import dev.laurel.system.Unguessable;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /**
     * What an invitation allows.
     *
     * @param hosts that may speak for each other when the platform registers; empty when the issuer's own host must
     * @param newDeployments what becomes of deployments that the platform does not name when it registers
     * @param confirm whether the platform's administrator is asked before anything is sent to the platform
     */
    public record Terms(Set<String> hosts, NewDeployments newDeployments, boolean confirm) {

        /** What most districts need. */
        public static final Terms USUAL = new Terms(Set.of(), NewDeployments.FIRST, false);

        public Terms {
            hosts = Set.copyOf(hosts);
        }
    }

    /** An invitation that may still be used. */
    public record Open(UUID id, TenantId tenant, Terms terms, Instant expiresAt) {}

    public Invitation invite(TenantId tenant, Duration validity) {
        return invite(tenant, validity, Terms.USUAL);
    }

    public Invitation invite(TenantId tenant, Duration validity, Terms terms) {
        Instant now = clock.instant();
        Invitation invitation = new Invitation(Unguessable.text(), now.plus(validity));
        jdbc.sql("insert into lti_invitation (id, secret_hash, tenant_id, created_at, expires_at, hosts, "
                        + "new_deployments, confirm) values (:id, :hash, :tenant, :now, :expiresAt, :hosts, "
                        + ":newDeployments, :confirm)")
                .param("id", Ids.next())
                .param("hash", Sha256.hex(invitation.secret()))
                .param("tenant", tenant.value())
                .param("now", Timestamp.from(now))
                .param("expiresAt", Timestamp.from(invitation.expiresAt()))
                .param("hosts", String.join(" ", new TreeSet<>(terms.hosts())))
                .param("newDeployments", terms.newDeployments().name())
                .param("confirm", terms.confirm())
                .update();
        return invitation;
    }

    /** The invitation of that secret; empty when it was never given, has expired, is withdrawn or spent. */
    public Optional<Open> open(String secret) {
        return jdbc.sql("select id, tenant_id, hosts, new_deployments, confirm, expires_at from lti_invitation "
                        + "where secret_hash = :hash and spent_at is null and expires_at > :now")
                .param("hash", Sha256.hex(secret))
                .param("now", Timestamp.from(clock.instant()))
                .query(Invitations::open)
                .optional();
    }

    /**
     * Invitations that may still be used, the one that ends first first.
     *
     * @param page from 0
     */
    public List<Open> open(int page, int pageSize) {
        return jdbc.sql("select id, tenant_id, hosts, new_deployments, confirm, expires_at from lti_invitation "
                        + "where expires_at > :now and spent_at is null order by expires_at, id "
                        + "offset :offset rows fetch first :size rows only")
                .param("now", Timestamp.from(clock.instant()))
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query(Invitations::open)
                .list();
    }

    /** How many may still be used. */
    public int countOpen() {
        return jdbc.sql("select count(*) from lti_invitation where expires_at > :now and spent_at is null")
                .param("now", Timestamp.from(clock.instant()))
                .query(Integer.class)
                .single();
    }

    /** Takes an invitation back; false when it cannot be used any more anyway. */
    public boolean withdraw(UUID id) {
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.sql("update lti_invitation set spent_at = :now "
                                + "where id = :id and spent_at is null and expires_at > :now")
                        .param("id", id)
                        .param("now", now)
                        .update()
                == 1;
    }

    private static Open open(ResultSet row, int number) throws SQLException {
        Set<String> hosts = Arrays.stream(row.getString("hosts").split(" "))
                .filter(host -> !host.isEmpty())
                .collect(Collectors.toSet());
        return new Open(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new Terms(hosts, NewDeployments.valueOf(row.getString("new_deployments")), row.getBoolean("confirm")),
                row.getTimestamp("expires_at").toInstant());
    }

    /** Whom an invitation is for; empty when it was never given, has expired or is spent. */
    public Optional<TenantId> tenantOf(String secret) {
        return open(secret).map(Open::tenant);
    }

    /** Uses an invitation up; false when somebody else was quicker or it has expired. */
    public boolean spend(String secret) {
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.sql("update lti_invitation set spent_at = :now "
                                + "where secret_hash = :hash and spent_at is null and expires_at > :now")
                        .param("hash", Sha256.hex(secret))
                        .param("now", now)
                        .update()
                == 1;
    }
}
