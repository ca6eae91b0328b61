package dev.canvasdev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canvasdev.Faults.ServiceFault;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The switches that make a platform misbehave, as its tools feel them. */
class FaultTests extends CanvasDevTest {

    private String token;
    private String moodleToken;

    @BeforeEach
    void tokens() {
        token = tool.token(lms.issuer("canvas"), Scope.LINE_ITEM, Scope.RESULT, Scope.SCORE);
        moodleToken = tool.token(lms.issuer("moodle"), Scope.LINE_ITEM, Scope.RESULT, Scope.SCORE);
    }

    @Test
    void aConnectionEndsWithoutAnAnswerAndTheWorkIsDoneOrNot() {
        String subject = newcomer("canvas");
        lms.faults().nextServiceCalls(ServiceFault.BROKEN_CONNECTION, 1);
        assertThatThrownBy(() -> score(subject, "2026-11-24T01:01:00.000Z")).isInstanceOf(Exception.class);
        assertThat(holds(subject)).isFalse();
        lms.faults().nextServiceCalls(ServiceFault.DONE_BUT_BROKEN_CONNECTION, 1);
        assertThatThrownBy(() -> score(subject, "2026-11-24T01:02:00.000Z")).isInstanceOf(Exception.class);
        assertThat(holds(subject)).isTrue();
    }

    @Test
    void anAnswerComesLateAndSaysWhatItWouldHaveSaid() {
        String subject = newcomer("canvas");
        lms.faults().slowness(Duration.ofMillis(700));
        lms.faults().nextServiceCalls(ServiceFault.SLOW, 1);
        long begin = System.nanoTime();
        HttpResponse<String> answer = score(subject, "2026-11-24T01:01:00.000Z");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(650));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("resultUrl");
    }

    @Test
    void retryAfterCanBeADate() {
        lms.faults().nextServiceCalls(ServiceFault.TOO_MANY_REQUESTS_UNTIL, 1);
        HttpResponse<String> answer = score(newcomer("canvas"), "2026-11-24T01:01:00.000Z");
        assertThat(answer.statusCode()).isEqualTo(429);
        Instant when = ZonedDateTime.parse(
                        answer.headers().firstValue("Retry-After").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(when).isBetween(Instant.now().minusSeconds(5), Instant.now().plusSeconds(5));
    }

    @Test
    void theSameSeedGivesTheSameFaults() {
        assertThat(sequence(11)).isEqualTo(sequence(11)).isNotEqualTo(sequence(12));
        assertThat(sequence(11)).contains("").hasSizeGreaterThan(20);
        long failing = sequence(11).stream().filter(fault -> !fault.isEmpty()).count();
        assertThat(failing).isBetween(60L, 140L);
    }

    private List<String> sequence(long seed) {
        lms.faults().atRandom(1.0 / 3, seed);
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            faults.add(lms.faults().takeServiceFault().map(Enum::name).orElse(""));
        }
        lms.faults().clear();
        return faults;
    }

    @Test
    void aConcludedCourseTakesNoScore() {
        String canvas = newcomer("canvas");
        String moodle = newcomer("moodle");
        CanvasDev.Link link = lms.links("moodle").get(0);
        lms.conclude("canvas", "4021", true);
        lms.conclude("moodle", link.courseId(), true);
        try {
            HttpResponse<String> refused = score(canvas, "2026-11-24T01:01:00.000Z");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("This course has concluded");
            assertThat(moodleScore(link, moodle).statusCode()).isEqualTo(404);
        } finally {
            lms.conclude("canvas", "4021", false);
            lms.conclude("moodle", link.courseId(), false);
        }
        assertThat(score(canvas, "2026-11-24T01:02:00.000Z").statusCode()).isEqualTo(200);
        assertThat(moodleScore(link, moodle).statusCode()).isEqualTo(200);
    }

    @Test
    void aCourseThatIsConcludedOrHasNotBegunMayBeNoneAtAll() {
        String subject = newcomer("canvas");
        lms.faults().closedCoursesHidden(true);
        lms.conclude("canvas", "4021", true);
        try {
            HttpResponse<String> hidden = score(subject, "2026-11-24T01:01:00.000Z");
            assertThat(hidden.statusCode()).isEqualTo(404);
            assertThat(hidden.body()).contains("Context not found");
        } finally {
            lms.conclude("canvas", "4021", false);
        }
        lms.upcoming("4021", true);
        try {
            assertThat(score(subject, "2026-11-24T01:02:00.000Z").statusCode()).isEqualTo(404);
        } finally {
            lms.upcoming("4021", false);
        }
        assertThat(score(subject, "2026-11-24T01:03:00.000Z").statusCode()).isEqualTo(200);
    }

    @Test
    void theTestStudentMayBeRefused() {
        String student =
                lms.platform("canvas").personByHat("test").orElseThrow().sub();
        assertThat(score(student, "2026-11-24T01:01:00.000Z").statusCode()).isEqualTo(200);
        lms.faults().testStudentRefused(true);
        HttpResponse<String> refused = score(student, "2026-11-24T01:02:00.000Z");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("User not found in course or is not a student");
    }

    @Test
    void whoHasLeftCannotBeGraded() {
        String canvas = newcomer("canvas");
        lms.unenrol("canvas", "4021", "crowd-" + canvas);
        assertThat(score(canvas, "2026-11-24T01:01:00.000Z").statusCode()).isEqualTo(422);
        CanvasDev.Link link = lms.links("moodle").get(0);
        String moodle = newcomer("moodle");
        lms.unenrol("moodle", link.courseId(), "crowd-" + moodle);
        HttpResponse<String> refused = moodleScore(link, moodle);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("[]");
    }

    @Test
    void aDeletedColumnIsGone() {
        CanvasDev.Link link = lms.links("moodle").get(lms.links("moodle").size() - 1);
        lms.deleteLineItem("moodle", link.lineItemId());
        assertThat(moodleScore(link, newcomer("moodle")).statusCode()).isEqualTo(404);
    }

    private String newcomer(String dress) {
        String course =
                dress.equals("canvas") ? "4021" : lms.links("moodle").get(0).courseId();
        return lms.enrolCrowd(dress, course, 1).get(0);
    }

    private boolean holds(String subject) {
        return ((List<?>) lms.gradebook("canvas").get("cells"))
                .stream().anyMatch(cell -> subject.equals(((Map<?, ?>) cell).get("user")));
    }

    private HttpResponse<String> score(String subject, String timestamp) {
        return tool.call(
                "POST",
                lms.url() + "/api/lti/courses/4021/line_items/777/scores",
                null,
                Media.SCORE,
                body(subject, timestamp),
                token);
    }

    private HttpResponse<String> moodleScore(CanvasDev.Link link, String subject) {
        return tool.call(
                "POST",
                lms.url() + "/moodle/mod/lti/services.php/" + link.courseId() + "/lineitems/" + link.lineItemId()
                        + "/lineitem/scores?type_id=1",
                null,
                Media.SCORE,
                body(subject, "2026-11-24T01:01:00.000Z"),
                moodleToken);
    }

    private static String body(String subject, String timestamp) {
        return Samples.write(Map.of(
                "userId",
                subject,
                "timestamp",
                timestamp,
                "activityProgress",
                "Completed",
                "gradingProgress",
                "FullyGraded",
                "scoreGiven",
                90,
                "scoreMaximum",
                100));
    }
}
