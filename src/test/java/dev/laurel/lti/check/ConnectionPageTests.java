package dev.laurel.lti.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CallLog;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The pages of the check over HTTP, without scripts, against canvas-dev in both dresses. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
class ConnectionPageTests {

    private static final String MAPPING = "lit-hfw-mapping";

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

    private final HttpBrowser browser = new HttpBrowser();

    private HttpBrowser.Page administrator(String dress) {
        return new CanvasDevSession(lms, dress, "sam", browser).openMicroCredential(MAPPING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    void everythingIsInOrderAndNoGradeChanges(String dress) {
        lms.register(dress);
        Map<String, Object> grades = lms.gradebook(dress);
        HttpBrowser.Page page = administrator(dress).click("a[href$='/connection']");
        assertThat(lights(page)).containsOnly(Map.entry("UNTRIED", 11L));
        assertThat(page.select("#report-section").hasAttr("hidden")).isTrue();

        HttpBrowser.Page done = page.submit("form#check", Map.of());
        assertThat(done.status()).isEqualTo(200);
        for (CheckLine line : CheckLine.ofTheServer()) {
            Element shown = done.select("#line-" + line.key()).first();
            assertThat(shown).as(line.name()).isNotNull();
            boolean maybe = line == CheckLine.NOTICES;
            assertThat(shown.attr("data-light"))
                    .as(shown.text())
                    .isIn(maybe ? List.of("OK", "ATTENTION", "IMPOSSIBLE") : List.of("OK"));
            assertThat(shown.select(".found .status").text()).isNotBlank();
        }
        assertThat(lms.gradebook(dress)).as("grades").isEqualTo(grades);
        List<CallLog.Call> deleted = calls("DELETE");
        assertThat(deleted).hasSize(1).allMatch(call -> call.status() == 204);
        // Whoever comes first on the roster may be nobody who can be graded: then the next one is tried.
        assertThat(calls("POST").stream().filter(call -> call.path().contains("/scores") && call.status() == 200))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    void aCourseThatIsSetUpAsTheGuideSaysEndsWithEveryLightGreen(String dress) {
        lms.register(dress);
        // As the guides say: a link is placed, somebody learns there, and the administrator opens it from the course.
        HttpBrowser.Page page = administrator(dress).click("a[href$='/connection']");
        String token = page.select("form#check input[name=_csrf]").val();
        Map<CheckLine, Light> lights = new EnumMap<>(CheckLine.class);
        // Handlers of notices are registered a moment after the first launch.
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            rest();
            HttpBrowser.Page done = page.submit("form#check", Map.of());
            for (CheckLine line : CheckLine.ofTheServer()) {
                lights.put(line, Light.valueOf(light(done, line.key())));
            }
            return lights.get(CheckLine.NOTICES) != Light.ATTENTION;
        });
        for (CheckLine line : List.of(CheckLine.COOKIES, CheckLine.STORAGE)) {
            rest();
            HttpBrowser.Page found = browser.post(
                    settings.at(page.uri().getPath() + "/" + line.key()),
                    Map.of(
                            "_csrf",
                            token,
                            "framed",
                            "true",
                            "partitioned",
                            "true",
                            "storage",
                            dress.equals("canvas") ? "offered" : "silent"));
            lights.put(line, Light.valueOf(found.select("li[data-line]").attr("data-light")));
        }
        Map<CheckLine, Light> green = new EnumMap<>(CheckLine.class);
        for (CheckLine line : CheckLine.values()) {
            // Moodle has neither notices nor a place for the state of tools, and nothing is to be mended there.
            boolean without = dress.equals("moodle") && (line == CheckLine.NOTICES || line == CheckLine.STORAGE);
            green.put(line, without ? Light.IMPOSSIBLE : Light.OK);
        }
        assertThat(lights).isEqualTo(green);
    }

    @Test
    void anAccountOfCanvasIsNoCourseAndNothingIsWrongThere() {
        lms.register("canvas");
        administrator("canvas");
        for (int launch = 1; launch <= 2; launch++) {
            rest();
            HttpBrowser.Page page = new CanvasDevSession(lms, "canvas", "sam", browser)
                    .openAccountTool()
                    .click("a[href$='/connection']");
            assertThat(page.text()).contains("No course is known here");
            HttpBrowser.Page done = page.submit("form#check", Map.of());
            for (CheckLine line : List.of(CheckLine.LINE_ITEMS, CheckLine.SCORE, CheckLine.ROSTER)) {
                Element shown = done.select("#line-" + line.key()).first();
                assertThat(shown.attr("data-light")).as(shown.text()).isEqualTo("IMPOSSIBLE");
                assertThat(shown.text())
                        .contains("Open Laurel once from a course")
                        .doesNotContain("Developer Keys", "told of no");
            }
            for (CheckLine line : List.of(CheckLine.KEYS, CheckLine.TOKEN, CheckLine.SCOPES)) {
                assertThat(light(done, line.key())).as(line.name()).isEqualTo("OK");
            }
        }
        assertThat(jdbc.sql("select count(*) from lti_context where course = false")
                        .query(Integer.class)
                        .single())
                .as("contexts that are no courses")
                .isPositive();
    }

    @Test
    void theResultsAreTextWithoutSecretsAndNames() {
        lms.register("moodle");
        HttpBrowser.Page done =
                administrator("moodle").click("a[href$='/connection']").submit("form#check", Map.of());
        String report = done.select("#report").text();
        assertThat(report)
                .contains("Laurel connection check. Issuer " + lms.issuer("moodle"), "Access token: In order.")
                .contains(lms.clientId("moodle").orElseThrow());
        assertThat(report.lines()).hasSize(2 + CheckLine.values().length);
        for (String hat : List.of("Dana", "Ortiz", "Priya", "Sam", "prairieview.example")) {
            assertThat(report).doesNotContain(hat);
        }
        assertThat(report).doesNotContainPattern("[A-Za-z0-9_-]{40,}");
    }

    @Test
    void oneLineIsTriedByItselfAndRestsThen() {
        lms.register("canvas");
        HttpBrowser.Page page = administrator("canvas").click("a[href$='/connection']");
        String token = page.select("form#check input[name=_csrf]").val();
        HttpBrowser.Page line = browser.post(settings.at(page.uri().getPath() + "/keys"), Map.of("_csrf", token));
        assertThat(line.select("li[data-line]").attr("data-light")).isEqualTo("OK");
        assertThat(line.select("html head title")).as("a part of a page").isEmpty();
        HttpBrowser.Page again = browser.post(settings.at(page.uri().getPath() + "/keys"), Map.of("_csrf", token));
        assertThat(again.select("li[data-line]").attr("data-light")).isEqualTo("UNTRIED");
        assertThat(again.select("li[data-line]").attr("hx-trigger")).contains("load delay:");
        HttpBrowser.Page cookies = browser.post(
                settings.at(page.uri().getPath() + "/cookies"),
                Map.of("_csrf", token, "framed", "true", "partitioned", "true"));
        assertThat(cookies.text()).contains("A cookie of this frame alone came back");
        assertThat(browser.post(settings.at(page.uri().getPath() + "/elsewhere"), Map.of("_csrf", token))
                        .status())
                .isEqualTo(404);
        assertThat(browser.post(settings.at(page.uri().getPath() + "/token"), Map.of())
                        .status())
                .as("a form that is not ours")
                .isEqualTo(403);
    }

    @Test
    void nobodyButAnAdministratorOfThePlatformSeesIt() {
        lms.register("canvas");
        for (String hat : List.of("dana", "priya")) {
            HttpBrowser.Page page = new CanvasDevSession(lms, "canvas", hat, browser).openMicroCredential(MAPPING);
            assertThat(page.select("a[href$='/connection']")).as(hat).isEmpty();
            String window = page.document().body().attr("data-window");
            assertThat(browser.get(settings.at(window + "/connection")).status())
                    .as(hat)
                    .isEqualTo(404);
        }
        // Rosters are read meanwhile; columns only a check would ask for.
        assertThat(lms.calls().all()).noneMatch(call -> call.path().contains("/line_items"));
    }

    @Test
    void aTokenServiceThatIsDownTurnsTheLightsAndComesBack() {
        lms.register("canvas");
        HttpBrowser.Page page = administrator("canvas").click("a[href$='/connection']");
        lms.faults().tokenEndpointDown(true);
        lms.faults().jwksDown(true);
        HttpBrowser.Page down = page.submit("form#check", Map.of());
        assertThat(light(down, "keys")).isEqualTo("ATTENTION");
        assertThat(light(down, "own-keys")).isEqualTo("OK");
        assertThat(light(down, "token")).isEqualTo("ATTENTION");
        assertThat(light(down, "scopes")).isEqualTo("UNTRIED");
        assertThat(light(down, "score")).isEqualTo("ATTENTION");
        assertThat(down.select("#line-token .mend").text()).contains("Grades wait meanwhile");
        lms.faults().clear();
        rest();
        assertThat(light(down.submit("form#check", Map.of()), "token")).isEqualTo("OK");
    }

    @Test
    void theOperatorChecksFromTheConsole() {
        lms.register("moodle");
        administrator("moodle");
        HttpBrowser.Page list = Colleague.operator(settings, browser, "/admin/connections");
        HttpBrowser.Page page =
                list.click("li:contains(" + lms.clientId("moodle").orElseThrow() + ") a");
        assertThat(page.text()).contains("makes a gradebook column named");
        HttpBrowser.Page done = page.submit("form#check", Map.of());
        assertThat(light(done, "token")).isEqualTo("OK");
        assertThat(light(done, "line-items")).isEqualTo("OK");
        assertThat(light(done, "score")).isEqualTo("OK");
        assertThat(light(done, "cookies")).isEqualTo("IMPOSSIBLE");
        assertThat(done.select("#report").text()).contains("moodle");
        assertThat(browser.get(settings.at("/admin/connections/00000000-0000-0000-0000-000000000000"))
                        .status())
                .isEqualTo(404);
    }

    private void rest() {
        jdbc.sql("delete from lti_connection_check").update();
    }

    private static String light(HttpBrowser.Page page, String line) {
        return page.select("#line-" + line).attr("data-light");
    }

    private static Map<String, Long> lights(HttpBrowser.Page page) {
        return page.select("[data-line]").stream()
                .collect(Collectors.groupingBy(line -> line.attr("data-light"), Collectors.counting()));
    }

    private List<CallLog.Call> calls(String method) {
        return lms.calls().all().stream()
                .filter(call -> call.method().equals(method))
                .toList();
    }
}
