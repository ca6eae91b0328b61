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
import java.util.List;
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
    SubmissionRows rows;

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

    /** As a lead does who has seen it in an earlier attempt. */
    private UUID hold(Submission draft) {
        UUID about = UUID.randomUUID();
        UUID hold = UUID.randomUUID();
        Timestamp then = Timestamp.from(days(-20));
        jdbc.sql("insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at, due_at,"
                        + " state) values (?, ?, ?, 1, ?, ?, ?, 'RETURNED')")
                .params(about, draft.tenant().value(), draft.id().value(), version.value(), then, then)
                .update();
        jdbc.sql("insert into assessment_hold (id, tenant_id, case_id, because, words, held_at, clock_from, until,"
                        + " with_earner) values (?, ?, ?, 'OTHER', 'Wait', ?, ?, ?, true)")
                .params(hold, draft.tenant().value(), about, then, then, Timestamp.from(days(20)))
                .update();
        return hold;
    }

    private void release(UUID hold, Instant at) {
        jdbc.sql("update assessment_hold set released_at = ? where id = ?")
                .params(Timestamp.from(at), hold)
                .update();
    }

    @Test
    void leavesADraftThatIsOnHoldAndAWeekAfterItToHandItIn() {
        Submission held = started();
        UUID hold = hold(held);
        since(held, days(-400));
        publishing.takeOffOffer(version, days(-1));
        closing.close();
        assertThat(state(held)).isEqualTo(SubmissionState.DRAFT);

        release(hold, days(-6));
        closing.close();
        assertThat(state(held)).isEqualTo(SubmissionState.DRAFT);

        release(hold, days(-8));
        closing.close();
        assertThat(state(held)).as("its window stood still for twelve days").isEqualTo(SubmissionState.DRAFT);

        jdbc.sql("update assessment_hold set held_at = ? where id = ?")
                .params(Timestamp.from(days(-8).minusSeconds(3600)), hold)
                .update();
        closing.close();
        assertThat(state(held)).isEqualTo(SubmissionState.CLOSED);
    }

    @Test
    void whoseWindowEndedDuringAHoldBeginsTheNextAttemptInTheTimeThatWasLeft() {
        Submission work = started();
        UUID hold = hold(work);
        notYet(work);
        publishing.takeOffOffer(version, days(-1));
        assertThat(started().attempt()).as("while it is on hold").isEqualTo(2);

        notYet(work);
        release(hold, Instant.now());
        assertThat(started().attempt()).as("in the nineteen days after").isEqualTo(2);

        notYet(work);
        jdbc.sql("delete from assessment_hold where id = ?").param(hold).update();
        assertThatExceptionOfType(NoLongerOffered.class).isThrownBy(this::started);
    }

    private void notYet(Submission work) {
        jdbc.sql("update submission set state = 'NOT_YET', attempt = 1 where id = ?")
                .param(work.id().value())
                .update();
        jdbc.sql("delete from submission_attempt where submission_id = ? and attempt = 2")
                .param(work.id().value())
                .update();
    }

    @Test
    void draftsOnHoldKeepNoOtherDraftFromBeingClosed() {
        Submission one = started();
        launch = TestLaunches.learner(launch.tenant())
                .custom(Map.of("micro_credential", item))
                .launch();
        Submission other = started();
        List<SubmissionId> first = rows.drafts(version, Instant.now(), null, 1);
        assertThat(first).hasSize(1);
        List<SubmissionId> second = rows.drafts(version, Instant.now(), first.get(0), 1);
        assertThat(List.of(first.get(0), second.get(0))).containsExactlyInAnyOrder(one.id(), other.id());
        assertThat(rows.drafts(version, Instant.now(), second.get(0), 1)).isEmpty();

        Submission held = first.get(0).equals(one.id()) ? one : other;
        Submission free = held == one ? other : one;
        hold(held);
        since(one, days(-400));
        since(other, days(-400));
        publishing.takeOffOffer(version, days(-1));
        closing.close();
        assertThat(state(held)).isEqualTo(SubmissionState.DRAFT);
        assertThat(state(free)).isEqualTo(SubmissionState.CLOSED);
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
