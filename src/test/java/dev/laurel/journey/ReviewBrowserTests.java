package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Persons;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.TestLaunches;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Pages about one person, and the first pages of those who look on, as people see them. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@InBrowser
class ReviewBrowserTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final String DEBUGGING = "cs-systematic-debugging";

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Persons persons;

    private CanvasDev lms;

    @BeforeAll
    void peopleAtWork() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        lms.register("moodle");
        starts("moodle", "marcus", HINGE);
        starts("canvas", "ben", DEBUGGING);
        TenantId tenant = new TenantId(jdbc.sql("select distinct tenant_id from person where name = 'Ben Carter'")
                .query(UUID.class)
                .single());
        persons.behind(TestLaunches.learner(tenant)
                .called(new UserProfile("B. Carter", null, null, "ben.carter@prairieview.example"))
                .launch());
    }

    private void starts(String dress, String hat, String microCredential) {
        new CanvasDevSession(lms, dress, hat)
                .openMicroCredential(microCredential)
                .form("form[action$=/evidence/start]")
                .submit();
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    private String assignment(String dress, String microCredential) {
        CanvasDev.Link link = new CanvasDevSession(lms, dress, "priya").link(microCredential);
        return (dress.equals("moodle") ? "/moodle" : "") + "/courses/" + link.courseId() + "/assignments/"
                + link.assignmentId();
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void aReviewByWhoLeadsTheCourse(Look look, Browser.Session browser) {
        see(browser, look, "priya", assignment("moodle", HINGE) + "/review?user=marcus", "review");
        see(browser, look, "priya", assignment("moodle", HINGE) + "/review?user=elena", "review-not-started");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void whatIsKeptOfSomebody(Look look, Browser.Session browser) {
        see(browser, look, "sam", "/moodle/admin/tools/1/privacy?user=marcus", "privacy");
        see(browser, look, "sam", "/moodle/admin/tools/1/privacy?user=elena", "privacy-nothing");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void thoseWhoLookOn(Look look, Browser.Session browser) {
        see(browser, look, "olga", assignment("canvas", DEBUGGING) + "/launch", "observer");
        see(browser, look, "test", assignment("canvas", DEBUGGING) + "/launch", "student-view");
        see(browser, look, "priya", assignment("canvas", DEBUGGING) + "/launch", "cohort-same-address");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void accountsWithTheSameAddress(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        page.navigate(settings.at("/admin/accounts").toString());
        page.fill("input[name=login]", "admin");
        page.fill("input[name=password]", TestSurroundings.OPERATOR_PASSWORD);
        page.locator("form[action$=sign-in] button[type=submit], form[action$=sign-in] button")
                .first()
                .click();
        page.waitForURL("**/admin/accounts**");
        look(page, "accounts", look);
    }

    private void see(Browser.Session browser, Look look, String hat, String path, String name) {
        BrowserContext person = browser.person(look);
        person.request()
                .post(
                        lms.url() + "/hat",
                        RequestOptions.create()
                                .setForm(FormData.create().set("hat", hat).set("back", "/")));
        Page page = person.newPage();
        page.navigate(lms.url() + path);
        page.waitForURL(address -> address.startsWith(settings.at("/l/").toString()));
        if (look.language().startsWith("es")) {
            // As if the LMS had said so in the launch; canvas-dev speaks English only.
            jdbc.sql("update lti_launch set locale = 'es' where id = :window")
                    .param(
                            "window",
                            UUID.fromString(page.url().substring(page.url().lastIndexOf('/') + 1)))
                    .update();
            page.reload();
        }
        look(page, name, look);
    }

    private static void look(Page page, String name, Look look) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("scrolls sideways")
                .isEqualTo(0);
    }
}
