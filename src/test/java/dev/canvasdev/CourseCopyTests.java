package dev.canvasdev;

import static dev.canvasdev.Samples.read;
import static dev.canvasdev.Samples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.CanvasDevSession;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Courses that are copied, and people who come and go. */
class CourseCopyTests extends CanvasDevTest {

    private static final String MAPPING = "lit-hfw-mapping";

    @ParameterizedTest
    @CsvSource({"canvas, ''", "moodle, /moodle"})
    void aCopyHasIdsOfItsOwnAndEverythingButPeople(String dress, String prefix) {
        CanvasDevSession priya = new CanvasDevSession(lms, dress, "priya");
        CanvasDev.Link before = priya.link(MAPPING);
        String copy = priya.copyCourse(before.courseId());
        CanvasDev.Link after = priya.link(copy, MAPPING);

        assertThat(after.custom()).isEqualTo(before.custom());
        assertThat(after.title()).isEqualTo(before.title());
        assertThat(List.of(after.contextId(), after.resourceLinkId(), after.assignmentId(), after.lineItemId()))
                .doesNotContain(
                        before.contextId(), before.resourceLinkId(), before.assignmentId(), before.lineItemId());
        assertThat(priya.lmsPage("/courses/" + copy + "/people")
                        .select("tbody th")
                        .eachText())
                .containsExactly("Priya Shah");

        String launch = prefix + "/courses/" + copy + "/assignments/" + after.assignmentId() + "/launch";
        Map<?, ?> custom = (Map<?, ?>) claims("priya", launch).get(Claim.CUSTOM);
        assertThat(custom.get("micro_credential")).isEqualTo(MAPPING);
    }

    @ParameterizedTest
    @CsvSource({"canvas, ''", "moodle, /moodle"})
    void theHistoryNamesTheCoursesThatItWasCopiedFromNearestFirst(String dress, String prefix) {
        lms.courseTool(dress).customParameters.put("context_id_history", "$Context.id.history");
        CanvasDevSession priya = new CanvasDevSession(lms, dress, "priya");
        CanvasDev.Link first = priya.link(MAPPING);
        CanvasDev.Link second = priya.link(priya.copyCourse(first.courseId()), MAPPING);
        CanvasDev.Link third = priya.link(priya.copyCourse(second.courseId()), MAPPING);
        String launch = prefix + "/courses/" + third.courseId() + "/assignments/" + third.assignmentId() + "/launch";
        assertThat(((Map<?, ?>) claims("priya", launch).get(Claim.CUSTOM)).get("context_id_history"))
                .isEqualTo(second.contextId() + "," + first.contextId());
    }

    @Test
    void canvasSendsANoticeThatLooksLikeTheSample() throws InterruptedException {
        lms.courseTool("canvas").noticeHandlers.put("LtiContextCopyNotice", tool.url() + "/lti/notices");
        CanvasDevSession priya = new CanvasDevSession(lms, "canvas", "priya");
        CanvasDev.Link before = priya.link(MAPPING);
        CanvasDev.Link after = priya.link(priya.copyCourse(before.courseId()), MAPPING);
        String body = tool.notices.poll(30, TimeUnit.SECONDS);
        Map<?, ?> notice = (Map<?, ?>) ((List<?>) Samples.object(body).get("notices")).get(0);
        Jws jwt = Jws.parse((String) notice.get("jwt"));
        assertThat(shape(jwt.claims())).isEqualTo(shape(read("canvas/claims/notice-context-copy")));
        assertThat(jwt.claims().get(Claim.ORIGIN_CONTEXTS)).isEqualTo(List.of(before.contextId()));
        assertThat(((Map<?, ?>) jwt.claims().get(Claim.CONTEXT)).get("id")).isEqualTo(after.contextId());
    }

    @Test
    void onlyTeachersAndAdministratorsCopyAndEnroll() {
        assertThat(browser("dana").post(at("/courses/4021/copy"), Map.of()).status())
                .isEqualTo(403);
        assertThat(browser("dana")
                        .post(at("/courses/4021/people/ben/deactivate"), Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(browser("sam").post(at("/courses/4021/copy"), Map.of()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"canvas, ''", "moodle, /moodle"})
    void whoIsDeactivatedCannotEnterAndComesBackAsTheyWere(String dress, String prefix) {
        CanvasDevSession priya = new CanvasDevSession(lms, dress, "priya");
        String course = priya.link(MAPPING).courseId();
        priya.deactivate(course, "ben");
        assertThat(browser("ben").get(at(prefix + "/courses/" + course)).status())
                .isEqualTo(403);
        assertThat(priya.lmsPage("/courses/" + course + "/people")
                        .select("tr:contains(Ben Carter)")
                        .text())
                .contains("Inactive");
        priya.lmsPage("/courses/" + course + "/people")
                .form("tr:contains(Ben Carter) form")
                .submit();
        assertThat(browser("ben").get(at(prefix + "/courses/" + course)).status())
                .isEqualTo(200);
    }
}
