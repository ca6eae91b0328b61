package dev.laurel.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.CookieWitness;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.SamplePdf;
import dev.laurel.system.LaurelSettings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * The main job in Chromium: the LMS at 127.0.0.1 frames Laurel at localhost, which is another site, and third-party
 * cookies are blocked.
 */
@LaurelTest
// A name of its own gives the story an application of its own: nobody else's work waits in the queue.
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true", "spring.application.name=story"})
@Import(CookieWitness.class)
@InBrowser
class EarnABadgeInTheFrameTests {

    private static final LocatorAssertions.IsVisibleOptions IN_GOOD_TIME =
            new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

    @Autowired
    LaurelSettings laurel;

    @Autowired
    CookieWitness witness;

    private CanvasDev lms;
    private Page teacher;

    @BeforeEach
    void thePlatformRegistersTheTool() {
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort()
                .withHost("127.0.0.1")
                .withToolUrl(laurel.baseUrl().toString())
                .withRegisterAtStart(true));
        org.assertj.core.api.Assertions.assertThat(lms.awaitRegistered(Duration.ofSeconds(30)))
                .isTrue();
    }

    @AfterEach
    void thePlatformGoes() {
        lms.close();
    }

    @Test
    void aTeacherEarnsABadgeInsideTheFrameOfAnotherSite(Browser.Session browser) {
        earnsABadge(browser.page(), browser);
    }

    @Test
    void aTeacherEarnsABadgeInABrowserThatKeepsNothingOfLaurel(Browser.Session browser) {
        BrowserContext person = browser.personWhoBlocks(laurel.baseUrl(), Look.LAPTOP);
        witness.forget();
        earnsABadge(person.newPage(), browser);

        org.assertj.core.api.Assertions.assertThat(witness.cookies()).isEmpty();
        org.assertj.core.api.Assertions.assertThat(
                        person.cookies(laurel.baseUrl().toString()))
                .isEmpty();
        org.assertj.core.api.Assertions.assertThat(witness.requests())
                .anyMatch(request -> request.contains("/evidence/submit"));
    }

    private void earnsABadge(Page page, Browser.Session browser) {
        teacher = page;
        // Whoever leaves in the moment in which an upload ends is asked; Playwright would stay.
        teacher.onDialog(Dialog::accept);
        teacher.addLocatorHandler(frame().locator("#leaving[open] button[value=leave]"), Locator::click);
        opensTheMicroCredential("cs-trace-before-write");
        frame().locator("form[action$='/evidence/start'] button").click();
        providesEverything();
        submits();

        // This micro-credential asks for two independent ratings.
        for (String login : List.of("luis", "mei")) {
            Page assessor = browser.page();
            signsIn(assessor, login);
            scores(assessor);
            assessor.close();
        }

        assertThat(badge()).isVisible(IN_GOOD_TIME);
        String share = frame().locator("input#share").inputValue();
        teacher.navigate(lms.url() + "/courses/4021/gradebook");
        assertThat(teacher.locator("table").getByText("100", new Locator.GetByTextOptions().setExact(true)))
                .isVisible(IN_GOOD_TIME);

        Page anybody = browser.page();
        anybody.navigate(share);
        assertThat(anybody.locator("main")).containsText("Valid.");
        assertThat(anybody.locator("body")).not().containsText("Ortiz");
    }

    private void opensTheMicroCredential(String id) {
        CanvasDev.Link link = lms.links("canvas").stream()
                .filter(one -> id.equals(one.custom().get("micro_credential")))
                .findFirst()
                .orElseThrow();
        teacher.navigate(lms.url() + "/courses/" + link.courseId() + "/assignments/" + link.assignmentId());
    }

    private FrameLocator frame() {
        return teacher.frameLocator("iframe#tool");
    }

    private void providesEverything() {
        int requirements = waitForFirst(frame().locator("a.requirement")).count();
        for (int i = 0; i < requirements; i++) {
            frame().locator("a.requirement").nth(i).click();
            waitForFirst(frame().locator("textarea#text"));
            if (frame().locator("input#file").count() > 0) {
                frame().locator("input#file")
                        .setInputFiles(new FilePayload(
                                "evidence.pdf",
                                "application/pdf",
                                SamplePdf.of("Evidence", List.of("Pair 1, pair 2"))));
                assertThat(frame().locator("a[href*='/evidence/files/']")).isVisible(IN_GOOD_TIME);
                frame().locator("main a[href$='/evidence']").first().click();
            } else {
                frame().locator("textarea#text")
                        .fill("Every pair wrote a prediction before it ran the program. ".repeat(22));
                assertThat(frame().getByText(Pattern.compile("^\\s*Saved"))).isVisible(IN_GOOD_TIME);
                frame().locator("main a[href$='/evidence']").first().click();
            }
            waitForFirst(frame().locator("a.requirement"));
        }
    }

    private void submits() {
        frame().locator("a[href$='/evidence/check']").first().click();
        frame().locator("#names").check();
        frame().locator("#releases").fill("6");
        frame().locator("#own").check();
        frame().locator("#ai-no").check();
        frame().locator("form[action$='/evidence/submit'] button[type=submit]").click();
        assertThat(frame().locator("form[action$='/evidence/withdraw'] button")).isVisible(IN_GOOD_TIME);
    }

    private void signsIn(Page assessor, String login) {
        assessor.navigate(laurel.baseUrl() + "/assess");
        assessor.locator("#login").fill(login);
        assessor.locator("#password").fill("demo-assessor");
        assessor.locator("#password").press("Enter");
        Locator next = assessor.locator("form[action$='/assess/next'] button");
        for (int i = 0; i < 20 && next.count() == 0; i++) {
            // The queue hears of a submission a moment after the teacher does.
            assessor.waitForTimeout(500);
            assessor.navigate(laurel.baseUrl() + "/assess");
        }
        assertThat(next).isVisible();
    }

    private void scores(Page assessor) {
        assessor.locator("form[action$='/assess/next'] button").click();
        assertThat(assessor.locator("form#scoring")).isVisible();
        assertThat(assessor.locator("body")).not().containsText("Ortiz");
        for (Locator criterion : assessor.locator("form#scoring fieldset").all()) {
            criterion.locator("input[type=radio]").last().check();
        }
        for (Locator words : assessor.locator("form#scoring textarea").all()) {
            words.fill("The work shows this clearly.");
        }
        assessor.locator("button[formaction$='/review']").click();
        assessor.locator("form[action$='/decision'] button").click();
        assertThat(assessor.locator("form[action$='/decision']")).hasCount(0);
    }

    /** The badge on the module page, for which the teacher opens the assignment again until it is there. */
    private Locator badge() {
        for (int i = 0; i < 10; i++) {
            opensTheMicroCredential("cs-trace-before-write");
            waitForFirst(frame().locator("h1"));
            if (frame().locator("img.badge").count() > 0) {
                break;
            }
            teacher.waitForTimeout(1000);
        }
        return frame().locator("img.badge");
    }

    private static Locator waitForFirst(Locator locator) {
        locator.first().waitFor();
        return locator;
    }
}
