package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Closing;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.Placements;
import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of drafts whose version is retired. */
@LaurelTest
class ClosingDraftsTests {

    private static final String QUESTION = "P1Q1";

    @Autowired
    ClosingDrafts closing;

    @Autowired
    Submissions submissions;

    @Autowired
    Drafts drafts;

    @Autowired
    Publishing publishing;

    @Autowired
    Catalogue catalogue;

    @Autowired
    Placements placements;

    @Autowired
    Persons persons;

    @Autowired
    Tenants tenants;

    @Autowired
    RemovalSweep sweep;

    @Autowired
    Removals removals;

    @Autowired
    JdbcClient jdbc;

    private final String item = "r" + UUID.randomUUID();
    private final VersionId version = new VersionId(UUID.randomUUID());
    private Launch launch;

    @BeforeEach
    void aPublishedVersion() throws IOException {
        TenantId district = tenants.found("District " + UUID.randomUUID());
        String yaml = new ClassPathResource("demo/catalogue/formative-hinge-questions.yaml")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("id: assess-hinge-questions", "id: " + item);
        publishing.publish(
                version,
                Objects.requireNonNull(publishing
                                .read("test", yaml.getBytes(StandardCharsets.UTF_8))
                                .document())
                        .content());
        launch = TestLaunches.learner(district)
                .custom(Map.of("micro_credential", item))
                .launch();
    }

    private Submission started() {
        return submissions.start(launch, placements.at(launch).orElseThrow(), persons.behind(launch));
    }

    private void since(Submission submission, Instant at) {
        jdbc.sql("update submission set since = :at where id = :id")
                .param("at", Timestamp.from(at))
                .param("id", submission.id().value())
                .update();
    }

    private SubmissionState state(Submission submission) {
        return submissions.find(submission.id()).orElseThrow().state();
    }

    private static Instant days(int fromNow) {
        return Instant.now().plus(Duration.ofDays(fromNow));
    }

    @Test
    void keepsTheWordsOfAClosedDraftAsLongAsThoseOfDecidedWork() {
        Submission draft = started();
        publishing.takeOffOffer(version, days(-1));
        since(draft, days(-400));
        closing.close();
        sweep.run();
        assertThat(removals.of(submissions.find(draft.id()).orElseThrow())).isEmpty();

        since(draft, days(-4000));
        sweep.run();
        assertThat(removals.of(submissions.find(draft.id()).orElseThrow()))
                .get()
                .extracting(Removal::reason)
                .isEqualTo(Removal.Reason.RETENTION);
    }

    @Test
    void closesADraftOnceTheWindowIsOverAndKeepsItsWords() {
        Submission draft = started();
        drafts.saveAnswer(draft.id(), QUESTION, new Drafts.Typed("My class and its goal", 0, "page"));
        since(draft, days(-400));
        publishing.takeOffOffer(version, days(-1));
        closing.close();
        assertThat(state(draft)).isEqualTo(SubmissionState.CLOSED);
        assertThat(drafts.content(draft.currentAttempt()).answers())
                .extracting(SavedText::text)
                .containsExactly("My class and its goal");
        assertThatExceptionOfType(NotPossibleNow.class)
                .isThrownBy(() -> drafts.saveAnswer(draft.id(), QUESTION, new Drafts.Typed("More", 1, "page")));
        assertThatExceptionOfType(NoLongerOffered.class).isThrownBy(this::started);
        assertThat(closing.close()).as("once is enough").isZero();
        assertThat(jdbc.sql(
                                "select count(*) from submission_transition where submission_id = :id and to_state = 'CLOSED'")
                        .param("id", draft.id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void leavesADraftWhileTheWindowIsOpenAndTellsItsDay() {
        Submission draft = started();
        since(draft, days(-400));
        Instant until = days(3);
        publishing.takeOffOffer(version, until);
        assertThat(catalogue.closing(version).map(Closing::until).orElseThrow())
                .isBetween(until.minusMillis(1), until.plusMillis(1));
        closing.close();
        assertThat(state(draft)).isEqualTo(SubmissionState.DRAFT);
        assertThat(started().id()).as("whoever began goes on").isEqualTo(draft.id());
    }

    @Test
    void leavesTwoWeeksToADraftThatCameBackAfterTheWindow() {
        Submission draft = started();
        publishing.takeOffOffer(version, days(-30));
        since(draft, days(-13));
        closing.close();
        assertThat(state(draft)).isEqualTo(SubmissionState.DRAFT);
        since(draft, days(-15));
        closing.close();
        assertThat(state(draft)).isEqualTo(SubmissionState.CLOSED);
    }

    @Test
    void closesNothingThatIsInOtherHandsAndBeginsNoAttemptAfterTheWindow() {
        Submission waiting = started();
        jdbc.sql("update submission set state = 'SUBMITTED' where id = :id")
                .param("id", waiting.id().value())
                .update();
        since(waiting, days(-400));
        publishing.takeOffOffer(version, days(-1));
        closing.close();
        assertThat(state(waiting)).isEqualTo(SubmissionState.SUBMITTED);
        jdbc.sql("update submission set state = 'NOT_YET' where id = :id")
                .param("id", waiting.id().value())
                .update();
        assertThatExceptionOfType(NoLongerOffered.class).isThrownBy(this::started);
        assertThat(state(waiting)).as("its result and appeal stay").isEqualTo(SubmissionState.NOT_YET);
    }

    @Test
    void leavesDraftsOfAVersionThatNobodySetAnEndTo() {
        Submission draft = started();
        since(draft, days(-4000));
        closing.close();
        assertThat(catalogue.closing(version)).isEmpty();
        assertThat(state(draft)).isEqualTo(SubmissionState.DRAFT);
    }
}
