package dev.canvasdev;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.Screenshots;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pages in Chromium, with the tool on another site and third-party cookies blocked. */
@InBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanvasDevBrowserTests {

    private TinyTool tool;
    private CanvasDev lms;

    @BeforeAll
    void start() {
        tool = new TinyTool("127.0.0.1");
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl(tool.url()));
        lms.register("canvas");
        lms.register("moodle");
        String token = tool.token(lms.issuer("canvas"), Scope.SCORE);
        for (Map<String, Object> score : List.of(
                Map.<String, Object>of(
                        "userId", "3bd5b788-db5e-4135-a4cb-55ec27e4b192",
                        "scoreGiven", 92,
                        "scoreMaximum", 100,
                        "activityProgress", "Completed",
                        "gradingProgress", "FullyGraded",
                        "comment", "All criteria met.",
                        "timestamp", "2026-11-23T20:11:42.031Z"),
                Map.<String, Object>of(
                        "userId", "676a3194-608f-45e9-a842-26188e82fd1e",
                        "activityProgress", "Submitted",
                        "gradingProgress", "PendingManual",
                        "timestamp", "2026-11-23T21:05:00.000Z",
                        "https://canvas.instructure.com/lti/submission",
                                Map.of(
                                        "submission_type", "basic_lti_launch",
                                        "submission_data", "https://tool.example/lti/launch?submission=0192f0a1",
                                        "preserve_score", true)))) {
            tool.call(
                    "POST",
                    lms.url() + "/api/lti/courses/4021/line_items/777/scores",
                    null,
                    Media.SCORE,
                    Samples.write(score),
                    token);
        }
    }

    @AfterAll
    void stop() {
        lms.close();
        tool.close();
    }

    private void wear(Page page, String prefix, String hat) {
        page.navigate(lms.url() + prefix + "/");
        page.getByLabel("Wearing the hat of").selectOption(hat);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change hats"))
                .click();
    }

    @Test
    void pagesAreAccessibleAndFitTheirWidth(Browser.Session browser) {
        for (Look look : List.of(Look.PHONE, Look.LAPTOP)) {
            for (String prefix : List.of("", "/moodle")) {
                Page page = browser.page(look);
                String course = prefix + "/courses/" + (prefix.isEmpty() ? "4021" : "2");
                String assignment = course + "/assignments/" + (prefix.isEmpty() ? "90117" : "2");
                String name = "canvas-dev" + prefix.replace('/', '-');
                look(page, look, prefix + "/", name + "-dashboard");
                look(page, look, course, name + "-course");
                look(page, look, assignment, name + "-assignment");
                look(page, look, course + "/gradebook", name + "-grades");
                look(page, look, prefix + "/admin/tools", name + "-forbidden");
                wear(page, prefix, "priya");
                look(page, look, course, name + "-course-teacher");
                look(page, look, course + "/gradebook", name + "-gradebook");
                look(page, look, course + "/people", name + "-people");
                look(page, look, course + "/content/new", name + "-picker");
                wear(page, prefix, "sam");
                look(page, look, prefix + "/admin/tools", name + "-tools");
                look(page, look, prefix + "/admin/faults", name + "-faults");
            }
        }
    }

    private void look(Page page, Look look, String path, String name) {
        page.navigate(lms.url() + path);
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", path, look)
                .isEqualTo(0);
    }

    @Test
    void theFrameOfAnotherSiteIsLaunchedWithoutThirdPartyCookies(Browser.Session browser) {
        for (String path : List.of("/courses/4021/assignments/90117", "/moodle/courses/2/assignments/2")) {
            Page page = browser.page();
            page.navigate(lms.url() + path);
            assertThat(page.frameLocator("iframe#tool").locator("h1").textContent())
                    .isEqualTo("Launched");
            assertThat(tool.launches.get(tool.launches.size() - 1)).containsKey("id_token");
        }
    }

    @Test
    void platformStorageKeepsWhatTheToolPutsThere(Browser.Session browser) {
        Page page = browser.page();
        page.navigate(lms.url() + "/courses/4021/assignments/90117");
        page.frameLocator("iframe#tool").locator("h1").waitFor();
        Frame frame = page.frame("tool");
        assertThat(frame.evaluate("""
                        origin => new Promise(done => {
                          const storage = window.parent.frames['post_message_forwarding'];
                          const say = m => storage.postMessage(m, origin);
                          addEventListener('message', e => {
                            if (e.origin !== origin || e.source !== storage) return;
                            if (e.data.subject === 'lti.put_data.response')
                              say({subject: 'lti.get_data', message_id: '2', key: 'lti_state_a'});
                            if (e.data.subject === 'lti.get_data.response') done(e.data.value);
                          });
                          say({subject: 'lti.put_data', message_id: '1', key: 'lti_state_a', value: 'kept'});
                        })""", lms.url().toString())).isEqualTo("kept");
        assertThat(frame.evaluate("""
                        () => new Promise(done => {
                          addEventListener('message', e => {
                            if (e.data.subject === 'lti.capabilities.response')
                              done(e.data.supported_messages.filter(m => m.frame).map(m => m.subject).join());
                          });
                          window.parent.postMessage({subject: 'lti.capabilities', message_id: '3'}, '*');
                        })""")).isEqualTo("lti.put_data,lti.get_data");
        frame.evaluate("parent.postMessage({subject: 'lti.frameResize', height: 901, message_id: '4'}, '*')");
        page.waitForFunction("document.getElementById('tool').style.height === '901px'");
    }

    @Test
    void registeringInTheFrameClosesByItself(Browser.Session browser) {
        Page page = browser.page();
        wear(page, "/moodle", "sam");
        page.navigate(lms.url() + "/moodle/admin/tools");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Register Recorder again"))
                .click();
        page.waitForURL("**/moodle/admin/tools");
        assertThat(page.locator(".tool-card").count()).isEqualTo(1);
    }
}
