package dev.laurel.assessment;

import dev.laurel.catalog.VersionId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of cases and withdrawals. */
@Repository
class Cases {

    private static final String COLUMNS =
            "c.id, c.tenant_id, c.submission_id, c.attempt, c.version_id, c.submitted_at," + " c.due_at, c.state";

    private final JdbcClient jdbc;

    Cases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when this hand-in is known already. */
    boolean add(AssessmentCase added) {
        return jdbc.sql("""
                        insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at, due_at, state,
                         label)
                        values (:id, :tenant, :submission, :attempt, :version, :submittedAt, :dueAt, :state, :label)
                        on conflict do nothing""")
                        .param("id", added.id().value())
                        .param("tenant", added.tenant().value())
                        .param("submission", added.attempt().submission().value())
                        .param("attempt", added.attempt().number())
                        .param("version", added.version().value())
                        .param("submittedAt", Timestamp.from(added.submittedAt()))
                        .param("dueAt", Timestamp.from(added.dueAt()))
                        .param("state", added.state().name())
                        .param("label", added.id().label())
                        .update()
                == 1;
    }

    /** A case in which an attempt is rated afresh. */
    void addAfterAppeal(AssessmentCase added, CaseId appealed) {
        if (!add(added)) {
            throw new IllegalStateException("Case " + added.id().value() + " is there already");
        }
        jdbc.sql("update assessment_case set appeal_of = :appealed where id = :id")
                .param("appealed", appealed.value())
                .param("id", added.id().value())
                .update();
    }

    /** The case whose decision was appealed against and led to this one. */
    Optional<CaseId> appealOf(CaseId id) {
        return jdbc.sql("select appeal_of from assessment_case where id = :id and appeal_of is not null")
                .param("id", id.value())
                .query(UUID.class)
                .optional()
                .map(CaseId::new);
    }

    Optional<AssessmentCase> find(CaseId id) {
        return jdbc.sql("select " + COLUMNS + " from assessment_case c where c.id = :id")
                .param("id", id.value())
                .query(Cases::read)
                .optional();
    }

    /** Nobody else changes the case or what hangs on it until this transaction ends. */
    Optional<AssessmentCase> lock(CaseId id) {
        return jdbc.sql("select " + COLUMNS + " from assessment_case c where c.id = :id for update")
                .param("id", id.value())
                .query(Cases::read)
                .optional();
    }

    /** The latest case of a submission, whatever became of it. */
    Optional<AssessmentCase> latestOf(SubmissionId submission) {
        return jdbc.sql("select " + COLUMNS + " from assessment_case c where c.submission_id = :submission"
                        + " order by c.submitted_at desc, c.id desc fetch first 1 row only")
                .param("submission", submission.value())
                .query(Cases::read)
                .optional();
    }

    /** The latest case of an attempt. */
    Optional<CaseId> latestOf(AttemptId attempt) {
        return jdbc.sql("""
                        select id from assessment_case where submission_id = :submission and attempt = :attempt
                        order by submitted_at desc, id desc fetch first 1 row only""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query(UUID.class)
                .optional()
                .map(CaseId::new);
    }

    /** False when the case is no longer where it was thought to be; of several callers at once one gets true. */
    boolean move(CaseId id, CaseState from, CaseState to) {
        return jdbc.sql("update assessment_case set state = :to where id = :id and state = :from")
                        .param("id", id.value())
                        .param("from", from.name())
                        .param("to", to.name())
                        .update()
                == 1;
    }

    /** Cases of an attempt that are neither decided nor withdrawn and were handed in no later than the instant. */
    List<AssessmentCase> openUntil(AttemptId attempt, Instant latest) {
        return jdbc.sql("select " + COLUMNS + """
                         from assessment_case c where c.submission_id = :submission and c.attempt = :attempt
                        and c.submitted_at <= :latest and c.state in ('IN_CHECK', 'WAITING', 'IN_SCORING', 'IN_ADJUDICATION')""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("latest", Timestamp.from(latest))
                .query(Cases::read)
                .list();
    }

    /** Moves the due date, to later only. */
    void postpone(CaseId id, Instant later) {
        jdbc.sql("update assessment_case set due_at = :later, undatable = false where id = :id and due_at < :later")
                .param("id", id.value())
                .param("later", Timestamp.from(later))
                .update();
    }

    /** Open cases whose promise is over, oldest promise first, after the cursor. */
    List<Promised> promisesOver(Instant now, @Nullable AssessmentCase after, int atMost) {
        Instant from = after == null ? Instant.EPOCH : after.dueAt();
        UUID id = after == null ? new UUID(0, 0) : after.id().value();
        return jdbc.sql("select " + COLUMNS + ", c.undatable" + """
                         from assessment_case c
                        where c.state in ('IN_CHECK', 'WAITING', 'IN_SCORING', 'IN_ADJUDICATION') and c.due_at < :now
                        and not exists (select 1 from assessment_hold g where g.case_id = c.id and g.released_at is null)
                        and (c.due_at > :from or c.due_at = :from and c.id > :id)
                        order by c.due_at, c.id fetch first :atMost rows only""")
                .param("now", Timestamp.from(now))
                .param("from", Timestamp.from(from))
                .param("id", id)
                .param("atMost", atMost)
                .query((row, number) -> new Promised(read(row, number), row.getBoolean("undatable")))
                .list();
    }

    /**
     * A case with what its earner was told.
     *
     * @param undatable whether they were told that nobody can name a date
     */
    record Promised(AssessmentCase about, boolean undatable) {}

    /** One case with what its earner was told; nobody else changes it until this transaction ends. */
    Optional<Promised> lockPromise(CaseId id) {
        return jdbc.sql("select " + COLUMNS + ", c.undatable from assessment_case c where c.id = :id for update")
                .param("id", id.value())
                .query((row, number) -> new Promised(read(row, number), row.getBoolean("undatable")))
                .optional();
    }

    /** Remembers that the earner was told that there is no date. */
    void undatable(CaseId id) {
        jdbc.sql("update assessment_case set undatable = true where id = :id")
                .param("id", id.value())
                .update();
    }

    /** Keeps the latest withdrawal of an attempt. */
    void withdrawn(AttemptId attempt, Instant at) {
        int known = jdbc.sql("""
                        insert into assessment_withdrawal (submission_id, attempt, withdrawn_at)
                        values (:submission, :attempt, :at) on conflict do nothing""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("at", Timestamp.from(at))
                .update();
        if (known == 0) {
            jdbc.sql("""
                            update assessment_withdrawal set withdrawn_at = :at
                            where submission_id = :submission and attempt = :attempt and withdrawn_at < :at""")
                    .param("submission", attempt.submission().value())
                    .param("attempt", attempt.number())
                    .param("at", Timestamp.from(at))
                    .update();
        }
    }

    boolean isWithdrawn(AttemptId attempt, Instant submittedAt) {
        return jdbc.sql("""
                        select count(*) from assessment_withdrawal
                        where submission_id = :submission and attempt = :attempt and withdrawn_at >= :at""")
                        .param("submission", attempt.submission().value())
                        .param("attempt", attempt.number())
                        .param("at", Timestamp.from(submittedAt))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private static AssessmentCase read(ResultSet row, int number) throws SQLException {
        return new AssessmentCase(
                new CaseId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new AttemptId(new SubmissionId(row.getObject("submission_id", UUID.class)), row.getInt("attempt")),
                new VersionId(row.getObject("version_id", UUID.class)),
                row.getTimestamp("submitted_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                CaseState.valueOf(row.getString("state")));
    }
}
