package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.Qualifications.Try;
import dev.laurel.assessment.Qualifying.Stage;
import dev.laurel.assessment.QualitySettings.Required;
import dev.laurel.assessment.Staffing.Reason;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.Removals;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Silence;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How somebody becomes qualified, and what that is asked for. */
@LaurelTest
class QualifyingTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Qualifying qualifying;

    @Autowired
    Qualifications qualifications;

    @Autowired
    BlindRating blind;

    @Autowired
    Anchors anchors;

    @Autowired
    AnchorDesk desk;

    @Autowired
    EarnerQuestions questions;

    @Autowired
    Staffing staffing;

    @Autowired
    DeskNews news;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember lead;
    private StaffMember rosa;
    private StaffMember li;
    private MicroCredential hinge;

    @BeforeEach
    void aDistrict() {
        given = new AssessmentFixtures(context);
        district = given.district();
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        li = given.appointed(district, StaffRole.ASSESSOR);
        hinge = given.hinge();
    }

    private AnchorId anchor(Task task, Map<String, String> levels) {
        return given.anchor(lead, district, hinge, task, levels);
    }

    /** Twelve criteria: enough. */
    private void enoughAnchors() {
        anchor(Task.QUALIFYING, Map.of());
        anchor(Task.QUALIFYING, Map.of("C2", "beginning"));
    }

    private Stage stage(StaffMember person) {
        return qualifying.standing(person, district, hinge.id()).orElseThrow().stage();
    }

    private Optional<CaseId> take(StaffMember by) {
        return queue.takeNext(by, UUID.randomUUID());
    }

    private Try begin(StaffMember person) {
        return qualifying.begin(person, district, hinge.id()).orElseThrow();
    }

    /** Rates the whole set as agreed, but for these criteria of the first piece. */
    private Try rateSet(StaffMember person, Map<String, String> butFirst) {
        Try run = begin(person);
        Map<String, String> but = butFirst;
        for (Qualifying.Piece piece :
                qualifying.run(person, run.id()).orElseThrow().pieces()) {
            Map<String, String> levels = new HashMap<>();
            anchors.scores(piece.reading().anchor())
                    .values()
                    .forEach(score -> levels.put(score.criterion(), score.level()));
            levels.putAll(but);
            but = Map.of();
            given.rateBlind(piece.reading().id(), person, levels);
        }
        return qualifications.findTry(run.id()).orElseThrow();
    }

    /** Rosa decides what was handed in, and a lead means to make an anchor of it. */
    private AnchorDesk.Draft ofWorkThatIsDecided() {
        given.waitUntilHeard();
        CaseId decided = take(rosa).orElseThrow();
        given.rateAll(decided, rosa);
        given.handIn(decided, rosa);
        given.waitUntilHeard();
        return desk.draft(lead, decided).orElseThrow();
    }

    private void setsWereDone(StaffMember person, Duration ago) {
        jdbc.sql("update assessment_try set done_at = :at where staff_id = :staff and done_at is not null")
                .param("at", Timestamp.from(Instant.now().minus(ago)))
                .param("staff", person.id().value())
                .update();
    }

    @Test
    void nobodyPassesOnLevelsThatTheyHaveJustRead() {
        enoughAnchors();
        rateSet(rosa, Map.of("C1", "beginning"));

        assertThat(qualifying.begin(rosa, district, hinge.id())).isEmpty();
        assertThat(qualifying.standing(rosa, district, hinge.id()).orElseThrow().again())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(13)), Instant.now().plus(Duration.ofDays(15)));
        assertThat(stage(li)).as("who has read none of them").isEqualTo(Stage.READY);

        anchor(Task.QUALIFYING, Map.of());
        assertThat(stage(rosa)).as("six new criteria are too few").isEqualTo(Stage.LATER);
        anchor(Task.QUALIFYING, Map.of());
        assertThat(stage(rosa)).as("twelve new ones are enough").isEqualTo(Stage.READY);
    }

    @Test
    void afterAWhileTheSamePiecesServeAgainAndADistrictSaysAfterHowLong() {
        enoughAnchors();
        rateSet(rosa, Map.of("C1", "beginning"));

        setsWereDone(rosa, Duration.ofDays(15));
        assertThat(stage(rosa)).isEqualTo(Stage.READY);
        given.practice(district, lead, Map.of("laurel.quality.gate-again-days", "30"));
        assertThat(stage(rosa)).isEqualTo(Stage.LATER);
        given.practice(district, lead, Map.of("laurel.quality.gate-again-days", "0"));
        setsWereDone(rosa, Duration.ZERO);
        assertThat(rateSet(rosa, Map.of()).passed()).isTrue();
    }

    private void qualifiedUntil(StaffMember person, Instant until) {
        jdbc.sql("update assessment_qualification set until = :until where staff_id = :staff")
                .param("until", Timestamp.from(until))
                .param("staff", person.id().value())
                .update();
    }

    @Test
    void withoutAnchorsNothingIsAsked() {
        CaseId waiting = given.waiting(hinge, given.attempt(), district);

        assertThat(take(rosa)).contains(waiting);
        assertThat(qualifying.of(rosa)).isEmpty();
    }

    @Test
    void withTooFewCriteriaNothingIsAskedYet() {
        anchor(Task.QUALIFYING, Map.of());
        anchor(Task.TRAINING, Map.of());
        given.waiting(hinge, given.attempt(), district);

        assertThat(stage(rosa)).isEqualTo(Stage.NOT_ASKED);
        assertThat(qualifying.begin(rosa, district, hinge.id())).isEmpty();
        assertThat(take(rosa)).isPresent();
    }

    @Test
    void whoIsNotQualifiedIsGivenNoneOfThatWorkAndAllOfTheOther() {
        enoughAnchors();
        given.waiting(hinge, given.attempt(), district);
        CaseId other = given.waiting(given.literacy(), given.attempt(), district);

        assertThat(queue.load(rosa, Work.RATING, Instant.now(), Instant.now()).waiting())
                .isEqualTo(1);
        assertThat(take(rosa)).contains(other);
        assertThat(take(rosa)).isEmpty();
        assertThat(news.of(rosa).open()).isEqualTo(1);
    }

    @Test
    void aDistrictMayAskForItEverywhereOrNowhere() {
        given.waiting(given.literacy(), given.attempt(), district);
        given.policy(district, Required.ALWAYS, 0, 0, lead);
        assertThat(take(rosa)).isEmpty();

        enoughAnchors();
        given.waiting(hinge, given.attempt(), district);
        given.policy(district, Required.NEVER, 0, 0, lead);
        assertThat(take(rosa)).isPresent();
        assertThat(take(rosa)).isPresent();
    }

    @Test
    void leadsReadThatTooFewAreQualified() {
        enoughAnchors();
        given.waiting(hinge, given.attempt(), district);

        assertThat(staffing.in(Set.of(district)))
                .extracting(Staffing.Shortage::reason)
                .containsExactly(Reason.NOT_QUALIFIED);

        rateSet(rosa, Map.of());
        rateSet(li, Map.of());
        assertThat(staffing.in(Set.of(district))).isEmpty();
    }

    @Test
    void trainingComesFirst() {
        enoughAnchors();
        AnchorId piece = anchor(Task.TRAINING, Map.of());
        assertThat(stage(rosa)).isEqualTo(Stage.TRAINING);
        assertThat(qualifying.begin(rosa, district, hinge.id())).isEmpty();

        qualifying.read(rosa, qualifying.trainingPiece(rosa, piece).orElseThrow());

        assertThat(stage(rosa)).isEqualTo(Stage.READY);
        assertThat(given.audit(piece.value())).containsExactly("ANCHOR_MADE", "TRAINING_READ");
    }

    @Test
    void whatQualifiesCannotBeReadWithItsScores() {
        AnchorId blindPiece = anchor(Task.QUALIFYING, Map.of());
        StaffMember elsewhere = given.appointed(given.district(), StaffRole.ASSESSOR);
        AnchorId training = anchor(Task.TRAINING, Map.of());

        assertThat(qualifying.trainingPiece(rosa, blindPiece)).isEmpty();
        assertThat(qualifying.trainingPiece(elsewhere, training)).isEmpty();
    }

    @Test
    void nothingIsComparedBeforeTheWholeSetIsRated() {
        enoughAnchors();
        Try run = begin(rosa);
        Qualifying.Run before = qualifying.run(rosa, run.id()).orElseThrow();
        given.rateBlind(before.pieces().get(0).reading().id(), rosa, Map.of());

        assertThat(qualifying.run(rosa, run.id()).orElseThrow().pieces())
                .hasSize(2)
                .allSatisfy(piece -> assertThat(piece.lines()).isEmpty());
        assertThat(qualifications.findTry(run.id()).orElseThrow().doneAt()).isNull();
        assertThat(qualifying.run(li, run.id())).isEmpty();
    }

    @Test
    void twoLevelsOffOnceIsNotYet() {
        enoughAnchors();

        Try run = rateSet(rosa, Map.of("C1", "beginning"));

        assertThat(run.result()).isEqualTo(new Anchor.Comparison(12, 11, 11, 1));
        assertThat(run.passed()).isFalse();
        assertThat(stage(rosa)).isEqualTo(Stage.LATER);
        assertThat(qualifying.run(rosa, run.id()).orElseThrow().pieces())
                .flatMap(Qualifying.Piece::lines)
                .extracting(ComparedView::verdict)
                .containsOnlyOnce("far");
    }

    @Test
    void theDecisionHasToBeRightInNineOfTen() {
        enoughAnchors();

        Try run = rateSet(rosa, Map.of("C1", "progressing", "C3", "progressing"));

        assertThat(run.result()).isEqualTo(new Anchor.Comparison(12, 10, 10, 0));
        assertThat(run.passed()).isFalse();
    }

    @Test
    void fourInFiveHaveToBeExact() {
        enoughAnchors();

        Try run = rateSet(rosa, Map.of("C1", "distinguished", "C3", "distinguished", "C4", "distinguished"));

        assertThat(run.result()).isEqualTo(new Anchor.Comparison(12, 9, 12, 0));
        assertThat(run.passed()).isFalse();
    }

    @Test
    void closeEnoughQualifiesForAYearAndTheWorkComes() {
        enoughAnchors();
        given.waiting(hinge, given.attempt(), district);

        Try run = rateSet(rosa, Map.of("C1", "distinguished", "C3", "distinguished"));

        assertThat(run.passed()).isTrue();
        assertThat(stage(rosa)).isEqualTo(Stage.QUALIFIED);
        assertThat(qualifications.of(rosa.id(), Set.of(district)).get(0).until())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(364)), Instant.now().plus(Duration.ofDays(367)));
        assertThat(take(rosa)).isPresent();
        assertThat(take(li)).isEmpty();
        assertThat(given.audit(run.id())).containsExactly("TRY_BEGUN", "QUALIFIED");
    }

    @Test
    void whoIsAskedToRenewAndCannotReadsWhatIsMissing() {
        enoughAnchors();
        rateSet(rosa, Map.of());
        qualifiedUntil(rosa, Instant.now().minus(Duration.ofMinutes(1)));
        setsWereDone(rosa, Duration.ofDays(365));
        assertThat(qualifying.standing(rosa, district, hinge.id()).orElseThrow().missing())
                .isNull();

        anchor(Task.TRAINING, Map.of());
        Qualifying.Standing unread =
                qualifying.standing(rosa, district, hinge.id()).orElseThrow();
        assertThat(unread.stage()).isEqualTo(Stage.EXPIRED);
        assertThat(unread.over()).isTrue();
        assertThat(unread.missing()).isEqualTo("training");
    }

    @Test
    void whoseQualificationEndedWhereThereAreTooFewPiecesIsSentToTheLead() {
        enoughAnchors();
        rateSet(rosa, Map.of());
        given.policy(district, Required.ALWAYS, 0, 0, lead);
        qualifiedUntil(rosa, Instant.now().minus(Duration.ofMinutes(1)));
        anchors.active(district, hinge.id(), Task.QUALIFYING, 10).forEach(piece -> desk.withdraw(lead, piece.id()));

        Qualifying.Standing ended =
                qualifying.standing(rosa, district, hinge.id()).orElseThrow();
        assertThat(ended.stage()).isEqualTo(Stage.EXPIRED);
        assertThat(ended.missing()).isEqualTo("too-few");
    }

    @Test
    void theDeskRemindsBeforeItEndsAndTheWorkStopsWhenItHas() {
        enoughAnchors();
        given.waiting(hinge, given.attempt(), district);
        rateSet(rosa, Map.of());

        qualifiedUntil(rosa, Instant.now().plus(Duration.ofDays(20)));
        assertThat(stage(rosa)).isEqualTo(Stage.ENDING);
        assertThat(news.of(rosa).lines()).extracting(DeskNews.Line::key).containsExactly("ending");

        qualifiedUntil(rosa, Instant.now().minus(Duration.ofMinutes(1)));
        assertThat(stage(rosa)).isEqualTo(Stage.EXPIRED);
        assertThat(news.of(rosa).lines()).extracting(DeskNews.Line::key).containsExactly("expired");
        assertThat(take(rosa)).isEmpty();

        setsWereDone(rosa, Duration.ofDays(365));
        rateSet(rosa, Map.of());
        assertThat(stage(rosa)).isEqualTo(Stage.QUALIFIED);
        assertThat(take(rosa)).isPresent();
    }

    @Test
    void beginningTwiceIsOneSetAndAnotherTryTakesWhatIsUnknownFirst() {
        enoughAnchors();
        AnchorId third = anchor(Task.QUALIFYING, Map.of());
        Try run = begin(rosa);
        assertThat(begin(rosa).id()).isEqualTo(run.id());
        rateSet(rosa, Map.of("C1", "beginning"));
        setsWereDone(rosa, Duration.ofDays(20));

        Try second = begin(rosa);

        assertThat(qualifying.run(rosa, second.id()).orElseThrow().pieces())
                .extracting(piece -> piece.reading().anchor())
                .hasSize(2)
                .contains(third);
    }

    @Test
    void whoMadeAPieceDoesNotQualifyOnIt() {
        StaffMember both = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        enoughAnchors();
        given.anchor(both, district, hinge, Task.QUALIFYING, Map.of());

        Try run = begin(both);

        assertThat(qualifying.run(both, run.id()).orElseThrow().pieces()).hasSize(2);
        StaffMember maker = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        MicroCredential literacy = given.literacy();
        given.anchor(maker, district, literacy, Task.QUALIFYING, Map.of());
        given.anchor(maker, district, literacy, Task.QUALIFYING, Map.of());
        assertThat(qualifying
                        .standing(maker, district, literacy.id())
                        .orElseThrow()
                        .stage())
                .isEqualTo(Stage.TOO_FEW);
    }

    @Test
    void aSetThatLosesAPieceGoesOnWithoutItAndCountsOnlyWhenEnoughIsLeft() {
        enoughAnchors();
        Try run = begin(rosa);
        List<Qualifying.Piece> pieces =
                qualifying.run(rosa, run.id()).orElseThrow().pieces();
        given.rateBlind(pieces.get(0).reading().id(), rosa, Map.of());

        desk.withdraw(lead, pieces.get(1).reading().anchor());

        Try ended = qualifications.findTry(run.id()).orElseThrow();
        assertThat(ended.doneAt()).isNotNull();
        assertThat(ended.passed()).isNull();
        assertThat(blind.open(pieces.get(1).reading().id(), rosa)).isEmpty();
        assertThat(anchors.pieces(pieces.get(1).reading().anchor())).isEmpty();
    }

    @Test
    void aSetThatCountsForNothingKeepsNoPieceFromTheNext() {
        enoughAnchors();
        Try run = begin(rosa);
        List<Qualifying.Piece> pieces =
                qualifying.run(rosa, run.id()).orElseThrow().pieces();
        given.rateBlind(pieces.get(0).reading().id(), rosa, Map.of());
        desk.withdraw(lead, pieces.get(1).reading().anchor());
        assertThat(stage(rosa)).isEqualTo(Stage.NOT_ASKED);

        AnchorId fresh = anchor(Task.QUALIFYING, Map.of());

        assertThat(stage(rosa)).isEqualTo(Stage.READY);
        assertThat(qualifying.run(rosa, begin(rosa).id()).orElseThrow().pieces())
                .extracting(piece -> piece.reading().anchor())
                .containsExactlyInAnyOrder(pieces.get(0).reading().anchor(), fresh);
    }

    @Test
    void anEarnersWorkIsKeptWhileItServesAndServesNoLongerWhenItGoes() {
        AttemptId attempt = new HandedInEvidence(context, district)
                .file("A1", "pdf", SampleFiles.pdf("Word analysis"))
                .handIn();
        AnchorDesk.Draft draft = ofWorkThatIsDecided();
        AnchorId id = new AnchorId(UUID.randomUUID());
        desk.make(
                id,
                lead,
                draft,
                "Lent",
                Task.TRAINING,
                draft.pieces(),
                List.copyOf(draft.scores().values()));
        questions.permit(
                attempt.submission(), questions.of(attempt.submission()).get(0).id(), true);
        Submissions submissions = context.getBean(Submissions.class);
        Removals removals = context.getBean(Removals.class);
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        await().until(() -> submissions.find(attempt.submission()).orElseThrow().state() == SubmissionState.EARNED);

        removals.announce(attempt.submission(), Instant.now());
        assertThat(removals.of(submissions.find(attempt.submission()).orElseThrow()))
                .as("not for its age")
                .isEmpty();

        removals.withdraw(attempt.submission());
        jdbc.sql("update submission_removal set remove_at = noticed_at where submission_id = ?")
                .param(attempt.submission().value())
                .update();
        removals.carryOut(attempt.submission(), Instant.now());
        given.waitUntilHeard();
        assertThat(anchors.pieces(id)).isEmpty();
        assertThat(desk.find(lead, id).orElseThrow().state()).isEqualTo(Anchor.State.WITHDRAWN);
        assertThat(qualifying.trainingPiece(li, id)).isEmpty();
    }

    @Test
    void aPracticePieceMadeOfWorkKeepsWhatItsEarnerSaidOfIt() {
        new HandedInEvidence(context, district)
                .file("A1", "pdf", SampleFiles.pdf("Word analysis"))
                .shows("A1", "C2", "C4")
                .instead("A3", "audio only")
                .file("A3", "wav", Silence.ofSeconds(3))
                .captions("A3", "WEBVTT\n\n00:00.000 --> 00:02.000\nGood morning.\n")
                .handIn();
        AnchorDesk.Draft draft = ofWorkThatIsDecided();
        AnchorId id = new AnchorId(UUID.randomUUID());
        desk.make(
                id,
                lead,
                draft,
                "As it was said",
                Task.TRAINING,
                draft.pieces(),
                List.copyOf(draft.scores().values()));

        Evidence kept = Anchor.evidence(id, draft.credential().versionId(), Instant.now(), anchors.pieces(id));

        assertThat(kept.alternatives()).isEqualTo(Map.of("A3", "audio only"));
        assertThat(kept.items().stream()
                        .filter(item -> item.artefactId().equals("A1") && !(item instanceof Evidence.Note))
                        .map(Evidence.Item::shows))
                .containsExactly(List.of("C2", "C4"));
        List<Evidence.File> recording = kept.items().stream()
                .filter(item -> item.artefactId().equals("A3"))
                .filter(Evidence.File.class::isInstance)
                .map(Evidence.File.class::cast)
                .toList();
        assertThat(recording).hasSize(2);
        assertThat(recording.get(1).transcriptOf()).isEqualTo(recording.get(0).fileId());
        assertThat(kept.answers()).isNotEmpty().allMatch(answer -> answer.shows() == null);
    }

    @Test
    void anEarnersWorkIsUsedOnlyAfterTheirYesAndNoLongerAfterTheirNo() {
        AttemptId attempt = new HandedInEvidence(context, district)
                .file("A1", "pdf", SampleFiles.pdf("Word analysis"))
                .handIn();
        AnchorDesk.Draft draft = ofWorkThatIsDecided();
        assertThat(draft.scores()).hasSize(6);
        AnchorId id = new AnchorId(UUID.randomUUID());

        desk.make(
                id,
                lead,
                draft,
                "From work",
                Task.TRAINING,
                draft.pieces(),
                List.copyOf(draft.scores().values()));

        assertThat(desk.find(lead, id).orElseThrow().state()).isEqualTo(Anchor.State.ASKED);
        assertThat(qualifying.trainingPiece(li, id)).isEmpty();
        EarnerQuestion asked = questions.of(attempt.submission()).get(0);
        assertThat(questions.permit(given.attempt().submission(), asked.id(), true))
                .isFalse();
        assertThat(questions.permit(attempt.submission(), asked.id(), true)).isTrue();
        assertThat(qualifying.trainingPiece(li, id)).isPresent();
        assertThat(anchors.pieces(id).toString()).doesNotContain("Quartermain");

        questions.permit(attempt.submission(), asked.id(), false);
        assertThat(qualifying.trainingPiece(li, id)).isEmpty();
        assertThat(anchors.pieces(id)).isEmpty();
        assertThat(given.audit(id.value()))
                .containsExactly(
                        "ANCHOR_MADE",
                        "EARNER_ASKED",
                        "ANCHOR_USABLE",
                        "EARNER_ANSWERED",
                        "ANCHOR_WITHDRAWN",
                        "EARNER_ANSWERED");
    }

    @Test
    void whoIsAskedForTheirWorkIsWrittenToOnceAndNotWhereTheyAnsweredAlready() {
        String address = UUID.randomUUID() + "@teachers.example";
        AttemptId attempt =
                new HandedInEvidence(context, district, new UserProfile("Ann Lee", "Ann", "Lee", address)).handIn();
        AnchorDesk.Draft draft = ofWorkThatIsDecided();
        AnchorId id = new AnchorId(UUID.randomUUID());
        List<Anchor.Score> scores = List.copyOf(draft.scores().values());
        desk.make(id, lead, draft, "From work", Task.TRAINING, draft.pieces(), scores);
        desk.make(id, lead, draft, "From work", Task.TRAINING, draft.pieces(), scores);

        Mailbox.Mail mail = Mailbox.latest(address, 1);
        assertThat(mail.subject()).startsWith("May others learn from your work on");
        assertThat(mail.text())
                .contains("Ann Lee", "only if you say yes", "/reminders/")
                .doesNotContain(draft.source().id().label(), "From work");

        EarnerQuestion asked = questions.of(attempt.submission()).get(0);
        questions.permit(attempt.submission(), asked.id(), false);
        given.hear(new EarnerNotice(
                attempt.submission(),
                district,
                EarnerNotice.Kind.MAY_OTHERS_LEARN,
                asked.askedAt().plusSeconds(1)));
        await().until(() ->
                jdbc.sql("select count(*) from journey_notice where submission_id = :id" + " and problem = 'moved-on'")
                                .param("id", attempt.submission().value())
                                .query(Integer.class)
                                .single()
                        == 1);
        assertThat(Mailbox.to(address)).hasSize(1);
    }

    @Test
    void whenTheWorkIsGoneWhatWasMadeOfItGoesToo() {
        AttemptId attempt = new HandedInEvidence(context, district).handIn();
        given.waitUntilHeard();
        CaseId decided = take(rosa).orElseThrow();
        given.rateAll(decided, rosa);
        given.handIn(decided, rosa);
        AnchorDesk.Draft draft = desk.draft(lead, decided).orElseThrow();
        AnchorId id = new AnchorId(UUID.randomUUID());
        desk.make(
                id,
                lead,
                draft,
                "From work",
                Task.TRAINING,
                draft.pieces(),
                List.copyOf(draft.scores().values()));
        questions.permit(
                attempt.submission(), questions.of(attempt.submission()).get(0).id(), true);
        desk.followRemovals(Instant.now());
        assertThat(anchors.pieces(id)).isNotEmpty();

        for (String of : List.of("submission_answer", "submission_item")) {
            jdbc.sql("delete from " + of + " where submission_id = :id")
                    .param("id", attempt.submission().value())
                    .update();
        }
        desk.followRemovals(Instant.now());

        assertThat(anchors.pieces(id)).isEmpty();
        assertThat(desk.find(lead, id).orElseThrow().state()).isEqualTo(Anchor.State.WITHDRAWN);
    }

    @Test
    void noLeadOfAnotherDistrictMakesAnAnchorHere() {
        StaffMember elsewhere = given.appointed(given.district(), StaffRole.LEAD_ASSESSOR);
        CaseId id = given.waiting(given.literacy(), given.attempt(), district);

        assertThat(desk.scratch(elsewhere, district, hinge.versionId())).isEmpty();
        assertThat(desk.source(elsewhere, id)).isEmpty();
        assertThat(desk.source(lead, id)).as("not decided").isEmpty();
        assertThat(desk.withdraw(elsewhere, anchor(Task.TRAINING, Map.of()))).isFalse();
    }
}
