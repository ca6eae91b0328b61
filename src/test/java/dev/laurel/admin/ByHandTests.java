package dev.laurel.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both sides filled in by hand, as two administrators would who send each other what their screens say. */
@LaurelTest
class ByHandTests {

    private static CanvasDev lms;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @BeforeAll
    static void start() {
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort());
    }

    @AfterAll
    static void stop() {
        lms.close();
    }

    private String configuration(String name) {
        return new HttpBrowser()
                .header("Accept", "*/*")
                .get(settings.at("/lti/config/" + name))
                .body();
    }

    private static CanvasDevSession administrator(String dress) {
        return new CanvasDevSession(lms, dress, "sam");
    }

    private Page operator(String path) {
        return Colleague.operator(settings, new HttpBrowser(), path);
    }

    /** Enters into Laurel what the platform's page says. */
    private Page enter(Page tools, String preset, String clientId, String deployments) {
        // The platform makes its key when it is first asked for, which may take longer than the form waits.
        assertThat(new HttpBrowser()
                        .get(tools.select("#platform-key-set").text())
                        .status())
                .isEqualTo(200);
        Map<String, String> answers = new HashMap<>(Map.of(
                "district",
                "District " + UUID.randomUUID(),
                "name",
                "By hand",
                "client-id",
                clientId,
                "deployments",
                deployments,
                "issuer",
                tools.select("#platform-issuer").text(),
                "key-set",
                tools.select("#platform-key-set").text(),
                "token-endpoint",
                tools.select("#platform-token").text(),
                "authorization-endpoint",
                tools.select("#platform-authorization").text()));
        Page form = operator("/admin/platforms/new")
                .submit(
                        "form[action$=new]",
                        Map.of("preset", preset, "site", lms.url().toString()))
                .submit("form[action$=platforms]", answers);
        assertThat(form.select("h1").text()).as(form.text()).isEqualTo("By hand");
        return form;
    }

    private static String after(Page tools, String term) {
        return tools.select(".tool-card dt:containsOwn(" + term + ") + dd")
                .first()
                .text();
    }

    @Test
    void canvasTakesOurJsonPastedAndFetchedAndLaunchesAfterwards() {
        CanvasDevSession sam = administrator("canvas");
        Page refused = sam.lmsPage("/admin/tools")
                .submit(
                        "form#developer-key",
                        Map.of("tool_configuration", configuration("canvas").replace("link_selection", "moon_base")));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("moon_base");

        Page tools = sam.lmsPage("/admin/tools")
                .submit(
                        "form#developer-key",
                        Map.of(
                                "tool_configuration_url",
                                settings.at("/lti/config/canvas").toString()));
        assertThat(tools.status()).as(tools.text()).isEqualTo(200);
        assertThat(tools.text()).contains("Laurel", "public", "assignment_selection");
        assertThat(tools.select(".tool-card .chip").text()).isEqualTo("Off");
        sam.lmsPage("/admin/tools").submit("form:has(input[name=on][value=true])", Map.of());

        String clientId = after(tools, "Client id");
        enter(tools, "canvas-own", clientId, "");
        Page picker = new CanvasDevSession(lms, "canvas", "priya").openPicker("4021");
        assertThat(picker.status()).as(picker.text()).isEqualTo(200);
        Registration registration =
                registrations.find(lms.issuer("canvas"), clientId).orElseThrow();
        assertThat(registrations.deployments(registration.id(), 10))
                .as("learnt at the first launch")
                .hasSize(1);

        Page pasted = administrator("canvas")
                .lmsPage("/admin/tools")
                .submit("form#developer-key", Map.of("tool_configuration", configuration("canvas")));
        assertThat(pasted.select(".tool-card")).hasSize(2);
    }

    @Test
    void moodleTakesEveryAnswerOfOurPageAndLaunchesAfterwards() {
        JsonNode fields = new JsonMapper().readTree(configuration("moodle")).path("fields");
        CanvasDevSession sam = administrator("moodle");
        HttpBrowser.Form form = sam.lmsPage("/admin/tools").form("form#manual-tool");
        Page screen = sam.lmsPage("/admin/tools");
        for (JsonNode field : fields) {
            answer(
                    form,
                    screen,
                    field.path("label").asString(),
                    field.path("value").asString());
        }
        Page tools = form.submit();
        assertThat(tools.status()).as(tools.text()).isEqualTo(200);
        assertThat(tools.select(".tool-card .chip").text()).isEqualTo("Active");
        assertThat(tools.text()).contains("scope/lineitem", "scope/contextmembership.readonly");

        enter(tools, "moodle", after(tools, "Client id"), after(tools, "Deployment id"));
        Page picker = new CanvasDevSession(lms, "moodle", "priya").openPicker("2");
        assertThat(picker.status()).as(picker.text()).isEqualTo(200);
        assertThat(picker.select("form")).isNotEmpty();
    }

    /** Finds the question by its words, as a person does; questions that this small Moodle does not ask are passed over. */
    private static void answer(HttpBrowser.Form form, Page screen, String label, String value) {
        var question = screen.select("#manual-tool label").stream()
                .filter(each -> each.text().equals(label))
                .findFirst();
        if (question.isEmpty()) {
            assertThat(label)
                    .isIn(
                            "Tool configuration usage",
                            "Default launch container",
                            "Icon URL",
                            "Secure icon URL",
                            "Accept grades from the tool");
            return;
        }
        var tick = question.get().selectFirst("input[type=checkbox]");
        if (tick != null) {
            form.set(tick.attr("name"), tick.attr("value"));
            return;
        }
        var control = screen.select("#" + question.get().attr("for")).first();
        if (control.normalName().equals("select")) {
            String option = control.select("option").stream()
                    .filter(each -> each.text().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No choice " + value + " for " + label))
                    .val();
            form.set(control.attr("name"), option);
        } else {
            form.set(control.attr("name"), value);
        }
    }
}
