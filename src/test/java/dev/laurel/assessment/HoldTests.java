package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.Hold.Because;
import dev.laurel.assessment.Holds.End;
import dev.laurel.assessment.Holds.Placed;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.Closings;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Mailbox.Mail;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Work that a lead keeps on hold: given to nobody, handed in by nobody, with its clock standing still. */
@LaurelTest
class HoldTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Holds holds;

    @Autowired
    Queue queue;

    @Autowired
    Deadlines deadlines;

    @Autowired
    Cases cases;

    @Autowired
    PrivacyReports reports;

    @Autowired
    Submissions submissions;

    @Autowired
    Closings closings;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember rosa;
    private StaffMember lead;
    private AttemptId attempt;
    private CaseId id;

    @BeforeEach
    void aSubmissionWaits() {
        given = new AssessmentFixtures(context);
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        attempt = given.attempt();
        id = given.waiting(given.literacy(), attempt, district);
    }

    private Placed place(StaffMember by, CaseId what) {
        return holds.place(by, what.label(), Because.PRIVACY, "A child's name stands on page two", 5);
    }

    private UUID hold() {
        return holds.in(lead.leads(), false, 0, 10).get(0).id();
    }

    private Instant dueAt() {
        return cases.find(id).orElseThrow().dueAt();
    }

    @Test
    void workFromBeforeItsNameWasStoredIsFoundByItToo() {
        assertThat(jdbc.sql("select label from assessment_case where id = :id")
                        .param("id", id.value())
                        .query(String.class)
                        .single())
                .isEqualTo(id.label());
        jdbc.sql("update assessment_case set label = null where id = :id")
                .param("id", id.value())
                .update();
        assertThat(place(lead, id)).isEqualTo(Placed.DONE);
    }

    @Test
    void onlyALeadOfTheDistrictHoldsOpenWorkAndOnlyWithAReason() {
        StaffMember elsewhere = given.appointed(given.district(), StaffRole.LEAD_ASSESSOR);
        assertThat(place(elsewhere, id)).isEqualTo(Placed.UNKNOWN);
        assertThat(place(rosa, id)).isEqualTo(Placed.UNKNOWN);
        assertThat(holds.place(lead, "no number", Because.PRIVACY, "Words", 5)).isEqualTo(Placed.UNKNOWN);
        for (int days : new int[] {0, -1, Holds.MOST_DAYS + 1}) {
            assertThatThrownBy(() -> holds.place(lead, id.label(), Because.PRIVACY, "Words", days))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> holds.place(lead, id.label(), Because.PRIVACY, " ", 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> holds.place(lead, id.label(), Because.INTEGRITY, "Nobody was asked", 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(holds.of(attempt.submission())).isEmpty();

        CaseId taken = queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        given.rateAll(taken, rosa);
        given.handIn(taken, rosa);
        assertThat(place(lead, id)).as("decided").isEqualTo(Placed.UNKNOWN);
    }

    @Test
    void whatIsPutOnHoldInTheMomentInWhichItIsTakenIsTakenByNobody() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Optional<CaseId>> taken = context.getBean(TransactionTemplate.class)
                    .execute(status -> {
                        assertThat(place(lead, id)).isEqualTo(Placed.DONE);
                        Future<Optional<CaseId>> press = other.submit(() -> queue.takeNext(rosa, UUID.randomUUID()));
                        // It was offered, for nobody else knows of the hold yet, and waits for the case.
                        assertThatThrownBy(() -> press.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
                        return press;
                    });
            assertThat(taken.get(30, TimeUnit.SECONDS)).isEmpty();
        } finally {
            other.shutdownNow();
        }
        assertThat(given.audit(id)).doesNotContain("TAKEN");
    }

    @Test
    void whatIsPutOnHoldInTheMomentInWhichItIsTakenBackStaysWhereItIs() throws Exception {
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(id);
        given.longAgo(id, Duration.ofDays(60), Duration.ofDays(60));
        Deadlines deadlines = context.getBean(Deadlines.class);
        Instant now = Instant.now();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> look = context.getBean(TransactionTemplate.class).execute(status -> {
                assertThat(place(lead, id)).isEqualTo(Placed.DONE);
                Future<?> late = other.submit(() -> {
                    deadlines.takeBack(id, Seat.FIRST, now);
                    deadlines.renew(id, now);
                });
                assertThatThrownBy(() -> late.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
                return late;
            });
            look.get(30, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
        assertThat(given.audit(id)).contains("HELD").doesNotContain("TAKEN_BACK", "PROMISE_MOVED");

        assertThat(holds.release(lead, hold(), End.GOES_ON, "No name after all"))
                .isTrue();
        deadlines.takeBack(id, Seat.FIRST, now);
        assertThat(given.audit(id)).contains("TAKEN_BACK");
    }

    @Test
    void workThatIsItsEarnersTurnAgainIsWorkedOnAndHandedInWhenTheHoldEnds() {
        HandedInEvidence work = new HandedInEvidence(context, district);
        AttemptId first = work.handIn();
        given.waitUntilHeard();
        CaseId decided = given.caseOf(first);
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(decided);
        given.rateAll(decided, rosa, "C2");
        given.handIn(decided, rosa);
        await().atMost(Duration.ofSeconds(60)).until(() -> state(first) == SubmissionState.NOT_YET);
        given.waitUntilHeard();

        assertThat(place(given.appointed(given.district(), StaffRole.LEAD_ASSESSOR), decided))
                .isEqualTo(Placed.UNKNOWN);
        assertThat(place(lead, decided)).isEqualTo(Placed.DONE);
        assertThat(place(lead, decided)).isEqualTo(Placed.HELD);
        assertThat(holds.of(first.submission()).orElseThrow().withEarner()).isTrue();
        work.again().answer("P1Q1", "Other words about the group, " + "and more of them ".repeat(12));
        assertThatThrownBy(work::handIn).hasMessageContaining("on hold");
        assertThat(state(first)).isEqualTo(SubmissionState.DRAFT);
        UUID held = holds.in(List.of(district), false, 0, 10).get(0).id();
        assertThat(holds.release(lead, held, End.GIVEN_BACK, "It is there already"))
                .isFalse();

        assertThat(holds.release(lead, held, End.GOES_ON, "The name is gone")).isTrue();

        assertThat(holds.of(first.submission())).isEmpty();
        work.handIn();
        assertThat(state(first)).isEqualTo(SubmissionState.SUBMITTED);
    }

    @Test
    void aDraftThatCameBackIsClosedByALeadAndOpenedAgain() {
        HandedInEvidence work = new HandedInEvidence(context, district);
        AttemptId first = work.handIn();
        given.waitUntilHeard();
        CaseId waits = given.caseOf(first);
        place(lead, waits);
        assertThat(holds.release(lead, hold(), End.GIVEN_BACK, "Take the name out"))
                .isTrue();
        await().atMost(Duration.ofSeconds(60)).until(() -> state(first) == SubmissionState.DRAFT);
        given.waitUntilHeard();
        assertThat(place(lead, waits)).isEqualTo(Placed.DONE);

        assertThat(holds.release(lead, hold(), End.CLOSED, "It may not be kept"))
                .isTrue();
        assertThat(state(first)).isEqualTo(SubmissionState.CLOSED);
        assertThat(submissions
                        .closedFor(submissions.find(first.submission()).orElseThrow())
                        .orElseThrow()
                        .words())
                .isEqualTo("It may not be kept");
        assertThat(holds.of(first.submission())).isEmpty();
        assertThat(closings.reopen(first.submission(), List.of(district), lead.id(), "It may after all"))
                .isEqualTo(Closings.Opened.DONE);
        assertThat(state(first)).isEqualTo(SubmissionState.DRAFT);
    }

    @Test
    void notYetIsClosedOnlyWhenItsEarnerCanNoLongerAppealAndItsDecisionStays() {
        HandedInEvidence work = new HandedInEvidence(context, district);
        AttemptId attempt = work.attempt();
        CaseId decided = notYet(work);
        place(lead, decided);
        UUID held = hold();
        assertThat(holds.release(lead, held, End.CLOSED, "No more of this")).isFalse();
        assertThat(state(attempt)).isEqualTo(SubmissionState.NOT_YET);
        assertThat(gradebook(attempt)).as("its grade stands").isEqualTo("DECIDED");
        assertThat(holds.of(attempt.submission())).isPresent();

        jdbc.sql("update submission_attempt set decided_at = ? where submission_id = ?")
                .params(
                        Timestamp.from(Instant.now().minus(Duration.ofDays(31))),
                        attempt.submission().value())
                .update();
        assertThat(holds.release(lead, held, End.CLOSED, "No more of this")).isTrue();
        assertThat(state(attempt)).isEqualTo(SubmissionState.CLOSED);
        assertThat(jdbc.sql("select count(*) from assessment_decision where case_id = :id")
                        .param("id", decided.value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(closings.reopen(attempt.submission(), List.of(district), lead.id(), "Go on"))
                .isEqualTo(Closings.Opened.DONE);
        assertThat(state(attempt)).isEqualTo(SubmissionState.NOT_YET);
    }

    @Test
    void aFirstDraftIsHeldByTheNumberOnItsPage() {
        HandedInEvidence work = new HandedInEvidence(context, district);
        AttemptId attempt = work.attempt();
        String number = attempt.submission().label();
        StaffMember elsewhere = given.appointed(given.district(), StaffRole.LEAD_ASSESSOR);
        assertThat(holds.place(elsewhere, number, Because.PRIVACY, "A face", 5)).isEqualTo(Placed.UNKNOWN);
        assertThat(holds.place(lead, number, Because.PRIVACY, "A face", 5)).isEqualTo(Placed.DONE);
        assertThat(holds.place(lead, number, Because.PRIVACY, "A face", 5)).isEqualTo(Placed.HELD);
        Hold now = holds.of(attempt.submission()).orElseThrow();
        assertThat(now.words()).isEqualTo("A face");
        assertThat(holds.until(List.of(attempt.submission())))
                .as("on lists too")
                .containsExactly(Map.entry(attempt.submission(), now.until()));
        assertThat(holds.in(List.of(district), false, 0, 10))
                .singleElement()
                .satisfies(line -> assertThat(line.number()).isEqualTo(number));
        assertThatThrownBy(work::handIn).hasMessageContaining("on hold");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(gradebook(attempt)).isEqualTo("IN_SCORING"));

        UUID held = hold();
        assertThat(holds.release(elsewhere, held, End.GOES_ON, "Not theirs")).isFalse();
        assertThat(holds.release(lead, held, End.GOES_ON, "The face is gone")).isTrue();
        assertThat(holds.release(lead, held, End.GOES_ON, "Once more")).isFalse();
        assertThat(holds.until(List.of(attempt.submission()))).isEmpty();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(gradebook(attempt)).isEqualTo("WITHDRAWN"));
        work.handIn();
        assertThat(state(attempt)).isEqualTo(SubmissionState.SUBMITTED);
    }

    @Test
    void theFormOnThePageTakesTheNumberOfAnAssessorAndThatOfADraftAndNoOther() {
        String draft =
                new HandedInEvidence(context, district).attempt().submission().label();
        HttpBrowser browser = new HttpBrowser();
        Colleague.of(context.getBean(Staff.class), "Greta Holm", district, StaffRole.LEAD_ASSESSOR)
                .signsIn(settings, browser);
        for (String none : List.of("", "ZZZ", draft + "0", "7F3G-09C2", "0O1-IL0")) {
            Page refused = typed(browser, none);
            assertThat(refused.select("#number-error").text()).contains("such as 7F3A-09C2");
            assertThat(refused.select("#number").val()).isEqualTo(none);
            assertThat(refused.select("#words").text()).isEqualTo("A face");
        }
        assertThat(typed(browser, "2222-3333").select("#number-error").text())
                .contains("No open submission of yours has this number");

        assertThat(typed(browser, " " + draft.toLowerCase(Locale.ROOT) + " ").select("[role=status].earned"))
                .hasSize(1);
        Page both = typed(browser, id.label());
        assertThat(both.select("main ul.list > li").text()).contains(draft, id.label());
        assertThat(typed(browser, draft).select("[role=status]").text()).contains("on hold already");
        assertThat(holds.of(attempt.submission())).isPresent();
    }

    private Page typed(HttpBrowser lead, String number) {
        return lead.get(settings.at("/assess/lead/holds"))
                .form("form[action$='/assess/lead/holds']")
                .set("number", number)
                .set("words", "A face")
                .submit();
    }

    /** The step that platforms are told of. */
    private String gradebook(AttemptId of) {
        return jdbc.sql("select step from gradebook_submission where submission_id = ?")
                .param(of.submission().value())
                .query(String.class)
                .single();
    }

    @Test
    void theWindowOfAVersionStandsStillWhileItsWorkIsOnHold() {
        HandedInEvidence work = new HandedInEvidence(context, district);
        AttemptId attempt = work.attempt();
        CaseId decided = notYet(work);
        place(lead, decided);
        UUID held = hold();
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        jdbc.sql("update assessment_hold set held_at = ? where id = ?")
                .params(Timestamp.from(Instant.now().minus(Duration.ofDays(21))), held)
                .update();
        assertThat(holds.movedBy(attempt.submission(), yesterday, Instant.now()))
                .as("by as long as it has been on hold")
                .isBetween(
                        Instant.now().plus(Duration.ofDays(19)), Instant.now().plus(Duration.ofDays(21)));
        holds.release(lead, held, End.GOES_ON, "The name is gone");
        assertThat(holds.movedBy(attempt.submission(), Instant.now().minus(Duration.ofDays(30)), Instant.now()))
                .as("what was over before the hold stays over")
                .isBefore(Instant.now().minus(Duration.ofDays(29)));
    }

    @Test
    void twoHoldsAtOnceCostTheTimeOnce() {
        AttemptId attempt = new HandedInEvidence(context, district).attempt();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        assertThat(holds.place(lead, attempt.submission().label(), Because.PRIVACY, "A face", 5))
                .isEqualTo(Placed.DONE);
        UUID first = hold();
        holds.release(lead, first, End.GOES_ON, "It is gone");
        lasts(first, now, 20, 10);
        for (int[] days : new int[][] {{20, 10}, {15, 5}, {18, 12}, {3, 1}}) {
            UUID another = UUID.randomUUID();
            jdbc.sql("insert into assessment_hold (id, tenant_id, submission_id, version_id, because, words, held_at,"
                            + " clock_from, until, with_earner) select :id, tenant_id, submission_id, version_id, because,"
                            + " words, held_at, clock_from, until, with_earner from assessment_hold where id = :first")
                    .param("id", another)
                    .param("first", first)
                    .update();
            lasts(another, now, days[0], days[1]);
        }
        Instant deadline = now.minus(Duration.ofDays(16));
        assertThat(holds.movedBy(attempt.submission(), deadline, now))
                .as("fifteen days, and the two that came before what was left was over")
                .isEqualTo(deadline.plus(Duration.ofDays(17)));
        assertThat(holds.movedBy(attempt.submission(), now.minus(Duration.ofDays(4)), now))
                .isEqualTo(now.plus(Duration.ofDays(13)));
    }

    private void lasts(UUID hold, Instant now, int fromDaysAgo, int toDaysAgo) {
        jdbc.sql("update assessment_hold set held_at = ?, released_at = ? where id = ?")
                .params(
                        Timestamp.from(now.minus(Duration.ofDays(fromDaysAgo))),
                        Timestamp.from(now.minus(Duration.ofDays(toDaysAgo))),
                        hold)
                .update();
    }

    private CaseId notYet(HandedInEvidence work) {
        AttemptId first = work.handIn();
        given.waitUntilHeard();
        CaseId decided = given.caseOf(first);
        seat(decided, rosa);
        given.rateAll(decided, rosa, "C2");
        given.handIn(decided, rosa);
        await().atMost(Duration.ofSeconds(60)).until(() -> state(first) == SubmissionState.NOT_YET);
        given.waitUntilHeard();
        return decided;
    }

    private void releasedDaysAgo(UUID hold, int days) {
        jdbc.sql("update assessment_hold set released_at = ? where id = ?")
                .params(Timestamp.from(Instant.now().minus(Duration.ofDays(days))), hold)
                .update();
    }

    @Test
    void workOnHoldIsNotClosedUnderItsEarnerNorInTheWeekAfter() {
        String address = UUID.randomUUID() + "@teachers.example";
        HandedInEvidence work =
                new HandedInEvidence(context, district, new UserProfile("Ann Lee", "Ann", "Lee", address));
        AttemptId attempt = work.attempt();
        CaseId decided = notYet(work);
        work.closesNow();
        assertThat(place(lead, decided)).isEqualTo(Placed.DONE);
        UUID held = hold();

        work.anHourPasses();
        assertThat(state(attempt)).isEqualTo(SubmissionState.NOT_YET);
        assertThat(closesAt(attempt)).as("nobody can say when").isEmpty();

        assertThat(holds.release(lead, held, End.GOES_ON, "The name is gone")).isTrue();
        work.anHourPasses();
        assertThat(state(attempt)).isEqualTo(SubmissionState.NOT_YET);
        assertThat(closesAt(attempt).orElseThrow())
                .isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(7)));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Mailbox.to(address)).anySatisfy(mail -> assertThat(mail.text())
                        .contains("You can hand it in again", "at least 7 days")
                        .doesNotContain("You do not need to do anything")));

        releasedDaysAgo(held, 8);
        work.closesNow();
        work.anHourPasses();
        assertThat(state(attempt)).isEqualTo(SubmissionState.CLOSED);
    }

    @Test
    void nothingIsSaidToCloseWhileItIsOnHold() {
        HandedInEvidence work = new HandedInEvidence(context, district);
        AttemptId attempt = work.attempt();
        CaseId decided = notYet(work);
        place(lead, decided);
        UUID held = hold();
        closings.announce(attempt.submission(), Instant.now().plus(Duration.ofDays(30)));
        holds.release(lead, held, End.GOES_ON, "The name is gone");
        assertThat(closesAt(attempt)).isEmpty();

        closings.announce(attempt.submission(), Instant.now().plus(Duration.ofDays(30)));
        assertThat(closesAt(attempt).orElseThrow()).isAfter(Instant.now().plus(Duration.ofDays(29)));
    }

    private Optional<Instant> closesAt(AttemptId of) {
        return closings.of(submissions.find(of.submission()).orElseThrow());
    }

    private SubmissionState state(AttemptId of) {
        return submissions.find(of.submission()).orElseThrow().state();
    }

    @Test
    void isGivenToNobodyAndTheEarnerReadsWhyAndUntilWhen() {
        assertThat(place(lead, id)).isEqualTo(Placed.DONE);
        assertThat(place(lead, id)).isEqualTo(Placed.HELD);
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).isEmpty();
        Hold hold = holds.of(attempt.submission()).orElseThrow();
        assertThat(hold.words()).isEqualTo("A child's name stands on page two");
        assertThat(hold.until()).isAfter(Instant.now().plus(Duration.ofDays(4)));

        assertThat(holds.release(lead, hold(), End.GOES_ON, "The name is an author's"))
                .isTrue();
        assertThat(holds.of(attempt.submission())).isEmpty();
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(id);
        assertThat(given.audit(id)).contains("HELD", "HOLD_ENDED");
    }

    @Test
    void whoHoldsItRatesAndDoesNotHandIn() {
        CaseId taken = queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        place(lead, id);
        given.rateAll(taken, rosa);
        assertThatThrownBy(() -> given.handIn(taken, rosa)).isInstanceOf(OnHold.class);
        UUID hold = hold();
        assertThat(holds.release(lead, hold, End.GIVEN_BACK, "Take the name out"))
                .as("somebody rates it")
                .isFalse();
        assertThat(holds.release(lead, hold, End.GOES_ON, "It may stay")).isTrue();
        given.handIn(taken, rosa);
        assertThat(cases.find(id).orElseThrow().state()).isEqualTo(CaseState.DECIDED);
    }

    @Test
    void theClockStandsStill() {
        Instant due = dueAt();
        queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        place(lead, id);
        Instant before = Instant.now().minus(Duration.ofDays(40));
        jdbc.sql("update assessment_hold set held_at = ?, clock_from = ? where case_id = ?")
                .params(Timestamp.from(before), Timestamp.from(before), id.value())
                .update();
        Instant past = Instant.now().minus(Duration.ofDays(30));
        jdbc.sql("update assessment_case set due_at = ? where id = ?")
                .params(Timestamp.from(past), id.value())
                .update();
        jdbc.sql("update assessment_seat set due_at = ? where case_id = ?")
                .params(Timestamp.from(past), id.value())
                .update();
        deadlines.look();
        assertThat(given.audit(id)).doesNotContain("TAKEN_BACK", "PROMISE_MOVED");

        holds.release(lead, hold(), End.GOES_ON, "It may go on");
        assertThat(dueAt())
                .as("ten days were left")
                .isBetween(Instant.now().plus(Duration.ofDays(9)), Instant.now().plus(Duration.ofDays(14)));
        assertThat(jdbc.sql("select due_at from assessment_seat where case_id = ?")
                        .param(id.value())
                        .query(Timestamp.class)
                        .single()
                        .toInstant())
                .isEqualTo(dueAt());
        assertThat(due).isAfter(past);
        deadlines.look();
        assertThat(given.audit(id)).doesNotContain("TAKEN_BACK", "PROMISE_MOVED");
    }

    @Test
    void isReleasedOnceByALeadOfTheDistrict() throws Exception {
        place(lead, id);
        UUID hold = hold();
        StaffMember elsewhere = given.appointed(given.district(), StaffRole.LEAD_ASSESSOR);
        assertThat(holds.release(elsewhere, hold, End.GOES_ON, "Not mine")).isFalse();
        assertThat(holds.release(rosa, hold, End.GOES_ON, "No lead")).isFalse();
        assertThatThrownBy(() -> holds.release(lead, hold, End.GOES_ON, ""))
                .isInstanceOf(IllegalArgumentException.class);
        StaffMember other = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Boolean>> both = List.of(
                    () -> holds.release(lead, hold, End.GOES_ON, "It may go on"),
                    () -> holds.release(other, hold, End.GIVEN_BACK, "Take the name out"));
            int done = 0;
            for (Future<Boolean> released : two.invokeAll(both)) {
                done += released.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        } finally {
            two.shutdownNow();
        }
        assertThat(cases.find(id).orElseThrow().state()).isIn(CaseState.WAITING, CaseState.RETURNED);
    }

    @Test
    void isGivenBackToTheEarnerWhoLosesNoAttempt() {
        place(lead, id);
        assertThat(holds.release(lead, hold(), End.GIVEN_BACK, "Take the name on page two out"))
                .isTrue();
        assertThat(cases.find(id).orElseThrow().state()).isEqualTo(CaseState.RETURNED);
        assertThat(given.audit(id)).contains("RETURNED");
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).isEmpty();
    }

    @Test
    void theEarnerIsWrittenToWhenWorkIsHeldWhenItGoesOnAndWhenItIsGivenBackWithoutAWordOfWhy() {
        String address = UUID.randomUUID() + "@teachers.example";
        AttemptId own =
                new HandedInEvidence(context, district, new UserProfile("Ann Lee", "Ann", "Lee", address)).handIn();
        given.waitUntilHeard();
        CaseId theirs = given.caseOf(own);

        place(lead, theirs);
        Mail held = Mailbox.latest(address, 1);
        assertThat(held.subject()).contains("is on hold");
        assertThat(held.text())
                .contains("Ann Lee", "Open the micro-credential in your course to read why")
                .contains("comes also to those who want no reminders")
                .doesNotContain("child", "page two", "asked a question", theirs.label());

        holds.release(lead, hold(), End.GOES_ON, "It was a street");
        assertThat(Mailbox.latest(address, 2).subject()).contains("is no longer on hold");

        place(lead, theirs);
        assertThat(Mailbox.latest(address, 3).subject()).contains("is on hold");
        holds.release(lead, hold(), End.GIVEN_BACK, "Take the name out");
        Mail back = Mailbox.latest(address, 4);
        assertThat(back.subject()).contains("came back to you");
        assertThat(back.text()).contains("no attempt is used").doesNotContain("Take the name out");
        given.waitUntilHeard();
        assertThat(Mailbox.to(address)).hasSize(4);
    }

    /** Handed in as a teacher would, so that the submission hears what becomes of it. */
    private record Handed(AttemptId attempt, CaseId id, String address) {}

    private Handed handedIn() {
        String address = UUID.randomUUID() + "@teachers.example";
        AttemptId own =
                new HandedInEvidence(context, district, new UserProfile("Ann Lee", "Ann", "Lee", address)).handIn();
        given.waitUntilHeard();
        return new Handed(own, given.caseOf(own), address);
    }

    /** The submission hears of it in its own time. */
    private void becomes(Handed work, SubmissionState state) {
        await().untilAsserted(() -> assertThat(submissions
                        .find(work.attempt().submission())
                        .orElseThrow()
                        .state())
                .isEqualTo(state));
    }

    @Test
    void whatWasPutBackByWhoRatedItAndThenGivenBackIsADraft() {
        Handed work = handedIn();
        StaffMember only = given.appointed(district, StaffRole.ASSESSOR);
        seat(work, only);
        queue.release(work.id(), only, false);
        becomes(work, SubmissionState.IN_SCORING);
        place(lead, work.id());
        assertThat(holds.release(lead, hold(), End.GIVEN_BACK, "Take the name out"))
                .isTrue();
        becomes(work, SubmissionState.DRAFT);
    }

    private void seat(Handed work, StaffMember rater) {
        seat(work.id(), rater);
    }

    private void seat(CaseId wanted, StaffMember rater) {
        CaseId next = queue.takeNext(rater, UUID.randomUUID()).orElseThrow();
        if (!next.equals(wanted)) {
            assertThat(queue.takeNext(rater, UUID.randomUUID())).contains(wanted);
            queue.release(next, rater, false);
        }
    }

    @Test
    void aLeadClosesWhatIsHeldEvenWhileSomebodyRatesItAndMayOpenItAgainAsADraft() {
        Handed work = handedIn();
        seat(work, rosa);
        place(lead, work.id());
        assertThat(Mailbox.latest(work.address(), 1).subject()).contains("is on hold");
        assertThat(holds.release(rosa, hold(), End.CLOSED, "No lead")).isFalse();
        assertThat(holds.release(lead, hold(), End.CLOSED, "The school takes no part any more"))
                .isTrue();
        becomes(work, SubmissionState.CLOSED);
        assertThat(given.audit(work.id())).contains("HOLD_ENDED", "CLOSED");
        assertThatThrownBy(() -> given.handIn(work.id(), rosa)).isInstanceOf(CaseNotHeld.class);

        Mail told = Mailbox.latest(work.address(), 2);
        assertThat(told.subject()).contains("was closed");
        assertThat(told.text())
                .contains(work.attempt().submission().label())
                .doesNotContain("takes no part", work.id().label());
        assertThat(submissions.closedFor(
                        submissions.find(work.attempt().submission()).orElseThrow()))
                .hasValueSatisfying(said -> assertThat(said.words()).isEqualTo("The school takes no part any more"));

        assertThat(closings.reopen(work.attempt().submission(), lead.leads(), lead.id(), "They take part again"))
                .isEqualTo(Closings.Opened.DONE);
        becomes(work, SubmissionState.DRAFT);
    }

    @Test
    void whatWasDecidedAndAppealedAgainstIsNotClosed() {
        CaseId taken = queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        given.rateAll(taken, rosa);
        given.handIn(taken, rosa);
        CaseId again = given.waiting(given.literacy(), attempt, district);
        assertThat(place(lead, again)).isEqualTo(Placed.DONE);
        assertThat(holds.release(lead, hold(), End.CLOSED, "Enough")).isFalse();
        assertThat(holds.release(lead, hold(), End.GOES_ON, "It goes on")).isTrue();
    }

    @Test
    void anAssessorWhoFindsANamePutsTheWorkOnHoldAndItLeavesTheDesk() {
        CaseId taken = queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        StaffMember other = given.appointed(district, StaffRole.ASSESSOR);
        assertThatThrownBy(() -> reports.report(taken, other, "Not on my desk")).isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> reports.report(taken, rosa, " ")).isInstanceOf(IllegalArgumentException.class);

        reports.report(taken, rosa, "On the board in the second photo");
        Hold hold = holds.of(attempt.submission()).orElseThrow();
        assertThat(hold.because()).isEqualTo(Because.PRIVACY);
        assertThat(hold.words()).isEqualTo("On the board in the second photo");
        assertThat(queue.takeNext(rosa, UUID.randomUUID()))
                .as("held for everybody")
                .isEmpty();
        assertThatThrownBy(() -> reports.report(taken, rosa, "Again")).isInstanceOf(CaseNotHeld.class);
        assertThat(given.audit(id)).contains("HELD", "PUT_BACK");
        assertThat(holds.release(lead, hold(), End.GIVEN_BACK, "Cover the board"))
                .as("nobody rates it any more")
                .isTrue();
    }
}
