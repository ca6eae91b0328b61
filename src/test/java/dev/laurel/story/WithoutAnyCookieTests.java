package dev.laurel.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.KeyboardModifier;
import com.microsoft.playwright.options.RequestOptions;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.CookieWitness;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.SamplePdf;
import dev.laurel.system.LaurelSettings;
import java.io.IOException;
import java.nio.file.Files;
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
 * A window in a frame of canvas-dev, in a Chromium that keeps nothing of Laurel, no cookie and no storage: everything a
 * browser does with pages by itself must work there too. After each test the server says that it was sent no cookie, and
 * that no address held the window's token.
 */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true", "spring.application.name=story"})
@Import(CookieWitness.class)
@InBrowser
class WithoutAnyCookieTests {

    private static final double PATIENCE = 60_000;
    private static final String MICRO_CREDENTIAL = "cs-trace-before-write";

    @Autowired
    LaurelSettings laurel;

    @Autowired
    CookieWitness witness;

    private CanvasDev lms;
    private BrowserContext person;
    private Page page;
    private String token = "no token was seen";

    @BeforeEach
    void thePlatformRegistersTheTool() {
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort()
                .withHost("127.0.0.1")
                .withToolUrl(laurel.baseUrl().toString())
                .withRegisterAtStart(true));
        assertThat(lms.awaitRegistered(Duration.ofSeconds(60))).isTrue();
        witness.forget();
    }

    @AfterEach
    void nothingWasKeptAndNothingLeaked() {
        lms.close();
        assertThat(witness.requests()).isNotEmpty().noneMatch(request -> request.contains(token));
        assertThat(witness.cookies()).isEmpty();
        assertThat(person.cookies(laurel.baseUrl().toString())).isEmpty();
    }

    @Test
    void textSavesItselfAndIsThereTheNextTime(Browser.Session browser) {
        opensADraft(browser);
        frame().locator("a.requirement").first().click();
        frame().locator("textarea#text").fill("Every pair wrote a prediction before it ran the program.");
        assertThat(frame().getByText(Pattern.compile("^\\s*Saved"))).isVisible(inGoodTime());
        tool().evaluate("location.reload()");
        assertThat(frame().locator("textarea#text"))
                .hasValue(
                        "Every pair wrote a prediction before it ran the program.",
                        new LocatorAssertions.HasValueOptions().setTimeout(PATIENCE));
    }

    @Test
    void filesGoUpAreRemovedBroughtBackAndComeDown(Browser.Session browser) throws IOException {
        opensADraft(browser);
        opensAnArtefact();
        byte[] pdf = SamplePdf.of("Evidence", List.of("Pair 1, pair 2"));
        frame().locator("input#file").setInputFiles(new FilePayload("evidence.pdf", "application/pdf", pdf));
        Locator file = frame().locator("a[href*='/evidence/files/']");
        assertThat(file).isVisible(inGoodTime());

        frame().locator("form[action$='/remove'] button").click();
        frame().locator("form[action$='/restore'] button").click();
        assertThat(file).isVisible(inGoodTime());

        Download download = page.waitForDownload(file::click);
        assertThat(Files.readAllBytes(download.path())).isEqualTo(pdf);
        assertThat(file).isVisible();
    }

    @Test
    void aLetterComesDownBesideThePage(Browser.Session browser) throws IOException {
        opensADraft(browser);
        frame().locator("a.title").click();
        frame().locator(".counts .eyebrow a").click();
        Download letter = page.waitForDownload(
                () -> frame().locator("a[href$='letter.pdf']").click());
        assertThat(Files.readAllBytes(letter.path())).startsWith('%', 'P', 'D', 'F');
        assertThat(frame().locator("h1")).hasText("What it counts for");
    }

    @Test
    void aLinkOpensInATabOfItsOwn(Browser.Session browser) {
        opensADraft(browser);
        Page tab = person.waitForPage(() -> frame().locator("a.requirement")
                .first()
                .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.CONTROL))));
        assertThat(tab.locator("textarea#text")).isVisible(inGoodTime());
        tab.locator("main a[href$='/evidence']").first().click();
        assertThat(tab.locator("a.requirement").first()).isVisible(inGoodTime());
        tab.reload();
        assertThat(tab.locator("a.requirement").first()).isVisible(inGoodTime());
    }

    @Test
    void aWindowThatWasNeverOpenedHereStaysClosed(Browser.Session browser) {
        opensADraft(browser);
        Page other = person.newPage();
        other.navigate(tool().url());
        assertThat(other.locator("h1")).hasText("Please open this again from your course");
    }

    @Test
    void aCoordinatorPicksMicroCredentials(Browser.Session browser) {
        comes(browser);
        page.navigate(lms.url() + "/");
        page.request()
                .post(
                        lms.url() + "/hat",
                        RequestOptions.create()
                                .setForm(FormData.create().set("hat", "priya").set("back", "/")));
        page.navigate(lms.url() + "/courses/4021/content/new?placement=course_assignments_menu");
        frame().locator("#q").waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
        seesTheToken();
        frame().locator("#q").fill("debugging");
        frame().locator("#q").press("Enter");
        assertThat(frame().locator("[role=status]")).containsText("debugging");
        frame().locator("#pick-cs-systematic-debugging").check();
        frame().locator("button[value=choose]").click();
        page.waitForURL("**picked=1", new Page.WaitForURLOptions().setTimeout(PATIENCE));
        assertThat(lms.links("canvas")).anySatisfy(link -> assertThat(link.custom())
                .containsEntry("micro_credential", "cs-systematic-debugging"));
    }

    // the steps

    private void comes(Browser.Session browser) {
        person = browser.personWhoBlocks(laurel.baseUrl(), Look.LAPTOP);
        page = person.newPage();
    }

    private void opensADraft(Browser.Session browser) {
        comes(browser);
        CanvasDev.Link link = lms.links("canvas").stream()
                .filter(one -> MICRO_CREDENTIAL.equals(one.custom().get("micro_credential")))
                .findFirst()
                .orElseThrow();
        page.navigate(lms.url() + "/courses/" + link.courseId() + "/assignments/" + link.assignmentId());
        Locator start = frame().locator("form[action$='/evidence/start'] button");
        start.waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
        seesTheToken();
        start.click();
        assertThat(frame().locator("a.requirement").first()).isVisible(inGoodTime());
    }

    private void opensAnArtefact() {
        Locator requirements = frame().locator("a.requirement");
        for (int i = requirements.count() - 1; i >= 0; i--) {
            if (requirements.nth(i).getAttribute("href").contains("/artefacts/")) {
                requirements.nth(i).click();
                frame().locator("input#file").waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
                return;
            }
        }
        throw new IllegalStateException("Nothing asks for a file");
    }

    private void seesTheToken() {
        token = String.valueOf(tool().evaluate("window.laurelWindow"));
        assertThat(token).hasSize(32);
    }

    private FrameLocator frame() {
        return page.frameLocator("iframe#tool");
    }

    private Frame tool() {
        return page.frame("tool");
    }

    private static LocatorAssertions.IsVisibleOptions inGoodTime() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
    }
}
