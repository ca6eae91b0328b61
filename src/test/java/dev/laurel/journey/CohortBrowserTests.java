package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The coordinator's cohort as people see it: with a roster, without one, without names, after people have left. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@InBrowser
class CohortBrowserTests {

    private static final String MAPPING = "lit-hfw-mapping";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;
    private CanvasDevSession priya;
    private CanvasDev.Link link;
    private CanvasDev.Link copied;

    @BeforeAll
    void aCourseInFullSwing() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        priya = new CanvasDevSession(lms, "canvas", "priya");
        link = priya.link(MAPPING);
        Teacher.opens(lms, "canvas", "aisha", MAPPING).starts().provides(2);
        Teacher.opens(lms, "canvas", "ben", MAPPING).starts();
        Teacher.opens(lms, "canvas", "marcus", MAPPING);
        refreshOverHttp();
        priya.deactivate(link.courseId(), "ben");
        refreshOverHttp();
        copied = priya.link(priya.copyCourse(link.courseId()), MAPPING);
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyStateIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) {
        refreshOverHttp();
        Page cohort = open(browser, look, link);
        check(cohort, look, "roster-cohort");
        cohort.locator(".tabs a[href*='show=left']").click();
        check(cohort, look, "roster-left");
        check(open(browser, look, copied), look, "roster-copied");

        jdbc.sql("update course_roster_member set name = null").update();
        check(open(browser, look, link), look, "roster-nameless");
        problem("PLATFORM_UNAVAILABLE");
        check(open(browser, look, link), look, "roster-unavailable");
        problem("NO_SERVICE");
        check(open(browser, look, link), look, "roster-none");
        problem(null);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void datesAndWhoIsLateAreAccessibleAndFitTheirWidth(Look look, Browser.Session browser) {
        priya.due(link, Instant.now().minus(Duration.ofDays(3)));
        try {
            Page page = open(browser, look, link);
            check(page, look, "dates-cohort");
            String window = page.url().replaceFirst("[?#].*", "");
            page.navigate(window + "/course");
            check(page, look, "dates-course");
            page.locator("a[href*='/course/dates/']").first().click();
            check(page, look, "dates-form");
            page.fill("#from", "2031-12-18T17:00");
            page.fill("#until", "2031-12-01T17:00");
            page.locator("main form button").click();
            page.waitForSelector("#dates-problem");
            check(page, look, "dates-form-wrong");
            page.navigate(window + "/course/month");
            check(page, look, "month");
        } finally {
            priya.due(link, null);
        }
    }

    @Test
    void theRosterIsRefreshedWithoutAPointer(Browser.Session browser) {
        Page page = open(browser, Look.LAPTOP, link);
        await().atMost(SOON).until(() -> claims() == 0);
        settle();
        for (int i = 0;
                i < 8 && !Boolean.TRUE.equals(page.evaluate("document.activeElement.matches('#roster button')"));
                i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        page.waitForURL("**refreshed=yes");
        assertThat(page.locator("#roster [role=status]").textContent()).contains("as your platform has it now");
        assertThat(page.locator("tbody tr:has-text('Elena Rossi')").textContent())
                .contains("Not opened yet");
    }

    private static void check(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", name, look)
                .isEqualTo(0);
    }

    private void problem(String problem) {
        jdbc.sql("update course_roster set problem = :problem, due_at = :later")
                .param("problem", problem)
                .param("later", Timestamp.from(Instant.now().plusSeconds(3600)))
                .update();
    }

    private void refreshOverHttp() {
        var page = priya.openMicroCredential(MAPPING);
        await().atMost(SOON).until(() -> claims() == 0);
        settle();
        assertThat(page.form("form[action$=/roster]").submit().select("#roster [role=status]"))
                .hasSize(1);
    }

    private int claims() {
        return jdbc.sql("select count(*) from course_roster where claimed_until is not null")
                .query(Integer.class)
                .single();
    }

    private void settle() {
        jdbc.sql("update course_roster set tried_at = :at, due_at = :later")
                .param("at", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("later", Timestamp.from(Instant.now().plusSeconds(3600)))
                .update();
    }

    private Page open(Browser.Session browser, Look look, CanvasDev.Link link) {
        BrowserContext person = browser.person(look);
        person.request()
                .post(
                        lms.url() + "/hat",
                        RequestOptions.create()
                                .setForm(FormData.create().set("hat", "priya").set("back", "/")));
        Page page = person.newPage();
        page.navigate(lms.url() + "/courses/" + link.courseId() + "/assignments/" + link.assignmentId() + "/launch");
        page.waitForURL(address -> address.startsWith(settings.at("/l/").toString()));
        if (look.language().startsWith("es")) {
            String window = page.url().substring(page.url().lastIndexOf('/') + 1);
            jdbc.sql("update lti_launch set locale = 'es' where id = :window")
                    .param("window", UUID.fromString(window))
                    .update();
            page.reload();
        }
        return page;
    }
}
