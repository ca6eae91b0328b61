package dev.laurel.assessment;

import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of decisions and of what stands for each criterion. */
@Repository
class Decisions {

    private final JdbcClient jdbc;

    Decisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A decision without its criteria. */
    record Decision(
            CaseId caseId,
            AttemptId attempt,
            VersionId version,
            boolean earned,
            int met,
            int required,
            Instant decidedAt) {}

    /** @param by whose rating was the last that was needed */
    void add(CaseId decided, Outcome outcome, StaffId by, Instant at) {
        jdbc.sql("""
                        insert into assessment_decision (case_id, earned, criteria_met, criteria_required, decided_by, decided_at)
                        values (:case, :earned, :met, :required, :by, :at)""")
                .param("case", decided.value())
                .param("earned", outcome.earned())
                .param("met", outcome.criteriaMet())
                .param("required", outcome.criteriaRequired())
                .param("by", by.value())
                .param("at", Timestamp.from(at))
                .update();
        int position = 0;
        for (Result result : outcome.results()) {
            jdbc.sql("""
                            insert into assessment_decision_criterion
                              (case_id, position, criterion_id, required, level_key, met, words, reached_in, raters, adjudicated)
                            values (:case, :position, :criterion, :required, :level, :met, :words, :reachedIn, :raters,
                              :adjudicated)""")
                    .param("case", decided.value())
                    .param("position", position++)
                    .param("criterion", result.criterionId())
                    .param("required", result.required())
                    .param("level", result.level())
                    .param("met", result.met())
                    .param("words", result.words())
                    .param("reachedIn", result.reachedIn())
                    .param("raters", result.raters())
                    .param("adjudicated", result.adjudicated())
                    .update();
        }
    }

    /** The decisions on a submission, latest attempt first. */
    List<Decision> of(SubmissionId submission) {
        return jdbc.sql("""
                        select d.case_id, c.submission_id, c.attempt, c.version_id, d.earned, d.criteria_met,
                          d.criteria_required, d.decided_at
                        from assessment_case c join assessment_decision d on d.case_id = c.id
                        where c.submission_id = :submission order by c.attempt desc, d.decided_at desc""")
                .param("submission", submission.value())
                .query(Decisions::read)
                .list();
    }

    /** The decisions of these tenants, the latest first; page from 0. */
    List<Decision> in(Collection<TenantId> tenants, int page, int pageSize) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        select d.case_id, c.submission_id, c.attempt, c.version_id, d.earned, d.criteria_met,
                          d.criteria_required, d.decided_at
                        from assessment_decision d join assessment_case c on c.id = d.case_id
                        where c.tenant_id in (:tenants) and c.state = 'DECIDED'
                        order by c.due_at desc, c.id offset :skip rows fetch first :atMost rows only""")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(Decisions::read)
                .list();
    }

    Optional<Decision> of(AttemptId attempt) {
        return jdbc.sql("""
                        select d.case_id, c.submission_id, c.attempt, c.version_id, d.earned, d.criteria_met,
                          d.criteria_required, d.decided_at
                        from assessment_case c join assessment_decision d on d.case_id = c.id
                        where c.submission_id = :submission and c.attempt = :attempt
                        order by d.decided_at desc fetch first 1 row only""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query(Decisions::read)
                .optional();
    }

    /** The latest decision on each of these attempts that has one. */
    Map<AttemptId, Decision> of(Collection<AttemptId> attempts) {
        Map<AttemptId, Decision> latest = new HashMap<>();
        if (attempts.isEmpty()) {
            return latest;
        }
        jdbc.sql("""
                        select d.case_id, c.submission_id, c.attempt, c.version_id, d.earned, d.criteria_met,
                          d.criteria_required, d.decided_at
                        from assessment_case c join assessment_decision d on d.case_id = c.id
                        where c.submission_id in (:submissions) order by d.decided_at""")
                .param(
                        "submissions",
                        attempts.stream()
                                .map(attempt -> attempt.submission().value())
                                .distinct()
                                .toList())
                .query(Decisions::read)
                .list()
                .forEach(decision -> latest.put(decision.attempt(), decision));
        latest.keySet().retainAll(Set.copyOf(attempts));
        return latest;
    }

    /** What stands for each criterion of many cases, in the order of their rubrics. */
    Map<CaseId, List<Result>> results(Collection<CaseId> decided) {
        Map<CaseId, List<Result>> results = new HashMap<>();
        if (decided.isEmpty()) {
            return results;
        }
        jdbc.sql("""
                        select case_id, criterion_id, required, level_key, met, words, reached_in, raters, adjudicated
                        from assessment_decision_criterion
                        where case_id in (:cases) order by case_id, position""")
                .param("cases", decided.stream().map(CaseId::value).toList())
                .query(row -> {
                    results.computeIfAbsent(
                                    new CaseId(row.getObject("case_id", UUID.class)), unseen -> new ArrayList<>())
                            .add(result(row, 0));
                });
        return results;
    }

    /** What stands for each criterion, in the order of the rubric. */
    List<Result> results(CaseId decided) {
        return jdbc.sql("""
                        select criterion_id, required, level_key, met, words, reached_in, raters, adjudicated
                        from assessment_decision_criterion
                        where case_id = :case order by position""")
                .param("case", decided.value())
                .query(Decisions::result)
                .list();
    }

    private static Result result(ResultSet row, int number) throws SQLException {
        return new Result(
                row.getString("criterion_id"),
                row.getBoolean("required"),
                row.getString("level_key"),
                row.getBoolean("met"),
                row.getString("words"),
                row.getInt("reached_in"),
                row.getInt("raters"),
                row.getBoolean("adjudicated"));
    }

    private static Decision read(ResultSet row, int number) throws SQLException {
        return new Decision(
                new CaseId(row.getObject("case_id", UUID.class)),
                new AttemptId(new SubmissionId(row.getObject("submission_id", UUID.class)), row.getInt("attempt")),
                new VersionId(row.getObject("version_id", UUID.class)),
                row.getBoolean("earned"),
                row.getInt("criteria_met"),
                row.getInt("criteria_required"),
                row.getTimestamp("decided_at").toInstant());
    }
}
