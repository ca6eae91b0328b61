package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of what earners are asked, and of what they said. */
@Repository
class Questions {

    private static final String SELECT = """
            select id, tenant_id, submission_id, attempt, kind, about, words, asked_at, answer_by, answered_at, agreed, answer,
              closed_at, outcome, outcome_words
            from assessment_question
            """;

    private final JdbcClient jdbc;

    Questions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    UUID add(
            TenantId tenant,
            AttemptId attempt,
            EarnerQuestion.Kind kind,
            UUID about,
            String words,
            Instant at,
            @Nullable Instant answerBy) {
        UUID id = Ids.next();
        jdbc.sql("""
                        insert into assessment_question (id, tenant_id, submission_id, attempt, kind, about, words, asked_at,
                          answer_by)
                        values (:id, :tenant, :submission, :attempt, :kind, :about, :words, :at, :by)""")
                .param("id", id)
                .param("tenant", tenant.value())
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("kind", kind.name())
                .param("about", about)
                .param("words", words)
                .param("at", Timestamp.from(at))
                .param("by", answerBy == null ? null : Timestamp.from(answerBy))
                .update();
        return id;
    }

    /** Everything that was asked about a submission, the latest first. */
    List<EarnerQuestion> of(SubmissionId submission) {
        return jdbc.sql(SELECT
                        + "where submission_id = :submission order by asked_at desc, id fetch first 50 rows only")
                .param("submission", submission.value())
                .query(Questions::read)
                .list();
    }

    /** The one of this submission, and nobody else writes it until this transaction ends. */
    Optional<EarnerQuestion> lock(SubmissionId submission, UUID id) {
        return jdbc.sql(SELECT + "where id = :id and submission_id = :submission for update")
                .param("id", id)
                .param("submission", submission.value())
                .query(Questions::read)
                .optional();
    }

    /** What was asked about an anchor or a flag, the latest first. */
    List<EarnerQuestion> about(UUID subject) {
        return jdbc.sql(SELECT + "where about = :about order by asked_at desc, id fetch first 50 rows only")
                .param("about", subject)
                .query(Questions::read)
                .list();
    }

    /** How many earners of these tenants have answered in that time what nobody has dealt with yet. */
    int answered(Collection<TenantId> tenants, Instant after, Instant until) {
        return tenants.isEmpty()
                ? 0
                : jdbc.sql("""
                        select count(*) from assessment_question where tenant_id in (:tenants) and answered_at > :after
                          and answered_at <= :until and closed_at is null""")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("after", Timestamp.from(after))
                        .param("until", Timestamp.from(until))
                        .query(Integer.class)
                        .single();
    }

    void answer(UUID id, @Nullable Boolean agreed, String words, Instant at) {
        jdbc.sql("update assessment_question set answered_at = :at, agreed = :agreed, answer = :words where id = :id")
                .param("at", Timestamp.from(at))
                .param("agreed", agreed)
                .param("words", words)
                .param("id", id)
                .update();
    }

    void close(UUID id, String outcome, String words, Instant at) {
        jdbc.sql("""
                        update assessment_question set closed_at = :at, outcome = :outcome, outcome_words = :words
                        where id = :id and closed_at is null""")
                .param("at", Timestamp.from(at))
                .param("outcome", outcome)
                .param("words", words)
                .param("id", id)
                .update();
    }

    private static EarnerQuestion read(ResultSet row, int number) throws SQLException {
        boolean agreed = row.getBoolean("agreed");
        boolean untold = row.wasNull();
        return new EarnerQuestion(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new AttemptId(new SubmissionId(row.getObject("submission_id", UUID.class)), row.getInt("attempt")),
                EarnerQuestion.Kind.valueOf(Objects.requireNonNull(row.getString("kind"))),
                row.getObject("about", UUID.class),
                row.getString("words"),
                row.getTimestamp("asked_at").toInstant(),
                instant(row, "answer_by"),
                instant(row, "answered_at"),
                untold ? null : agreed,
                row.getString("answer"),
                instant(row, "closed_at"),
                row.getString("outcome"),
                row.getString("outcome_words"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
