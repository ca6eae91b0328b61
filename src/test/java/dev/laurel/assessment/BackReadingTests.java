package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.assessment.BackReading.Compared;
import dev.laurel.assessment.BackReading.Waiting;
import dev.laurel.assessment.QualitySettings.Required;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Decisions by one rating that a lead reads again. */
@LaurelTest
@RecordApplicationEvents
class BackReadingTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    BackReading backReading;

    @Autowired
    BlindRating blind;

    @Autowired
    AgreementStatistics statistics;

    @Autowired
    Decisions decisions;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember rosa;
    private StaffMember lead;

    @BeforeEach
    void everyDecisionByOneIsReadAgain() {
        given = new AssessmentFixtures(context);
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        given.policy(district, Required.NEVER, 0, 1, lead);
    }

    /** Decided by one rating: earned, or not yet for two criteria. */
    private CaseId decidedBy(StaffMember rater, boolean earned) {
        CaseId id = given.waiting(given.literacy(), given.attempt(), district);
        assertThat(queue.takeNext(rater, UUID.randomUUID())).contains(id);
        if (earned) {
            given.rateAll(id, rater);
        } else {
            given.rateAll(id, rater, "C1", "C2");
        }
        given.handIn(id, rater);
        return id;
    }

    @Test
    void nothingIsDrawnWhereTheShareIsNone() {
        given.policy(district, Required.NEVER, 0, 0, lead);
        decidedBy(rosa, true);

        assertThat(backReading.waiting(lead, 0, 10)).isEmpty();
    }

    @Test
    void whatTwoRatedIsNotReadAgain() {
        StaffMember li = given.appointed(district, StaffRole.ASSESSOR);
        CaseId id = given.waiting(given.hinge(), given.attempt(), district);
        for (StaffMember rater : List.of(rosa, li)) {
            assertThat(queue.takeNext(rater, UUID.randomUUID())).contains(id);
            given.rate(id, rater, Map.of(), "Words");
            given.handIn(id, rater);
        }

        assertThat(backReading.waiting(lead, 0, 10)).isEmpty();
    }

    @Test
    void whoRatedItOrLeadsElsewhereMayNotReadIt() {
        CaseId own = decidedBy(lead, true);
        StaffMember elsewhere = given.appointed(given.district(), StaffRole.LEAD_ASSESSOR);

        assertThat(backReading.waiting(lead, 0, 10)).extracting(Waiting::yours).containsExactly(false);
        assertThat(backReading.take(lead, own)).isEmpty();
        assertThat(backReading.waiting(elsewhere, 0, 10)).isEmpty();
        assertThat(backReading.take(elsewhere, own)).isEmpty();
        assertThat(backReading.take(rosa, own)).isEmpty();
    }

    @Test
    void twoLeadsDoNotTakeTheSameAndGivenBackItWaitsAgain() {
        StaffMember other = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        CaseId id = decidedBy(rosa, true);
        CaseId reading = backReading.take(lead, id).orElseThrow();

        assertThat(backReading.take(lead, id)).contains(reading);
        assertThat(backReading.take(other, id)).isEmpty();
        assertThat(backReading.waiting(other, 0, 10)).extracting(Waiting::taken).containsExactly(true);

        blind.release(reading, lead, true);
        assertThat(backReading.take(lead, id)).as("a conflict of interest").isEmpty();
        assertThat(backReading.take(other, id)).isPresent();
    }

    @Test
    void whatALeadHadTakenWhoLeadsNoLongerWaitsForTheOthersAgain() {
        StaffMember other = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        CaseId id = decidedBy(rosa, true);
        backReading.take(lead, id).orElseThrow();
        context.getBean(Deadlines.class).look();
        assertThat(backReading.take(other, id)).as("while the first leads").isEmpty();

        context.getBean(Staff.class).revoke(lead.id(), StaffRole.LEAD_ASSESSOR, district);
        context.getBean(Deadlines.class).look();

        assertThat(backReading.take(other, id)).isPresent();
    }

    @Test
    void whatALeadHadTakenIsFoundBehindAllThatOthersHaveTaken() {
        CaseId id = decidedBy(rosa, true);
        backReading.take(lead, id).orElseThrow();
        StaffMember busy = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        Instant before = Instant.now().minus(Duration.ofDays(1));
        Readings readings = context.getBean(Readings.class);
        List<CaseId> others =
                Stream.generate(() -> new CaseId(UUID.randomUUID())).limit(200).toList();
        for (CaseId other : others) {
            Reading reading = new Reading(
                    other,
                    district,
                    given.literacy().id(),
                    given.literacy().versionId(),
                    busy.id(),
                    Reading.Purpose.BACK_READING,
                    null,
                    id,
                    null,
                    Reading.State.HELD,
                    before,
                    before,
                    Instant.now(),
                    null,
                    false,
                    0,
                    0,
                    null);
            readings.add(reading, null);
        }

        context.getBean(Staff.class).revoke(lead.id(), StaffRole.LEAD_ASSESSOR, district);
        context.getBean(Deadlines.class).look();
        others.forEach(other -> readings.end(other, false, Instant.now()));

        assertThat(backReading.waiting(busy, 0, 10)).extracting(Waiting::taken).containsExactly(false);
    }

    @Test
    void theFirstRatingIsShownOnlyAfterTheSecondAndTheDecisionStays(ApplicationEvents published) {
        CaseId id = decidedBy(rosa, true);
        CaseId reading = backReading.take(lead, id).orElseThrow();
        assertThat(backReading.compared(lead, reading)).isEmpty();
        assertThat(blind.open(reading, lead).orElseThrow().sheet().ratings()).isEmpty();

        given.rateBlind(reading, lead, Map.of("C2", "not_yet"));

        Compared compared = backReading.compared(lead, reading).orElseThrow();
        assertThat(compared.decisionDiffers()).isTrue();
        assertThat(compared.lines())
                .extracting(ComparedView::verdict)
                .containsExactly("same", "same", "far", "same", "same", "same");
        AttemptId attempt = context.getBean(Cases.class).find(id).orElseThrow().attempt();
        assertThat(decisions.of(attempt).orElseThrow().earned()).isTrue();
        assertThat(published.stream(SubmissionDecided.class)).hasSize(1);
        assertThat(backReading.waiting(lead, 0, 10)).isEmpty();
        assertThat(given.audit(id)).endsWith("DECIDED", "BACK_READ_DRAWN", "BACK_READ_TAKEN", "BACK_READ");
    }

    @Test
    void itCountsInTheStatisticsAsASecondRating() {
        CaseId reading = backReading.take(lead, decidedBy(rosa, false)).orElseThrow();

        given.rateBlind(reading, lead, Map.of("C1", "not_yet"));

        assertThat(statistics.byRater(Set.of(district), Instant.EPOCH, null, 0, 10))
                .hasSize(2)
                .allSatisfy(one -> {
                    assertThat(one.figures().pairs()).isEqualTo(6);
                    assertThat(one.figures().decision().value()).isEqualTo(5.0 / 6);
                });
    }

    @Test
    void newcomersComeBeforeOthers() {
        StaffMember old = given.appointed(district, StaffRole.ASSESSOR);
        CaseId first = decidedBy(old, true);
        context.getBean(JdbcClient.class)
                .sql("update assessment_back_reading set priority = 2 where case_id = :id")
                .param("id", first.value())
                .update();
        CaseId second = decidedBy(rosa, true);

        assertThat(backReading.waiting(lead, 0, 10)).extracting(Waiting::caseId).containsExactly(second, first);
        assertThat(backReading.waiting(lead, 0, 10)).extracting(Waiting::why).containsExactly("new", "drawn");
        Optional<CaseId> taken = backReading.take(lead, second);
        assertThat(taken).isPresent();
    }

    @Test
    void whoReadItAgainRatesALaterAttemptOnlyWhenNobodyElseCan() {
        StaffMember li = given.appointed(district, StaffRole.ASSESSOR);
        CaseId id = decidedBy(rosa, false);
        AttemptId attempt = context.getBean(Cases.class).find(id).orElseThrow().attempt();
        CaseId reading = backReading.take(lead, id).orElseThrow();
        given.rateBlind(reading, lead, Map.of());
        CaseId next = given.waiting(given.literacy(), new AttemptId(attempt.submission(), 2), district);

        assertThat(queue.takeNext(lead, UUID.randomUUID()))
                .as("who has seen the earlier rating")
                .isEmpty();
        assertThat(queue.takeNext(li, UUID.randomUUID())).contains(next);
    }
}
