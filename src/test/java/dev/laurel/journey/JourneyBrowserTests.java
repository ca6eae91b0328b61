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

/** The first page of a window in every state, as people see it. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@InBrowser
class JourneyBrowserTests {

    private static final String MAPPING = "lit-hfw-mapping";
    private static final String HINGE = "assess-hinge-questions";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;
    private String assignment;
    private String shared;
    private String courseTool;

    @BeforeAll
    void peopleInEveryState() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        CanvasDevSession priya = new CanvasDevSession(lms, "canvas", "priya");
        CanvasDev.Link link = priya.link(MAPPING);
        assignment = "/courses/" + link.courseId() + "/assignments/" + link.assignmentId() + "/launch";
        CanvasDev.Link hinge = priya.link(HINGE);
        shared = "/courses/" + hinge.courseId() + "/assignments/" + hinge.assignmentId() + "/launch";
        courseTool = priya.lmsPage("/courses/" + link.courseId())
                        .select("a[href*=/tools/]")
                        .attr("href")
                + "/launch";

        Assessor assessor = Assessor.signsIn(settings.baseUrl().toString(), "luis", "demo-assessor");
        while (!assessor.desk().select("form[action$=/assess/next]").isEmpty()) {
            assessor.takesNext().findsEverythingMet();
        }
        Teacher elena = submitted("elena");
        assessor.takesNext().findsUnmet("C4");
        Teacher dana = submitted("dana");
        assessor.takesNext().findsEverythingMet();
        Teacher.opens(lms, "canvas", "elena", HINGE)
                .starts()
                .providesEverything()
                .submitsForPartnersToo();
        assessor.takesNext().findsEverythingMet();
        Teacher.opens(lms, "canvas", "marcus", HINGE).starts().providesEverything();
        submitted("ben");
        Teacher.opens(lms, "canvas", "aisha", MAPPING).starts().provides(2);
        await().atMost(SOON)
                .until(() -> !elena.opensAgain(MAPPING).select("#feedback").isEmpty());
        await().atMost(SOON)
                .until(() -> !dana.opensAgain(MAPPING).select("img.badge").isEmpty());
        // As if the work had been decided long ago.
        jdbc.sql("insert into submission_removal (submission_id, tenant_id, reason, state_since, noticed_at, remove_at)"
                        + " select s.id, s.tenant_id, 'RETENTION', s.since, s.since, s.since + interval '30' day"
                        + " from submission s join person p on p.id = s.earner_id"
                        + " where p.name = 'Elena Rossi' and s.state = 'NOT_YET' and not exists"
                        + " (select 1 from submission_removal r where r.submission_id = s.id)")
                .update();
        ask("INTEGRITY", "The same word analysis was handed in by somebody else. How did it come about?");
        ask("EXEMPLAR", "");
    }

    /** Asks who was told "not yet" last. */
    private void ask(String kind, String words) {
        jdbc.sql("""
                        insert into assessment_question (id, tenant_id, submission_id, attempt, kind, about, words, asked_at, answer_by)
                        select cast(:id as uuid), tenant_id, id, attempt, cast(:kind as varchar), cast(:id as uuid), cast(:words as varchar),
                          cast(:at as timestamp with time zone), cast(:by as timestamp with time zone)
                        from submission where state = 'NOT_YET' order by since desc fetch first 1 row only""")
                .param("id", UUID.randomUUID())
                .param("kind", kind)
                .param("words", words)
                .param("at", Timestamp.from(Instant.now()))
                .param("by", Timestamp.from(Instant.now().plus(Duration.ofDays(7))))
                .update();
    }

    private Teacher submitted(String hat) {
        return Teacher.opens(lms, "canvas", hat, MAPPING)
                .starts()
                .providesEverything()
                .submits();
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    private Page open(Browser.Session browser, Look look, String hat, String path) {
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
            inSpanish(page);
        }
        return page;
    }

    /** As if the LMS had said so in the launch; canvas-dev speaks English only. */
    private void inSpanish(Page page) {
        String window = page.url().substring(page.url().lastIndexOf('/') + 1);
        jdbc.sql("update lti_launch set locale = 'es' where id = :window")
                .param("window", UUID.fromString(window))
                .update();
        page.reload();
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo("es");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyStateIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) {
        check(open(browser, look, "marcus", assignment), look, "module-new");
        Page counts = open(browser, look, "marcus", assignment);
        counts.navigate(counts.url() + "/counts?at=us-ut");
        check(counts, look, "counts");
        check(open(browser, look, "aisha", assignment), look, "module-draft");
        check(open(browser, look, "ben", assignment), look, "module-submitted");
        Page notYet = open(browser, look, "elena", assignment);
        check(notYet, look, "module-not-yet");
        notYet.navigate(notYet.url() + "/questions");
        check(notYet, look, "questions");
        check(open(browser, look, "dana", assignment), look, "module-earned");
        Page cohort = open(browser, look, "priya", assignment);
        check(cohort, look, "cohort");
        cohort.locator("a[href$='/preview']").click();
        check(cohort, look, "module-preview");
        check(open(browser, look, "marcus", courseTool), look, "nothing-here");
        check(open(browser, look, "sam", courseTool), look, "connected");
    }

    /** The demonstration's state rates what a teacher of the district lets it rate. */
    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void whatPartnersSeeOfItIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) {
        Page handingIn = open(browser, look, "marcus", shared);
        handingIn.navigate(handingIn.url() + "/evidence/check");
        assertThat(handingIn.locator("input[name=yes]").isChecked()).isFalse();
        check(handingIn, look, "hand-in-for-partners");
        Page opal = signIn(browser, look, "opal");
        if (opal.locator("form[action$='/assess/partner/next']").count() > 0) {
            check(opal, look, "desk-for-partners");
            opal.locator("form[action$='/assess/partner/next'] button").click();
        } else {
            opal.locator("[aria-labelledby=partner-work] a").first().click();
        }
        opal.locator("form#scoring").waitFor();
        check(opal, look, "scoring-for-partners");
        Page elena = open(browser, look, "elena", shared);
        check(elena, look, "module-for-partners");
        elena.navigate(elena.url() + "/partners");
        assertThat(elena.locator("main details").count()).isEqualTo(1);
        check(elena, look, "looks-of-partners");
        Page ruth = signIn(browser, look, "ruth");
        ruth.navigate(settings.at("/assess/lead/partners").toString());
        check(ruth, look, "partners");
        ruth.navigate(settings.at("/assess/lead/partners/scoring").toString());
        check(ruth, look, "partners-scoring");
    }

    private Page signIn(Browser.Session browser, Look look, String login) {
        Page page = browser.person(look).newPage();
        page.navigate(settings.at("/assess").toString());
        page.locator("[name=login]").fill(login);
        page.locator("[name=password]").fill("demo-assessor");
        page.locator("[name=password]").press("Enter");
        page.waitForURL(address -> address.endsWith("/assess"));
        return page;
    }

    private static void check(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", name, look)
                .isEqualTo(0);
    }

    @Test
    void aFirstVisitFitsOnOneScreenOfALaptopAndAPhone(Browser.Session browser) {
        for (Look look : new Look[] {Look.LAPTOP, Look.PHONE}) {
            Page page = open(browser, look, "marcus", assignment);
            double bottom = page.locator("main .button.primary").boundingBox().y
                    + page.locator("main .button.primary").boundingBox().height;
            assertThat(bottom).as("%s", look).isLessThan(look.height());
        }
    }

    @Test
    void theAddressOfAFreshLaunchCanBeReadAgain(Browser.Session browser) {
        Page page = open(browser, Look.LAPTOP, "dana", assignment);
        String title = page.locator("h1").textContent();
        page.reload();
        assertThat(page.locator("h1").textContent()).isEqualTo(title);
    }

    @Test
    void timesAreSaidInTheReadersOwnZone(Browser.Session browser) {
        Page page = open(browser, Look.LAPTOP, "ben", assignment);
        String promised = page.locator(".card.next time[data-when=by]").textContent();
        assertThat(promised).matches("\\w+day, \\w+ \\d+, \\d+(:\\d\\d)?\\s[ap]m your time");
        assertThat(page.locator(".card.next time[data-when=by]").getAttribute("title"))
                .containsPattern("M[SD]T");
        assertThat(page.locator(".card.next time[data-when=ago] .visually-hidden")
                        .textContent())
                .containsPattern("M[SD]T");
    }

    @Test
    void theWayToTheEvidenceNeedsNoPointer(Browser.Session browser) {
        Page page = open(browser, Look.LAPTOP, "aisha", assignment);
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
        for (int i = 0;
                i < 6 && !Boolean.TRUE.equals(page.evaluate("document.activeElement.matches('main .primary')"));
                i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        page.waitForURL("**/evidence");
    }

    @Test
    void theSharingLinkIsCopied(Browser.Session browser) {
        Page page = open(browser, Look.LAPTOP, "dana", assignment);
        page.locator("[data-copy=share]").click();
        page.locator("[data-copy=share] [data-label]:has-text('Copied')").waitFor();
    }
}
