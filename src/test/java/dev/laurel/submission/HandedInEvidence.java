package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredential.Artefact;
import dev.laurel.catalog.MicroCredential.Part;
import dev.laurel.catalog.MicroCredential.Question;
import dev.laurel.course.Placements;
import dev.laurel.lti.Launch;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Persons;
import dev.laurel.support.TestLaunches;
import dev.laurel.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Evidence of a literacy micro-credential as a teacher hands it in, for the tests of what comes after. */
public final class HandedInEvidence {

    /** Who hands in; nothing of this may reach an assessor. */
    public static final UserProfile EARNER =
            new UserProfile("Philomena Quartermain", "Philomena", "Quartermain", "philomena@quartermain.example");

    /** What the earner's own files are called. */
    public static final String OWN_FILE_NAME = "Quartermain_Philomena_";

    public static final String MARKUP = "<script>alert('evidence')</script>";

    private final ApplicationContext context;
    private final Launch launch;
    private SubmissionId submission;

    public HandedInEvidence(ApplicationContext context, TenantId tenant) {
        this(context, tenant, EARNER);
    }

    /** Of somebody else. */
    public HandedInEvidence(ApplicationContext context, TenantId tenant, UserProfile earner) {
        this(context, tenant, earner, "lit-hfw-mapping");
    }

    /** For another micro-credential. */
    public HandedInEvidence(ApplicationContext context, TenantId tenant, UserProfile earner, String microCredential) {
        this.context = context;
        this.launch = TestLaunches.learner(tenant)
                .called(earner)
                .custom(Map.of("micro_credential", microCredential))
                .launch();
        this.submission = start().id();
    }

    private HandedInEvidence(ApplicationContext context, Launch launch) {
        this.context = context;
        this.launch = launch;
        this.submission = start().id();
    }

    /** The same earner's, for another micro-credential. */
    public HandedInEvidence another(String microCredential) {
        return new HandedInEvidence(
                context,
                TestLaunches.learner(launch.tenant())
                        .by(launch.user())
                        .called(launch.profile())
                        .custom(Map.of("micro_credential", microCredential))
                        .launch());
    }

    private Submission start() {
        return context.getBean(Submissions.class)
                .start(
                        launch,
                        context.getBean(Placements.class).at(launch).orElseThrow(),
                        context.getBean(Persons.class).behind(launch));
    }

    public HandedInEvidence file(String artefact, String extension, byte[] content) {
        Artefact wanted = shown(artefact).wanted();
        context.getBean(Drafts.class)
                .addFile(
                        context.getBean(Submissions.class).find(submission).orElseThrow(),
                        wanted,
                        OWN_FILE_NAME + artefact + "." + extension,
                        new ByteArrayInputStream(content));
        return this;
    }

    private Requirement.Shown shown(String artefact) {
        return context.getBean(Portfolios.class)
                .of(context.getBean(Submissions.class).find(submission).orElseThrow())
                .artefact(artefact);
    }

    /** Puts captions beside the first file of an artefact. */
    public HandedInEvidence captions(String artefact, String vtt) {
        Requirement.Shown shown = shown(artefact);
        context.getBean(Drafts.class)
                .addTranscript(
                        context.getBean(Submissions.class).find(submission).orElseThrow(),
                        shown,
                        shown.present().get(0).id(),
                        OWN_FILE_NAME + ".vtt",
                        new ByteArrayInputStream(vtt.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public HandedInEvidence note(String artefact, String text) {
        context.getBean(Drafts.class).saveNote(submission, artefact, new Drafts.Typed(text, 0, "tab"));
        return this;
    }

    /** Uses an alternative in the place of an artefact. */
    public HandedInEvidence instead(String artefact, String form) {
        context.getBean(Drafts.class).saveAlternative(submission, artefact, new Drafts.Typed(form, 0, "tab"));
        return this;
    }

    /** Says which criteria the pieces of an artefact show. */
    public HandedInEvidence shows(String artefact, String... criteria) {
        Drafts drafts = context.getBean(Drafts.class);
        AttemptId attempt = context.getBean(Submissions.class)
                .find(submission)
                .orElseThrow()
                .currentAttempt();
        drafts.content(attempt).items().stream()
                .filter(item -> item.artefactId().equals(artefact))
                .forEach(item -> drafts.saveShows(
                        submission, item.id().toString(), List.of("nothing yet"), List.of(criteria), 0, "tab"));
        return this;
    }

    /** Writes an answer in the place of the one that is there. */
    public HandedInEvidence answer(String question, String words) {
        Drafts drafts = context.getBean(Drafts.class);
        int seen = drafts
                .content(context.getBean(Submissions.class)
                        .find(submission)
                        .orElseThrow()
                        .currentAttempt())
                .answers()
                .stream()
                .filter(answer -> answer.requirementId().equals(question))
                .mapToInt(SavedText::revision)
                .findFirst()
                .orElse(0);
        drafts.saveAnswer(submission, question, new Drafts.Typed(words, seen, "tab"));
        return this;
    }

    /** The attempt as it stands, handed in or not. */
    public AttemptId attempt() {
        return context.getBean(Submissions.class).find(submission).orElseThrow().currentAttempt();
    }

    /** Announces that the work closes, at once. */
    public void closesNow() {
        context.getBean(Closings.class).announce(submission, Instant.now());
        context.getBean(JdbcClient.class)
                .sql("update submission_closing set close_at = noticed_at where submission_id = ?")
                .param(submission.value())
                .update();
    }

    /** What the hourly clocks do. */
    public void anHourPasses() {
        context.getBean(RemovalSweep.class).run();
        context.getBean(ClosingDrafts.class).close();
    }

    /** Answers what is not answered, puts a link where nothing is, and hands in. */
    public AttemptId handIn() {
        Drafts drafts = context.getBean(Drafts.class);
        AttemptId attempt = context.getBean(Submissions.class)
                .find(submission)
                .orElseThrow()
                .currentAttempt();
        Drafts.Content content = drafts.content(attempt);
        for (Part part : credential().parts()) {
            for (Question question : part.questions()) {
                if (content.answers().stream().noneMatch(a -> a.requirementId().equals(question.id()))) {
                    drafts.saveAnswer(submission, question.id(), new Drafts.Typed(answer(question), 0, "tab"));
                }
            }
            for (Artefact artefact : part.artefacts()) {
                if (content.items().stream().noneMatch(i -> i.artefactId().equals(artefact.id()))) {
                    drafts.addLink(submission, artefact.id(), "https://files.example.org/shared/" + artefact.id());
                }
            }
        }
        drafts.saveNote(submission, "A1", new Drafts.Typed("A note on " + MARKUP, 0, "tab"));
        return context.getBean(HandingIn.class)
                .submit(submission, new Attestations(2, false, "", null, "en"))
                .currentAttempt();
    }

    /** As its earner presses it. */
    public void takeBack() {
        context.getBean(HandingIn.class).takeBack(submission);
    }

    /** Begins the attempt after "not yet"; what was handed in before is carried over. */
    public HandedInEvidence again() {
        submission = start().id();
        return this;
    }

    private MicroCredential credential() {
        return context.getBean(Catalogue.class)
                .version(context.getBean(Submissions.class)
                        .find(submission)
                        .orElseThrow()
                        .version())
                .orElseThrow();
    }

    private static String answer(Question question) {
        String sentence = "My group of six pupils reads the decodable text well and still guesses at words like said. ";
        return "About " + question.id() + " " + MARKUP + "\n\n"
                + sentence.repeat((question.minWords() + question.maxWords()) / 2 / 17 + 1);
    }
}
