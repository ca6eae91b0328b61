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
import dev.laurel.support.Assessor;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.Teacher;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The pages about grades as coordinator and operator see them when not everything is well. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true", "spring.application.name=looks"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@InBrowser
class GradesPageBrowserTests {

    private static final String WORDS = "lit-hfw-mapping";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;
    private CanvasDev.Link link;

    @BeforeAll
    void notEverythingIsWell() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        link = new CanvasDevSession(lms, "canvas", "priya").link(WORDS);
        for (String hat : new String[] {"dana", "marcus"}) {
            Teacher.opens(lms, "canvas", hat, WORDS)
                    .starts()
                    .providesEverything()
                    .submits();
            Assessor.signsIn(settings.baseUrl().toString(), "luis", "demo-assessor")
                    .takesNext()
                    .findsEverythingMet();
        }
        await().atMost(SOON)
                .until(() -> jdbc.sql("select count(*) from gradebook_place where state = 'DELIVERED' "
                                        + "and told_decision > 0")
                                .query(Integer.class)
                                .single()
                        == 2);
        String first = "(select min(p.since) from gradebook_place p)";
        jdbc.sql("update gradebook_place set found = 'OTHER', found_percent = 83 where since > " + first)
                .update();
        jdbc.sql("update gradebook_place set state = 'CANNOT_BE_DELIVERED', reason = 'LINE_ITEM_GONE', "
                        + "next_try_at = null where found is null")
                .update();
        jdbc.sql("update gradebook_platform set troubled_since = current_timestamp, strikes = 3, "
                        + "closed_until = current_timestamp + interval '1' hour, reason = 'TOOL_SHUT_OUT'")
                .update();
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void looksRight(Look look, Browser.Session browser) {
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
        }
        page.navigate(page.url() + "/grades?show=all");
        look(page, look, "grades");
        page.navigate(page.url().replace("show=all", "show=attention"));
        look(page, look, "grades-attention");

        Page console = browser.page(look);
        console.navigate(settings.at("/admin/grades").toString());
        console.fill("#login", "admin");
        console.fill("#password", TestSurroundings.OPERATOR_PASSWORD);
        console.keyboard().press("Enter");
        console.waitForSelector("article h2");
        look(console, look, "console-grades");
    }

    private static void look(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
