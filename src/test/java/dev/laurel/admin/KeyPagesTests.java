package dev.laurel.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changing the tool's keys by hand. What others registered meanwhile reads the new ones when it meets them. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
class KeyPagesTests {

    @Autowired
    LaurelSettings settings;

    private HttpBrowser.Page open(String path) {
        return Colleague.operator(settings, new HttpBrowser(), path);
    }

    private Set<String> published() {
        JsonNode set = new JsonMapper()
                .readTree(new HttpBrowser().get(settings.at("/lti/jwks")).body());
        Set<String> kids = new TreeSet<>();
        set.path("keys").forEach(key -> kids.add(key.path("kid").asString()));
        return kids;
    }

    @Test
    void plansAChangeOnceAndReplacesEverythingInAnEmergency() throws Exception {
        HttpBrowser.Page page = open("/admin/keys");
        assertThat(page.select("tbody tr").size()).isEqualTo(published().size());
        assertThat(page.text()).contains("Signs now", "The schedule publishes the next key");

        HttpBrowser.Page planned = page.submit("form[action$=plan]", Map.of());
        assertThat(planned.select("[role=status]").text()).contains("The next key is published");
        assertThat(stages(planned)).containsExactly("Signs next", "Signs now");
        assertThat(published()).hasSize(2);
        assertThat(planned.select("tbody th").eachText()).containsExactlyInAnyOrderElementsOf(published());
        assertThat(planned.submit("form[action$=plan]", Map.of()).text()).contains("published already");
        assertThat(published()).hasSize(2);

        Set<String> before = published();
        HttpBrowser.Page cost = planned.click("a[href$=replace]");
        assertThat(published()).as("reading what it costs changes nothing").isEqualTo(before);
        assertThat(cost.text()).contains("Grades wait", "Badges stay valid");
        HttpBrowser.Page replaced = cost.submit("form[action$=replace]", Map.of());
        assertThat(replaced.select("[role=status]").text()).contains("A new key signs from now on");
        assertThat(published()).hasSize(1).doesNotContainAnyElementsOf(before);
        assertThat(stages(replaced)).containsExactly("Signs now");
    }

    @Test
    void aPlatformThatReadTheOldKeysGoesOnAfterAnEmergency() {
        try (CanvasDev lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()))) {
            lms.register("canvas");
            CanvasDevSession priya = new CanvasDevSession(lms, "canvas", "priya");
            open("/admin/keys/replace").submit("form[action$=replace]", Map.of());
            String course = priya.link("lit-hfw-mapping").courseId();
            HttpBrowser.Page picker = priya.openPicker(course);
            assertThat(picker.status()).isEqualTo(200);
            assertThat(picker.text()).contains("micro-credential");
        }
    }

    private static List<String> stages(HttpBrowser.Page page) {
        return page.select("tbody td .status").stream().map(Element::text).collect(Collectors.toList());
    }
}
