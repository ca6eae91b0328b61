package dev.laurel.assessment;

import dev.laurel.agreement.Figure;
import dev.laurel.assessment.Decisions.Decision;
import dev.laurel.assessment.Feedback.CriterionFeedback;
import dev.laurel.assessment.Feedback.Rated;
import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.VersionId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Decisions as later steps see them; assessors work through this module's pages. */
@Service
public class Assessments {

    private static final Duration A_YEAR = Duration.ofDays(365);

    private final Decisions decisions;
    private final AgreementStatistics statistics;
    private final AuditTrail trail;
    private final JdbcClient jdbc;
    private final Clock clock;

    Assessments(Decisions decisions, AgreementStatistics statistics, AuditTrail trail, JdbcClient jdbc, Clock clock) {
        this.decisions = decisions;
        this.statistics = statistics;
        this.trail = trail;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The decision on an attempt; empty until there is one. */
    @Transactional(readOnly = true)
    public Optional<Feedback> feedback(AttemptId attempt) {
        return decisions.of(attempt).map(this::feedback);
    }

    /** The same for many attempts at a time, a few hundred at most; those without a decision are left out. */
    @Transactional(readOnly = true)
    public Map<AttemptId, Feedback> feedback(Collection<AttemptId> attempts) {
        Map<AttemptId, Decision> decided = decisions.of(attempts);
        Map<CaseId, List<Result>> results = decisions.results(
                decided.values().stream().map(Decision::caseId).toList());
        Map<AttemptId, Feedback> feedback = new HashMap<>();
        decided.forEach((attempt, decision) ->
                feedback.put(attempt, feedback(decision, results.getOrDefault(decision.caseId(), List.of()))));
        return feedback;
    }

    /** Every decided attempt of a submission, latest first. */
    @Transactional(readOnly = true)
    public List<Feedback> history(SubmissionId submission) {
        return decisions.of(submission).stream().map(this::feedback).toList();
    }

    /** By how many people at least each criterion of an earned submission was rated, when its ratings are nobody's any more. */
    public OptionalInt ratersKept(SubmissionId submission) {
        return jdbc.sql("select raters from assessment_rated where submission_id = :id")
                .param("id", submission.value())
                .query(Integer.class)
                .optional()
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /**
     * Decision agreement on a version in the last 365 days, by the two original ratings; empty where nothing was rated by
     * two.
     */
    @Transactional(readOnly = true)
    public Optional<DecisionAgreement> decisionAgreement(TenantId tenant, VersionId version) {
        Figure figure =
                statistics.of(tenant, clock.instant().minus(A_YEAR), version).decision();
        Double share = figure.value();
        Figure.Interval interval = figure.interval();
        return share == null || interval == null
                ? Optional.empty()
                : Optional.of(new DecisionAgreement(share, interval.low(), interval.high(), figure.n()));
    }

    /**
     * Something that was done with somebody's evidence. Names nobody.
     *
     * @param what such as {@code file-opened}
     */
    public record Step(Instant at, String what) {}

    /** What was done with the evidence of a submission, in order; each opening of a file is a step. */
    @Transactional(readOnly = true)
    public List<Step> steps(SubmissionId submission) {
        return trail.of(submission);
    }

    private Feedback feedback(Decision decision) {
        return feedback(decision, decisions.results(decision.caseId()));
    }

    private static Feedback feedback(Decision decision, List<Result> results) {
        List<CriterionFeedback> criteria = results.stream()
                .map(result -> new CriterionFeedback(
                        result.criterionId(), result.level(), result.met(), result.words(), result.reachedIn()))
                .toList();
        Rated rated = new Rated(
                results.stream().mapToInt(Result::raters).min().orElse(0),
                results.stream().mapToInt(Result::raters).max().orElse(0),
                (int) results.stream().filter(Result::adjudicated).count());
        return new Feedback(decision.attempt(), decision.earned(), decision.decidedAt(), criteria, rated);
    }
}
