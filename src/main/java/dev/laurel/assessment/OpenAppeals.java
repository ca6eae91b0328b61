package dev.laurel.assessment;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of appeals. */
@Repository
class OpenAppeals {

    enum State {
        OPEN,
        UPHELD,
        REOPENED
    }

    /** @param caseId of the decision that is appealed against */
    record Row(
            CaseId caseId,
            TenantId tenant,
            AttemptId attempt,
            VersionId version,
            State state,
            Instant lodgedAt,
            Instant answerBy) {}

    private static final String SELECT = """
            select a.case_id, a.tenant_id, c.submission_id, c.attempt, c.version_id, a.state, a.lodged_at, a.answer_by
            from assessment_appeal a join assessment_case c on c.id = a.case_id
            """;

    private final JdbcClient jdbc;

    OpenAppeals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when it is known already. */
    boolean add(CaseId appealed, TenantId tenant, Instant lodgedAt, Instant answerBy) {
        return jdbc.sql("""
                        insert into assessment_appeal (case_id, tenant_id, state, lodged_at, answer_by)
                        values (:case, :tenant, 'OPEN', :lodged, :by) on conflict do nothing""")
                        .param("case", appealed.value())
                        .param("tenant", tenant.value())
                        .param("lodged", Timestamp.from(lodgedAt))
                        .param("by", Timestamp.from(answerBy))
                        .update()
                == 1;
    }

    Optional<Row> find(CaseId appealed) {
        return jdbc.sql(SELECT + "where a.case_id = :case")
                .param("case", appealed.value())
                .query(OpenAppeals::read)
                .optional();
    }

    /** Open ones of these tenants, the most urgent first; page from 0. */
    List<Row> open(Collection<TenantId> tenants, int page, int pageSize) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(SELECT + """
                        where a.tenant_id in (:tenants) and a.state = 'OPEN'
                        order by a.answer_by, a.case_id offset :skip rows fetch first :atMost rows only""")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(OpenAppeals::read)
                .list();
    }

    /** Open ones whose answer is overdue, the longest first. */
    List<Row> overdue(Instant now, int atMost) {
        return jdbc.sql(SELECT + """
                        where a.state = 'OPEN' and a.answer_by < :now
                        order by a.answer_by, a.case_id fetch first :atMost rows only""")
                .param("now", Timestamp.from(now))
                .param("atMost", atMost)
                .query(OpenAppeals::read)
                .list();
    }

    /** False when another has moved the date meanwhile, or it was answered. */
    boolean postpone(CaseId appealed, Instant from, Instant to) {
        return jdbc.sql("update assessment_appeal set answer_by = :to"
                                + " where case_id = :case and state = 'OPEN' and answer_by = :from")
                        .param("to", Timestamp.from(to))
                        .param("case", appealed.value())
                        .param("from", Timestamp.from(from))
                        .update()
                == 1;
    }

    /** False when it was answered already; of several callers at once one gets true. */
    boolean answer(CaseId appealed, State answer, StaffId by, Instant at) {
        return jdbc.sql("""
                        update assessment_appeal set state = :state, answered_by = :by, answered_at = :at
                        where case_id = :case and state = 'OPEN'""")
                        .param("state", answer.name())
                        .param("by", by.value())
                        .param("at", Timestamp.from(at))
                        .param("case", appealed.value())
                        .update()
                == 1;
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return new Row(
                new CaseId(row.getObject("case_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new AttemptId(new SubmissionId(row.getObject("submission_id", UUID.class)), row.getInt("attempt")),
                new VersionId(row.getObject("version_id", UUID.class)),
                State.valueOf(row.getString("state")),
                row.getTimestamp("lodged_at").toInstant(),
                row.getTimestamp("answer_by").toInstant());
    }
}
