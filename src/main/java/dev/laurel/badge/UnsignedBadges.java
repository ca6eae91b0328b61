package dev.laurel.badge;

import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Badges that were earned and could not be signed yet. They are tried again by themselves; this is where an officer sees
 * that they are owed.
 */
@Component
class UnsignedBadges {

    private final JdbcClient jdbc;
    private final Clock clock;

    UnsignedBadges(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param problem last part of a message key
     */
    record Unsigned(SubmissionId submission, TenantId tenant, String name, String problem, int tries, Instant since) {}

    /** To be called after the transaction that has failed, so that it stays. */
    @Transactional
    public void failed(SubmissionId submission, TenantId tenant, String name, String problem) {
        Timestamp now = Timestamp.from(clock.instant());
        int known = jdbc.sql("update badge_unsigned set tries = tries + 1, last_at = :now, problem = :problem"
                        + " where submission_id = :submission")
                .param("now", now)
                .param("problem", problem)
                .param("submission", submission.value())
                .update();
        if (known == 0) {
            jdbc.sql("insert into badge_unsigned (submission_id, tenant_id, name, problem, tries, first_at, last_at)"
                            + " values (:submission, :tenant, :name, :problem, 1, :now, :now) on conflict do nothing")
                    .param("submission", submission.value())
                    .param("tenant", tenant.value())
                    .param("name", name.length() > 500 ? name.substring(0, 500) : name)
                    .param("problem", problem)
                    .param("now", now)
                    .update();
        }
    }

    void signed(SubmissionId submission) {
        jdbc.sql("delete from badge_unsigned where submission_id = :submission")
                .param("submission", submission.value())
                .update();
    }

    /** Those owed longest first, at most a hundred. */
    List<Unsigned> of(Collection<TenantId> tenants) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select submission_id, tenant_id, name, problem, tries, first_at from badge_unsigned"
                        + " where tenant_id in (:tenants) order by first_at fetch first 100 rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .query((row, n) -> new Unsigned(
                        new SubmissionId(row.getObject("submission_id", UUID.class)),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        row.getString("name"),
                        row.getString("problem"),
                        row.getInt("tries"),
                        row.getTimestamp("first_at").toInstant()))
                .list();
    }
}
