package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.Flags.State;
import dev.laurel.assessment.Integrity.Decided;
import dev.laurel.assessment.Integrity.Elsewhere;
import dev.laurel.assessment.Integrity.Line;
import dev.laurel.assessment.Integrity.Opened;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Doubts about whose work something is. */
@LaurelTest
class IntegrityTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Integrity integrity;

    @Autowired
    EarnerQuestions questions;

    @Autowired
    Queue queue;

    @Autowired
    Cases cases;

    @Autowired
    Submissions submissions;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember rosa;
    private StaffMember lead;

    @BeforeEach
    void aDistrict() {
        given = new AssessmentFixtures(context);
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
    }

    private AttemptId handIn(String line) {
        AttemptId attempt = new HandedInEvidence(context, district)
                .file("A1", "pdf", SampleFiles.pdf(line))
                .handIn();
        given.waitUntilHeard();
        return attempt;
    }

    private List<Line> open() {
        return integrity.in(lead, false, 0, 50);
    }

    /** Of two people's same file; the second one's case is flagged. */
    private UUID flagged() {
        handIn("The same analysis");
        handIn("The same analysis");
        return open().get(0).flag().id();
    }

    private Opened opened(UUID flag) {
        return integrity.opened(lead, flag).orElseThrow();
    }

    private AttemptId attemptOf(UUID flag) {
        return opened(flag).about().attempt();
    }

    @Test
    void differentFilesAndTheSameFileInAnotherDistrictRaiseNothing() {
        TenantId elsewhere = given.district();
        new HandedInEvidence(context, elsewhere)
                .file("A1", "pdf", SampleFiles.pdf("Mine"))
                .handIn();
        handIn("Mine");
        handIn("Another");

        assertThat(open()).isEmpty();
    }

    @Test
    void onesOwnFileTwiceRaisesNothing() {
        new HandedInEvidence(context, district)
                .file("A1", "pdf", SampleFiles.pdf("My own"))
                .file("A1", "pdf", SampleFiles.pdf("My own"))
                .handIn();
        given.waitUntilHeard();

        assertThat(open()).isEmpty();
    }

    @Test
    void theSameFileOfTwoPeopleIsAFlagAndNothingMore() {
        AttemptId first = handIn("The same analysis");
        AttemptId second = handIn("The same analysis");

        assertThat(open()).hasSize(1);
        Opened opened = opened(open().get(0).flag().id());
        assertThat(opened.about().attempt()).isEqualTo(second);
        assertThat(opened.elsewhere()).hasSize(1);
        assertThat(opened.elsewhere().get(0).other())
                .isEqualTo(given.caseOf(first).label());
        assertThat(opened.ai()).isNotNull();
        assertThat(opened.mayUphold()).isFalse();
        assertThat(opened.toString()).doesNotContain("Quartermain", "Philomena");
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).isPresent();
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).isPresent();
    }

    @Test
    void aFormThatEverybodyHandsInHidesNoOtherFile() {
        for (int teacher = 0; teacher < 25; teacher++) {
            new HandedInEvidence(context, district)
                    .file("A1", "pdf", SampleFiles.pdf("The form of the district"))
                    .handIn();
        }
        AttemptId copiedFrom = handIn("An analysis of one's own");
        new HandedInEvidence(context, district)
                .file("A1", "pdf", SampleFiles.pdf("The form of the district"))
                .file("A1", "pdf", SampleFiles.pdf("An analysis of one's own"))
                .handIn();
        given.waitUntilHeard();

        List<Elsewhere> elsewhere = opened(open().stream()
                        .max(Comparator.comparing(line -> line.flag().raisedAt()))
                        .orElseThrow()
                        .flag()
                        .id())
                .elsewhere();
        assertThat(elsewhere)
                .hasSize(21)
                .extracting(Elsewhere::other)
                .contains(given.caseOf(copiedFrom).label());
    }

    @Test
    void nothingIsUpheldBeforeTheEarnerWasHeard() {
        UUID flag = flagged();
        assertThat(integrity.decide(lead, flag, true, "Copied")).isEqualTo(Decided.NOT_HEARD);

        integrity.ask(lead, flag, "How come?");
        assertThat(integrity.decide(lead, flag, true, "Copied")).isEqualTo(Decided.NOT_HEARD);
        assertThat(opened(flag).flag().state()).isEqualTo(State.ASKED);

        jdbc.sql("update assessment_question set answer_by = :past where about = :flag")
                .param("past", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("flag", flag)
                .update();
        assertThat(integrity.decide(lead, flag, true, "No answer came")).isEqualTo(Decided.DONE);
    }

    @Test
    void whoLeadsElsewhereOrIsInConflictDecidesNothing() {
        UUID flag = flagged();
        StaffMember elsewhere = given.appointed(given.district(), StaffRole.LEAD_ASSESSOR);

        assertThat(integrity.opened(elsewhere, flag)).isEmpty();
        assertThat(integrity.ask(elsewhere, flag, "How come?")).isFalse();
        assertThat(integrity.decide(elsewhere, flag, false, "Fine")).isEqualTo(Decided.NOT_YOURS);
        context.getBean(Assignments.class)
                .conflict(UUID.randomUUID(), opened(flag).about().id(), lead.id(), Instant.now());
        assertThat(integrity.opened(lead, flag)).isEmpty();
    }

    @Test
    void theEarnerHasTheProgrammesDaysToAnswerAndKeepsThemWhenTheyChange() {
        given.practice(district, lead, Map.of("laurel.quality.answer-days", "30"));
        UUID flag = flagged();
        integrity.ask(lead, flag, "How come?");
        given.practice(district, lead, Map.of("laurel.quality.answer-days", "1"));

        assertThat(questions.of(attemptOf(flag).submission()).get(0).answerBy())
                .isAfter(Instant.now().plus(Duration.ofDays(38)));
    }

    @Test
    void whileTheEarnerIsAskedNobodyIsGivenTheWork() {
        UUID flag = flagged();
        CaseId about = opened(flag).about().id();
        integrity.ask(lead, flag, "How come?");
        integrity.ask(lead, flag, "A second press");

        Optional<CaseId> taken = queue.takeNext(rosa, UUID.randomUUID());
        assertThat(taken).isPresent();
        assertThat(taken).isNotEqualTo(Optional.of(about));
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).isEmpty();
        assertThat(questions.of(attemptOf(flag).submission())).hasSize(1);

        integrity.decide(lead, flag, false, "A form everybody was given");
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(about);
    }

    @Test
    void theEarnerAnswersOnceAndReadsWhatWasDecided() {
        UUID flag = flagged();
        AttemptId attempt = attemptOf(flag);
        integrity.ask(lead, flag, "How come?");
        EarnerQuestion asked = questions.of(attempt.submission()).get(0);

        assertThat(questions.answer(given.attempt().submission(), asked.id(), "Not mine to answer"))
                .isFalse();
        assertThat(questions.answer(attempt.submission(), asked.id(), "We planned it together"))
                .isTrue();
        assertThat(questions.answer(attempt.submission(), asked.id(), "Something else"))
                .isFalse();
        assertThat(opened(flag).asked()).extracting(EarnerQuestion::answer).isEqualTo("We planned it together");

        assertThat(integrity.decide(lead, flag, false, "That explains it")).isEqualTo(Decided.DONE);
        assertThat(questions.of(attempt.submission()).get(0).outcomeWords()).isEqualTo("That explains it");
        assertThat(integrity.decide(lead, flag, true, "Twice")).isEqualTo(Decided.NOT_YOURS);
        assertThat(given.audit(opened(flag).about().id()))
                .containsExactly("QUEUED", "FLAGGED", "HELD", "EARNER_ASKED", "FLAG_DECIDED", "HOLD_ENDED");
        assertThat(given.audit(flag)).containsExactly("EARNER_ANSWERED");
    }

    @Test
    void upheldBeforeAnybodyBeganItGoesBackToTheEarnerAndCostsNoAttempt() {
        UUID flag = flagged();
        AttemptId attempt = attemptOf(flag);
        integrity.ask(lead, flag, "How come?");
        questions.answer(
                attempt.submission(), questions.of(attempt.submission()).get(0).id(), "I copied it");

        integrity.decide(lead, flag, true, "Replace A1 with your own");

        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        submissions.find(attempt.submission()).orElseThrow().state() == SubmissionState.DRAFT);
        given.waitUntilHeard();
        assertThat(submissions.returned(attempt).orElseThrow().words()).isEqualTo("Replace A1 with your own");
        assertThat(submissions.find(attempt.submission()).orElseThrow().attempt())
                .isEqualTo(1);
        assertThat(cases.find(opened(flag).about().id()).orElseThrow().state()).isEqualTo(CaseState.RETURNED);
    }

    @Test
    void upheldOnWorkThatSomebodyRatesItOnlyStandsOnRecord() {
        UUID flag = flagged();
        AttemptId attempt = attemptOf(flag);
        queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        CaseId about = queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        assertThat(about).isEqualTo(opened(flag).about().id());
        integrity.ask(lead, flag, "How come?");
        questions.answer(
                attempt.submission(), questions.of(attempt.submission()).get(0).id(), "I copied it");

        assertThat(opened(flag).mayReturn()).isFalse();
        assertThat(integrity.decide(lead, flag, true, "On record")).isEqualTo(Decided.DONE);

        assertThat(cases.find(about).orElseThrow().state()).isEqualTo(CaseState.IN_SCORING);
    }

    @Test
    void whoIsAskedAfterTheyEarnedItIsNotToldThatTheirWorkIsOnHold() {
        UUID flag = flagged();
        AttemptId attempt = attemptOf(flag);
        queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        CaseId about = queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        given.rateAll(about, rosa);
        given.handIn(about, rosa);
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        submissions.find(attempt.submission()).orElseThrow().state() == SubmissionState.EARNED);

        assertThat(integrity.ask(lead, flag, "How come?")).isTrue();

        assertThat(context.getBean(Holds.class).of(attempt.submission())).isEmpty();
        assertThat(given.audit(about)).doesNotContain("HELD").contains("EARNER_ASKED");
        questions.answer(
                attempt.submission(), questions.of(attempt.submission()).get(0).id(), "I copied it");
        assertThat(integrity.decide(lead, flag, true, "An officer will read this"))
                .isEqualTo(Decided.DONE);
        assertThat(submissions.find(attempt.submission()).orElseThrow().state()).isEqualTo(SubmissionState.EARNED);
    }

    @Test
    void anAssessorTellsALeadWhatTheyNoticed() {
        handIn("Anything");
        CaseId held = queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();

        integrity.notice(cases.find(held).orElseThrow(), rosa.id(), "The photo is on a publisher's site");

        assertThat(open())
                .extracting(line -> line.flag().words())
                .containsExactly("The photo is on a publisher's site");
    }
}
