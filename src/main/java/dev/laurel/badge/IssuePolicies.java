package dev.laurel.badge;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether what is earned of an issuer is signed at once, or waits until an officer has looked. Where a tenant owns the
 * issuer, what that one's officers say holds for every earner; where none does, each tenant's own say for its people. It
 * holds for decisions from then on: what waits already goes on waiting.
 */
@Component
class IssuePolicies {

    private final JdbcClient jdbc;
    private final Clock clock;

    IssuePolicies(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What an officer has said, and why. */
    record Policy(boolean waits, String reason, StaffId by, Instant since) {}

    /** For whose officers a badge waits that names this organisation; empty where it is signed at once. */
    Optional<IssuerId> holding(TenantId earner, MicroCredential.Issuer organisation) {
        record Said(IssuerId issuer, boolean waits) {}
        return jdbc.sql("select p.issuer_id, p.waits from badge_issuer_name n join badge_issuer i on i.id = n.issuer_id"
                        + " join badge_issue_policy p on p.issuer_id = i.id and (p.tenant_id = i.tenant_id"
                        + " or i.tenant_id is null and p.tenant_id = :earner)"
                        + " where n.name = :name order by p.set_at desc, p.id desc fetch first 1 row only")
                .param("name", Issuers.bounded(organisation.name()))
                .param("earner", earner.value())
                .query((row, number) ->
                        new Said(new IssuerId(row.getObject("issuer_id", UUID.class)), row.getBoolean("waits")))
                .optional()
                .filter(Said::waits)
                .map(Said::issuer);
    }

    /** What holds now; empty where nobody has said anything, so that badges are signed at once. */
    Optional<Policy> of(TenantId tenant, Issuer issuer) {
        return jdbc.sql("select waits, reason, set_by, set_at from badge_issue_policy where issuer_id = :issuer"
                        + " and tenant_id = :tenant order by set_at desc, id desc fetch first 1 row only")
                .param("issuer", issuer.id().value())
                .param("tenant", tenant.value())
                .query((row, number) -> new Policy(
                        row.getBoolean("waits"),
                        row.getString("reason"),
                        new StaffId(row.getObject("set_by", UUID.class)),
                        row.getTimestamp("set_at").toInstant()))
                .optional();
    }

    /** Whether officers of a tenant have ever said anything about an issuer that belongs to none. */
    List<IssuerId> ofNobodys(TenantId tenant) {
        return jdbc.sql(
                        "select distinct p.issuer_id from badge_issue_policy p join badge_issuer i on i.id = p.issuer_id"
                                + " where p.tenant_id = :tenant and i.tenant_id is null fetch first 100 rows only")
                .param("tenant", tenant.value())
                .query((row, number) -> new IssuerId(row.getObject("issuer_id", UUID.class)))
                .list();
    }

    /** The same said again changes nothing. */
    @Transactional
    public void set(StaffMember officer, TenantId tenant, Issuer issuer, boolean waits, String reason) {
        if (of(tenant, issuer).map(Policy::waits).orElse(false) == waits) {
            return;
        }
        jdbc.sql("insert into badge_issue_policy (id, issuer_id, tenant_id, waits, reason, set_by, set_at)"
                        + " values (:id, :issuer, :tenant, :waits, :reason, :by, :now)")
                .param("id", Ids.next())
                .param("issuer", issuer.id().value())
                .param("tenant", tenant.value())
                .param("waits", waits)
                .param("reason", reason)
                .param("by", officer.id().value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}
