package dev.laurel.gradebook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.assessment.ScoringStarted;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.PlacementId;
import dev.laurel.gradebook.GradeStatus.State;
import dev.laurel.lti.ColumnNamed;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.DraftStarted;
import dev.laurel.submission.EvidenceSubmitted;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionOpened;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.submission.WorkBegun;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Listeners;
import dev.laurel.support.TestPlatform;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.AopTestUtils;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the news of a submission to what a platform has been told, through the database and over HTTP. */
@LaurelTest
class GradebookTests {

    private static final String SCORES = "/7/lineitem/scores";
    private static final String CANVAS = "https://canvas.instructure.com/lti/submission";

    @Autowired
    Deliveries deliveries;

    @Autowired
    Gradebook gradebook;

    @Autowired
    CourseGrades courses;

    @Autowired
    Books books;

    @Autowired
    News news;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionOperations transaction;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    private final SubmissionId submission = new SubmissionId(UUID.randomUUID());
    private final PlacementId placement = new PlacementId(UUID.randomUUID());
    private final VersionId version = new VersionId(UUID.randomUUID());
    private final JsonMapper json = new JsonMapper();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private TenantId tenant;
    private TestPlatform moodle;

    private Listeners listeners;

    @BeforeEach
    void register() {
        listeners = Listeners.of(jdbc, "gradebook.%");
        tenant = tenants.found("Gradebook");
        moodle = new TestPlatform(jdbc, registrations, tenant, "moodle", null);
        answers(aResponse());
    }

    /** Several builds may share a machine. */
    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterAll
    static void beAsBefore() {
        Awaitility.reset();
    }

    @AfterEach
    void stop() {
        moodle.close();
    }

    @Test
    @DisplayName("tells every step of an attempt in the platform's terms, each later than the one before")
    void tellsEveryStep() {
        openedFrom(moodle, placement);
        publish(new DraftStarted(attempt(1), tick()));
        awaitScores(1);
        publish(new WorkBegun(attempt(1), tick()));
        awaitScores(2);
        publish(submitted(1));
        awaitScores(3);
        publish(new SubmissionWithdrawn(attempt(1), tick()));
        awaitScores(4);
        publish(submitted(1));
        awaitScores(5);
        publish(new ScoringStarted(attempt(1), tick()));
        awaitScores(6);
        publish(decided(1, true, 3, 3));
        awaitScores(7);

        assertThat(scores())
                .extracting(score -> score.path("activityProgress").asString() + "/"
                        + score.path("gradingProgress").asString())
                .containsExactly(
                        "Started/NotReady",
                        "InProgress/NotReady",
                        "Submitted/Pending",
                        "InProgress/NotReady",
                        "Submitted/Pending",
                        "Submitted/PendingManual",
                        "Completed/FullyGraded");
        assertThat(scores().subList(0, 6)).noneMatch(score -> score.has("scoreGiven"));
        JsonNode grade = scores().get(6);
        assertThat(grade.path("scoreGiven").asDouble()).isEqualTo(100);
        assertThat(grade.path("scoreMaximum").asDouble()).isEqualTo(100);
        assertThat(grade.path("userId").asString()).isEqualTo("5");
        assertThat(grade.path("comment").asString()).startsWith("Earned").contains("http");
        assertThat(grade.has(CANVAS)).isFalse();
        assertLaterByASecond();
        awaitState(State.DELIVERED);
        assertThat(status().graded()).isTrue();
        assertThat(status().percent()).isEqualTo(100);
        assertThat(status().nextTry()).isNull();
    }

    @Test
    @DisplayName("sends the share of criteria met when not yet earned, and nothing that could erase it afterwards")
    void erasesNoGrade() {
        openedFrom(moodle, placement);
        publish(submitted(1));
        publish(decided(1, false, 2, 3));
        awaitGrade(66.67);
        awaitState(State.DELIVERED);
        Instant since = status().since();
        moodle.forgetRequests();

        publish(new DraftStarted(attempt(2), tick()));
        publish(new WorkBegun(attempt(2), tick()));
        publish(submitted(2));
        publish(new ScoringStarted(attempt(2), tick()));
        publish(decided(2, true, 3, 3));
        awaitGrade(100);

        assertThat(scores()).as("nothing but the second grade").hasSize(1);
        awaitState(State.DELIVERED);
        assertThat(status().since()).isAfter(since);
    }

    @Test
    @DisplayName("a later attempt raises a grade and never lowers it")
    void neverLowersAGrade() {
        openedFrom(moodle, placement);
        publish(decided(1, false, 3, 4));
        awaitGrade(75);
        moodle.forgetRequests();
        publish(decided(2, false, 1, 4));
        awaitScores(1);
        assertThat(scores().get(0).path("scoreGiven").asDouble()).isEqualTo(75);
        assertThat(scores().get(0).path("comment").asString()).contains("1 of 4");
    }

    @Test
    @DisplayName("of several news while the platform is down only the newest is sent, a grade before all")
    void sendsTheNewestOnly() {
        answers(aResponse().withStatus(503));
        openedFrom(moodle, placement);
        publish(new DraftStarted(attempt(1), tick()));
        awaitStatus(status -> status.reason() == Reason.PLATFORM_UNAVAILABLE);
        publish(submitted(1));
        publish(decided(1, false, 1, 2));
        publish(new DraftStarted(attempt(2), tick()));
        awaitStatus(GradeStatus::graded);
        assertThat(status().state()).isEqualTo(State.WAITING);
        assertThat(status().nextTry()).isNotNull();
        moodle.forgetRequests();
        answers(aResponse());

        timePasses();

        awaitState(State.DELIVERED);
        assertThat(scores()).singleElement().satisfies(score -> assertThat(
                        score.path("scoreGiven").asDouble())
                .isEqualTo(50));
    }

    @Test
    @DisplayName("tells Canvas each state, with the grade kept and attempts counted once")
    void tellsCanvasToKeepTheGrade() {
        try (TestPlatform canvas = new TestPlatform(jdbc, registrations, tenant, "canvas", null)) {
            canvas.stub(post(urlPathEqualTo(SCORES)).willReturn(aResponse()));
            openedFrom(canvas, placement);
            publish(submitted(1));
            await().until(() -> canvas.posted(SCORES).size() == 1);
            publish(decided(1, false, 1, 2));
            await().until(() -> canvas.posted(SCORES).size() == 2);
            publish(submitted(2));
            await().until(() -> canvas.posted(SCORES).size() == 3);

            List<JsonNode> told = canvas.posted(SCORES).stream().map(this::body).toList();
            assertThat(told.get(0).path("gradingProgress").asString()).isEqualTo("PendingManual");
            assertThat(told.get(0).path(CANVAS).path("new_submission").asBoolean())
                    .isTrue();
            assertThat(told.get(1).path(CANVAS).path("new_submission").asBoolean())
                    .isFalse();
            assertThat(told.get(1).path(CANVAS).path("preserve_score").asBoolean())
                    .isFalse();
            assertThat(told.get(2).path(CANVAS).path("preserve_score").asBoolean())
                    .isTrue();
            assertThat(told.get(2).has("scoreGiven")).isFalse();
        }
    }

    @Test
    @DisplayName("tells every place that a submission was opened from, also one that comes later")
    void tellsEveryPlace() {
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        awaitGrade(100);
        try (TestPlatform other = new TestPlatform(jdbc, registrations, tenant, "sakai", null)) {
            other.stub(post(urlPathEqualTo(SCORES)).willReturn(aResponse()));
            openedFrom(other, new PlacementId(UUID.randomUUID()));
            await().until(() -> other.posted(SCORES).size() == 1);
        }
        assertThat(scores()).hasSize(1);
    }

    @Test
    @DisplayName("news that are heard twice, or before the place is known, are told once")
    void tellsOnce() {
        SubmissionDecided decided = decided(1, true, 2, 2);
        publish(decided);
        publish(decided);
        openedFrom(moodle, placement);
        awaitState(State.DELIVERED);
        publish(decided);
        publish(new DraftStarted(attempt(1), now.minusSeconds(60)));
        awaitNoOutstandingNews();
        assertThat(scores()).hasSize(1);
    }

    @Test
    @DisplayName("AGS-06 waits as long as the platform asked, then delivers once")
    void waitsAsLongAsAsked() {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "120"));
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        awaitStatus(status -> status.reason() == Reason.PLATFORM_UNAVAILABLE);
        assertThat(status().nextTry())
                .isBetween(Instant.now().plusSeconds(100), Instant.now().plusSeconds(130));

        publish(new DraftStarted(attempt(2), tick()));
        awaitNoOutstandingNews();
        assertThat(status().nextTry())
                .as("news do not shorten the wait")
                .isAfter(Instant.now().plusSeconds(90));
        answers(aResponse());
        moodle.forgetRequests();
        timePasses();
        awaitState(State.DELIVERED);
        assertThat(scores()).hasSize(1);
    }

    @Test
    @DisplayName("AGS-07, AGS-08, AGS-09, AGS-10 and TOK-05 deliver once after whatever may pass")
    void deliversAfterWhateverMayPass() {
        openedFrom(moodle, placement);
        moodle.stub(
                post(urlPathEqualTo(TestPlatform.TOKEN)).willReturn(aResponse().withStatus(500)));
        publish(decided(1, true, 2, 2));
        awaitTries(1);
        moodle.givesTokens(3600);
        ResponseDefinitionBuilder[] faults = {
            aResponse().withStatus(500),
            aResponse().withStatus(503),
            aResponse().withStatus(403).withBody("403 Forbidden (Rate Limit Exceeded)\n"),
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)
        };
        for (int i = 0; i < faults.length; i++) {
            answers(faults[i]);
            timePasses();
            awaitTries(i + 2);
        }
        answers(aResponse());
        moodle.forgetRequests();
        timePasses();
        awaitState(State.DELIVERED);
        assertThat(scores()).hasSize(1);
        assertThat(status().reason()).isNull();
    }

    @Test
    @DisplayName("AGS-12 sends a later timestamp when the platform holds a newer one")
    void sendsALaterTimestamp() {
        answers(aResponse().withStatus(409).withBody("[]"));
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        awaitTries(1);
        answers(aResponse());
        timePasses();
        awaitState(State.DELIVERED);
        assertThat(scores()).hasSize(2);
        assertLaterByASecond();
    }

    @Test
    @DisplayName("AGS-13 gives up on a refusal, says why, and sends again when a person asks for it")
    void givesUpAndSaysWhy() {
        answers(aResponse().withStatus(404));
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        awaitState(State.CANNOT_BE_DELIVERED);
        assertThat(status().reason()).isEqualTo(Reason.LINE_ITEM_GONE);
        assertThat(status().nextTry()).isNull();
        assertThat(scores()).hasSize(1);

        answers(aResponse());
        assertThat(gradebook.sendAgain(tenant, placement, submission)).isTrue();
        awaitState(State.DELIVERED);
        assertThat(scores()).hasSize(2);
        assertThat(status().reason()).isNull();
    }

    @Test
    @DisplayName("AGS-13 tries a closed course daily for six weeks, and at once when a person asks for it")
    void triesAClosedCourseDaily() {
        answers(aResponse().withStatus(422).withBody("{\"errors\":\"This course has concluded\"}"));
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        awaitStatus(status -> status.reason() == Reason.COURSE_CLOSED);
        assertThat(status().state()).isEqualTo(State.WAITING);
        assertThat(status().nextTry())
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(27)));

        set("since", Instant.now().minus(Duration.ofDays(41)));
        timePasses();
        awaitTries(2);
        assertThat(status().state()).isEqualTo(State.WAITING);
        set("since", Instant.now().minus(Duration.ofDays(43)));
        timePasses();
        awaitState(State.CANNOT_BE_DELIVERED);
        assertThat(status().reason()).isEqualTo(Reason.COURSE_CLOSED);

        assertThat(gradebook.sendAgain(tenant, Set.of(placement))).isEqualTo(1);
        awaitStatus(status -> status.state() == State.WAITING && status.reason() == Reason.COURSE_CLOSED);
        answers(aResponse());
        assertThat(gradebook.sendAgain(tenant, Set.of(placement))).isEqualTo(1);
        awaitState(State.DELIVERED);
        assertThat(gradebook.sendAgain(tenant, Set.of(placement)))
                .as("nothing is stuck")
                .isZero();
        assertThat(gradebook.sendAgain(tenant, Set.of())).isZero();
    }

    @Test
    @DisplayName(
            "AGS-13 shows a course that the tool was taken out of to whoever leads it, and tries daily for six weeks")
    void triesACourseWithoutTheToolDaily() {
        answers(aResponse()
                .withStatus(401)
                .withBody("{\"errors\":\"Access Token not linked to a Tool associated with this Context\"}"));
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        awaitStatus(status -> status.reason() == Reason.TOOL_NOT_IN_COURSE);
        assertThat(status().state()).isEqualTo(State.WAITING);
        assertThat(status().nextTry())
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(27)));
        assertThat(courses.stuck(tenant, Set.of(placement))).isEqualTo(1);
        assertThat(courses.counts(tenant, Set.of(placement)))
                .containsEntry(GradeLine.Show.ATTENTION, 1)
                .containsEntry(GradeLine.Show.WAITING, 0);

        set("since", Instant.now().minus(Duration.ofDays(43)));
        timePasses();
        awaitState(State.CANNOT_BE_DELIVERED);
        assertThat(status().reason()).isEqualTo(Reason.TOOL_NOT_IN_COURSE);
        answers(aResponse());
        assertThat(gradebook.sendAgain(tenant, Set.of(placement))).isEqualTo(1);
        awaitState(State.DELIVERED);
    }

    @Test
    @DisplayName(
            "AGS-13 counts the six weeks of a closed course from when it said so, however long it was silent before or between")
    void countsFromWhenTheCourseWasClosed() {
        answers(aResponse().withStatus(503));
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        awaitTries(1);
        set("since", Instant.now().minus(Duration.ofDays(60)));
        answers(aResponse().withStatus(422).withBody("{\"errors\":\"This course has concluded\"}"));
        timePasses();
        awaitTries(2);
        assertThat(status().state()).isEqualTo(State.WAITING);
        assertThat(status().reason()).isEqualTo(Reason.COURSE_CLOSED);
        assertThat(status().since()).isAfter(Instant.now().minus(Duration.ofMinutes(5)));

        set("since", Instant.now().minus(Duration.ofDays(43)));
        answers(aResponse().withStatus(503));
        timePasses();
        awaitTries(3);
        assertThat(status().reason()).as("silence says nothing of the course").isEqualTo(Reason.COURSE_CLOSED);
        assertThat(courses.stuck(tenant, Set.of(placement))).isEqualTo(1);
        answers(aResponse().withStatus(422).withBody("{\"errors\":\"This course has concluded\"}"));
        timePasses();
        awaitState(State.CANNOT_BE_DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("AGS-06 opens a platform for whoever waits in front of a page, never one that asked to be left alone")
    void opensNoPlatformThatAskedForQuiet(boolean byRequest) {
        answers(aResponse().withStatus(404));
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        awaitState(State.CANNOT_BE_DELIVERED);
        RegistrationId platform = new RegistrationId(
                jdbc.sql("select registration_id from gradebook_place where submission_id = :submission")
                        .param("submission", submission.value())
                        .query(UUID.class)
                        .single());
        answers(aResponse());
        moodle.forgetRequests();
        books.close(platform, Instant.now().plus(Duration.ofHours(1)), "PLATFORM_UNAVAILABLE", byRequest);
        assertThat(gradebook.sendAgain(tenant, Set.of(placement))).isEqualTo(1);
        assertThat(gradebook.sendAgain(tenant, placement, submission)).isTrue();
        if (byRequest) {
            await().during(Duration.ofSeconds(3)).until(() -> scores().isEmpty());
            assertThat(status().state()).isEqualTo(State.WAITING);
            jdbc.sql("update gradebook_platform set closed_until = :past where registration_id = :platform")
                    .param("past", Timestamp.from(Instant.now().minusSeconds(1)))
                    .param("platform", platform.value())
                    .update();
            deliveries.deliverDue();
        }
        awaitState(State.DELIVERED);
    }

    @Test
    @DisplayName("AGS-06 notes whether a platform asked to be left alone")
    void notesWhoClosesAPlatform() {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "1"));
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        for (int tries = 1; tries <= 4; tries++) {
            awaitTries(tries);
            assertThat(isQuietByRequest()).isEqualTo(tries == 4);
            timePasses();
        }
        jdbc.sql("update gradebook_platform set closed_until = :past")
                .param("past", Timestamp.from(Instant.now().minusSeconds(1)))
                .update();
        answers(aResponse());
        timePasses();
        awaitState(State.DELIVERED);
        await().until(() -> !isQuietByRequest());
    }

    private boolean isQuietByRequest() {
        return jdbc.sql("select f.by_request from gradebook_platform f join gradebook_place p "
                        + "on p.registration_id = f.registration_id where p.submission_id = :submission")
                .param("submission", submission.value())
                .query(Boolean.class)
                .single();
    }

    @Test
    @DisplayName("has nothing to send again without a grade, and shows nobody another tenant's grades")
    void keepsToItsTenant() {
        openedFrom(moodle, placement);
        awaitNoOutstandingNews();
        assertThat(gradebook.status(tenant, placement, Set.of(submission))).isEmpty();
        assertThat(gradebook.sendAgain(tenant, placement, submission)).isFalse();
        publish(decided(1, true, 2, 2));
        awaitState(State.DELIVERED);
        TenantId other = tenants.found("Other");
        assertThat(gradebook.status(other, placement, Set.of(submission))).isEmpty();
        assertThat(gradebook.sendAgain(other, placement, submission)).isFalse();
        assertThat(gradebook.status(tenant, placement, Set.of())).isEmpty();
    }

    @Test
    @DisplayName("takes over what a node that died had claimed, when its claim has run out")
    void takesOverFromADeadNode() {
        answers(aResponse().withStatus(503));
        openedFrom(moodle, placement);
        publish(decided(1, true, 2, 2));
        awaitTries(1);
        answers(aResponse());
        moodle.forgetRequests();
        heldUntil(Instant.now().plus(Duration.ofHours(1)));
        await().during(Duration.ofSeconds(3)).until(() -> scores().isEmpty());
        heldUntil(Instant.now().minusSeconds(1));
        awaitState(State.DELIVERED);
        assertThat(scores()).hasSize(1);
    }

    @Test
    @DisplayName("a grade whose column no launch has named waits for that in words, and goes by itself once one has")
    void goesOnceTheColumnIsNamed() {
        ResourceLinkId link = moodle.link(UUID.randomUUID().toString(), null, null, TestPlatform.SCORE);
        publish(new SubmissionOpened(submission, tenant, placement, link, moodle.account("5")));
        publish(decided(1, true, 2, 2));
        awaitState(State.CANNOT_BE_DELIVERED);
        assertThat(status().reason()).isEqualTo(Reason.COLUMN_NOT_NAMED);
        assertThat(moodle.requests()).as("nobody to ask").isEmpty();

        jdbc.sql("update lti_resource_link set lineitem_url = :url where id = :id")
                .param("url", moodle.url("/7/lineitem?type_id=1"))
                .param("id", link.value())
                .update();
        transaction.executeWithoutResult(
                status -> listener().on(new ColumnNamed(tenants.found("Other " + UUID.randomUUID()), link)));
        assertThat(status().state()).as("another district's news").isEqualTo(State.CANNOT_BE_DELIVERED);
        transaction.executeWithoutResult(status -> listener().on(new ColumnNamed(tenant, link)));
        awaitState(State.DELIVERED);
        assertThat(scores()).hasSize(1);
        // What arrived before may have gone elsewhere.
        await().until(() -> isCompared(link));
    }

    @Test
    @DisplayName("a grade that is on its way to the old column while a launch names another goes to that by itself")
    void goesToAColumnThatIsNamedMeanwhile() {
        ResourceLinkId link =
                moodle.link(UUID.randomUUID().toString(), "/7/lineitem?type_id=1", null, TestPlatform.SCORE);
        answers(aResponse().withStatus(404).withFixedDelay(4_000));
        moodle.stub(post(urlPathEqualTo("/8/lineitem/scores")).willReturn(aResponse()));
        publish(new SubmissionOpened(submission, tenant, placement, link, moodle.account("5")));
        publish(decided(1, true, 2, 2));
        await().until(() -> !moodle.posted(TestPlatform.TOKEN).isEmpty());
        await().during(Duration.ofSeconds(1)).until(() -> status().state() == State.WAITING);

        jdbc.sql("update lti_resource_link set lineitem_url = :url where id = :id")
                .param("url", moodle.url("/8/lineitem?type_id=1"))
                .param("id", link.value())
                .update();
        transaction.executeWithoutResult(status -> listener().on(new ColumnNamed(tenant, link)));
        await().until(() -> moodle.posted("/8/lineitem/scores").size() == 1);
        awaitState(State.DELIVERED);
        assertThat(scores()).as("the old column").hasSize(1);
    }

    @Test
    @DisplayName("a platform that names another column in each launch is neither sent to nor compared each time")
    void dampsAPlatformThatAlternates() {
        ResourceLinkId link =
                moodle.link(UUID.randomUUID().toString(), "/7/lineitem?type_id=1", null, TestPlatform.SCORE);
        answers(aResponse().withStatus(404));
        publish(new SubmissionOpened(submission, tenant, placement, link, moodle.account("5")));
        publish(decided(1, true, 2, 2));
        awaitState(State.CANNOT_BE_DELIVERED);
        transaction.executeWithoutResult(status -> listener().on(new ColumnNamed(tenant, link)));
        await().until(() -> scores().size() == 2);
        awaitState(State.CANNOT_BE_DELIVERED);
        await().until(() -> nextCheck(link).isAfter(Instant.now().plusSeconds(60)));
        jdbc.sql("update gradebook_check set next_check_at = :tomorrow where resource_link_id = :link")
                .param("tomorrow", Timestamp.from(Instant.now().plus(Duration.ofDays(1))))
                .param("link", link.value())
                .update();

        for (int launch = 0; launch < 3; launch++) {
            transaction.executeWithoutResult(status -> listener().on(new ColumnNamed(tenant, link)));
        }

        assertThat(status().state()).isEqualTo(State.WAITING);
        assertThat(status().nextTry()).isBetween(minutesFromNow(8), minutesFromNow(10));
        assertThat(nextCheck(link)).isBetween(minutesFromNow(55), minutesFromNow(60));
        await().during(Duration.ofSeconds(1)).until(() -> scores().size() == 2);
        moodle.forgetRequests();
        answers(aResponse());
        timePasses();
        awaitState(State.DELIVERED);
    }

    @Test
    @DisplayName("a column is compared ten minutes after a grade arrived, and at most every hour however many arrive")
    void comparesSoonAfterAGradeArrived() {
        ResourceLinkId link = openedGraded();
        publish(decided(1, false, 2, 3));
        awaitGrade(66.67);
        await().until(() -> nextCheck(link).isBefore(minutesFromNow(11)));
        assertThat(nextCheck(link)).isBetween(minutesFromNow(8), minutesFromNow(10));
        holds("66.67", "100");
        courses.checkNow(tenant, Set.of(placement));
        await().until(() -> nextCheck(link).isAfter(minutesFromNow(60 * 20)));

        publish(decided(2, true, 3, 3));
        awaitGrade(100);
        await().until(() -> nextCheck(link).isBefore(minutesFromNow(71)));
        assertThat(nextCheck(link)).isBetween(minutesFromNow(65), minutesFromNow(70));
    }

    @Test
    @DisplayName("a grade that arrives while its column is compared has it compared again soon")
    void comparesAgainWhatCameMeanwhile() {
        ResourceLinkId link = openedGraded();
        publish(decided(1, false, 2, 3));
        awaitGrade(66.67);
        await().until(() -> nextCheck(link).isBefore(minutesFromNow(11)));
        moodle.stub(get(urlPathEqualTo("/7/lineitem/results"))
                .willReturn(okJson("[{\"userId\":\"5\",\"resultScore\":66.67,\"resultMaximum\":100}]")
                        .withFixedDelay(4000)));
        courses.checkNow(tenant, Set.of(placement));
        await().until(() ->
                moodle.requests().stream().anyMatch(request -> request.getUrl().contains("/results")));
        publish(decided(2, true, 3, 3));
        awaitGrade(100);
        await().until(() -> isCompared(link));
        assertThat(nextCheck(link)).isBetween(minutesFromNow(9), minutesFromNow(12));
        assertThat(shownPercent())
                .as("of a grade that came after it was looked")
                .isNull();
    }

    private static Instant minutesFromNow(int minutes) {
        return Instant.now().plus(Duration.ofMinutes(minutes));
    }

    private Instant nextCheck(ResourceLinkId link) {
        return jdbc.sql("select next_check_at from gradebook_check where resource_link_id = :link")
                .param("link", link.value())
                .query(Timestamp.class)
                .single()
                .toInstant();
    }

    private boolean isCompared(ResourceLinkId link) {
        return jdbc.sql(
                                "select count(*) from gradebook_check where resource_link_id = :link and checked_at is not null")
                        .param("link", link.value())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    @ParameterizedTest
    @CsvSource({
        // What the gradebook shows at the first look when 66.67 % was sent, what it holds later, of how many points,
        // and
        // whether somebody changed it there.
        "66.67,66.67,100,false",
        "2.6668,2.6668,4,false",
        "66.67,100,100,false",
        "66.67,,100,false",
        "66.67,80,100,true",
        "66.67,0,100,true",
        "4,4.2,5,true",
        // A late policy took ten percent; a teacher gave that back.
        "60,60,100,false",
        "60,66.67,100,true",
        // Columns of one point.
        "0.67,0.67,1,false",
        "1,1,1,false",
        "0.67,0.68,1,true",
        "1,0,1,true",
        // Nothing stood there at the first look.
        ",80,100,false"
    })
    @DisplayName(
            "a grade that a teacher changed since the gradebook was compared is kept and said so; only a person sends over it")
    void writesOverNothingThatATeacherEntered(String shown, String held, String of, boolean changed) {
        ResourceLinkId link = openedGraded();
        publish(decided(1, false, 2, 3));
        awaitGrade(66.67);
        holds(shown, of);
        courses.checkNow(tenant, Set.of(placement));
        await().until(() -> isCompared(link));
        holds(held, of);
        moodle.forgetRequests();
        publish(decided(2, true, 3, 3));
        awaitState(changed ? State.CANNOT_BE_DELIVERED : State.DELIVERED);
        assertThat(scores()).hasSize(changed ? 0 : 1);
        if (changed) {
            assertThat(status().reason()).isEqualTo(Reason.CHANGED_BY_HAND);
            assertThat(courses.stuck(tenant, Set.of(placement))).isZero();
            assertThat(gradebook.sendAgain(tenant, Set.of(placement)))
                    .as("all that is stuck")
                    .isZero();
            assertThat(status().state()).isEqualTo(State.CANNOT_BE_DELIVERED);
            gradebook.sendAgain(tenant, placement, submission);
            awaitGrade(100);
        }
        assertThat(shownPercent()).as("of another grade").isNull();
    }

    @Test
    @DisplayName("before the gradebook was compared nothing is known of a teacher: a later grade goes, unasked")
    void asksNothingBeforeTheFirstLook() {
        openedGraded();
        publish(decided(1, false, 2, 3));
        awaitGrade(66.67);
        holds("10", "100");
        moodle.forgetRequests();
        publish(decided(2, true, 3, 3));
        awaitGrade(100);
        assertThat(moodle.requests()).noneMatch(request -> request.getUrl().contains("/results"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_scope", "unauthorized_client"})
    @DisplayName("a platform that gives no token for reading results gets a later grade all the same")
    void sendsWithoutTheRightToLook(String error) {
        openedGraded();
        publish(decided(1, false, 2, 3));
        awaitGrade(66.67);
        shown(66.67);
        moodle.stub(post(urlPathEqualTo(TestPlatform.TOKEN))
                .withRequestBody(containing("result.readonly"))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"" + error + "\"}")));
        publish(decided(2, true, 3, 3));
        awaitGrade(100);
        assertThat(isClosed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403, 404, 500, 503})
    @DisplayName("a platform whose results fail for ever, or are none, gets a later grade all the same")
    void sendsWhereResultsFail(int status) {
        openedGraded();
        publish(decided(1, false, 2, 3));
        awaitGrade(66.67);
        shown(66.67);
        moodle.stub(get(urlPathEqualTo("/7/lineitem/results"))
                .willReturn(aResponse().withStatus(status).withBody("<p>Sorry</p>")));
        publish(decided(2, true, 3, 3));
        awaitGrade(100);
    }

    @Test
    @DisplayName("a look that the platform puts off is waited for three times, and keeps nothing else from going")
    void waitsAWhileForALook() {
        openedGraded();
        publish(decided(1, false, 2, 3));
        awaitGrade(66.67);
        shown(66.67);
        moodle.stub(get(urlPathEqualTo("/7/lineitem/results"))
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "3600")));
        moodle.forgetRequests();
        publish(decided(2, true, 3, 3));
        for (int tries = 1; tries <= 3; tries++) {
            awaitTries(tries);
            assertThat(scores()).isEmpty();
            assertThat(status().reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
            timePasses();
        }
        awaitGrade(100);
        assertThat(isClosed()).isFalse();
    }

    @Test
    @DisplayName("what may have arrived of the grade before is nobody's change")
    void takesNoDoubtForAChange() {
        openedGraded();
        publish(decided(1, false, 2, 3));
        awaitGrade(66.67);
        shown(66.67);
        holds("66.67", "100");
        answers(aResponse().withStatus(500));
        publish(decided(2, false, 4, 5));
        awaitTries(1);
        assertThat(shownPercent()).as("kept for the same grade").isEqualTo(66.67);
        holds("80", "100");
        publish(decided(3, true, 5, 5));
        answers(aResponse());
        timePasses();
        awaitGrade(100);
    }

    private void holds(String held, String of) {
        moodle.stub(get(urlPathEqualTo("/7/lineitem/results"))
                .willReturn(okJson("[{\"userId\":\"5\"" + (held == null ? "" : ",\"resultScore\":" + held)
                        + ",\"resultMaximum\":" + of + "}]")));
    }

    /** As the first comparison leaves it. */
    private void shown(double percent) {
        jdbc.sql("update gradebook_place set shown_percent = :percent where submission_id = :submission")
                .param("percent", percent)
                .param("submission", submission.value())
                .update();
    }

    private Double shownPercent() {
        return jdbc.sql("select shown_percent from gradebook_place where submission_id = :submission")
                .param("submission", submission.value())
                .query((row, number) -> Optional.ofNullable(row.getObject("shown_percent", Double.class)))
                .single()
                .orElse(null);
    }

    private boolean isClosed() {
        return jdbc.sql("select count(*) from gradebook_platform where registration_id = :platform "
                                + "and (strikes > 0 or closed_until is not null)")
                        .param("platform", moodle.registration().id().value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private ResourceLinkId openedGraded() {
        ResourceLinkId link = moodle.link(
                UUID.randomUUID().toString(),
                "/7/lineitem?type_id=1",
                null,
                TestPlatform.SCORE + " https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly");
        publish(new SubmissionOpened(submission, tenant, placement, link, moodle.account("5")));
        return link;
    }

    private void openedFrom(TestPlatform platform, PlacementId place) {
        LtiUserId user = platform.account("5");
        publish(new SubmissionOpened(
                submission,
                tenant,
                place,
                platform.link(UUID.randomUUID().toString(), "/7/lineitem?type_id=1", null, TestPlatform.SCORE),
                user));
    }

    private EvidenceSubmitted submitted(int attempt) {
        Instant at = tick();
        return new EvidenceSubmitted(attempt(attempt), tenant, version, at, at.plus(Duration.ofDays(15)));
    }

    private SubmissionDecided decided(int attempt, boolean earned, int met, int required) {
        return new SubmissionDecided(attempt(attempt), tenant, version, earned, met, required, Set.of(), tick());
    }

    private AttemptId attempt(int number) {
        return new AttemptId(submission, number);
    }

    private Instant tick() {
        now = now.plusSeconds(1);
        return now;
    }

    private void publish(SubmissionOpened opened) {
        transaction.executeWithoutResult(status -> events.publishEvent(opened));
        // One after the other, as people work; other orders are StandingTests' matter.
        awaitNoOutstandingNews();
    }

    private void publish(DraftStarted started) {
        transaction.executeWithoutResult(status -> events.publishEvent(started));
        awaitNoOutstandingNews();
    }

    private void publish(WorkBegun news) {
        transaction.executeWithoutResult(status -> listener().on(news));
    }

    /** The rest is told to the gradebook alone: other modules would look for work that nobody did. */
    private void publish(EvidenceSubmitted news) {
        transaction.executeWithoutResult(status -> listener().on(news));
    }

    private void publish(SubmissionWithdrawn news) {
        transaction.executeWithoutResult(status -> listener().on(news));
    }

    private void publish(ScoringStarted news) {
        transaction.executeWithoutResult(status -> listener().on(news));
    }

    private void publish(SubmissionDecided news) {
        transaction.executeWithoutResult(status -> listener().on(news));
    }

    private News listener() {
        return AopTestUtils.getUltimateTargetObject(news);
    }

    private void awaitNoOutstandingNews() {
        listeners.awaitHeard();
    }

    private void awaitScores(int count) {
        await().until(() -> scores().size() == count);
        await().until(() -> !status().state().equals(State.WAITING));
    }

    private void awaitGrade(double given) {
        await().until(() ->
                scores().stream().anyMatch(score -> score.path("scoreGiven").asDouble(-1) == given));
        awaitState(State.DELIVERED);
    }

    private void awaitState(State state) {
        awaitStatus(status -> status.state() == state);
    }

    private void awaitStatus(Predicate<GradeStatus> expected) {
        await().until(() -> gradebook.status(tenant, placement, Set.of(submission)).values().stream()
                .anyMatch(expected));
    }

    private void awaitTries(int tries) {
        await().until(() -> jdbc.sql("select tries from gradebook_place where submission_id = :submission "
                                + "and claimed_until is null")
                        .param("submission", submission.value())
                        .query(Integer.class)
                        .optional()
                        .orElse(0)
                == tries);
    }

    private GradeStatus status() {
        return gradebook.status(tenant, placement, Set.of(submission)).get(submission);
    }

    /** So long that whatever waits is due. */
    private void timePasses() {
        set("next_try_at", Instant.now().minusSeconds(1));
        deliveries.deliverDue();
    }

    private void heldUntil(Instant until) {
        jdbc.sql("update gradebook_place set claimed_until = :until, next_try_at = :until, claimed_by = :somebody "
                        + "where submission_id = :submission")
                .param("until", Timestamp.from(until))
                .param("somebody", UUID.randomUUID())
                .param("submission", submission.value())
                .update();
    }

    private void set(String column, Instant value) {
        jdbc.sql("update gradebook_place set " + column + " = :value where submission_id = :submission")
                .param("value", Timestamp.from(value))
                .param("submission", submission.value())
                .update();
    }

    private void answers(ResponseDefinitionBuilder answer) {
        moodle.stub(post(urlPathEqualTo(SCORES)).willReturn(answer));
    }

    private List<JsonNode> scores() {
        return moodle.posted(SCORES).stream().map(this::body).toList();
    }

    private void assertLaterByASecond() {
        List<Instant> times = scores().stream()
                .map(score -> Instant.parse(score.path("timestamp").asString()))
                .toList();
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i)).isAfterOrEqualTo(times.get(i - 1).plusSeconds(1));
        }
    }

    private JsonNode body(LoggedRequest request) {
        return json.readTree(request.getBodyAsString());
    }
}
