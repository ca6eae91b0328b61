package dev.laurel.assessment;

import static dev.laurel.assessment.AssessmentFixtures.AT_NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.assessment.Seats.Load;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.support.Colleague;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.Ids;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@LaurelTest
@RecordApplicationEvents
class QueueTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Cases cases;

    @Autowired
    Seats seats;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember assessor;

    @BeforeEach
    void aDistrict() {
        given = new AssessmentFixtures(context);
        district = given.district();
        assessor = given.assessor(district);
    }

    private Optional<CaseId> take(StaffMember by) {
        return queue.takeNext(by, UUID.randomUUID());
    }

    @Test
    void givesWhatIsDueFirst() {
        CaseId later = given.waiting(district, AT_NOON.plus(Duration.ofDays(3)));
        CaseId first = given.waiting(district, AT_NOON.plus(Duration.ofDays(1)));
        CaseId second = given.waiting(district, AT_NOON.plus(Duration.ofDays(2)));

        assertThat(take(assessor)).contains(first);
        assertThat(take(assessor)).contains(second);
        assertThat(take(assessor)).contains(later);
        assertThat(take(assessor)).isEmpty();
    }

    @Test
    void givesNothingOfAnotherTenant() {
        given.waiting(given.district(), AT_NOON);

        assertThat(take(assessor)).isEmpty();
        assertThat(queue.load(assessor, Work.RATING, AT_NOON, AT_NOON).waiting())
                .isZero();
        assertThat(take(new StaffMember(assessor.id(), "Nobody's assessor", Map.of())))
                .isEmpty();
    }

    @Test
    void countsWhatWaitsInAllDistrictsOfAPersonAndOnlyThere() {
        TenantId other = given.district();
        StaffMember both = given.assessor(district, other);
        given.waiting(district, AT_NOON.minus(Duration.ofDays(1)));
        given.waiting(other, AT_NOON.plus(Duration.ofHours(2)));
        given.waiting(other, AT_NOON.plus(Duration.ofDays(3)));
        given.waiting(given.district(), AT_NOON);

        assertThat(queue.load(both, Work.RATING, AT_NOON, AT_NOON.plus(Duration.ofDays(1))))
                .isEqualTo(new Load(3, 1, 1));
        assertThat(queue.load(assessor, Work.RATING, AT_NOON, AT_NOON.plus(Duration.ofDays(1))))
                .isEqualTo(new Load(1, 1, 0));
    }

    @Test
    void looksFurtherWhenNothingOfWhatIsDueFirstMayBeGiven() {
        for (int i = 0; i <= Seats.LOOKED_AT_FIRST; i++) {
            waits(AT_NOON.minusSeconds(i + 1));
        }
        context.getBean(JdbcClient.class)
                .sql("insert into assessment_hold (id, tenant_id, case_id, because, words, held_at, clock_from, until)"
                        + " select c.id, c.tenant_id, c.id, 'PRIVACY', 'A name is to be seen', c.submitted_at,"
                        + " c.submitted_at, c.due_at from assessment_case c where c.tenant_id = :district")
                .param("district", district.value())
                .update();
        assertThat(take(assessor)).isEmpty();
        CaseId later = given.waiting(district, AT_NOON.plusSeconds(1));
        assertThat(queue.load(assessor, Work.RATING, AT_NOON, AT_NOON).waiting())
                .isEqualTo(1);
        assertThat(take(assessor)).contains(later);
    }

    @Test
    void countsNoFurtherThanItTells() {
        Instant soon = AT_NOON.plus(Duration.ofDays(1));
        for (int i = 0; i < Load.MOST; i++) {
            waits(AT_NOON.minusSeconds(i + 1));
        }
        waits(AT_NOON.plusSeconds(1));
        assertThat(queue.load(assessor, Work.RATING, AT_NOON, soon))
                .as("all of them")
                .isEqualTo(new Load(Load.MOST + 1, Load.MOST, 1));

        waits(AT_NOON.minusSeconds(1));
        waits(AT_NOON.plusSeconds(2));
        assertThat(queue.load(assessor, Work.RATING, AT_NOON, soon))
                .as("more than are told, and those that are due soon all the same")
                .isEqualTo(new Load(Load.MOST + 1, Load.MOST + 1, 2));
        assertThat(desk()).contains("More than 200 submissions are waiting", "more than 200 late");
    }

    private void waits(Instant dueAt) {
        AssessmentCase waiting = new AssessmentCase(
                new CaseId(Ids.next()),
                district,
                given.attempt(),
                given.literacy().versionId(),
                dueAt.minus(Duration.ofDays(8)),
                dueAt,
                CaseState.WAITING);
        cases.add(waiting);
        seats.open(waiting, Seat.FIRST, dueAt);
    }

    private String desk() {
        return Colleague.of(context.getBean(Staff.class), "Greta Holm", district, StaffRole.ASSESSOR)
                .signsIn(context.getBean(LaurelSettings.class))
                .text();
    }

    @Test
    void hearingTwiceOfTheSameHandInMakesOneCase() {
        AttemptId attempt = given.attempt();
        given.hear(given.submitted(attempt, district, AT_NOON));
        given.hear(given.submitted(attempt, district, AT_NOON));

        assertThat(take(assessor)).isPresent();
        assertThat(take(assessor)).isEmpty();
    }

    @Test
    void theSamePressTakesOneCaseOnly() {
        given.waiting(district, AT_NOON);
        given.waiting(district, AT_NOON);
        UUID press = UUID.randomUUID();

        Optional<CaseId> taken = queue.takeNext(assessor, press);

        assertThat(queue.takeNext(assessor, press)).isEqualTo(taken).isPresent();
        assertThat(take(given.assessor(district))).isPresent();
    }

    @Test
    void theSamePressTwiceAtOnceTakesOneCaseOnly() throws Exception {
        given.waiting(district, AT_NOON);
        given.waiting(district, AT_NOON);
        UUID press = UUID.randomUUID();

        List<Optional<CaseId>> taken = atOnce(2, i -> () -> queue.takeNext(assessor, press));

        assertThat(taken.get(0)).isPresent().isEqualTo(taken.get(1));
        assertThat(take(given.assessor(district))).isPresent();
        assertThat(take(given.assessor(district))).isEmpty();
    }

    @Test
    void assessorsWhoPressAtOnceNeverGetTheSame() throws Exception {
        int waiting = 7;
        IntStream.range(0, waiting).forEach(i -> given.waiting(district, AT_NOON));
        List<StaffMember> assessors =
                IntStream.range(0, 5).mapToObj(i -> given.assessor(district)).toList();

        List<CaseId> taken = Stream.concat(
                        atOnce(5, i -> () -> take(assessors.get(i))).stream(),
                        atOnce(5, i -> () -> take(assessors.get(i))).stream())
                .flatMap(Optional::stream)
                .toList();

        assertThat(taken).hasSize(waiting).doesNotHaveDuplicates();
    }

    @Test
    void tellsOnceThatScoringStarted(ApplicationEvents published) {
        CaseId waiting = given.waiting(district, AT_NOON);
        take(assessor);
        queue.release(waiting, assessor, false);
        take(given.assessor(district));

        assertThat(given.audit(waiting)).containsExactly("QUEUED", "TAKEN", "PUT_BACK", "TAKEN");
        assertThat(published.stream(ScoringStarted.class))
                .extracting(ScoringStarted::attempt)
                .containsExactly(cases.find(waiting).orElseThrow().attempt());
    }

    @Test
    void whatOnePutsBackOthersGetFirstAndOneselfLast() {
        CaseId first = given.waiting(district, AT_NOON);
        CaseId second = given.waiting(district, AT_NOON.plusSeconds(60));
        assertThat(take(assessor)).contains(first);

        queue.release(first, assessor, false);

        assertThat(take(assessor)).contains(second);
        assertThat(take(given.assessor(district))).contains(first);
    }

    @Test
    void aConflictOfInterestKeepsLaterAttemptsAwayToo() {
        AttemptId attempt = given.attempt();
        given.hear(given.submitted(attempt, district, AT_NOON));
        CaseId taken = take(assessor).orElseThrow();
        queue.release(taken, assessor, true);
        given.hear(given.submitted(new AttemptId(attempt.submission(), 2), district, AT_NOON));

        assertThat(take(assessor)).isEmpty();
        assertThat(queue.load(assessor, Work.RATING, AT_NOON, AT_NOON).waiting())
                .isZero();
        assertThat(take(given.assessor(district))).isPresent();
    }

    @Test
    void onlyTheHolderPutsBack() {
        CaseId held = given.waiting(district, AT_NOON);
        take(assessor);

        assertThatThrownBy(() -> queue.release(held, given.assessor(district), false))
                .isInstanceOf(CaseNotHeld.class);
        queue.release(held, assessor, false);
        assertThatThrownBy(() -> queue.release(held, assessor, false)).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void aWithdrawnAttemptLeavesTheQueueAndComesBackAsANewCase() {
        AttemptId attempt = given.attempt();
        given.hear(given.submitted(attempt, district, AT_NOON));
        given.hear(new SubmissionWithdrawn(attempt, AT_NOON.plusSeconds(10)));
        assertThat(take(assessor)).isEmpty();

        given.hear(given.submitted(attempt, district, AT_NOON.plusSeconds(20)));
        // The news of the withdrawal comes a second time, late.
        given.hear(new SubmissionWithdrawn(attempt, AT_NOON.plusSeconds(10)));

        assertThat(take(assessor)).hasValueSatisfying(taken -> assertThat(
                        cases.find(taken).orElseThrow().submittedAt())
                .isEqualTo(AT_NOON.plusSeconds(20)));
    }

    @Test
    void aWithdrawalThatOvertakesItsHandInStillCounts() {
        AttemptId attempt = given.attempt();
        given.hear(new SubmissionWithdrawn(attempt, AT_NOON.plusSeconds(10)));
        given.hear(given.submitted(attempt, district, AT_NOON));

        assertThat(take(assessor)).isEmpty();
    }

    @Test
    void aWithdrawalInTheVeryMomentOfTakingClearsTheDesk() {
        AttemptId attempt = given.attempt();
        given.hear(given.submitted(attempt, district, AT_NOON));
        CaseId taken = take(assessor).orElseThrow();

        given.hear(new SubmissionWithdrawn(attempt, AT_NOON.plusSeconds(10)));

        assertThat(seats.heldBy(assessor.id(), assessor.assesses(), 10)).isEmpty();
        assertThatThrownBy(() -> queue.release(taken, assessor, false)).isInstanceOf(CaseNotHeld.class);
        assertThat(cases.find(taken).orElseThrow().state()).isEqualTo(CaseState.WITHDRAWN);
    }

    private static <T> List<T> atOnce(int people, IntFunction<Callable<T>> each) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(people);
        try {
            CyclicBarrier start = new CyclicBarrier(people);
            List<Future<T>> running = IntStream.range(0, people)
                    .mapToObj(i -> pool.submit(() -> {
                        start.await();
                        return each.apply(i).call();
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(Objects.requireNonNull(one.get()));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
