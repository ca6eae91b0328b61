package dev.canvasdev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTests extends CanvasDevTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "/moodle"})
    void learnerGoesFromTheDashboardToTheToolsFrame(String prefix) {
        HttpBrowser browser = new HttpBrowser();
        HttpBrowser.Page dashboard = browser.get(at(prefix + "/"));
        assertThat(dashboard.select("h1").text()).isEqualTo("Courses of Dana Ortiz");

        HttpBrowser.Page course = dashboard.click(".card h2 a");
        HttpBrowser.Page assignment = course.click("a.item");
        assertThat(assignment.select("iframe#tool")).hasSize(1);
        assertThat(assignment.select("iframe[name=post_message_forwarding]")).hasSize(prefix.isEmpty() ? 1 : 0);

        String frame = assignment.select("iframe#tool").attr("src");
        assertThat(assignment.open(frame).autoSubmit().text()).isEqualTo("Launched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/moodle"})
    void everyPageAnswersForThoseWhoMay(String prefix) {
        String course = prefix + "/courses/" + (prefix.isEmpty() ? "4021" : "2");
        HttpBrowser priya = browser("priya");
        assertThat(priya.get(at(course + "/people")).select("tbody tr")).hasSize(prefix.isEmpty() ? 8 : 7);
        assertThat(priya.get(at(course + "/gradebook")).select("thead th")).hasSizeGreaterThan(3);
        assertThat(priya.get(at(course + "/content/new")).select("iframe#tool")).hasSize(1);
        HttpBrowser sam = browser("sam");
        assertThat(sam.get(at(prefix + "/admin/tools")).select(".tool-card")).hasSize(1);
        assertThat(sam.get(at(prefix + "/admin/faults")).select("form#faults")).hasSize(1);
    }

    @Test
    void anAdministratorOpensTheToolForTheAccount() {
        HttpBrowser.Page opened = browser("sam").get(at("/admin/tools")).click("a[href$=/open]");
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.select(".course-head")).as("no course is open").isEmpty();
        String frame = opened.select("iframe#tool").attr("src");
        assertThat(opened.open(frame).autoSubmit().text()).isEqualTo("Launched");
    }

    @Test
    void othersAreToldWhichHatMay() {
        HttpBrowser.Page page = browser("dana").get(at("/admin/tools"));
        assertThat(page.status()).isEqualTo(403);
        HttpBrowser.Page after = page.submit("main form", Map.of());
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.uri().getPath()).isEqualTo("/admin/tools");
        assertThat(browser("marcus").get(at("/courses/4033")).status()).isEqualTo(403);
        assertThat(browser("dana").get(at("/courses/4021/content/new")).status())
                .isEqualTo(403);
        assertThat(browser("dana").get(at("/nowhere")).status()).isEqualTo(404);
    }

    @Test
    void learnersSeeTheirOwnGradesOnly() {
        HttpBrowser.Page page = browser("dana").get(at("/courses/4021/gradebook"));
        assertThat(page.select("tbody th").eachText()).containsExactly("Dana Ortiz");
    }
}
