package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.Appeals;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.submission.Submissions;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.Refusal;
import dev.laurel.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two people who do two things to the same work at once, each allowed by itself: whoever comes second is refused or changes
 * nothing, and the work stands where its earner and those who score say the same of it.
 */
@LaurelTest
class AtOnceTests {

    /** Where a case may stand, by what the earner reads. */
    private static final Map<SubmissionState, Set<CaseState>> TOGETHER = new EnumMap<>(Map.of(
            SubmissionState.DRAFT, Set.of(CaseState.WITHDRAWN, CaseState.RETURNED, CaseState.DECIDED),
            SubmissionState.SUBMITTED, Set.of(CaseState.IN_CHECK, CaseState.WAITING),
            SubmissionState.IN_SCORING, Set.of(CaseState.WAITING, CaseState.IN_SCORING, CaseState.IN_ADJUDICATION),
            SubmissionState.NOT_YET, Set.of(CaseState.DECIDED),
            SubmissionState.EARNED, Set.of(CaseState.DECIDED),
            SubmissionState.UNDER_APPEAL, Set.of(CaseState.DECIDED),
            SubmissionState.CLOSED, Set.of(CaseState.WITHDRAWN)));

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Completeness completeness;

    @Autowired
    Scoring scoring;

    @Autowired
    Holds holds;

    @Autowired
    Appeals appeals;

    @Autowired
    Cases cases;

    @Autowired
    Seats seats;

    @Autowired
    Submissions submissions;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember rosa;
    private StaffMember lead;
    private HandedInEvidence earner;
    private AttemptId attempt;
    private CaseId id;

    @BeforeEach
    void aDistrict() {
        given = new AssessmentFixtures(context);
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
    }

    private void handedIn() {
        earner = new HandedInEvidence(context, district);
        attempt = earner.handIn();
        given.waitUntilHeard();
        id = given.caseOf(attempt);
    }

    /** Each is done or refused, never broken. */
    private void atOnce(Callable<?> one, Callable<?> other) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<Object>> presses = Stream.<Callable<?>>of(one, other)
                    .map(press -> two.submit(() -> {
                        together.await();
                        return (Object) press.call();
                    }))
                    .toList();
            for (Future<Object> press : presses) {
                try {
                    press.get();
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(Refusal.class);
                }
            }
        } finally {
            two.shutdownNow();
        }
        given.waitUntilHeard();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(this::allSayTheSame);
    }

    private static Callable<Boolean> doing(Runnable press) {
        return () -> {
            press.run();
            return true;
        };
    }

    private void allSayTheSame() {
        AssessmentCase latest = cases.latestOf(attempt.submission()).orElseThrow();
        SubmissionState told =
                submissions.find(attempt.submission()).orElseThrow().state();
        assertThat(TOGETHER.get(told)).as("while the earner reads %s", told).contains(latest.state());
        if (!latest.state().isOpen()) {
            assertThat(seats.of(latest.id()))
                    .extracting(Seats.Taken::state)
                    .doesNotContain(SeatState.HELD, SeatState.WAITING);
            assertThat(jdbc.sql("select count(*) from assessment_hold where case_id = :case and released_at is null"
                                    + " and with_earner = false")
                            .param("case", latest.id().value())
                            .query(Integer.class)
                            .single())
                    .as("holds of what is nobody's any more")
                    .isZero();
        }
    }

    @RepeatedTest(3)
    void theEarnerTakesItBackAndAnAssessorTakesIt() throws Exception {
        handedIn();
        atOnce(doing(earner::takeBack), () -> queue.takeNext(rosa, UUID.randomUUID()));
    }

    @RepeatedTest(3)
    void theEarnerTakesItBackAndAReviewerPassesItOnOrReturnsIt() throws Exception {
        StaffMember ines = given.appointed(district, StaffRole.COMPLETENESS_REVIEWER);
        for (boolean complete : new boolean[] {true, false}) {
            handedIn();
            assertThat(queue.takeNext(ines, UUID.randomUUID(), Work.CHECK)).contains(id);
            CaseId checked = id;
            atOnce(doing(earner::takeBack), doing(() -> {
                if (complete) {
                    completeness.pass(checked, ines);
                } else {
                    completeness.sendBack(checked, ines, "Page two is missing");
                }
            }));
        }
    }

    @RepeatedTest(3)
    void theEarnerTakesItBackAndALeadPutsItOnHold() throws Exception {
        handedIn();
        atOnce(doing(earner::takeBack), () -> holds.place(lead, id.label(), Hold.Because.OTHER, "Silent", 5));
        boolean placed = !holds.in(lead.leads(), false, 0, 10).isEmpty();
        boolean draft = submissions.find(attempt.submission()).orElseThrow().state() == SubmissionState.DRAFT;
        assertThat(holds.isHeldBack(attempt.submission())).isEqualTo(placed && draft);
    }

    @RepeatedTest(3)
    void anAssessorHandsInAndALeadPutsItOnHold() throws Exception {
        handedIn();
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(id);
        given.rateAll(id, rosa, "C2");
        int revision = scoring.open(id, rosa).sheet().revision();
        atOnce(
                () -> scoring.decide(id, rosa, revision),
                () -> holds.place(lead, id.label(), Hold.Because.OTHER, "Silent", 5));
    }

    @RepeatedTest(3)
    void theEarnerAppealsAndBeginsTheNextAttempt() throws Exception {
        handedIn();
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(id);
        given.rateAll(id, rosa, "C2");
        given.handIn(id, rosa);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        submissions.find(attempt.submission()).orElseThrow().state() == SubmissionState.NOT_YET);
        atOnce(doing(() -> appeals.lodge(attempt.submission(), "C2 was misread")), doing(() -> earner.again()));
    }

    @RepeatedTest(3)
    void oneLeadGivesHeldWorkBackAndAnotherClosesIt() throws Exception {
        handedIn();
        StaffMember second = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        holds.place(lead, id.label(), Hold.Because.OTHER, "Silent", 5);
        UUID hold = holds.in(lead.leads(), false, 0, 10).get(0).id();
        atOnce(
                () -> holds.release(lead, hold, Holds.End.GIVEN_BACK, "With sound, please"),
                () -> holds.release(second, hold, Holds.End.CLOSED, "Not to be rated"));
        assertThat(given.audit(id)).containsOnlyOnce("HOLD_ENDED");
    }

    @Test
    void workOnHoldIsNotTakenBack() {
        handedIn();
        holds.place(lead, id.label(), Hold.Because.OTHER, "Silent", 5);
        assertThatThrownBy(earner::takeBack).isInstanceOf(Refusal.class).hasMessageContaining("on hold");
        assertThat(submissions.find(attempt.submission()).orElseThrow().state()).isEqualTo(SubmissionState.SUBMITTED);
        UUID hold = holds.in(lead.leads(), false, 0, 10).get(0).id();
        assertThat(holds.release(lead, hold, Holds.End.GOES_ON, "It has sound")).isTrue();
        earner.takeBack();
        given.waitUntilHeard();
        allSayTheSame();
    }

    /** Taken back by its earner, of which nobody who scores has heard yet. */
    private void takenBackUnheard() {
        jdbc.sql("update submission set state = 'DRAFT' where id = :id")
                .param("id", attempt.submission().value())
                .update();
        jdbc.sql("update submission_attempt set submitted_at = null where submission_id = :id")
                .param("id", attempt.submission().value())
                .update();
    }

    private SubmissionState state() {
        return submissions.find(attempt.submission()).orElseThrow().state();
    }

    @Test
    void whatWasTakenBackAndHandedInAgainIsRatedAsItIsNow() {
        handedIn();
        takenBackUnheard();
        assertThat(queue.takeNext(rosa, UUID.randomUUID()))
                .as("while its earner works on it")
                .isEmpty();
        handedIn();
        CaseId old = id;
        takenBackUnheard();
        Instant takenBack = Instant.now();
        earner.handIn();
        given.waitUntilHeard();
        CaseId now = given.caseOf(attempt);
        assertThat(now).isNotEqualTo(old);

        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(now);
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).isEmpty();
        given.hear(new SubmissionWithdrawn(attempt, takenBack));

        assertThat(cases.find(old).orElseThrow().state()).isEqualTo(CaseState.WITHDRAWN);
        given.rateAll(now, rosa);
        given.handIn(now, rosa);
        await().until(() -> state() == SubmissionState.EARNED);
        allSayTheSame();
    }

    @Test
    void whatIsSaidOfWorkThatWasTakenBackIsNotHeardOfWhatWasHandedInSince() {
        StaffMember ines = given.appointed(district, StaffRole.COMPLETENESS_REVIEWER);
        handedIn();
        CaseId old = id;
        assertThat(queue.takeNext(ines, UUID.randomUUID(), Work.CHECK)).contains(old);
        takenBackUnheard();
        Instant takenBack = Instant.now();
        earner.handIn();
        given.waitUntilHeard();

        assertThatThrownBy(() -> completeness.sendBack(old, ines, "Page two is missing"))
                .isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> completeness.pass(old, ines)).isInstanceOf(CaseNotHeld.class);
        assertThat(holds.place(lead, old.label(), Hold.Because.OTHER, "Silent", 5))
                .isEqualTo(Holds.Placed.UNKNOWN);
        given.hear(new SubmissionWithdrawn(attempt, takenBack));

        assertThat(state()).isEqualTo(SubmissionState.SUBMITTED);
        assertThat(submissions.returned(attempt)).isEmpty();
        allSayTheSame();
    }

    @Test
    void whatSomebodyTookIsNotTakenBackWhileTheNewsOfItIsOnItsWay() {
        handedIn();
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(id);
        await().until(() -> state() == SubmissionState.IN_SCORING);
        jdbc.sql("update submission set state = 'SUBMITTED' where id = :id")
                .param("id", attempt.submission().value())
                .update();

        assertThatThrownBy(earner::takeBack).isInstanceOf(Refusal.class);
        queue.release(id, rosa, false);
        assertThatThrownBy(earner::takeBack)
                .as("what was put back waits with those who score")
                .isInstanceOf(Refusal.class);
        assertThat(submissions.stands(attempt, cases.find(id).orElseThrow().submittedAt()))
                .isTrue();
    }
}
