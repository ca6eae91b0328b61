package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.Scoring.Entry;
import dev.laurel.assessment.Scoring.Verdict;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.submission.Submissions;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Micro-credentials that ask for more than one rating, and what keeps the ratings apart. */
@LaurelTest
@RecordApplicationEvents
class SeveralRatersTests {

    private static final Map<String, String> AT_THE_CUT = Map.of();

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Cases cases;

    @Autowired
    Seats seats;

    @Autowired
    Scoring scoring;

    @Autowired
    Assessments assessments;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember rosa;
    private StaffMember li;
    private StaffMember lead;
    private AttemptId attempt;

    @BeforeEach
    void aDistrictWithALead() {
        given = new AssessmentFixtures(context);
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        li = given.appointed(district, StaffRole.ASSESSOR);
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        attempt = given.attempt();
    }

    private Optional<CaseId> take(StaffMember by) {
        return queue.takeNext(by, UUID.randomUUID());
    }

    private Optional<CaseId> takeDispute(StaffMember by) {
        return queue.takeNext(by, UUID.randomUUID(), Work.DISPUTE);
    }

    /** Takes the case, rates at the cut but for these levels, and hands in. */
    private void rates(StaffMember by, Map<String, String> levels, String words) {
        CaseId taken = take(by).orElseThrow();
        given.rate(taken, by, levels, words);
        assertThat(given.handIn(taken, by)).isInstanceOf(Verdict.Done.class);
    }

    private CaseState state(CaseId id) {
        return cases.find(id).orElseThrow().state();
    }

    private static int decisions(ApplicationEvents published) {
        return (int) published.stream(SubmissionDecided.class).count();
    }

    @Test
    void oneRatingDecidesNothingWhereTwoAreAskedFor(ApplicationEvents published) {
        CaseId id = given.waiting(given.hinge(), attempt, district);

        rates(rosa, AT_THE_CUT, "Rosa's words");

        assertThat(decisions(published)).isZero();
        assertThat(assessments.feedback(attempt)).isEmpty();
        assertThat(state(id)).isEqualTo(CaseState.IN_SCORING);
        assertThat(scoring.handedIn(id, rosa).orElseThrow().alone()).isFalse();
    }

    @Test
    void whoRatedACaseIsNeverGivenItAgain() {
        CaseId id = given.waiting(given.hinge(), attempt, district);
        rates(rosa, AT_THE_CUT, "Mine");

        assertThat(take(rosa)).isEmpty();
        assertThat(queue.load(rosa, Work.RATING, Instant.now(), Instant.now()).waiting())
                .isZero();
        assertThat(queue.load(li, Work.RATING, Instant.now(), Instant.now()).waiting())
                .isEqualTo(1);
        assertThat(take(li)).contains(id);
    }

    @Test
    void onePersonNeverSitsInBothSeatsHoweverFastTheyPress() throws Exception {
        given.waiting(given.hinge(), attempt, district);

        List<Optional<CaseId>> taken = atOnce(() -> take(rosa), () -> take(rosa));

        assertThat(taken.stream().flatMap(Optional::stream)).hasSize(1);
        assertThat(take(li)).isPresent();
    }

    @Test
    void twoRateAtTheSameTimeAndNeitherSeesTheOther() {
        CaseId id = given.waiting(given.hinge(), attempt, district);
        assertThat(take(rosa)).contains(id);
        assertThat(take(li)).contains(id);
        given.rate(id, rosa, AT_THE_CUT, "Rosa's words");

        assertThat(scoring.open(id, li).sheet().ratings()).isEmpty();
        given.handIn(id, rosa);
        assertThat(scoring.open(id, li).sheet().ratings()).isEmpty();
        assertThat(scoring.handedIn(id, li)).isEmpty();
        assertThatThrownBy(() -> scoring.open(id, rosa)).isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> scoring.save(id, rosa, List.of(new Entry("C1", "progressing", "", 1))))
                .isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void twoWhoAgreeDecideOnceWithTheLowerLevelAndTheWordsOfBoth(ApplicationEvents published) {
        given.waiting(given.hinge(), attempt, district);
        String top = top("C1");
        rates(rosa, Map.of("C1", top), "Rosa's words");

        rates(li, AT_THE_CUT, "Li's words");

        assertThat(decisions(published)).isEqualTo(1);
        Feedback feedback = assessments.feedback(attempt).orElseThrow();
        assertThat(feedback.earned()).isTrue();
        assertThat(feedback.rated()).isEqualTo(new Feedback.Rated(2, 2, 0));
        Criterion c1 = given.hinge().rubric().criterion("C1").orElseThrow();
        assertThat(feedback.criteria())
                .filteredOn(one -> one.criterionId().equals("C1"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.level()).isEqualTo(c1.cut());
                    assertThat(one.words()).isEqualTo("Li's words\n\nRosa's words");
                });
    }

    private String top(String criterion) {
        Criterion found = given.hinge().rubric().criterion(criterion).orElseThrow();
        return found.levels().get(found.levels().size() - 1).key();
    }

    private String bottom(String criterion) {
        return given.hinge()
                .rubric()
                .criterion(criterion)
                .orElseThrow()
                .levels()
                .get(0)
                .key();
    }

    private CaseId disputed() {
        CaseId id = given.waiting(given.hinge(), attempt, district);
        rates(rosa, AT_THE_CUT, "Rosa's words");
        rates(li, Map.of("C2", bottom("C2")), "Li's words");
        return id;
    }

    @Test
    void aDisputeDecidesNothingAndWaitsForALead(ApplicationEvents published) {
        CaseId id = disputed();

        assertThat(decisions(published)).isZero();
        assertThat(state(id)).isEqualTo(CaseState.IN_ADJUDICATION);
        assertThat(take(given.appointed(district, StaffRole.ASSESSOR))).isEmpty();
        assertThat(seats.disputes(lead.leads(), 10)).hasSize(1);
        assertThat(given.audit(id)).endsWith("HANDED_IN", "DISPUTED");
    }

    @Test
    void aLeadRatesOnlyWhatIsDisputedWithoutSeeingAnybodysRating(ApplicationEvents published) {
        CaseId id = disputed();
        assertThat(takeDispute(lead)).contains(id);
        Sheet sheet = scoring.open(id, lead).sheet();

        assertThat(sheet.rubric().criteria()).extracting(Criterion::id).containsExactly("C2");
        assertThat(sheet.ratings()).isEmpty();
        scoring.save(id, lead, List.of(new Entry("C1", bottom("C1"), "Not asked for", 0)));
        given.rate(id, lead, AT_THE_CUT, "Ruth's words");
        given.handIn(id, lead);

        assertThat(decisions(published)).isEqualTo(1);
        Feedback feedback = assessments.feedback(attempt).orElseThrow();
        assertThat(feedback.earned()).isTrue();
        assertThat(feedback.rated()).isEqualTo(new Feedback.Rated(2, 2, 1));
        assertThat(feedback.criteria())
                .filteredOn(one -> one.criterionId().equals("C2"))
                .singleElement()
                .satisfies(one -> assertThat(one.words()).isEqualTo("Ruth's words"));
        assertThat(feedback.criteria())
                .filteredOn(one -> one.criterionId().equals("C1"))
                .singleElement()
                .satisfies(one -> assertThat(one.words()).contains("Rosa's words", "Li's words"));
        assertThat(state(id)).isEqualTo(CaseState.DECIDED);
    }

    @Test
    void nobodySettlesWhatTheyRatedThemselves() {
        StaffMember both = given.appointed(district, StaffRole.ASSESSOR, StaffRole.LEAD_ASSESSOR);
        CaseId id = given.waiting(given.hinge(), attempt, district);
        rates(both, AT_THE_CUT, "Mine");
        rates(li, Map.of("C2", bottom("C2")), "Li's words");

        assertThat(takeDispute(both)).isEmpty();
        assertThat(takeDispute(lead)).contains(id);
    }

    @Test
    void aDistrictWithoutALeadHasDisputesSettledByAnotherAssessor() {
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        li = given.appointed(district, StaffRole.ASSESSOR);
        CaseId id = disputed();
        StaffMember third = given.appointed(district, StaffRole.ASSESSOR);

        assertThat(take(rosa)).isEmpty();
        assertThat(take(li)).isEmpty();
        assertThat(take(third)).contains(id);
    }

    @Test
    void twoWhoHandInAtOnceDecideOnce() throws Exception {
        CaseId id = given.waiting(given.hinge(), attempt, district);
        take(rosa);
        take(li);
        given.rate(id, rosa, AT_THE_CUT, "Rosa's words");
        given.rate(id, li, AT_THE_CUT, "Li's words");

        List<Verdict> verdicts = atOnce(() -> given.handIn(id, rosa), () -> given.handIn(id, li));

        assertThat(verdicts).containsOnly(new Verdict.Done(true));
        assertThat(state(id)).isEqualTo(CaseState.DECIDED);
        assertThat(given.audit(id)).containsOnlyOnce("DECIDED");
    }

    @Test
    void theSameFormTwiceHandsInOnce() {
        CaseId id = given.waiting(given.hinge(), attempt, district);
        take(rosa);
        given.rate(id, rosa, Map.of("C2", bottom("C2")), "Rosa's words");
        int seen = scoring.open(id, rosa).sheet().revision();

        assertThat(scoring.decide(id, rosa, seen)).isEqualTo(new Verdict.Done(false));
        assertThat(scoring.decide(id, rosa, seen)).isEqualTo(new Verdict.Done(false));

        assertThat(given.audit(id)).containsOnlyOnce("HANDED_IN");
    }

    @Test
    void puttingOneSeatBackLeavesTheOtherRatingWhereItIs() {
        CaseId id = given.waiting(given.hinge(), attempt, district);
        rates(rosa, AT_THE_CUT, "Rosa's words");
        take(li);
        queue.release(id, li, true);

        assertThat(state(id)).isEqualTo(CaseState.IN_SCORING);
        assertThat(take(li)).as("a conflict of interest").isEmpty();
        StaffMember third = given.appointed(district, StaffRole.ASSESSOR);
        rates(third, AT_THE_CUT, "Third");
        assertThat(assessments.feedback(attempt).orElseThrow().rated()).isEqualTo(new Feedback.Rated(2, 2, 0));
    }

    @Test
    void aWithdrawalClosesEverySeat() {
        CaseId id = given.waiting(given.hinge(), attempt, district);
        take(rosa);
        given.hear(new SubmissionWithdrawn(attempt, Instant.now().plusSeconds(1)));

        assertThat(state(id)).isEqualTo(CaseState.WITHDRAWN);
        assertThat(take(li)).isEmpty();
        assertThatThrownBy(() -> scoring.open(id, rosa)).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void aClearResultNeedsNoSecondRatingWhereThatDependsOnTheResult(ApplicationEvents published) {
        given.waiting(given.literacy(), attempt, district);

        rates(rosa, AT_THE_CUT, "Clear");

        assertThat(decisions(published)).isEqualTo(1);
        assertThat(assessments.feedback(attempt).orElseThrow().rated()).isEqualTo(new Feedback.Rated(1, 1, 0));
    }

    @Test
    void chanceAsksForTheShareOfSecondRatingsThatTheAuthorsNamed() {
        MicroCredential literacy = given.literacy();
        Rubric rubric = literacy.rubric();
        Outcome clear = Outcome.of(
                rubric,
                rubric.criteria().stream()
                        .map(one -> new Outcome.Result(one.id(), true, one.cut(), true, "", 1))
                        .toList());
        LaurelSettings laurel = context.getBean(LaurelSettings.class);
        Practice<ScoringSettings> practice = context.getBean("scoringPractice", Practice.class);
        ScoringModels chance = new ScoringModels(new ScoringSettings(0.9, true, 10, 2, 2), laurel, practice);
        ScoringModels none = new ScoringModels(new ScoringSettings(0.9, false, 10, 2, 2), laurel, practice);

        long drawn = IntStream.range(0, 2000)
                .filter(i -> chance.needsSecond(district, literacy, rubric, clear, 1))
                .count();

        assertThat(drawn).as("a tenth of 2000").isBetween(100L, 300L);
        assertThat(IntStream.range(0, 200).anyMatch(i -> none.needsSecond(district, literacy, rubric, clear, 1)))
                .isFalse();
        assertThat(none.needsSecond(district, given.hinge(), given.hinge().rubric(), clear, 1))
                .isTrue();
    }

    @Test
    void aResultNearTheCutIsRatedAgainByAnother(ApplicationEvents published) {
        CaseId id = given.waiting(given.literacy(), attempt, district);

        rates(rosa, Map.of("C2", "progressing"), "Almost");

        assertThat(decisions(published)).isZero();
        assertThat(given.audit(id)).endsWith("HANDED_IN", "SECOND_ASKED_FOR");
        assertThat(take(rosa)).isEmpty();
        rates(li, Map.of("C2", "progressing"), "Almost, too");
        assertThat(decisions(published)).isEqualTo(1);
        Feedback feedback = assessments.feedback(attempt).orElseThrow();
        assertThat(feedback.earned()).isFalse();
        assertThat(feedback.rated()).isEqualTo(new Feedback.Rated(2, 2, 0));
    }

    @Test
    void whoScoredAnAttemptIsGivenTheNextOneOnlyWhenNobodyElseIsLeft() {
        given.waiting(given.literacy(), attempt, district);
        rates(rosa, Map.of("C2", "not_yet"), "Not yet");
        CaseId second = given.waiting(given.literacy(), new AttemptId(attempt.submission(), 2), district);

        assertThat(take(rosa)).isEmpty();
        assertThat(take(li)).contains(second);
        queue.release(second, li, true);
        assertThat(take(rosa)).as("nobody else is left").contains(second);
        assertThat(scoring.open(second, rosa).sheet().ratings()).isEmpty();
    }

    @Test
    void whatStandsKeepsTheNumberOfThoseWhoRatedItThen() {
        given.waiting(given.literacy(), attempt, district);
        rates(rosa, Map.of("C2", "progressing"), "Almost");
        rates(li, Map.of("C2", "progressing"), "Almost");
        given.waiting(given.literacy(), new AttemptId(attempt.submission(), 2), district);
        rates(given.appointed(district, StaffRole.ASSESSOR), AT_THE_CUT, "Now it is there");

        assertThat(assessments
                        .feedback(new AttemptId(attempt.submission(), 2))
                        .orElseThrow()
                        .rated())
                .isEqualTo(new Feedback.Rated(1, 2, 0));
    }

    @Test
    void nobodyHoldsMoreThanTheyMay() {
        IntStream.range(0, 11).forEach(i -> given.waiting(given.literacy(), given.attempt(), district));
        IntStream.range(0, 10).forEach(i -> assertThat(take(rosa)).isPresent());

        assertThatThrownBy(() -> take(rosa)).isInstanceOf(DeskFull.class);
        assertThat(take(li)).isPresent();
    }

    @Test
    void theEarnerIsToldWhenADisputeTakesLongerThanWasPromised(ApplicationEvents published) {
        AttemptId handedIn = new HandedInEvidence(context, district).handIn();
        given.waitUntilHeard();
        Instant promised = Instant.now().plusSeconds(3600);
        jdbc.sql("update assessment_case set due_at = :at where submission_id = :id")
                .param("at", Timestamp.from(promised))
                .param("id", handedIn.submission().value())
                .update();
        jdbc.sql("update submission set expected_by = :at where id = :id")
                .param("at", Timestamp.from(promised))
                .param("id", handedIn.submission().value())
                .update();

        rates(rosa, Map.of("C2", "progressing"), "Almost");

        Instant later = published.stream(MoreTimeNeeded.class)
                .map(MoreTimeNeeded::expectedBy)
                .findFirst()
                .orElseThrow();
        assertThat(later).isAfter(promised);
        await().untilAsserted(() -> assertThat(context.getBean(Submissions.class)
                        .find(handedIn.submission())
                        .orElseThrow()
                        .expectedBy())
                .isEqualTo(later));
    }

    @SafeVarargs
    private static <T> List<T> atOnce(Callable<T>... people) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(people.length);
        try {
            CyclicBarrier start = new CyclicBarrier(people.length);
            List<Future<T>> running = Stream.of(people)
                    .map(each -> pool.submit(() -> {
                        start.await();
                        return each.call();
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
