package dev.laurel.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CallLog;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** A new term: the coordinator copies last term's course and goes on with other people. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
class CourseCopyStoryTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;

    @BeforeEach
    void start() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    void theCopyHoldsTheSameMicroCredentialAndNobody(String dress) {
        lms.register(dress);
        CanvasDevSession priya = new CanvasDevSession(lms, dress, "priya");
        CanvasDev.Link before = priya.link(HINGE);
        new CanvasDevSession(lms, dress, "dana")
                .openAssignment(before.courseId(), before.assignmentId())
                .form("form[action$=/evidence/start]")
                .submit();
        Page original = priya.openAssignment(before.courseId(), before.assignmentId());
        assertThat(original.select("tbody tr:contains(Dana Ortiz)")).hasSize(1);

        String copy = priya.copyCourse(before.courseId());
        CanvasDev.Link after = priya.link(copy, HINGE);
        assertThat(after.contextId()).isNotEqualTo(before.contextId());
        assertThat(after.resourceLinkId()).isNotEqualTo(before.resourceLinkId());
        assertThat(after.custom()).isEqualTo(before.custom());

        Page cohort = priya.openAssignment(copy, after.assignmentId());
        assertThat(cohort.select("h1").text()).isEqualTo("Cohort");
        assertThat(cohort.select("title").text())
                .isEqualTo(original.select("title").text());
        assertThat(cohort.select("tbody tr")).isEmpty();
        assertThat(cohort.select("#copied").text()).contains("made from another one", "starts afresh");
        assertThat(versionsAt(dress, before)).hasSize(1).isEqualTo(versionsAt(dress, after));

        priya.enroll(copy, "elena", "STUDENT");
        Page first = new CanvasDevSession(lms, dress, "elena").openAssignment(copy, after.assignmentId());
        assertThat(first.form("form[action$=/evidence/start]").action().getPath())
                .endsWith("/evidence/start");
        first.form("form[action$=/evidence/start]").submit();

        assertThat(priya.openAssignment(copy, after.assignmentId())
                        .select("tbody tr th > span:first-child")
                        .eachText())
                .containsExactly("Elena Rossi");
        assertThat(priya.openAssignment(before.courseId(), before.assignmentId())
                        .select("tbody tr:contains(Elena Rossi)")
                        .text())
                .doesNotContain("In progress");
        assertThat(cellsIn(dress, copy)).allMatch(cell -> "elena".equals(cell.get("hat")));
        assertThat(cohort.click("a[href$=/preview]").status()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "PNS-01 PNS-02 PNS-03 Canvas is told of the handlers once and tells of the copy before anybody opens it")
    void canvasTellsOfTheCopy() {
        lms.register("canvas");
        CanvasDevSession priya = new CanvasDevSession(lms, "canvas", "priya");
        CanvasDev.Link link = priya.link(HINGE);
        priya.openMicroCredential(HINGE);
        await().atMost(SOON).until(() -> handlersNamed().size() == 2);
        await().atMost(SOON).until(() -> notices("LtiHelloWorldNotice") == 1);
        priya.openMicroCredential(HINGE);
        new CanvasDevSession(lms, "canvas", "dana").openMicroCredential(HINGE);

        String copy = priya.copyCourse(link.courseId());
        await().atMost(SOON).until(() -> notices("LtiContextCopyNotice") == 1);
        await().atMost(SOON).until(() -> copies(priya.link(copy, HINGE).contextId()) == 1);
        assertThat(handlersNamed())
                .hasSize(2)
                .allMatch(call -> call.status() == 200)
                .allMatch(call -> String.valueOf(call.body()).contains(settings.at("/lti/notices") + "\""));
    }

    private List<String> versionsAt(String dress, CanvasDev.Link link) {
        return jdbc.sql("select cast(p.version_id as varchar) from course_placement p"
                        + " join lti_resource_link l on l.id = p.resource_link_id"
                        + " join lti_deployment d on d.id = l.deployment_id"
                        + " join lti_registration r on r.id = d.registration_id"
                        + " where l.platform_id = :link and r.issuer = :issuer")
                .param("link", link.resourceLinkId())
                .param("issuer", lms.issuer(dress))
                .query(String.class)
                .list();
    }

    private List<Map<?, ?>> cellsIn(String dress, String course) {
        return ((List<?>) lms.gradebook(dress).get("cells"))
                .stream()
                        .<Map<?, ?>>map(cell -> (Map<?, ?>) cell)
                        .filter(cell -> course.equals(cell.get("course")))
                        .toList();
    }

    private List<CallLog.Call> handlersNamed() {
        return lms.calls().all().stream()
                .filter(call -> call.method().equals("PUT") && call.path().contains("/notice-handlers/"))
                .toList();
    }

    private int notices(String type) {
        return jdbc.sql("select count(*) from lti_notice n join lti_registration r on r.id = n.registration_id"
                        + " where n.type = :type and r.issuer = :issuer")
                .param("type", type)
                .param("issuer", lms.issuer("canvas"))
                .query(Integer.class)
                .single();
    }

    private int copies(String context) {
        return jdbc.sql("select count(*) from course_copy c join lti_context k on k.id = c.context_id"
                        + " where k.platform_id = :context")
                .param("context", context)
                .query(Integer.class)
                .single();
    }
}
