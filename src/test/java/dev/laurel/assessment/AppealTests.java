package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AppealLodged;
import dev.laurel.submission.Appeals;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Refusal;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;

/** Decisions that an earner has looked at again. */
@LaurelTest
@RecordApplicationEvents
class AppealTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    AppealDesk desk;

    @Autowired
    Appeals appeals;

    @Autowired
    Deadlines deadlines;

    @Autowired
    Staffing staffing;

    @Autowired
    Assessments assessments;

    @Autowired
    Submissions submissions;

    @Autowired
    Staff staff;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember rosa;
    private StaffMember lead;
    private AttemptId attempt;
    private CaseId decided;

    @BeforeEach
    void notYet() {
        given = new AssessmentFixtures(context);
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        attempt = new HandedInEvidence(context, district).handIn();
        given.waitUntilHeard();
        decided = given.caseOf(attempt);
        assertThat(take(rosa)).contains(decided);
        given.rateAll(decided, rosa, "C2");
        given.handIn(decided, rosa);
        becomes(SubmissionState.NOT_YET);
    }

    private Optional<CaseId> take(StaffMember by) {
        return queue.takeNext(by, UUID.randomUUID());
    }

    private Submission now() {
        return submissions.find(attempt.submission()).orElseThrow();
    }

    private void becomes(SubmissionState state) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(now().state()).isEqualTo(state));
        given.waitUntilHeard();
    }

    private void lodge() {
        appeals.lodge(attempt.submission(), "C2 was misread");
        given.waitUntilHeard();
    }

    private void decidedAgo(Duration ago) {
        jdbc.sql("update submission_attempt set decided_at = :at where submission_id = :id")
                .param("at", Timestamp.from(Instant.now().minus(ago)))
                .param("id", attempt.submission().value())
                .update();
    }

    @Test
    void nobodyAppealsWhenTheTimeIsOver() {
        decidedAgo(Duration.ofDays(31));

        assertThat(appeals.possibleUntil(now())).isEmpty();
        assertThatThrownBy(this::lodge).isInstanceOf(Refusal.class).hasMessageContaining("no appeal left");
        assertThat(now().state()).isEqualTo(SubmissionState.NOT_YET);
    }

    @Test
    void onTheLastDayAnAppealIsPossible() {
        decidedAgo(Duration.ofDays(30).minusMinutes(5));

        lodge();

        assertThat(now().state()).isEqualTo(SubmissionState.UNDER_APPEAL);
    }

    @Test
    void nobodyAppealsADraftOrWithoutWords() {
        assertThatThrownBy(() -> appeals.lodge(attempt.submission(), " ")).isInstanceOf(IllegalArgumentException.class);
        AttemptId draft = new HandedInEvidence(context, district).handIn();
        assertThatThrownBy(() -> appeals.lodge(draft.submission(), "Why"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is SUBMITTED");
    }

    @Test
    void oneAppealForEachAttempt(ApplicationEvents published) {
        lodge();
        lodge();
        assertThat(published.stream(AppealLodged.class).count())
                .as("pressed twice")
                .isEqualTo(1);
        assertThat(desk.answer(decided, lead, false, "It stands")).isTrue();
        becomes(SubmissionState.NOT_YET);

        assertThatThrownBy(this::lodge).isInstanceOf(Refusal.class);
        assertThat(appeals.of(attempt).orElseThrow().answer()).isEqualTo("It stands");
        assertThat(given.audit(decided)).contains("APPEALED", "APPEAL_REFUSED");
    }

    @Test
    void whoRatedItNeitherAnswersNorReadsIt() {
        StaffMember both = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        AttemptId other = new HandedInEvidence(context, district).handIn();
        given.waitUntilHeard();
        CaseId ratedByALead = given.caseOf(other);
        assertThat(take(both)).contains(ratedByALead);
        given.rateAll(ratedByALead, both, "C2");
        given.handIn(ratedByALead, both);
        await().untilAsserted(() -> assertThat(
                        submissions.find(other.submission()).orElseThrow().state())
                .isEqualTo(SubmissionState.NOT_YET));
        appeals.lodge(other.submission(), "Misread");
        given.waitUntilHeard();

        assertThat(desk.open(both, 0, 10)).extracting(AppealDesk.Waiting::yours).containsExactly(false);
        assertThatThrownBy(() -> desk.opened(ratedByALead, both)).isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> desk.answer(ratedByALead, both, true, "Mine")).isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> desk.answer(ratedByALead, rosa, true, "No lead"))
                .isInstanceOf(CaseNotHeld.class);
        assertThat(desk.open(lead, 0, 10)).extracting(AppealDesk.Waiting::yours).containsExactly(true);
        assertThat(desk.readable(ratedByALead, lead)).isPresent();
        assertThat(desk.readable(ratedByALead, both)).isEmpty();
    }

    @Test
    void aLeadOfAnotherDistrictSeesNothingOfIt() {
        lodge();
        StaffMember stranger = given.appointed(given.district(), StaffRole.LEAD_ASSESSOR);

        assertThat(desk.open(stranger, 0, 10)).isEmpty();
        assertThatThrownBy(() -> desk.opened(decided, stranger)).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void grantedItIsRatedAfreshByOthersAndTakesNothingAway() {
        lodge();
        desk.answer(decided, lead, true, "Look again");
        becomes(SubmissionState.IN_SCORING);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        jdbc.sql("select kind from journey_notice where submission_id = :submission")
                                .param("submission", attempt.submission().value())
                                .query(String.class)
                                .list())
                .as("its earner is written to")
                .contains("APPEAL_ANSWERED"));
        assertThat(now().expectedBy()).isAfter(Instant.now());
        assertThat(take(rosa)).as("rated it before").isEmpty();
        assertThat(take(lead)).as("knows the decision").isEmpty();
        assertThat(staffing.in(List.of(district)))
                .extracting(Staffing.Shortage::reason)
                .containsExactly(Staffing.Reason.ALL_BARRED);
        StaffMember li = given.appointed(district, StaffRole.ASSESSOR);
        assertThat(staffing.in(List.of(district))).isEmpty();

        CaseId afresh = take(li).orElseThrow();
        assertThat(afresh).isNotEqualTo(decided);
        Sheet sheet = context.getBean(Scoring.class).open(afresh, li).sheet();
        assertThat(sheet.ratings()).isEmpty();
        assertThat(sheet.standing()).as("or it would tell what was met").isEmpty();
        given.rate(afresh, li, Map.of("C1", lowest("C1")), "Li's words");
        given.handIn(afresh, li);

        becomes(SubmissionState.EARNED);
        Feedback feedback = assessments.feedback(attempt).orElseThrow();
        assertThat(feedback.earned()).isTrue();
        assertThat(feedback.criteria())
                .filteredOn(criterion -> criterion.criterionId().equals("C1"))
                .extracting(Feedback.CriterionFeedback::words)
                .as("what was met stays met")
                .containsExactly("About C1");
        assertThat(assessments.history(attempt.submission())).hasSize(2);
        assertThat(jdbc.sql(
                                "select to_state from submission_transition where submission_id = :id order by happened_at, id")
                        .param("id", attempt.submission().value())
                        .query(String.class)
                        .list())
                .endsWith("NOT_YET", "UNDER_APPEAL", "IN_SCORING", "EARNED");
    }

    @Test
    void whoHasOnlyReadTheAppealDoesNotRateItAfreshEither() {
        StaffMember curious = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        lodge();
        desk.opened(decided, curious);
        assertThat(desk.opened(decided, curious).results())
                .as("it shows the decision")
                .isNotEmpty();
        assertThat(given.audit(decided)).containsOnlyOnce("APPEAL_READ");
        desk.answer(decided, lead, true, "Look again");
        becomes(SubmissionState.IN_SCORING);

        assertThat(take(curious)).isEmpty();
        assertThat(take(given.appointed(district, StaffRole.ASSESSOR))).isPresent();
    }

    @Test
    void whoReadItAgainDoesNotRateItAfreshAndNobodyReadsItAgainFromThenOn() {
        BackReading backReading = context.getBean(BackReading.class);
        StaffMember read = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        StaffMember late = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        jdbc.sql("insert into assessment_back_reading (case_id, tenant_id, rater_id, priority, state, drawn_at)"
                        + " values (:case, :tenant, :rater, 2, 'WAITING', :at) on conflict do nothing")
                .param("case", decided.value())
                .param("tenant", district.value())
                .param("rater", rosa.id().value())
                .param("at", Timestamp.from(Instant.now()))
                .update();
        CaseId reading = backReading.take(read, decided).orElseThrow();
        lodge();
        desk.answer(decided, lead, true, "Look again");
        becomes(SubmissionState.IN_SCORING);

        assertThat(take(read)).as("is reading the earlier rating").isEmpty();
        context.getBean(BlindRating.class).release(reading, read, false);
        assertThat(backReading.take(late, decided))
                .as("or they would see what they are to rate afresh")
                .isEmpty();
        assertThat(take(late)).isPresent();
    }

    private String lowest(String criterion) {
        return given.literacy()
                .rubric()
                .criterion(criterion)
                .orElseThrow()
                .levels()
                .get(0)
                .key();
    }

    @Test
    void theOldDecisionToldOnceMoreChangesNothing(ApplicationEvents published) {
        SubmissionDecided old = published.stream(SubmissionDecided.class)
                .filter(one -> one.attempt().equals(attempt))
                .findFirst()
                .orElseGet(() -> new SubmissionDecided(
                        attempt, district, given.literacy().versionId(), false, 5, 6, Set.of("C2"), now().since()));
        lodge();
        given.hear(old);
        settled();
        assertThat(now().state()).isEqualTo(SubmissionState.UNDER_APPEAL);
        desk.answer(decided, lead, true, "Look again");
        becomes(SubmissionState.IN_SCORING);
        given.hear(old);
        settled();
        assertThat(now().state()).isEqualTo(SubmissionState.IN_SCORING);
    }

    @Test
    void aLaterDateThatWasSaidBeforeTheAnswerMovesNoDateThatTheAnswerPromises() {
        lodge();
        Instant beforeTheAnswer = Instant.now();
        desk.answer(decided, lead, true, "Look again");
        becomes(SubmissionState.IN_SCORING);
        Instant promised = Objects.requireNonNull(now().expectedBy());

        given.hear(new MoreTimeNeeded(attempt, promised.plus(Duration.ofDays(3)), beforeTheAnswer));
        settled();

        assertThat(now().expectedBy()).isEqualTo(promised);
        assertThat(now().promisedBy()).as("it is no later than promised").isNull();
    }

    /** Waits until the submission's module, too, has heard everything. */
    private void settled() {
        await().until(() -> jdbc.sql("select count(*) from event_publication where listener_id like 'submission.%'"
                                + " and serialized_event like :about")
                        .param("about", "%" + attempt.submission().value() + "%")
                        .query(Integer.class)
                        .single()
                == 0);
    }

    @Test
    void whoOpensItCanNeverRateItAfreshAndReadsThatBeforeTheyDo() {
        HttpBrowser browser = new HttpBrowser();
        Colleague.of(staff, "Greta Holm", district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR)
                .signsIn(settings, browser);
        lodge();
        String appeal = "/assess/appeals/" + decided.value();
        HttpBrowser.Page before = browser.get(settings.at(appeal));
        assertThat(before.text())
                .contains("you can never rate this work afresh", "One other person could still rate it afresh")
                .doesNotContain("C2 was misread");
        given.appointed(district, StaffRole.ASSESSOR);
        assertThat(browser.get(settings.at(appeal)).text()).contains("2 others could still rate it afresh");
        assertThat(given.audit(decided)).doesNotContain("APPEAL_READ");

        HttpBrowser.Page opened = before.submit("form[action$=/open]", Map.of());
        assertThat(opened.text()).contains("C2 was misread").doesNotContain("it waits");
        assertThat(browser.get(settings.at(appeal)).text()).contains("C2 was misread");
        assertThat(given.audit(decided)).containsOnlyOnce("APPEAL_READ");
    }

    @Test
    void saysWhenNobodyWouldBeLeftToRateItAfresh() {
        lodge();
        assertThat(desk.beforeOpening(decided, lead)).hasValueSatisfying(afresh -> {
            assertThat(afresh).isEqualTo(new AppealDesk.Afresh(true, 0, 1));
            assertThat(afresh.isShort()).isTrue();
        });
        StaffMember onlyLeads = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        assertThat(desk.beforeOpening(decided, onlyLeads))
                .as("keeps them from nothing")
                .isEmpty();
        assertThat(desk.opened(decided, onlyLeads).afresh()).isEqualTo(new AppealDesk.Afresh(false, 1, 1));

        desk.opened(decided, lead);
        assertThat(desk.beforeOpening(decided, lead)).isEmpty();
        assertThat(desk.opened(decided, onlyLeads).afresh().isShort()).isTrue();
        StaffMember elsewhere = given.appointed(given.district(), StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        assertThatThrownBy(() -> desk.beforeOpening(decided, elsewhere)).isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> desk.closed(decided, rosa)).isInstanceOf(CaseNotHeld.class);
    }

    /** What one does while another has done something and not yet said so. */
    private <T> T meanwhile(Runnable first, Callable<T> second) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<T> waits = context.getBean(TransactionTemplate.class).execute(status -> {
                first.run();
                Future<T> press = other.submit(second);
                assertThatThrownBy(() -> press.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
                return press;
            });
            return waits.get(30, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void whoIsOpeningItInTheMomentInWhichItIsGrantedDoesNotRateItAfresh() throws Exception {
        StaffMember curious = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        lodge();
        boolean granted =
                meanwhile(() -> desk.opened(decided, curious), () -> desk.answer(decided, lead, true, "Look again"));
        assertThat(granted).isTrue();
        becomes(SubmissionState.IN_SCORING);
        assertThat(take(curious)).isEmpty();
    }

    @Test
    void whoComesInTheMomentInWhichItIsGrantedReadsNothingOfItAndMayRateIt() throws Exception {
        StaffMember late = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        lodge();
        assertThatThrownBy(() -> meanwhile(
                        () -> desk.answer(decided, lead, true, "Look again"), () -> desk.opened(decided, late)))
                .hasCauseInstanceOf(CaseNotHeld.class);
        becomes(SubmissionState.IN_SCORING);
        assertThat(take(late)).isPresent();
    }

    @Test
    void ofTwoLeadsAtOnceOneAnswers(ApplicationEvents published) throws Exception {
        StaffMember second = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        lodge();

        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<Boolean>> answers = Stream.of(lead, second)
                    .map(one -> pool.submit(() -> {
                        together.await();
                        return desk.answer(decided, one, one == lead, "Because");
                    }))
                    .toList();
            assertThat(answers.get(0).get()).isNotEqualTo(answers.get(1).get());
        } finally {
            pool.shutdownNow();
        }
        assertThat(given.audit(decided).stream().filter(action -> action.startsWith("APPEAL_")))
                .hasSize(1);
    }

    @Test
    void anAnswerThatIsLateIsPromisedAnewInWords() {
        lodge();
        Instant promised = Objects.requireNonNull(now().expectedBy());
        jdbc.sql("update assessment_appeal set answer_by = :at where case_id = :id")
                .param("at", Timestamp.from(Instant.now().minus(Duration.ofDays(9))))
                .param("id", decided.value())
                .update();

        deadlines.look();
        deadlines.look();

        await().untilAsserted(() -> assertThat(now().promisedBy()).isEqualTo(promised));
        assertThat(now().expectedBy()).isAfter(Instant.now());
        assertThat(given.audit(decided)).containsOnlyOnce("PROMISE_MOVED");
    }
}
