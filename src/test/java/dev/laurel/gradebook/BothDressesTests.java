package dev.laurel.gradebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CallLog;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.canvasdev.Faults.ServiceFault;
import dev.laurel.assessment.AppealDecided;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.PlacementId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.submission.AppealLodged;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.DraftStarted;
import dev.laurel.submission.EvidenceSubmitted;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionOpened;
import dev.laurel.submission.WorkBegun;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.util.AopTestUtils;
import org.springframework.transaction.support.TransactionOperations;

/** What stands in a gradebook after everything that can go wrong went wrong, in Canvas' and in Moodle's dress. */
@LaurelTest
@TestPropertySource(
        properties = {"laurel.demo=true", "laurel.registration-open=true", "spring.application.name=dresses"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BothDressesTests {

    private static final String CANVAS = "https://canvas.instructure.com/lti/submission";
    private static final String MICRO_CREDENTIAL = "lit-hfw-mapping";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    Deliveries deliveries;

    @Autowired
    LaurelSettings settings;

    @Autowired
    News news;

    @Autowired
    Gradebook gradebook;

    @Autowired
    TransactionOperations transaction;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;
    private Instant now = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.MICROS);

    @BeforeAll
    void start() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        for (String dress : List.of("canvas", "moodle")) {
            lms.register(dress);
            new CanvasDevSession(lms, dress, "dana").openMicroCredential(MICRO_CREDENTIAL);
        }
        lms.faults().slowness(Duration.ofMillis(1500));
    }

    @AfterEach
    void reset() {
        lms.faults().clear();
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    /** Somebody with a draft, whose start the platform knows. */
    private record Learner(
            String dress,
            String subject,
            CanvasDev.Link link,
            SubmissionId submission,
            TenantId tenant,
            RegistrationId registration,
            ResourceLinkId resourceLink,
            PlacementId placement) {}

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    @DisplayName("a state never clears or lowers a grade, and each attempt counts once where attempts are counted")
    void neverClearsAGrade(String dress) {
        Learner learner = starts(dress);
        begins(learner, 1);
        assertThat(lastState(learner)).isEqualTo("InProgress/NotReady");
        assertThat(attempts(learner)).as("a draft is no attempt").isZero();
        submits(learner, 1);
        await().atMost(SOON).until(() -> dress.equals("moodle") || attempts(learner) == 1);
        decides(learner, 1, false, 3, 4);
        await().atMost(SOON).until(() -> grade(learner, 75));
        started(learner, 2);
        begins(learner, 2);
        submits(learner, 2);
        settled(learner);
        assertThat(grade(learner, 75)).as("kept through draft and submission").isTrue();
        decides(learner, 2, false, 1, 4);
        settled(learner);
        assertThat(grade(learner, 75)).as("a worse attempt lowers nothing").isTrue();
        decides(learner, 3, true, 4, 4);
        await().atMost(SOON).until(() -> grade(learner, 100));
        assertThat(attempts(learner)).isEqualTo(dress.equals("canvas") ? 2 : 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = ServiceFault.class,
            mode = Mode.EXCLUDE,
            names = {"SERVER_ERROR", "UNAVAILABLE"})
    @DisplayName("a submission and a grade have one effect each, whatever the platform answers to them")
    void oneEffectEach(ServiceFault fault) {
        Learner learner = starts("canvas");
        lms.faults().nextServiceCalls(fault, 1);
        submits(learner, 1);
        tries(learner, fault, () -> attempts(learner) >= 1);
        tries(learner, fault, () -> isSettled(learner));
        lms.faults().nextServiceCalls(fault, 1);
        decides(learner, 1, true, 4, 4);
        tries(learner, fault, () -> grade(learner, 100));
        tries(learner, fault, () -> isSettled(learner));
        assertThat(attempts(learner)).isEqualTo(1);
        assertThat((List<?>) cell(learner).get("comments")).hasSize(1);
    }

    @Test
    @DisplayName("an appeal that changes nothing and a grade sent again leave one comment in Canvas")
    void commentsOnce() {
        Learner learner = starts("canvas");
        submits(learner, 1);
        decides(learner, 1, false, 3, 4);
        await().atMost(SOON).until(() -> comments(learner).size() == 1);
        settled(learner);
        Instant lodged = tick();
        tell(listener -> listener.on(new AppealLodged(
                new AttemptId(learner.submission(), 1), learner.tenant(), lodged, lodged.plusSeconds(3600))));
        settled(learner);
        long before = gradesSent(learner);
        upholds(learner);
        await().atMost(SOON).until(() -> gradesSent(learner) > before);
        settled(learner);
        assertThat(comments(learner)).as("the decision stands").hasSize(1);
        assertThat(grade(learner, 75)).isTrue();

        sendsAgain(learner);
        assertThat(comments(learner)).as("sent again").hasSize(1);
        assertThat(grade(learner, 75)).isTrue();

        decides(learner, 1, true, 4, 4);
        await().atMost(SOON).until(() -> grade(learner, 100));
        settled(learner);
        assertThat(comments(learner)).as("decided anew").hasSize(2);
        sendsAgain(learner);
        assertThat(comments(learner)).as("sent again").hasSize(2);
    }

    @Test
    @DisplayName("Moodle keeps its one comment when a grade is sent again")
    void moodleKeepsItsComment() {
        Learner learner = starts("moodle");
        decides(learner, 1, false, 3, 4);
        await().atMost(SOON).until(() -> comments(learner).size() == 1);
        settled(learner);
        Object said = comments(learner).get(0);
        sendsAgain(learner);
        assertThat(comments(learner))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(said);
    }

    private void upholds(Learner learner) {
        Instant at = tick();
        tell(listener ->
                listener.on(new AppealDecided(new AttemptId(learner.submission(), 1), false, "It stands.", null, at)));
    }

    /** By hand, and waits until the score has arrived. */
    private void sendsAgain(Learner learner) {
        long before = gradesSent(learner);
        assertThat(gradebook.sendAgain(learner.tenant(), learner.placement(), learner.submission()))
                .isTrue();
        await().atMost(SOON).until(() -> gradesSent(learner) > before);
        settled(learner);
    }

    private long gradesSent(Learner learner) {
        return scoreCalls(learner.dress()).stream()
                .filter(call -> String.valueOf(call.body()).contains("scoreGiven")
                        && String.valueOf(call.body()).contains("\"userId\":\"" + learner.subject() + "\""))
                .count();
    }

    private List<?> comments(Learner learner) {
        return cell(learner).get("comments") instanceof List<?> comments ? comments : List.of();
    }

    @ParameterizedTest
    @EnumSource(
            value = ServiceFault.class,
            names = {"DONE_BUT_504", "DONE_BUT_BROKEN_CONNECTION", "SLOW", "TOO_MANY_REQUESTS_UNTIL"})
    @DisplayName("Moodle's refusal of a score that it holds already counts as its arrival")
    void moodleHoldsItAlready(ServiceFault fault) {
        Learner learner = starts("moodle");
        lms.faults().nextServiceCalls(fault, 1);
        decides(learner, 1, true, 4, 4);
        tries(learner, fault, () -> grade(learner, 100));
        tries(learner, fault, () -> isSettled(learner));
        long taken = scoreCalls(learner.dress()).stream()
                .filter(call -> call.status() == 200
                        && String.valueOf(call.body()).contains("scoreGiven")
                        && String.valueOf(call.body()).contains("\"userId\":\"" + learner.subject() + "\""))
                .count();
        assertThat(taken).as("taken once").isLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName("Canvas' own members go to Canvas alone")
    void extensionsGoToThoseWhoKnowThem() {
        lms.calls().clear();
        for (String dress : List.of("canvas", "moodle")) {
            Learner learner = starts(dress);
            submits(learner, 1);
            decides(learner, 1, true, 4, 4);
            await().atMost(SOON).until(() -> grade(learner, 100));
        }
        assertThat(scoreCalls("canvas")).isNotEmpty().allMatch(call -> String.valueOf(call.body())
                .contains(CANVAS));
        assertThat(scoreCalls("moodle")).isNotEmpty().noneMatch(call -> String.valueOf(call.body())
                .contains("canvas.instructure"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    @DisplayName("who has left the course and who is in a concluded course is reported, not tried for ever")
    void reportsWhatCannotBe(String dress) {
        Learner gone = starts(dress);
        lms.unenrol(dress, gone.link().courseId(), "crowd-" + gone.subject());
        decides(gone, 1, true, 4, 4);
        await().atMost(SOON).until(() -> reason(gone).equals("PERSON_NOT_GRADABLE"));

        Learner late = starts(dress);
        lms.conclude(dress, late.link().courseId(), true);
        try {
            decides(late, 1, true, 4, 4);
            await().atMost(SOON).until(() -> reason(late).equals("COURSE_CLOSED"));
        } finally {
            lms.conclude(dress, late.link().courseId(), false);
        }
    }

    /** One more person of the course, who has started; the link is known from a launch. */
    private Learner starts(String dress) {
        CanvasDev.Link link = new CanvasDevSession(lms, dress, "dana").link(MICRO_CREDENTIAL);
        String subject = lms.enrolCrowd(dress, link.courseId(), 1).get(0);
        Learner learner = jdbc.sql("select l.id as link, l.tenant_id, d.registration_id, p.id as placement "
                        + "from lti_resource_link l join lti_deployment d on d.id = l.deployment_id "
                        + "join course_placement p on p.resource_link_id = l.id where l.platform_id = :link")
                .param("link", link.resourceLinkId())
                .query((row, number) -> new Learner(
                        dress,
                        subject,
                        link,
                        new SubmissionId(UUID.randomUUID()),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new RegistrationId(row.getObject("registration_id", UUID.class)),
                        new ResourceLinkId(row.getObject("link", UUID.class)),
                        new PlacementId(row.getObject("placement", UUID.class))))
                .single();
        LtiUserId user = new LtiUserId(UUID.randomUUID());
        jdbc.sql("insert into lti_user (id, tenant_id, registration_id, subject, created_at, updated_at) "
                        + "values (:id, :tenant, :registration, :subject, current_timestamp, current_timestamp)")
                .param("id", user.value())
                .param("tenant", learner.tenant().value())
                .param("registration", learner.registration().value())
                .param("subject", subject)
                .update();
        tell(listener -> listener.on(new SubmissionOpened(
                learner.submission(), learner.tenant(), learner.placement(), learner.resourceLink(), user)));
        started(learner, 1);
        return learner;
    }

    private void started(Learner learner, int attempt) {
        tell(listener -> listener.on(new DraftStarted(new AttemptId(learner.submission(), attempt), tick())));
        settled(learner);
    }

    private void begins(Learner learner, int attempt) {
        tell(listener -> listener.on(new WorkBegun(new AttemptId(learner.submission(), attempt), tick())));
        settled(learner);
    }

    private String lastState(Learner learner) {
        return scoreCalls(learner.dress()).stream()
                .map(call -> String.valueOf(call.body()))
                .filter(body -> body.contains("\"userId\":\"" + learner.subject() + "\""))
                .reduce((earlier, later) -> later)
                .map(BothDressesTests::state)
                .orElse("none");
    }

    private static String state(String body) {
        return body.replaceFirst(".*\"activityProgress\":\"(\\w+)\".*\"gradingProgress\":\"(\\w+)\".*", "$1/$2");
    }

    private void submits(Learner learner, int attempt) {
        Instant at = tick();
        tell(listener -> listener.on(new EvidenceSubmitted(
                new AttemptId(learner.submission(), attempt),
                learner.tenant(),
                new VersionId(UUID.randomUUID()),
                at,
                at.plusSeconds(3600))));
    }

    private void decides(Learner learner, int attempt, boolean earned, int met, int required) {
        tell(listener -> listener.on(new SubmissionDecided(
                new AttemptId(learner.submission(), attempt),
                learner.tenant(),
                new VersionId(UUID.randomUUID()),
                earned,
                met,
                required,
                Set.of(),
                tick())));
    }

    private void tell(Consumer<News> fact) {
        News listener = AopTestUtils.getUltimateTargetObject(news);
        transaction.executeWithoutResult(status -> fact.accept(listener));
    }

    private Instant tick() {
        now = now.plusSeconds(1);
        return now;
    }

    /** Nothing is owed for this person any more. */
    private void settled(Learner learner) {
        await().atMost(SOON).until(() -> isSettled(learner));
    }

    private boolean isSettled(Learner learner) {
        return state(learner, "state").equals("DELIVERED");
    }

    /** Waits without the pause before the next try, unless it is the platform that asked for it. */
    private void tries(Learner learner, ServiceFault fault, Callable<Boolean> news) {
        await().atMost(SOON).until(() -> {
            if (!fault.name().startsWith("TOO_MANY_REQUESTS")) {
                jdbc.sql("update gradebook_place set next_try_at = :past where submission_id = :submission"
                                + " and claimed_until is null and next_try_at > :past")
                        .param("past", Timestamp.from(Instant.now().minusSeconds(1)))
                        .param("submission", learner.submission().value())
                        .update();
                deliveries.deliverDue();
            }
            return news.call();
        });
    }

    private String reason(Learner learner) {
        return state(learner, "reason");
    }

    private String state(Learner learner, String column) {
        return jdbc.sql("select coalesce(" + column + ", '') from gradebook_place where submission_id = :submission")
                .param("submission", learner.submission().value())
                .query(String.class)
                .single();
    }

    private boolean grade(Learner learner, double percent) {
        Map<?, ?> cell = cell(learner);
        return cell.get("grade") instanceof Number grade
                && Math.abs(100 * grade.doubleValue() / ((Number) cell.get("scoreMaximum")).doubleValue() - percent)
                        < 0.01;
    }

    private int attempts(Learner learner) {
        return cell(learner).get("attempts") instanceof List<?> attempts ? attempts.size() : 0;
    }

    private Map<?, ?> cell(Learner learner) {
        return ((List<?>) lms.gradebook(learner.dress()).get("cells"))
                .stream()
                        .map(cell -> (Map<?, ?>) cell)
                        .filter(cell -> learner.subject().equals(cell.get("user"))
                                && learner.link().assignmentId().equals(cell.get("assignment")))
                        .findFirst()
                        .orElse(Map.of());
    }

    private List<CallLog.Call> scoreCalls(String dress) {
        return lms.calls().all().stream()
                .filter(call -> call.dress().equals(dress) && call.path().contains("/scores"))
                .toList();
    }
}
