package dev.laurel.assessment;

import static dev.laurel.assessment.AssessmentFixtures.AT_NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.laurel.assessment.Feedback.CriterionFeedback;
import dev.laurel.assessment.Scoring.Entry;
import dev.laurel.assessment.Scoring.Fate;
import dev.laurel.assessment.Scoring.Saved;
import dev.laurel.assessment.Scoring.Verdict;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;

@LaurelTest
@RecordApplicationEvents
class ScoringTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Scoring scoring;

    @Autowired
    Assessments assessments;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember assessor;
    private AttemptId attempt;
    private CaseId held;

    @BeforeEach
    void aCaseOnTheDesk() {
        given = new AssessmentFixtures(context);
        district = given.district();
        assessor = given.assessor(district);
        attempt = given.attempt();
        held = given.held(attempt, assessor);
    }

    private Saved save(String criterion, String level, String words, int revision) {
        return scoring.save(held, assessor, List.of(new Entry(criterion, level, words, revision)))
                .get(0);
    }

    private int revision() {
        return scoring.open(held, assessor).sheet().revision();
    }

    private boolean decide() {
        return ((Verdict.Done) scoring.decide(held, assessor, revision())).earned();
    }

    @Test
    void keepsWhatIsPutDownAsOneGoes() {
        save("C1", null, "Words before a level", 0);
        save("C1", "progressing", "Words and a level\r\nin two lines", 1);

        Rating rating = scoring.open(held, assessor).sheet().ratings().get("C1");
        assertThat(rating.level()).isEqualTo("progressing");
        assertThat(rating.words()).isEqualTo("Words and a level\nin two lines");
        assertThat(rating.revision()).isEqualTo(2);
    }

    @Test
    void theSameFormTwiceChangesNothing() {
        save("C1", "progressing", "Once", 0);

        assertThat(save("C1", "progressing", "Once", 0).fate()).isEqualTo(Fate.SAVED);
        assertThat(revision()).isEqualTo(1);
        assertThat(given.audit(held)).containsExactly("QUEUED", "TAKEN", "RATED");
    }

    @Test
    void aStaleTabOverwritesNothing() {
        save("C1", "progressing", "From the first tab", 0);

        Saved stale = save("C1", "demonstrated", "From the second tab", 0);

        assertThat(stale.fate()).isEqualTo(Fate.CONFLICT);
        assertThat(stale.stored()).isNotNull();
        assertThat(stale.stored().words()).isEqualTo("From the first tab");
        assertThat(scoring.open(held, assessor).sheet().ratings().get("C1").words())
                .isEqualTo("From the first tab");
        assertThat(save("C1", "demonstrated", "From the second tab", 1).fate()).isEqualTo(Fate.SAVED);
    }

    @Test
    void wordsBeyondTheLimitAreRefusedAndTheOthersSaved() {
        List<Saved> saved = scoring.save(
                held,
                assessor,
                List.of(
                        new Entry("C1", "progressing", "x".repeat(Scoring.MOST_WORDS + 1), 0),
                        new Entry("C2", "progressing", "x".repeat(Scoring.MOST_WORDS), 0)));

        assertThat(saved).extracting(Saved::fate).containsExactly(Fate.TOO_LONG, Fate.SAVED);
        assertThat(scoring.open(held, assessor).sheet().ratings()).containsOnlyKeys("C2");
    }

    @Test
    void levelsAndCriteriaThatAreNotInTheRubricAreNotStored() {
        scoring.save(
                held, assessor, List.of(new Entry("C1", "superb", "Words", 0), new Entry("C99", "progressing", "", 0)));

        assertThat(scoring.open(held, assessor).sheet().ratings())
                .containsOnlyKeys("C1")
                .allSatisfy((criterion, rating) -> assertThat(rating.level()).isNull());
    }

    @Test
    void anotherAssessorSeesAndChangesNothing() {
        StaffMember other = given.assessor(district);

        assertThatThrownBy(() -> scoring.open(held, other)).isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> scoring.save(held, other, List.of(new Entry("C1", "progressing", "", 0))))
                .isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> scoring.decide(held, other, 0)).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void aRightThatWasTakenAwayEndsTheWork() {
        StaffMember moved = new StaffMember(
                assessor.id(), assessor.displayName(), Map.of(StaffRole.ASSESSOR, Set.of(given.district())));

        assertThatThrownBy(() -> scoring.open(held, moved)).isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> scoring.decide(held, moved, 0)).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void whatOneAssessorRatedTheNextDoesNotSee() {
        save("C1", "progressing", "Mine alone", 0);
        queue.release(held, assessor, false);
        StaffMember next = given.assessor(district);
        assertThat(queue.takeNext(next, UUID.randomUUID())).contains(held);

        assertThat(scoring.open(held, next).sheet().ratings()).isEmpty();
        queue.release(held, next, false);
        assertThat(queue.takeNext(assessor, UUID.randomUUID())).contains(held);
        assertThat(scoring.open(held, assessor).sheet().ratings()).containsOnlyKeys("C1");
    }

    @Test
    void decidesEarnedAndTellsOnce(ApplicationEvents published) {
        given.rateAll(held, assessor);

        assertThat(decide()).isTrue();

        assertThat(published.stream(SubmissionDecided.class)).singleElement().satisfies(decided -> {
            assertThat(decided.attempt()).isEqualTo(attempt);
            assertThat(decided.tenant()).isEqualTo(district);
            assertThat(decided.earned()).isTrue();
            assertThat(decided.criteriaMet()).isEqualTo(6);
            assertThat(decided.criteriaRequired()).isEqualTo(6);
            assertThat(decided.unmetCriteria()).isEmpty();
        });
        assertThat(given.audit(held)).endsWith("DECIDED");
    }

    @Test
    void aSecondPressOfDecideIsHarmless(ApplicationEvents published) {
        given.rateAll(held, assessor, "C2");
        int seen = revision();

        assertThat(scoring.decide(held, assessor, seen)).isEqualTo(new Verdict.Done(false));
        assertThat(scoring.decide(held, assessor, seen)).isEqualTo(new Verdict.Done(false));

        assertThat(published.stream(SubmissionDecided.class)).hasSize(1);
    }

    @Test
    void twoPressesOfDecideAtOnceDecideOnce() throws Exception {
        given.rateAll(held, assessor);
        int seen = revision();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier start = new CyclicBarrier(2);
            List<Future<Verdict>> presses = IntStream.range(0, 2)
                    .mapToObj(i -> pool.submit(() -> {
                        start.await();
                        return scoring.decide(held, assessor, seen);
                    }))
                    .toList();
            for (Future<Verdict> press : presses) {
                assertThat(press.get()).isEqualTo(new Verdict.Done(true));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(given.audit(held)).containsOnlyOnce("DECIDED");
    }

    @Test
    void refusesToDecideWhatIsNotComplete(ApplicationEvents published) {
        save("C1", "demonstrated", "Good", 0);

        assertThat(scoring.decide(held, assessor, revision())).isInstanceOf(Verdict.LookAgain.class);
        assertThat(published.stream(SubmissionDecided.class)).isEmpty();
    }

    @Test
    void refusesToDecideOtherRatingsThanWereShown(ApplicationEvents published) {
        given.rateAll(held, assessor);
        int shown = revision();
        save("C1", "not_yet", "Changed my mind in another tab", 1);

        assertThat(scoring.decide(held, assessor, shown)).isInstanceOf(Verdict.LookAgain.class);
        assertThat(published.stream(SubmissionDecided.class)).isEmpty();
    }

    @Test
    void nothingIsSavedAfterTheDecision() {
        given.rateAll(held, assessor);
        decide();

        assertThatThrownBy(() -> save("C1", "not_yet", "Too late", 1)).isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> queue.release(held, assessor, false)).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void aWithdrawnCaseCannotBeDecided() {
        given.rateAll(held, assessor);
        int seen = revision();
        given.hear(new SubmissionWithdrawn(attempt, AT_NOON.plusSeconds(1)));

        assertThatThrownBy(() -> scoring.decide(held, assessor, seen)).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void metCriteriaStandInTheNextAttempt(ApplicationEvents published) {
        given.rateAll(held, assessor, "C2", "C4");
        assertThat(decide()).isFalse();
        AttemptId second = new AttemptId(attempt.submission(), 2);
        StaffMember next = given.assessor(district);
        CaseId again = given.held(second, next);

        Sheet sheet = scoring.open(again, next).sheet();
        assertThat(sheet.standing()).containsOnlyKeys("part1", "C1", "C3", "part3");
        assertThat(sheet.toRate()).isEqualTo(2);
        assertThat(sheet.ratings()).isEmpty();
        scoring.save(again, next, List.of(new Entry("C1", "not_yet", "It stands and is not rated", 0)));
        given.rateAll(again, next);
        assertThat(scoring.decide(again, next, scoring.open(again, next).sheet().revision()))
                .isEqualTo(new Verdict.Done(true));

        assertThat(published.stream(SubmissionDecided.class))
                .extracting(SubmissionDecided::unmetCriteria, SubmissionDecided::criteriaMet)
                .containsExactly(tuple(Set.of("C2", "C4"), 4), tuple(Set.of(), 6));
        assertThat(assessments.history(attempt.submission()))
                .extracting(Feedback::attempt)
                .containsExactly(second, attempt);
        assertThat(assessments.feedback(second).orElseThrow().criteria())
                .extracting(CriterionFeedback::criterionId, CriterionFeedback::reachedIn)
                .containsExactly(
                        tuple("part1", 1),
                        tuple("C1", 1),
                        tuple("C2", 2),
                        tuple("C3", 1),
                        tuple("C4", 2),
                        tuple("part3", 1));
    }

    @Test
    void feedbackIsThereOnceDecidedInTheOrderOfTheRubric() {
        given.rateAll(held, assessor, "C2");
        assertThat(assessments.feedback(attempt)).isEmpty();

        decide();

        assertThat(assessments.feedback(attempt)).hasValueSatisfying(feedback -> {
            assertThat(feedback.earned()).isFalse();
            assertThat(feedback.criteria())
                    .containsExactly(
                            new CriterionFeedback("part1", "met", true, "About part1", 1),
                            new CriterionFeedback("C1", "demonstrated", true, "About C1", 1),
                            new CriterionFeedback("C2", "not_yet", false, "About C2", 1),
                            new CriterionFeedback("C3", "demonstrated", true, "About C3", 1),
                            new CriterionFeedback("C4", "demonstrated", true, "About C4", 1),
                            new CriterionFeedback("part3", "met", true, "About part3", 1));
        });
    }

    @Test
    void decisionAndItsNewsAreOneTransaction() {
        given.rateAll(held, assessor);
        int seen = revision();
        TransactionTemplate transaction = context.getBean(TransactionTemplate.class);

        transaction.executeWithoutResult(status -> {
            scoring.decide(held, assessor, seen);
            status.setRollbackOnly();
        });

        assertThat(assessments.feedback(attempt)).isEmpty();
        assertThat(jdbc.sql("select count(*) from event_publication"
                                + " where event_type = :decided and serialized_event like :attempt")
                        .param("decided", SubmissionDecided.class.getName())
                        .param("attempt", "%" + attempt.submission().value() + "%")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(decide()).isTrue();
    }
}
