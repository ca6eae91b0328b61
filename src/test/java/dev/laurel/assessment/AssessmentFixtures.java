package dev.laurel.assessment;

import dev.laurel.assessment.QualitySettings.Required;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.EvidenceSubmitted;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.Listeners;
import dev.laurel.tenant.Practices;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Districts, assessors and cases, each of its own, so that tests may share a database. */
final class AssessmentFixtures {

    static final Instant AT_NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final ApplicationContext context;
    private final Listeners listeners;

    AssessmentFixtures(ApplicationContext context) {
        this.context = context;
        this.listeners = Listeners.of(context.getBean(JdbcClient.class), "assessment.%");
    }

    TenantId district() {
        return context.getBean(Tenants.class).found("District " + UUID.randomUUID());
    }

    StaffMember assessor(TenantId... tenants) {
        return new StaffMember(
                new StaffId(UUID.randomUUID()), "An assessor", Map.of(StaffRole.ASSESSOR, Set.of(tenants)));
    }

    /** One of the sample micro-credentials: three levels, cut at the top, six criteria, words on every one. */
    MicroCredential literacy() {
        return context.getBean(Catalogue.class)
                .current(new MicroCredentialId("lit-hfw-mapping"))
                .orElseThrow();
    }

    /** Rated by two assessors, always: four levels, cut below the top, six criteria. */
    MicroCredential hinge() {
        return context.getBean(Catalogue.class)
                .current(new MicroCredentialId("assess-hinge-questions"))
                .orElseThrow();
    }

    /** Somebody with an account and these roles in the district. */
    StaffMember appointed(TenantId tenant, StaffRole... roles) {
        Staff staff = context.getBean(Staff.class);
        StaffId id = staff.create("staff." + UUID.randomUUID(), "Somebody", "correct horse battery");
        for (StaffRole role : roles) {
            staff.grant(id, role, tenant);
        }
        return staff.find(id).orElseThrow();
    }

    AttemptId attempt() {
        return new AttemptId(new SubmissionId(UUID.randomUUID()), 1);
    }

    EvidenceSubmitted submitted(AttemptId attempt, TenantId tenant, Instant at) {
        return new EvidenceSubmitted(attempt, tenant, literacy().versionId(), at, at.plus(Duration.ofDays(8)));
    }

    /** A case of that micro-credential, in the queue. */
    CaseId waiting(MicroCredential of, AttemptId attempt, TenantId tenant) {
        Instant now = Instant.now();
        hear(new EvidenceSubmitted(attempt, tenant, of.versionId(), now, now.plus(Duration.ofDays(30))));
        return caseOf(attempt);
    }

    /** Publishes news and waits until this module has heard it. */
    void hear(Object news) {
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(news));
        waitUntilHeard();
    }

    /** Waits until this module has heard everything there is. */
    void waitUntilHeard() {
        listeners.awaitHeard();
    }

    CaseId waiting(TenantId tenant, Instant dueAt) {
        AttemptId attempt = attempt();
        hear(new EvidenceSubmitted(attempt, tenant, literacy().versionId(), dueAt.minus(Duration.ofDays(8)), dueAt));
        return caseOf(attempt);
    }

    /** What was due so long ago, and taken so long ago by whoever holds it. */
    void longAgo(CaseId id, Duration due, Duration taken) {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        Timestamp dueAt = Timestamp.from(Instant.now().minus(due));
        jdbc.sql("update assessment_case set due_at = :at where id = :id")
                .param("at", dueAt)
                .param("id", id.value())
                .update();
        jdbc.sql("update assessment_seat set due_at = :at where case_id = :id")
                .param("at", dueAt)
                .param("id", id.value())
                .update();
        jdbc.sql("update assessment_assignment set taken_at = :at where case_id = :id")
                .param("at", Timestamp.from(Instant.now().minus(taken)))
                .param("id", id.value())
                .update();
    }

    /** A case that this assessor holds. */
    CaseId held(AttemptId attempt, StaffMember assessor) {
        hear(submitted(attempt, assessor.assesses().iterator().next(), AT_NOON));
        return context.getBean(Queue.class)
                .takeNext(assessor, UUID.randomUUID())
                .orElseThrow();
    }

    /** The latest of it. */
    CaseId caseOf(AttemptId attempt) {
        return new CaseId(context.getBean(JdbcClient.class)
                .sql("select id from assessment_case where submission_id = :submission and attempt = :attempt"
                        + " order by id desc fetch first row only")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query(UUID.class)
                .single());
    }

    /** What is on record about a case, oldest first. */
    List<String> audit(CaseId about) {
        return context.getBean(JdbcClient.class)
                .sql("select action from assessment_audit where case_id = :case order by happened_at, id")
                .param("case", about.value())
                .query(String.class)
                .list();
    }

    /** Rates every criterion that is not standing; {@code unmet} get the lowest level. */
    void rateAll(CaseId held, StaffMember assessor, String... unmet) {
        Scoring scoring = context.getBean(Scoring.class);
        Sheet sheet = scoring.open(held, assessor).sheet();
        List<Scoring.Entry> entries = sheet.rubric().criteria().stream()
                .map(criterion -> new Scoring.Entry(
                        criterion.id(),
                        level(criterion, Set.of(unmet).contains(criterion.id())),
                        "About " + criterion.id(),
                        sheet.rating(criterion).map(Rating::revision).orElse(0)))
                .toList();
        scoring.save(held, assessor, entries);
    }

    /** Rates every criterion at its cut but these at the level named. */
    void rate(CaseId held, StaffMember assessor, Map<String, String> levels, String words) {
        Scoring scoring = context.getBean(Scoring.class);
        Sheet sheet = scoring.open(held, assessor).sheet();
        scoring.save(
                held,
                assessor,
                sheet.rubric().criteria().stream()
                        .map(criterion -> new Scoring.Entry(
                                criterion.id(),
                                levels.getOrDefault(criterion.id(), criterion.cut()),
                                words,
                                sheet.rating(criterion).map(Rating::revision).orElse(0)))
                        .toList());
    }

    /** Hands in what is on the sheet. */
    Scoring.Verdict handIn(CaseId held, StaffMember assessor) {
        Scoring scoring = context.getBean(Scoring.class);
        return scoring.decide(
                held, assessor, scoring.open(held, assessor).sheet().revision());
    }

    private static String level(Criterion criterion, boolean unmet) {
        List<Rubric.Level> levels = criterion.levels();
        return unmet ? levels.get(0).key() : criterion.cut();
    }

    /** A piece from scratch whose agreed levels are the cut, but for these. */
    AnchorId anchor(
            StaffMember lead, TenantId tenant, MicroCredential of, Anchor.Task task, Map<String, String> levels) {
        AnchorDesk desk = context.getBean(AnchorDesk.class);
        AnchorDesk.Draft draft = desk.scratch(lead, tenant, of.versionId()).orElseThrow();
        AnchorId id = new AnchorId(UUID.randomUUID());
        desk.make(
                id,
                lead,
                draft,
                "Anchor " + id.value().toString().substring(0, 6),
                task,
                List.of(new Anchor.Piece(
                        draft.pieces().get(0).requirement(), Anchor.Kind.ANSWER, "What somebody wrote", null)),
                of.rubric().criteria().stream()
                        .map(criterion -> new Anchor.Score(
                                criterion.id(),
                                levels.getOrDefault(criterion.id(), criterion.cut()),
                                "Why " + criterion.id()))
                        .toList());
        return id;
    }

    /** Rates something that decides nothing at the cut, but for these, and hands it in. */
    void rateBlind(CaseId id, StaffMember rater, Map<String, String> levels) {
        BlindRating blind = context.getBean(BlindRating.class);
        Sheet sheet = blind.open(id, rater).orElseThrow().sheet();
        blind.save(
                id,
                rater,
                sheet.rubric().criteria().stream()
                        .filter(criterion -> !sheet.stands(criterion))
                        .map(criterion -> new Scoring.Entry(
                                criterion.id(), levels.getOrDefault(criterion.id(), criterion.cut()), "Words", 0))
                        .toList());
        blind.handIn(id, rater, blind.open(id, rater).orElseThrow().sheet().revision());
    }

    /** Shares of chance that are no chance. */
    void policy(TenantId tenant, Required required, double seeded, double backRead, StaffMember lead) {
        practice(
                tenant,
                lead,
                Map.of(
                        "laurel.quality.required", required.name(),
                        "laurel.quality.seeded-share", String.valueOf(seeded),
                        "laurel.quality.back-read-share", String.valueOf(backRead)));
    }

    /** What a programme does otherwise than its installation. */
    void practice(TenantId tenant, StaffMember lead, Map<String, String> values) {
        Practices practices = context.getBean(Practices.class);
        Map<String, Optional<String>> set = new TreeMap<>();
        values.forEach((name, value) -> set.put(name, Optional.of(value)));
        if (!practices.change(
                tenant, practices.lastChange(tenant), set, lead.id().value())) {
            throw new IllegalStateException("Somebody else set something");
        }
    }

    /** What is on record about anything, oldest first. */
    List<String> audit(UUID about) {
        return audit(new CaseId(about));
    }
}
