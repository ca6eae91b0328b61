package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.Scoring.Entry;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.Returned;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.submission.Submissions;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** The look through what was handed in, before anybody rates it. */
@LaurelTest
@RecordApplicationEvents
class CompletenessTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Cases cases;

    @Autowired
    Scoring scoring;

    @Autowired
    Completeness completeness;

    @Autowired
    Submissions submissions;

    @Autowired
    Staff staff;

    @Autowired
    LaurelSettings settings;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember rosa;
    private StaffMember reviewer;
    private HandedInEvidence evidence;
    private AttemptId attempt;
    private CaseId id;

    @BeforeEach
    void aDistrictThatChecksFirst() {
        given = new AssessmentFixtures(context);
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        reviewer = given.appointed(district, StaffRole.COMPLETENESS_REVIEWER);
        evidence = new HandedInEvidence(context, district).file("A4", "png", SampleFiles.png());
        attempt = evidence.handIn();
        given.waitUntilHeard();
        id = given.caseOf(attempt);
    }

    private Optional<CaseId> take(StaffMember by, Work work) {
        return queue.takeNext(by, UUID.randomUUID(), work);
    }

    private SubmissionState state() {
        return submissions.find(attempt.submission()).orElseThrow().state();
    }

    @Test
    void nobodyRatesWhatWasNotLookedThrough(ApplicationEvents published) {
        assertThat(take(rosa, Work.RATING)).isEmpty();
        assertThat(take(rosa, Work.CHECK)).isEmpty();
        assertThat(take(reviewer, Work.RATING)).isEmpty();
        assertThat(take(reviewer, Work.CHECK)).contains(id);

        assertThat(published.stream(ScoringStarted.class)).isEmpty();
        assertThat(completeness.open(id, reviewer).dueAt())
                .isBefore(cases.find(id).orElseThrow().dueAt());
    }

    @Test
    void aReviewerRatesNothing() {
        take(reviewer, Work.CHECK);

        assertThatThrownBy(() -> scoring.open(id, reviewer)).isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> scoring.save(id, reviewer, List.of(new Entry("C1", "progressing", "", 0))))
                .isInstanceOf(CaseNotHeld.class);
        assertThatThrownBy(() -> scoring.decide(id, reviewer, 0)).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void onlyWhoHoldsTheCheckAnswersIt() {
        take(reviewer, Work.CHECK);
        StaffMember other = given.appointed(district, StaffRole.COMPLETENESS_REVIEWER);
        StaffMember elsewhere = given.appointed(given.district(), StaffRole.COMPLETENESS_REVIEWER);

        for (StaffMember stranger : List.of(other, elsewhere, rosa)) {
            assertThatThrownBy(() -> completeness.open(id, stranger)).isInstanceOf(CaseNotHeld.class);
            assertThatThrownBy(() -> completeness.pass(id, stranger)).isInstanceOf(CaseNotHeld.class);
            assertThatThrownBy(() -> completeness.sendBack(id, stranger, "No")).isInstanceOf(CaseNotHeld.class);
        }
        assertThat(state()).isEqualTo(SubmissionState.SUBMITTED);
    }

    @Test
    void whatIsCompleteGoesOnToBeRated() {
        take(reviewer, Work.CHECK);
        completeness.pass(id, reviewer);
        completeness.pass(id, reviewer);

        assertThat(given.audit(id)).containsExactly("QUEUED", "TAKEN", "FOUND_COMPLETE");
        assertThat(take(rosa, Work.RATING)).contains(id);
        assertThat(take(given.appointed(district, StaffRole.ASSESSOR), Work.RATING))
                .isEmpty();
        await().until(() -> state() == SubmissionState.IN_SCORING);
        assertThatThrownBy(() -> completeness.sendBack(id, rosa, "Too late")).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void whatIsNotCompleteIsADraftAgainWithTheWordsAndCostsNoAttempt() {
        take(reviewer, Work.CHECK);
        completeness.sendBack(id, reviewer, "The second photo shows a name.");
        completeness.sendBack(id, reviewer, "The second photo shows a name.");

        await().until(() -> state() == SubmissionState.DRAFT);
        assertThat(submissions.find(attempt.submission()).orElseThrow().attempt())
                .isEqualTo(1);
        assertThat(submissions.returned(attempt)).map(Returned::words).contains("The second photo shows a name.");
        assertThat(cases.find(id).orElseThrow().state()).isEqualTo(CaseState.RETURNED);
        assertThat(take(rosa, Work.RATING)).isEmpty();

        assertThat(evidence.handIn()).isEqualTo(attempt);
        given.waitUntilHeard();
        assertThat(take(reviewer, Work.CHECK))
                .hasValueSatisfying(again -> assertThat(again).isNotEqualTo(id));
    }

    @Test
    void theDeskSaysWhatBecameOfItWhateverIsPressedInASecondWindow() {
        HttpBrowser browser = new HttpBrowser();
        HttpBrowser.Page one = Colleague.of(staff, "Ines Soler", district, StaffRole.COMPLETENESS_REVIEWER)
                .signsIn(settings, browser)
                .form("form:has(input[name=work][value=CHECK])")
                .submit();
        HttpBrowser.Page other = browser.get(one.uri());

        assertThat(one.submit("form[action$=/complete]", Map.of()).text()).contains("goes on to be rated");
        assertThat(other.submit("form[action$=/return]", Map.of("words", "Page two is missing"))
                        .text())
                .contains("goes on to be rated")
                .doesNotContain("went back to the teacher");
    }

    @Test
    void theEarnerIsWrittenToOnceWhenWorkIsSentBackWithoutAWordOfWhy() {
        String address = UUID.randomUUID() + "@teachers.example";
        AttemptId own =
                new HandedInEvidence(context, district, new UserProfile("Ann Lee", "Ann", "Lee", address)).handIn();
        given.waitUntilHeard();
        assertThat(take(reviewer, Work.CHECK)).contains(id);
        CaseId theirs = given.caseOf(own);
        assertThat(take(reviewer, Work.CHECK)).contains(theirs);

        completeness.sendBack(theirs, reviewer, "The second photo shows a name.");
        completeness.sendBack(theirs, reviewer, "The second photo shows a name.");

        Mailbox.Mail mail = Mailbox.latest(address, 1);
        assertThat(mail.subject()).contains("came back: something is missing");
        assertThat(mail.text())
                .contains("Ann Lee", "no attempt is used", "comes also to those who want no reminders")
                .doesNotContain("second photo", theirs.label());
        given.waitUntilHeard();
        assertThat(Mailbox.to(address)).hasSize(1);
    }

    @Test
    void aMailThatWaitedForTheServerSaysNothingOfWhatWasHandedInSince() {
        String address = UUID.randomUUID() + "@teachers.example";
        AttemptId own =
                new HandedInEvidence(context, district, new UserProfile("Ann Lee", "Ann", "Lee", address)).handIn();
        given.waitUntilHeard();

        given.hear(new EarnerNotice(
                own.submission(),
                district,
                EarnerNotice.Kind.RETURNED,
                Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(3600)));

        await().until(() -> context.getBean(JdbcClient.class)
                .sql("select problem from journey_notice where submission_id = :id")
                .param("id", own.submission().value())
                .query(String.class)
                .list()
                .equals(List.of("moved-on")));
        assertThat(Mailbox.to(address)).isEmpty();
    }

    @Test
    void whoCheckedMayRateWhereTheyAreAssessorsToo() {
        StaffMember both = given.appointed(district, StaffRole.ASSESSOR, StaffRole.COMPLETENESS_REVIEWER);
        assertThat(take(both, Work.CHECK)).contains(id);
        completeness.pass(id, both);

        assertThat(take(both, Work.RATING)).contains(id);
        assertThat(scoring.open(id, both).sheet().ratings()).isEmpty();
    }

    @Test
    void aWithdrawalClosesTheCheck() {
        take(reviewer, Work.CHECK);
        given.hear(new SubmissionWithdrawn(attempt, Instant.now().plusSeconds(1)));

        assertThat(cases.find(id).orElseThrow().state()).isEqualTo(CaseState.WITHDRAWN);
        assertThatThrownBy(() -> completeness.pass(id, reviewer)).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void putBackItWaitsForAnotherReviewer() {
        take(reviewer, Work.CHECK);
        queue.release(id, reviewer, true);

        assertThat(take(reviewer, Work.CHECK)).isEmpty();
        assertThat(take(given.appointed(district, StaffRole.COMPLETENESS_REVIEWER), Work.CHECK))
                .contains(id);
    }

    @Test
    void whenTheLastReviewerIsGoneAssessorsLookThroughWhatWaits() {
        staff.revoke(reviewer.id(), StaffRole.COMPLETENESS_REVIEWER, district);

        assertThat(take(rosa, Work.RATING)).contains(id);
        completeness.pass(id, rosa);
        assertThat(take(rosa, Work.RATING)).contains(id);
        assertThat(scoring.open(id, rosa).seat()).isEqualTo(Seat.FIRST);
    }

    @Test
    void theReviewersPageShowsTheEvidenceAndAsksForWordsBeforeItSendsBack() {
        HttpBrowser browser = new HttpBrowser();
        HttpBrowser.Page desk = Colleague.of(staff, "Noor Haddad", district, StaffRole.COMPLETENESS_REVIEWER)
                .signsIn(settings, browser);
        assertThat(desk.text()).contains("1 submission waits to be looked through");

        HttpBrowser.Page check =
                desk.form("form:has(input[name=work][value=CHECK])").submit();
        assertThat(check.uri().getPath()).endsWith("/check");
        assertThat(check.text()).contains("Is submission", "About P1Q1", "What to look for");
        assertThat(check.body().toLowerCase(Locale.ROOT)).doesNotContain("quartermain", "philomena");
        assertThat(check.select("input[type=radio]")).isEmpty();
        assertThat(browser.get(settings.at(check.select("#evidence-A4 img").attr("src")))
                        .status())
                .isEqualTo(200);

        HttpBrowser.Page missing = check.form("form[action$='/return']").submit();
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.text()).contains("Say what is missing");
        HttpBrowser.Page done = missing.form("form[action$='/return']")
                .set("words", "A photo shows a name.")
                .submit();
        assertThat(done.text()).contains("went back to the teacher with your words");
        await().until(() -> state() == SubmissionState.DRAFT);
    }

    @Test
    void whatALeadKeepsOnHoldIsNeitherPassedOnNorSentBackAndNothingTypedIsLost() {
        HttpBrowser browser = new HttpBrowser();
        HttpBrowser.Page check = Colleague.of(staff, "Noor Haddad", district, StaffRole.COMPLETENESS_REVIEWER)
                .signsIn(settings, browser)
                .form("form:has(input[name=work][value=CHECK])")
                .submit();
        StaffMember lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        Holds holds = context.getBean(Holds.class);
        holds.place(lead, id.label(), Hold.Because.OTHER, "The video is silent", 5);

        HttpBrowser.Page held = check.form("form[action$='/return']")
                .set("words", "A photo shows a name.")
                .submit();
        assertThat(held.status()).isEqualTo(409);
        assertThat(held.text()).contains("A lead keeps this submission on hold");
        assertThat(held.select("#words").text()).isEqualTo("A photo shows a name.");
        assertThat(held.form("form[action$='/complete']").submit().status()).isEqualTo(409);
        assertThat(given.audit(id)).containsExactly("QUEUED", "TAKEN", "HELD");

        UUID hold = holds.in(lead.leads(), false, 0, 10).get(0).id();
        assertThat(holds.release(lead, hold, Holds.End.GOES_ON, "It has sound")).isTrue();
        assertThat(held.form("form[action$='/return']").submit().text())
                .contains("went back to the teacher with your words");
        await().until(() -> state() == SubmissionState.DRAFT);
    }
}
