package dev.laurel.badge;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.VersionId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Badges that were earned and are not signed yet. Each is written down with the decision, in its transaction, and goes with
 * the transaction that stores the badge. What fails is tried again by itself, and is where an officer sees that it is owed.
 */
@Component
class UnsignedBadges {

    private static final Duration AT_FIRST = Duration.ofSeconds(20);
    private static final int DOUBLED_AT_MOST = 7;

    private final JdbcClient jdbc;
    private final Clock clock;

    UnsignedBadges(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A badge that is to be signed. */
    record Owed(AttemptId attempt, TenantId tenant, VersionId version, Instant decidedAt) {

        SubmissionId submission() {
            return attempt.submission();
        }
    }

    /** Writes down what a decision earned. A later decision on the same submission is the one that counts. */
    void owe(SubmissionDecided decided, String name) {
        owe(new Owed(decided.attempt(), decided.tenant(), decided.version(), decided.decidedAt()), name);
    }

    /** Writes down what is to be signed from now on. */
    void owe(Owed owed, String name) {
        Timestamp now = Timestamp.from(clock.instant());
        int made = jdbc.sql(
                        "insert into badge_unsigned (submission_id, tenant_id, name, problem, tries, first_at, last_at,"
                                + " version_id, attempt, decided_at, next_at) values (:submission, :tenant, :name, 'none', 0, :now,"
                                + " :now, :version, :attempt, :decided, :now) on conflict do nothing")
                .param("submission", owed.submission().value())
                .param("tenant", owed.tenant().value())
                .param("name", name.length() > 500 ? name.substring(0, 500) : name)
                .param("now", now)
                .param("version", owed.version().value())
                .param("attempt", owed.attempt().number())
                .param("decided", Timestamp.from(owed.decidedAt()))
                .update();
        if (made == 0) {
            jdbc.sql("update badge_unsigned set version_id = :version, attempt = :attempt, decided_at = :decided,"
                            + " next_at = :now where submission_id = :submission")
                    .param("version", owed.version().value())
                    .param("attempt", owed.attempt().number())
                    .param("decided", Timestamp.from(owed.decidedAt()))
                    .param("now", now)
                    .param("submission", owed.submission().value())
                    .update();
        }
    }

    /** Those whose time has come, the longest waiting first; nobody else takes them until the transaction ends. */
    List<Owed> take(int most) {
        return jdbc.sql("select submission_id, tenant_id, version_id, attempt, decided_at from badge_unsigned"
                        + " where next_at <= :now order by next_at fetch first :most rows only for update skip locked")
                .param("now", Timestamp.from(clock.instant()))
                .param("most", most)
                .query((row, n) -> new Owed(
                        new AttemptId(
                                new SubmissionId(row.getObject("submission_id", UUID.class)), row.getInt("attempt")),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new VersionId(row.getObject("version_id", UUID.class)),
                        row.getTimestamp("decided_at").toInstant()))
                .list();
    }

    /**
     * Each failure doubles the wait, from twenty seconds to about three quarters of an hour. To be called after the
     * transaction that has failed, so that it stays.
     *
     * @param problem last part of a message key
     */
    @Transactional
    public void failed(SubmissionId submission, String problem) {
        Instant now = clock.instant();
        int tries = jdbc.sql("select coalesce(max(tries), 0) from badge_unsigned where submission_id = :submission")
                .param("submission", submission.value())
                .query(Integer.class)
                .single();
        jdbc.sql("update badge_unsigned set tries = tries + 1, last_at = :now, problem = :problem, next_at = :next"
                        + " where submission_id = :submission")
                .param("now", Timestamp.from(now))
                .param("problem", problem)
                .param("next", Timestamp.from(now.plus(AT_FIRST.multipliedBy(1L << Math.min(tries, DOUBLED_AT_MOST)))))
                .param("submission", submission.value())
                .update();
    }

    /** Has those tried at once that failed for this reason: it may be there no longer. */
    void tryAgain(String problem) {
        jdbc.sql("update badge_unsigned set next_at = :now where problem = :problem")
                .param("now", Timestamp.from(clock.instant()))
                .param("problem", problem)
                .update();
    }

    /** Signs none of them any more, whatever it failed for: their earner wished to be forgotten. */
    void forget(TenantId tenant, Collection<SubmissionId> submissions) {
        if (!submissions.isEmpty()) {
            jdbc.sql("delete from badge_unsigned where tenant_id = :tenant and submission_id in (:submissions)")
                    .param("tenant", tenant.value())
                    .param(
                            "submissions",
                            submissions.stream().map(SubmissionId::value).toList())
                    .update();
        }
    }

    void signed(Collection<SubmissionId> submissions) {
        if (!submissions.isEmpty()) {
            jdbc.sql("delete from badge_unsigned where submission_id in (:submissions)")
                    .param(
                            "submissions",
                            submissions.stream().map(SubmissionId::value).toList())
                    .update();
        }
    }

    /**
     * A badge that has failed to be signed so far.
     *
     * @param problem last part of a message key
     */
    record Unsigned(SubmissionId submission, TenantId tenant, String name, String problem, int tries, Instant since) {}

    /** Those owed longest first, at most a hundred. */
    List<Unsigned> of(Collection<TenantId> tenants) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select submission_id, tenant_id, name, problem, tries, first_at from badge_unsigned"
                        + " where tenant_id in (:tenants) and tries > 0 order by first_at fetch first 100 rows only")
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
