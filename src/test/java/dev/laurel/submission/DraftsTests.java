package dev.laurel.submission;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.course.Placement;
import dev.laurel.course.Placements;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.Persons;
import dev.laurel.submission.Evidence.Since;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Silence;
import dev.laurel.support.TestLaunches;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Drafts, handing in, taking back and what becomes of it, with the database below. */
@LaurelTest
@RecordApplicationEvents
class DraftsTests {

    private static final Attestations ATTESTED = new Attestations(3, false, "", null, "en");

    /** What a scoring module might tell; that its type is not known here is the point. */
    record Began(AttemptId attempt, Instant beganAt) implements ScoringBegan {}

    record Decided(AttemptId attempt, boolean earned, Set<String> unmetCriteria, Instant decidedAt)
            implements AttemptDecided {}

    @Autowired
    Submissions submissions;

    @Autowired
    Drafts drafts;

    @Autowired
    HandingIn handingIn;

    @Autowired
    Portfolios portfolios;

    @Autowired
    EvidenceFiles files;

    @Autowired
    Catalogue catalogue;

    @Autowired
    Placements placements;

    @Autowired
    Persons persons;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Clock clock;

    @Autowired
    ApplicationEvents events;

    private TenantId district;
    private Launch launch;
    private Placement placement;
    private MicroCredential hinge;

    @BeforeEach
    void aTeacherInACourse() {
        district = tenants.found("District " + UUID.randomUUID());
        launch = hingeLaunch(TestLaunches.learner(district));
        placement = placements.at(launch).orElseThrow();
        hinge = catalogue
                .current(new MicroCredentialId("assess-hinge-questions"))
                .orElseThrow();
    }

    private static Launch hingeLaunch(TestLaunches launches) {
        return launches.custom(Map.of("micro_credential", "assess-hinge-questions"))
                .launch();
    }

    private Submission started() {
        return started(launch);
    }

    private Submission started(Launch by) {
        return submissions.start(by, placements.at(by).orElseThrow(), persons.behind(by));
    }

    private Drafts.Save type(Submission submission, String question, String text, int base, String editor) {
        return drafts.saveAnswer(submission.id(), question, new Drafts.Typed(text, base, editor));
    }

    private void upload(Submission submission, String artefactId, String name, byte[] content) {
        drafts.addFile(submission, artefact(artefactId), name, new ByteArrayInputStream(content));
    }

    private MicroCredential.Artefact artefact(String id) {
        return hinge.parts().stream()
                .flatMap(part -> part.artefacts().stream())
                .filter(artefact -> artefact.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Submission complete() {
        return complete(launch);
    }

    private Submission complete(Launch by) {
        Submission submission = started(by);
        for (MicroCredential.Part part : hinge.parts()) {
            part.questions().forEach(question -> type(submission, question.id(), "word ".repeat(200), 0, "tab"));
            part.artefacts()
                    .forEach(artefact -> drafts.addLink(submission.id(), artefact.id(), "https://example.org/"));
        }
        return submission;
    }

    private Submission now(Submission submission) {
        return submissions.find(submission.id()).orElseThrow();
    }

    private void tell(Object news) {
        transaction.executeWithoutResult(status -> publisher.publishEvent(news));
    }

    private SavedText answer(Submission submission, String question) {
        return portfolios.of(now(submission)).question(question).answer();
    }

    private List<Path> storedFiles() throws IOException {
        Path evidence = settings.dataDir().resolve("evidence");
        if (!Files.exists(evidence)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(evidence)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    // ---- starting

    @Test
    void startsOnceHoweverOftenOnePresses() {
        Submission first = started();
        Submission again = started();
        assertThat(again).isEqualTo(first);
        assertThat(first.state()).isEqualTo(SubmissionState.DRAFT);
        assertThat(submissions.of(first.earner(), placement.version())).contains(first);
        assertThat(events.stream(DraftStarted.class))
                .containsExactly(new DraftStarted(first.currentAttempt(), first.since()));
        assertThat(events.stream(SubmissionOpened.class))
                .containsExactly(new SubmissionOpened(
                        first.id(), district, placement.id(), placement.resourceLink(), launch.user()));
    }

    @Test
    void remembersEachPlaceItIsOpenedFromOnce() {
        Submission submission = started();
        Launch elsewhere = hingeLaunch(TestLaunches.learner(district).by(launch.user()));
        Placement other = placements.at(elsewhere).orElseThrow();
        submissions.open(elsewhere, other, submission.earner());
        submissions.open(elsewhere, other, submission.earner());
        assertThat(events.stream(SubmissionOpened.class).map(SubmissionOpened::placement))
                .containsExactly(placement.id(), other.id());
        assertThat(submissions.openedFrom(district, other.id(), submission.earner()))
                .contains(submission);
        assertThat(submissions.placesOf(district, submission.id()))
                .containsExactlyInAnyOrder(placement.id(), other.id());
        TenantId otherDistrict = tenants.found("Other " + UUID.randomUUID());
        assertThat(submissions.openedFrom(otherDistrict, other.id(), submission.earner()))
                .isEmpty();
    }

    @Test
    void opensNothingForSomebodyWhoHasNotStarted() {
        assertThat(submissions.open(launch, placement, persons.behind(launch))).isEmpty();
        assertThat(events.stream(SubmissionOpened.class)).isEmpty();
    }

    @Test
    void coordinatorsCannotStart() {
        Launch coordinator = hingeLaunch(TestLaunches.instructor(district));
        assertThatExceptionOfType(NotForCoordinators.class).isThrownBy(() -> started(coordinator));
    }

    @Test
    void tellsOnceThatThereIsWorkInTheDraft() {
        Submission submission = started();
        assertThat(events.stream(WorkBegun.class)).as("opened, not worked on").isEmpty();
        type(submission, "P1Q1", "", 0, "laptop");
        assertThat(events.stream(WorkBegun.class)).as("nothing typed").isEmpty();
        type(submission, "P1Q1", "Grade 7", 0, "laptop");
        type(submission, "P1Q1", "Grade 8", 1, "laptop");
        drafts.addLink(submission.id(), "A1", "https://example.org/");
        assertThat(events.stream(WorkBegun.class).map(WorkBegun::attempt)).containsExactly(submission.currentAttempt());
    }

    // ---- text

    @Test
    void keepsWhatIsTyped() {
        Submission submission = started();
        Drafts.Save saved = type(submission, "P1Q1", "Grade 7\r\nTwo lessons\0", 0, "laptop");
        assertThat(saved.conflict()).isFalse();
        assertThat(saved.current().revision()).isEqualTo(1);
        assertThat(answer(submission, "P1Q1").text()).isEqualTo("Grade 7\nTwo lessons");
        type(submission, "P1Q1", "Grade 8", 1, "laptop");
        assertThat(answer(submission, "P1Q1").text()).isEqualTo("Grade 8");
        assertThat(answer(submission, "P1Q1").revision()).isEqualTo(2);
    }

    @Test
    void anOlderPageDoesNotOverwriteANewerOne() {
        Submission submission = started();
        type(submission, "P1Q1", "Written first", 0, "laptop");
        type(submission, "P1Q1", "Written on the phone", 1, "phone");
        Drafts.Save late = type(submission, "P1Q1", "Typed on the laptop", 1, "laptop");
        assertThat(late.conflict()).isTrue();
        assertThat(late.current().text()).isEqualTo("Written on the phone");
        assertThat(answer(submission, "P1Q1").text()).isEqualTo("Written on the phone");
        Drafts.Save chosen =
                type(submission, "P1Q1", "Typed on the laptop", late.current().revision(), "laptop");
        assertThat(chosen.conflict()).isFalse();
        assertThat(answer(submission, "P1Q1").text()).isEqualTo("Typed on the laptop");
    }

    @Test
    void aPageWhoseAnswerGotLostMaySaveAgain() {
        Submission submission = started();
        type(submission, "P1Q1", "One", 0, "laptop");
        Drafts.Save repeated = type(submission, "P1Q1", "One", 0, "laptop");
        assertThat(repeated.conflict()).isFalse();
        assertThat(repeated.current().revision()).isEqualTo(1);
        assertThat(type(submission, "P1Q1", "One and more", 0, "laptop").conflict())
                .isFalse();
    }

    @Test
    void refusesTextThatIsNoAnswer() {
        Submission submission = started();
        assertThatExceptionOfType(TextTooLong.class)
                .isThrownBy(() -> type(submission, "P1Q1", "x".repeat(Drafts.MOST_CHARACTERS + 1), 0, "laptop"));
    }

    // ---- files

    @Test
    void keepsAFileUnderANeutralName() throws IOException {
        Submission submission = started();
        byte[] pdf = Samples.pdf(5000);
        upload(submission, "A1", "Maya Ortiz hinge.pdf", pdf);
        upload(submission, "A1", "C:\\Desktop\\second.docx", Samples.of("docx"));
        List<SavedItem> items = portfolios.of(submission).artefact("A1").present();
        assertThat(items).hasSize(2);
        SavedItem.SavedFile first = items.get(0).file();
        assertThat(first).isNotNull();
        assertThat(first.ownName()).isEqualTo("Maya Ortiz hinge.pdf");
        assertThat(first.displayName()).isEqualTo("A1-1.pdf");
        assertThat(items.get(1).file().displayName()).isEqualTo("A1-2.docx");
        assertThat(items.get(1).file().ownName()).isEqualTo("second.docx");

        EvidenceFiles.StoredFile stored =
                files.open(submission.currentAttempt(), first.id()).orElseThrow();
        assertThat(stored.displayName()).isEqualTo("A1-1.pdf");
        assertThat(stored.mediaType()).isEqualTo("application/pdf");
        assertThat(stored.bytes()).isEqualTo(5000);
        assertThat(stored.content().getContentAsByteArray()).isEqualTo(pdf);
        assertThat(files.open(new AttemptId(submission.id(), 2), first.id())).isEmpty();
        assertThat(files.open(new AttemptId(new SubmissionId(UUID.randomUUID()), 1), first.id()))
                .isEmpty();
    }

    @Test
    void leavesNothingBehindOfAFileThatIsRefused() throws IOException {
        Submission submission = started();
        List<Path> before = storedFiles();
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> upload(submission, "A1", "plan.pdf", Samples.of("html")))
                .satisfies(refused ->
                        assertThat(refused.messageKey()).isEqualTo("submission.file-refused.not-what-it-says"));
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> upload(submission, "A1", "plan.pdf", new byte[0]))
                .satisfies(refused -> assertThat(refused.messageKey()).isEqualTo("submission.file-refused.empty"));
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> upload(submission, "A1", "plan.pdf", Samples.pdf(25 * 1024 * 1024 + 1)))
                .satisfies(refused -> assertThat(refused.messageKey()).isEqualTo("submission.file-refused.too-large"));
        assertThat(storedFiles()).isEqualTo(before);
        assertThat(portfolios.of(submission).artefact("A1").items()).isEmpty();
    }

    @Test
    void takesAFileOfExactlyTheLimit() {
        Submission submission = started();
        upload(submission, "A1", "plan.pdf", Samples.pdf(25 * 1024 * 1024));
        assertThat(portfolios.of(submission).artefact("A1").present()).hasSize(1);
    }

    @Test
    void leavesNothingBehindOfAnUploadThatBreaks() throws IOException {
        Submission submission = started();
        List<Path> before = storedFiles();
        InputStream breaking = new InputStream() {
            private int sent;

            @Override
            public int read() throws IOException {
                if (sent++ < 100_000) {
                    return '%';
                }
                throw new IOException("connection reset");
            }
        };
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> drafts.addFile(submission, artefact("A1"), "plan.pdf", breaking))
                .satisfies(refused -> assertThat(refused.messageKey()).isEqualTo("submission.file-refused.not-stored"));
        assertThat(storedFiles()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../../../tmp/evil.pdf", "..\\..\\evil.pdf", "/etc/evil.pdf", "a\0b.pdf", "\u202Efdp.pdf"})
    void hostileNamesReachNoPath(String name) throws IOException {
        Submission submission = started();
        upload(submission, "A1", name, Samples.of("pdf"));
        Path evidence = settings.dataDir().resolve("evidence").toRealPath();
        assertThat(storedFiles())
                .allMatch(path -> path.startsWith(evidence.getParent().resolve("evidence"))
                        || path.toAbsolutePath().startsWith(evidence))
                .allMatch(path -> path.getFileName().toString().matches("[0-9a-f]{64}"));
        String shown =
                portfolios.of(submission).artefact("A1").present().get(0).file().ownName();
        assertThat(shown).doesNotContain("/", "\\", "..", "\0", "\u202E");
    }

    @Test
    void boundsHowManyItemsAnArtefactHolds() {
        Submission submission = started();
        for (int i = 0; i < Drafts.MOST_ITEMS; i++) {
            drafts.addLink(submission.id(), "A1", "https://example.org/" + i);
        }
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> drafts.addLink(submission.id(), "A1", "https://example.org/more"));
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> upload(submission, "A1", "plan.pdf", Samples.of("pdf")));
    }

    @Test
    void removesAndBringsBack() {
        Submission submission = started();
        upload(submission, "A1", "plan.pdf", Samples.of("pdf"));
        UUID item = portfolios.of(submission).artefact("A1").items().get(0).id();
        assertThat(drafts.remove(submission.id(), item)).isEqualTo("A1");
        assertThat(portfolios.of(submission).artefact("A1").present()).isEmpty();
        drafts.restore(submission.id(), item);
        assertThat(portfolios.of(submission).artefact("A1").present()).hasSize(1);
    }

    @Test
    void nobodyReachesIntoAnothersSubmission() {
        Submission mine = started();
        upload(mine, "A1", "plan.pdf", Samples.of("pdf"));
        SavedItem item = portfolios.of(mine).artefact("A1").items().get(0);
        Submission colleague = started(hingeLaunch(TestLaunches.learner(district)));
        Submission stranger = started(hingeLaunch(TestLaunches.learner(tenants.found("Other " + UUID.randomUUID()))));
        for (Submission other : List.of(colleague, stranger)) {
            assertThat(other.id()).isNotEqualTo(mine.id());
            assertThatExceptionOfType(NotFound.class).isThrownBy(() -> drafts.remove(other.id(), item.id()));
            assertThat(files.open(other.currentAttempt(), item.file().id())).isEmpty();
            assertThat(files.openForEarner(other.currentAttempt(), item.file().id()))
                    .isEmpty();
        }
        assertThat(portfolios.of(mine).artefact("A1").present()).hasSize(1);
    }

    // ---- handing in

    @Test
    void handsInWhatIsCompleteWithoutNamingAnybody() {
        Submission submission = complete();
        upload(submission, "A1", "Maya Ortiz.pdf", Samples.of("pdf"));
        drafts.saveNote(submission.id(), "A1", new Drafts.Typed("See page 2", 0, "tab"));
        assertThat(submissions.evidence(submission.currentAttempt())).isEmpty();

        Submission submitted = handingIn.submit(submission.id(), ATTESTED);

        assertThat(submitted.state()).isEqualTo(SubmissionState.SUBMITTED);
        assertThat(submitted.expectedBy()).isAfter(submitted.since());
        assertThat(now(submission)).isEqualTo(submitted);
        assertThat(events.stream(EvidenceSubmitted.class))
                .containsExactly(new EvidenceSubmitted(
                        submission.currentAttempt(),
                        district,
                        hinge.versionId(),
                        submitted.since(),
                        submitted.expectedBy()));
        Evidence evidence = submissions.evidence(submission.currentAttempt()).orElseThrow();
        assertThat(evidence.submittedAt()).isEqualTo(submitted.since());
        assertThat(evidence.answers()).hasSize(4);
        assertThat(evidence.items()).hasSize(7);
        assertThat(evidence.items()).contains(new Evidence.Note("A1", "See page 2"));
        assertThat(evidence.toString()).doesNotContain("Maya");
        assertThat(jdbc.sql("select kind from submission_attestation where submission_id = :id order by id")
                        .param("id", submission.id().value())
                        .query(String.class)
                        .list())
                .containsExactly("PRIVACY", "OWN_WORK", "AI_NOT_USED");
    }

    @Test
    void handsInNothingThatMissesSomething() {
        Submission submission = started();
        assertThatExceptionOfType(NotComplete.class).isThrownBy(() -> handingIn.submit(submission.id(), ATTESTED));
        assertThat(now(submission).state()).isEqualTo(SubmissionState.DRAFT);
        assertThat(events.stream(EvidenceSubmitted.class)).isEmpty();
        assertThat(portfolios.of(submission).findings()).hasSize(9).allMatch(Portfolio.Finding::blocking);
    }

    @Test
    void shortAnswersAreAdviceAndNoObstacle() {
        Submission submission = complete();
        type(submission, "P1Q1", "Too short", 1, "tab");
        Portfolio portfolio = portfolios.of(submission);
        assertThat(portfolio.question("P1Q1").state()).isEqualTo(RequirementState.STARTED);
        assertThat(portfolio.findings()).singleElement().satisfies(finding -> assertThat(finding.blocking())
                .isFalse());
        assertThat(handingIn.submit(submission.id(), ATTESTED).state()).isEqualTo(SubmissionState.SUBMITTED);
    }

    @Test
    void twoPressesAtOnceHandInOnce() throws Exception {
        Submission submission = complete();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Callable<Boolean> press = () -> {
                try {
                    handingIn.submit(submission.id(), ATTESTED);
                    return true;
                } catch (NotPossibleNow already) {
                    return false;
                }
            };
            List<Boolean> done = new ArrayList<>();
            for (Future<Boolean> result : two.invokeAll(List.of(press, press))) {
                done.add(result.get(20, SECONDS));
            }
            assertThat(done).containsExactlyInAnyOrder(true, false);
        } finally {
            two.shutdownNow();
        }
        assertThat(jdbc.sql(
                                "select count(*) from submission_transition where submission_id = :id and to_state = 'SUBMITTED'")
                        .param("id", submission.id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whatWasHandedInIsReadOnly() {
        Submission submission = complete();
        UUID item = portfolios.of(submission).artefact("A1").items().get(0).id();
        handingIn.submit(submission.id(), ATTESTED);
        assertThatExceptionOfType(NotPossibleNow.class).isThrownBy(() -> type(submission, "P1Q1", "Later", 1, "tab"));
        assertThatExceptionOfType(NotPossibleNow.class)
                .isThrownBy(() -> drafts.addLink(submission.id(), "A1", "https://example.org"));
        assertThatExceptionOfType(NotPossibleNow.class).isThrownBy(() -> drafts.remove(submission.id(), item));
        assertThatExceptionOfType(NotPossibleNow.class)
                .isThrownBy(() -> upload(submission, "A1", "late.pdf", Samples.of("pdf")));
    }

    @Test
    void takesBackBeforeScoringAndHandsInAgain() {
        Submission submission = complete();
        handingIn.submit(submission.id(), ATTESTED);
        Submission draft = handingIn.withdraw(submission.id());
        assertThat(draft.state()).isEqualTo(SubmissionState.DRAFT);
        assertThat(draft.attempt()).isEqualTo(1);
        assertThat(submissions.evidence(draft.currentAttempt())).isEmpty();
        assertThat(events.stream(SubmissionWithdrawn.class))
                .containsExactly(new SubmissionWithdrawn(draft.currentAttempt(), draft.since()));
        type(submission, "P1Q1", "Better words", 1, "tab");
        assertThat(handingIn.submit(submission.id(), ATTESTED).state()).isEqualTo(SubmissionState.SUBMITTED);
        assertThatExceptionOfType(NotPossibleNow.class).isThrownBy(() -> handingIn.submit(submission.id(), ATTESTED));
    }

    // ---- news from whoever scores

    @Test
    void hearsThatScoringBeganAndCannotBeTakenBackThen() {
        Submission submission = complete();
        handingIn.submit(submission.id(), ATTESTED);
        Instant began = clock.instant();
        tell(new Began(submission.currentAttempt(), began));
        await().atMost(60, SECONDS).until(() -> now(submission).state() == SubmissionState.IN_SCORING);
        assertThat(now(submission).since()).isEqualTo(began);
        assertThat(now(submission).expectedBy()).isNotNull();
        assertThatExceptionOfType(NotPossibleNow.class)
                .isThrownBy(() -> handingIn.withdraw(submission.id()))
                .satisfies(refused -> assertThat(refused.messageKey()).isEqualTo("submission.not-now.in-scoring"));
        awaitNoNewsLeft(submission);
    }

    @Test
    void hearsTheDecisionOnceHoweverOftenItIsTold() {
        Submission submission = complete();
        handingIn.submit(submission.id(), ATTESTED);
        Instant began = clock.instant();
        Decided decided = new Decided(submission.currentAttempt(), true, Set.of(), clock.instant());
        tell(decided);
        tell(decided);
        tell(new Began(submission.currentAttempt(), began));
        await().atMost(60, SECONDS).until(() -> now(submission).state() == SubmissionState.EARNED);
        awaitNoNewsLeft(submission);
        assertThat(now(submission).state()).isEqualTo(SubmissionState.EARNED);
        assertThat(now(submission).since()).isEqualTo(decided.decidedAt());
        assertThat(submissions.evidence(submission.currentAttempt())).isPresent();
    }

    @Test
    void newsOfAHandingInThatWasTakenBackChangesNothing() {
        Submission submission = complete();
        Submission submitted = handingIn.submit(submission.id(), ATTESTED);
        handingIn.withdraw(submission.id());
        tell(new Began(submission.currentAttempt(), submitted.since()));
        tell(new Decided(submission.currentAttempt(), true, Set.of(), submitted.since()));
        awaitNoNewsLeft(submission);
        assertThat(now(submission).state()).isEqualTo(SubmissionState.DRAFT);
        handingIn.submit(submission.id(), ATTESTED);
        tell(new Began(submission.currentAttempt(), submitted.since()));
        awaitNoNewsLeft(submission);
        assertThat(now(submission).state()).isEqualTo(SubmissionState.SUBMITTED);
    }

    @Test
    void afterNotYetWhatWasMetStandsAndTheRestNeedsWork() {
        Submission submission = complete();
        type(submission, "P1Q2", "Short, and met all the same", 1, "tab");
        upload(submission, "A5", "effect.pdf", Samples.of("pdf"));
        handingIn.submit(submission.id(), ATTESTED);
        tell(new Decided(submission.currentAttempt(), false, Set.of("C4", "part3"), clock.instant()));
        await().atMost(60, SECONDS).until(() -> now(submission).state() == SubmissionState.NOT_YET);

        Submission second = started();

        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.state()).isEqualTo(SubmissionState.DRAFT);
        assertThat(events.stream(DraftStarted.class).map(DraftStarted::attempt))
                .containsExactly(new AttemptId(submission.id(), 1), new AttemptId(submission.id(), 2));
        Portfolio portfolio = portfolios.of(second);
        assertThat(portfolio.question("P1Q1").state()).isEqualTo(RequirementState.STANDS);
        assertThat(portfolio.question("P1Q2").state()).isEqualTo(RequirementState.STANDS);
        assertThat(portfolio.artefact("A1").state()).isEqualTo(RequirementState.STANDS);
        assertThat(portfolio.findings())
                .hasSize(4)
                .allMatch(finding -> finding.what() == Portfolio.Finding.What.UNCHANGED);
        assertThat(portfolio.artefact("A3").state()).isEqualTo(RequirementState.NEEDS_WORK);
        assertThat(portfolio.artefact("A5").state()).isEqualTo(RequirementState.NEEDS_WORK);
        assertThat(portfolio.question("P3Q1").state()).isEqualTo(RequirementState.NEEDS_WORK);
        assertThat(portfolio.artefact("A5").present()).hasSize(2);
        SavedItem.SavedFile carried = portfolio.artefact("A5").present().get(1).file();
        assertThat(files.open(second.currentAttempt(), carried.id())).isPresent();

        assertThat(portfolio.nothingChanged()).isTrue();
        assertThatExceptionOfType(NotComplete.class).isThrownBy(() -> handingIn.submit(second.id(), ATTESTED));
        type(second, "P3Q1", "word ".repeat(180), 1, "tab");
        type(second, "P1Q2", "Something else", 1, "tab");
        type(second, "P1Q2", "Short, and met all the same", 2, "tab");
        assertThat(portfolios.of(second).question("P3Q1").state()).isEqualTo(RequirementState.COMPLETE);
        assertThat(handingIn.submit(second.id(), ATTESTED).attempt()).isEqualTo(2);
        assertThat(submissions
                        .evidence(new AttemptId(submission.id(), 1))
                        .orElseThrow()
                        .answers())
                .contains(new Evidence.Answer("P3Q1", "word ".repeat(200)));
        assertThat(submissions.evidence(second.currentAttempt()).orElseThrow().answers())
                .contains(new Evidence.Answer("P3Q1", "word ".repeat(180), Since.CHANGED))
                .contains(new Evidence.Answer("P1Q2", "Short, and met all the same", Since.AS_BEFORE));
        awaitNoNewsLeft(submission);
    }

    // ---- captions and transcripts

    @Test
    void aRequiredTranscriptIsNeededToHandInAndGoesAlongWithItsRecording() {
        Submission submission = complete();
        drafts.saveAlternative(submission.id(), "A4", new Drafts.Typed("audio only", 0, "tab"));
        Requirement.Shown before = portfolios.of(submission).artefact("A4");
        drafts.addFile(submission, before.wanted(), "lesson.wav", new ByteArrayInputStream(Silence.ofSeconds(2)));
        SavedItem recording = portfolios.of(submission).artefact("A4").present().get(1);
        MicroCredential required = JsonMapper.shared()
                .readValue(
                        JsonMapper.shared().writeValueAsString(hinge).replace("\"REQUESTED\"", "\"REQUIRED\""),
                        MicroCredential.class);
        assertThat(transcriptMissing(required, submission)).isTrue();
        assertThat(transcriptMissing(hinge, submission)).as("only requested").isFalse();

        Requirement.Shown shown = portfolios.of(submission).artefact("A4");
        assertThatExceptionOfType(NotFound.class)
                .as("a link has none")
                .isThrownBy(() -> drafts.addTranscript(
                        submission, shown, shown.present().get(0).id(), "words.txt", InputStream.nullInputStream()));
        drafts.addTranscript(
                submission,
                shown,
                recording.id(),
                "words.txt",
                new ByteArrayInputStream("Who is right?".getBytes(StandardCharsets.UTF_8)));
        assertThat(transcriptMissing(required, submission)).isFalse();

        handingIn.submit(submission.id(), ATTESTED);
        tell(new Decided(submission.currentAttempt(), false, Set.of("C4"), clock.instant()));
        await().atMost(60, SECONDS).until(() -> now(submission).state() == SubmissionState.NOT_YET);
        assertThat(transcriptMissing(required, started())).isFalse();
        awaitNoNewsLeft(submission);
    }

    @Test
    void aFilmWhosePictureShowsItsCaptionsNeedsNothingBesideItAsLongAsItsEarnerSaysSo() {
        Submission submission = complete();
        upload(submission, "A4", "lesson.mp4", Samples.of("mp4"));
        MicroCredential required = JsonMapper.shared()
                .readValue(
                        JsonMapper.shared().writeValueAsString(hinge).replace("\"REQUESTED\"", "\"REQUIRED\""),
                        MicroCredential.class);
        assertThat(transcriptMissing(required, submission)).isTrue();
        Requirement.Shown shown = portfolios.of(submission).artefact("A4");
        UUID link = shown.present().get(0).id();
        UUID film = shown.present().get(1).id();
        assertThatExceptionOfType(NotFound.class)
                .as("a link has no picture here")
                .isThrownBy(() -> drafts.saveCaptioned(submission.id(), shown, link, true));
        drafts.saveCaptioned(submission.id(), shown, film, true);
        assertThat(transcriptMissing(required, submission)).isFalse();
        drafts.saveCaptioned(submission.id(), shown, film, false);
        assertThat(transcriptMissing(required, submission)).isTrue();
        drafts.saveCaptioned(submission.id(), shown, film, true);

        handingIn.submit(submission.id(), ATTESTED);
        tell(new Decided(submission.currentAttempt(), false, Set.of("C4"), clock.instant()));
        await().atMost(60, SECONDS).until(() -> now(submission).state() == SubmissionState.NOT_YET);
        assertThat(transcriptMissing(required, started()))
                .as("goes along to the next attempt")
                .isFalse();
        awaitNoNewsLeft(submission);
    }

    @Test
    void aRecordingThatStandsNeedsNoTranscriptAndOneThatIsNewOrJudgedAgainDoes() {
        Submission submission = complete();
        upload(submission, "A4", "lesson.mp4", Samples.of("mp4"));
        handingIn.submit(submission.id(), ATTESTED);
        tell(new Decided(submission.currentAttempt(), false, Set.of("C4"), clock.instant()));
        await().atMost(60, SECONDS).until(() -> now(submission).state() == SubmissionState.NOT_YET);
        Submission second = started();
        assertThat(portfolios.of(second).artefact("A4").state()).isEqualTo(RequirementState.STANDS);

        MicroCredential required = JsonMapper.shared()
                .readValue(
                        JsonMapper.shared().writeValueAsString(hinge).replace("\"REQUESTED\"", "\"REQUIRED\""),
                        MicroCredential.class);
        assertThat(transcriptMissing(required, second, Set.of("C2")))
                .as("judged again")
                .isTrue();
        assertThat(transcriptMissing(required, second, Set.of("C4"))).isFalse();

        upload(second, "A4", "again.mp4", Samples.of("mp4"));
        assertThat(transcriptMissing(required, second, Set.of("C4"))).as("new").isTrue();
        awaitNoNewsLeft(submission);
    }

    private boolean transcriptMissing(MicroCredential credential, Submission attempt) {
        return transcriptMissing(credential, attempt, Set.of());
    }

    private boolean transcriptMissing(MicroCredential credential, Submission attempt, Set<String> unmet) {
        Submission current = now(attempt);
        return Portfolio.of(credential, drafts.content(current.currentAttempt()), unmet.isEmpty() ? 1 : 2, unmet)
                .findings()
                .stream()
                .anyMatch(finding -> finding.what() == Portfolio.Finding.What.TRANSCRIPT_MISSING && finding.blocking());
    }

    // ---- another accepted form

    @Test
    void anAlternativeIsHandedInAndGoesAlongToTheNextAttempt() {
        Submission submission = complete();
        assertThat(portfolios.of(submission).artefact("A4").wanted().accepts()).doesNotContain("pdf");
        drafts.saveAlternative(submission.id(), "A4", new Drafts.Typed("audio only", 0, "laptop"));
        assertThat(drafts.saveAlternative(submission.id(), "A4", new Drafts.Typed("", 0, "phone"))
                        .conflict())
                .isTrue();
        Requirement.Shown shown = portfolios.of(submission).artefact("A4");
        assertThat(shown.usesAlternative()).isTrue();
        assertThat(shown.wanted().accepts()).contains("pdf", "mp3", "mp4");

        handingIn.submit(submission.id(), ATTESTED);
        assertThat(submissions
                        .evidence(submission.currentAttempt())
                        .orElseThrow()
                        .alternatives())
                .isEqualTo(Map.of("A4", "audio only"));
        tell(new Decided(submission.currentAttempt(), false, Set.of("C4"), clock.instant()));
        await().atMost(60, SECONDS).until(() -> now(submission).state() == SubmissionState.NOT_YET);
        Submission second = started();
        assertThat(portfolios.of(second).artefact("A4").instead().text()).isEqualTo("audio only");
        assertThat(portfolios.of(second).nothingChanged()).isTrue();
        drafts.saveAlternative(second.id(), "A4", new Drafts.Typed("", 1, "tab"));
        assertThat(portfolios.of(second).nothingChanged()).isFalse();
        awaitNoNewsLeft(submission);
    }

    // ---- which criteria a piece shows

    private SavedItem first(Submission submission, String artefact) {
        return portfolios.of(now(submission)).artefact(artefact).present().get(0);
    }

    private List<String> shown(Submission submission, String artefact) {
        Portfolio portfolio = portfolios.of(now(submission));
        return portfolio
                .shows(
                        portfolio.artefact(artefact),
                        first(submission, artefact).id().toString())
                .criteria();
    }

    private Drafts.Save say(Submission submission, String artefact, List<String> criteria, int base, String editor) {
        Portfolio portfolio = portfolios.of(now(submission));
        return drafts.saveShows(
                submission.id(),
                first(submission, artefact).id().toString(),
                portfolio.byAuthor(portfolio.artefact(artefact)),
                criteria,
                base,
                editor);
    }

    @Test
    void anOlderPageDoesNotOverwriteWhatAPieceShows() {
        Submission submission = complete();
        assertThat(say(submission, "A3", List.of("C1", "C2"), 0, "laptop").conflict())
                .isFalse();
        Drafts.Save late = say(submission, "A3", List.of(), 0, "phone");
        assertThat(late.conflict()).isTrue();
        assertThat(late.current().text()).isEqualTo("C1 C2");
        assertThat(shown(submission, "A3")).containsExactly("C1", "C2");
        assertThat(say(submission, "A3", List.of(), late.current().revision(), "phone")
                        .conflict())
                .isFalse();
        assertThat(shown(submission, "A3")).isEmpty();
    }

    @Test
    void nothingIsSaidOfAPieceOnceItIsHandedIn() {
        Submission submission = complete();
        handingIn.submit(submission.id(), ATTESTED);
        assertThatExceptionOfType(NotPossibleNow.class)
                .isThrownBy(() -> say(submission, "A3", List.of("C1"), 0, "tab"));
    }

    @Test
    void aPieceShowsWhatTheAuthorNamedUntilItsEarnerSaysOtherwise() {
        Submission submission = complete();
        assertThat(shown(submission, "A3")).containsExactly("C2", "C3", "C4");
        assertThat(portfolios.of(submission).findings()).isEmpty();
        assertThat(say(submission, "A3", List.of("C2", "C3", "C4"), 0, "tab")
                        .current()
                        .revision())
                .as("what holds anyway is not written down")
                .isZero();

        say(submission, "A1", List.of(), 0, "tab");
        Portfolio advised = portfolios.of(submission);
        assertThat(advised.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo(Portfolio.Finding.What.CRITERION_UNSHOWN);
            assertThat(finding.about()).isEqualTo("Diagnostic quality of the questions");
            assertThat(finding.requirement().id()).isEqualTo("A1");
        });
        assertThat(advised.isReady()).as("it is advice").isTrue();

        say(submission, "A5", List.of("C1", "C4"), 0, "tab");
        assertThat(portfolios.of(submission).findings()).isEmpty();
        drafts.saveShows(submission.id(), "P3Q1", List.of("part3"), List.of("C4", "part3"), 0, "tab");

        drafts.remove(submission.id(), first(submission, "A5").id());
        assertThat(portfolios.of(submission).findings())
                .extracting(Portfolio.Finding::what)
                .as("what is missing altogether is said once, and what is removed shows nothing")
                .containsExactly(Portfolio.Finding.What.ARTEFACT_MISSING, Portfolio.Finding.What.CRITERION_UNSHOWN);
    }

    @Test
    void whatAPieceShowsComesBackWithItIsHandedInAndGoesAlongToTheNextAttempt() {
        Submission submission = complete();
        drafts.addLink(submission.id(), "A5", "https://example.org/gone");
        SavedItem gone = portfolios.of(submission).artefact("A5").present().get(1);
        drafts.saveShows(submission.id(), gone.id().toString(), List.of("C4"), List.of("C2"), 0, "tab");
        say(submission, "A5", List.of("C1", "C4"), 0, "tab");
        drafts.saveShows(submission.id(), "P3Q1", List.of("part3"), List.of("C4", "part3"), 0, "tab");
        drafts.remove(submission.id(), first(submission, "A5").id());
        drafts.restore(
                submission.id(),
                portfolios.of(submission).artefact("A5").items().get(0).id());
        assertThat(shown(submission, "A5")).containsExactly("C1", "C4");

        drafts.remove(submission.id(), gone.id());
        handingIn.submit(submission.id(), ATTESTED);
        Evidence evidence = submissions.evidence(submission.currentAttempt()).orElseThrow();
        assertThat(evidence.items())
                .filteredOn(item -> item.artefactId().equals("A5"))
                .singleElement()
                .satisfies(item -> assertThat(item.shows()).containsExactly("C1", "C4"));
        assertThat(evidence.items())
                .filteredOn(item -> item.artefactId().equals("A3"))
                .singleElement()
                .satisfies(item -> assertThat(item.shows()).isNull());
        assertThat(evidence.answers())
                .filteredOn(answer -> answer.questionId().equals("P3Q1"))
                .singleElement()
                .satisfies(answer -> assertThat(answer.shows()).containsExactly("C4", "part3"));
        assertThat(choices(submission))
                .as("nothing is left of what was removed")
                .isEqualTo(2);

        tell(new Decided(submission.currentAttempt(), false, Set.of("C4"), clock.instant()));
        await().atMost(60, SECONDS).until(() -> now(submission).state() == SubmissionState.NOT_YET);
        Submission second = started();
        assertThat(choices(second)).isEqualTo(2);
        assertThat(shown(second, "A5")).containsExactly("C1", "C4");
        Portfolio carried = portfolios.of(second);
        assertThat(carried.shows(carried.question("P3Q1"), "P3Q1").criteria()).containsExactly("C4", "part3");
        assertThat(carried.nothingChanged()).isTrue();
        say(second, "A3", List.of("C4"), 0, "tab");
        assertThat(portfolios.of(second).nothingChanged())
                .as("a piece that shows something else is read anew")
                .isFalse();
        awaitNoNewsLeft(submission);
    }

    private int choices(Submission submission) {
        return jdbc.sql("select count(*) from submission_choice where submission_id = ? and attempt = ?")
                .params(submission.id().value(), submission.attempt())
                .query(Integer.class)
                .single();
    }

    @Test
    void whereTheLessonIsToBeTaughtAgainOldEvidenceIsNotEnough() {
        Submission submission = complete();
        handingIn.submit(submission.id(), ATTESTED);
        tell(new Decided(submission.currentAttempt(), false, Set.of("C4"), clock.instant()));
        await().atMost(60, SECONDS).until(() -> now(submission).state() == SubmissionState.NOT_YET);
        Submission second = started();
        JsonMapper json = JsonMapper.shared();
        MicroCredential taughtAgain = json.readValue(
                json.writeValueAsString(hinge).replace("\"reteachRequired\":false", "\"reteachRequired\":true"),
                MicroCredential.class);
        assertThat(taughtAgain.scoring().resubmission().reteachRequired()).isTrue();

        assertThat(reteach(taughtAgain, second)).containsExactly("A3", "A5");
        drafts.saveNote(second.id(), "A3", new Drafts.Typed("The same lesson, seen otherwise", 0, "tab"));
        assertThat(reteach(taughtAgain, second)).as("a note is no lesson").containsExactly("A3", "A5");
        upload(second, "A3", "next-lesson.pdf", Samples.of("pdf"));
        assertThat(reteach(taughtAgain, second)).containsExactly("A5");
        awaitNoNewsLeft(submission);
    }

    private List<String> reteach(MicroCredential credential, Submission attempt) {
        return Portfolio.of(credential, drafts.content(attempt.currentAttempt()), attempt.attempt(), Set.of("C4"))
                .findings()
                .stream()
                .filter(finding -> finding.what() == Portfolio.Finding.What.RETEACH && finding.blocking())
                .map(finding -> finding.requirement().id())
                .toList();
    }

    /** Other tests of the same application have news of their own. */
    private void awaitNoNewsLeft(Submission about) {
        await().atMost(60, SECONDS).untilAsserted(() -> assertThat(
                        jdbc.sql("select * from event_publication where listener_id like 'submission.%'"
                                        + " and completion_date is null and serialized_event like :about")
                                .param("about", "%" + about.id().value() + "%")
                                .query()
                                .listOfRows())
                .isEmpty());
    }

    // ---- the platform's test student

    @Test
    void practiceIsToldToNobody() {
        Launch student = hingeLaunch(TestLaunches.learner(district)
                .by(new LtiUserId(UUID.randomUUID()))
                .roles(Set.of(
                        "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner",
                        "http://purl.imsglobal.org/vocab/lti/system/person#TestUser")));
        Submission practice = complete(student);
        assertThat(practice.practice()).isTrue();
        handingIn.submit(practice.id(), ATTESTED);
        assertThat(now(practice).state()).isEqualTo(SubmissionState.SUBMITTED);
        handingIn.withdraw(practice.id());
        handingIn.submit(practice.id(), ATTESTED);
        assertThat(events.stream(DraftStarted.class)).isEmpty();
        assertThat(events.stream(WorkBegun.class)).isEmpty();
        assertThat(events.stream(SubmissionOpened.class)).isEmpty();
        assertThat(events.stream(EvidenceSubmitted.class)).isEmpty();
        assertThat(events.stream(SubmissionWithdrawn.class)).isEmpty();
        assertThat(submissions.evidence(practice.currentAttempt())).isEmpty();
        assertThat(submissions.openedFrom(
                        district, placements.at(student).orElseThrow().id(), practice.earner()))
                .isEmpty();
    }
}
