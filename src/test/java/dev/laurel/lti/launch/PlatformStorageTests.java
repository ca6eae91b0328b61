package dev.laurel.lti.launch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.StoringPlatform.Frame;
import dev.laurel.lti.launch.StoringPlatform.Manner;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.CookieWitness;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Launches in Chromium with no cookie at all, in the frame of a platform on another site (LTI OIDC Login with LTI Client
 * Side postMessages 0.1, LTI Client Side postMessage Storage 0.1). The tool may keep nothing in these browsers: every test
 * ends by showing that none of its cookies was stored or sent.
 */
@LaurelTest
@WithProbePages
@InBrowser
class PlatformStorageTests {

    private static final LocatorAssertions.HasTextOptions IN_GOOD_TIME =
            new LocatorAssertions.HasTextOptions().setTimeout(60_000);

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    CookieWitness witness;

    @Autowired
    UnpartitionedCookies unpartitioned;

    private StoringPlatform platform;

    @BeforeEach
    void connect() {
        witness.forget();
        platform = new StoringPlatform(settings, registrations, tenants.found("Prairie Lakes"));
    }

    @AfterEach
    void stop() {
        unpartitioned.end();
        platform.close();
    }

    @Test
    @DisplayName("CL-01 no cookies, lti_storage_target names a frame: accepted by platform storage")
    void namedFrame(Browser.Session browser) {
        BrowserContext person = blocking(browser);
        Page page = person.newPage();
        page.navigate(platform.course());

        opened(page);
        assertThat(platform.heard())
                .filteredOn(message -> message.contains("lti.put_data") && message.contains(platform.nonce()))
                .isNotEmpty();
        assertThat(platform.heard()).anyMatch(message -> message.contains("\"lti.get_data\""));
        assertNoCookies(person);
    }

    @Test
    @DisplayName("CL-01 what was put into the storage is taken out again")
    void nothingStays(Browser.Session browser) {
        Page page = blocking(browser).newPage();
        page.navigate(platform.course());
        opened(page);
        page.waitForFunction("() => localStorage.length === 0");
    }

    @Test
    @DisplayName("CL-02 as CL-01, target _parent: accepted")
    void parent(Browser.Session browser) {
        platform.with(Frame.PARENT);
        BrowserContext person = blocking(browser);
        Page page = person.newPage();
        page.navigate(platform.course());
        opened(page);
        assertNoCookies(person);
    }

    @Test
    @DisplayName("CL-01 a platform that names no frame is asked for it")
    void askedFor(Browser.Session browser) {
        platform.with(Frame.ASKED_FOR);
        BrowserContext person = blocking(browser);
        Page page = person.newPage();
        page.navigate(platform.course());
        opened(page);
        assertNoCookies(person);
    }

    @ParameterizedTest
    @EnumSource(names = {"OLDER_NAMES", "REFUSING_NAMES"})
    @DisplayName("CL-01 a platform that knows only the names from before the standard: accepted")
    void olderNames(Manner manner, Browser.Session browser) {
        for (Frame frame : List.of(Frame.OWN, Frame.ASKED_FOR)) {
            platform.with(manner).with(frame);
            BrowserContext person = blocking(browser);
            Page page = person.newPage();
            page.navigate(platform.course());
            opened(page);
            assertThat(platform.heard()).anyMatch(message -> message.contains("org.imsglobal.lti.get_data"));
            assertNoCookies(person);
        }
    }

    @Test
    @DisplayName("CL-01 in a window of its own the storage is the opener's")
    void opener(Browser.Session browser) {
        BrowserContext person = blocking(browser);
        Page course = person.newPage();
        course.navigate(platform.newWindow());
        Page window = person.waitForPage(() -> course.locator("#open").click());
        assertThat(window.locator("h1:visible")).hasText("opened", IN_GOOD_TIME);
        assertNoCookies(person);
    }

    @Test
    @DisplayName("CL-03 put_data and get_data go to the origin of the authorization endpoint and to no other")
    void targetOrigin(Browser.Session browser) {
        platform.with(Frame.STRANGER);
        BrowserContext person = blocking(browser);
        Page page = person.newPage();
        page.navigate(platform.course());

        assertThat(tool(page).locator("h1:visible")).hasText("Laurel needs a window of its own", IN_GOOD_TIME);
        assertThat(platform.heardByStranger()).isEmpty();
        assertNoCookies(person);
    }

    @Test
    @DisplayName("CL-04 storage returns another value for state and nonce: refused")
    void swapped(Browser.Session browser) {
        platform.with(Manner.SWAPPING);
        refused(browser, "This does not belong to what you opened");
    }

    @Test
    @DisplayName("CL-05 answers come from a foreign origin: refused")
    void foreignAnswers(Browser.Session browser) {
        platform.with(Manner.FROM_ELSEWHERE);
        refused(browser, "Your browser did not let us recognize you");
        assertThat(platform.heardByStranger())
                .as("right answers were given, by the wrong origin")
                .anyMatch(answers -> answers.contains(platform.nonce()));
    }

    @Test
    @DisplayName("CL-06 storage is empty at launch (other browser): refused")
    void otherBrowser(Browser.Session browser) {
        platform.holding();
        Page attacker = blocking(browser).newPage();
        attacker.navigate(platform.course());
        tool(attacker).locator("#kept-back").waitFor(new Locator.WaitForOptions().setTimeout(60_000));
        assertThat(platform.isHolding()).isTrue();

        BrowserContext person = blocking(browser);
        Page victim = person.newPage();
        victim.navigate(platform.heldLaunch());
        assertThat(tool(victim).locator("h1:visible"))
                .hasText("Your browser did not let us recognize you", IN_GOOD_TIME);
        assertNoSession(victim);
        assertNoCookies(person);
    }

    @Test
    @DisplayName("CL-06 storage has forgotten: refused")
    void forgotten(Browser.Session browser) {
        platform.with(Manner.FORGETFUL);
        refused(browser, "Your browser did not let us recognize you");
    }

    @Test
    @DisplayName("CL-07 platform never answers lti.get_data: refused")
    void silentAtLaunch(Browser.Session browser) {
        platform.with(Manner.SILENT_AT_LAUNCH);
        refused(browser, "Your browser did not let us recognize you");
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "FULL"})
    void aPlatformThatKeepsNothingLeadsToAWindowOfItsOwn(Manner manner, Browser.Session browser) {
        platform.with(manner);
        BrowserContext person = blocking(browser);
        Page page = person.newPage();
        page.navigate(platform.course());
        assertThat(tool(page).locator("h1:visible")).hasText("Laurel needs a window of its own", IN_GOOD_TIME);
        assertNoSession(page);
    }

    /** Cookies are blocked in frames only, partitioned ones too, as in browsers that know none. */
    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void aWindowOfItsOwnWorksAndTheFrameSaysSo(Look look, Browser.Session browser) {
        platform.with(Manner.SILENT).speaking(look.language());
        BrowserContext person = browser.personWhoBlocks(settings.baseUrl(), platform.origin(), look);
        Page page = person.newPage();
        page.navigate(platform.course());
        page.frame("tool").waitForSelector("[data-step=choose]:not([hidden])");
        assertThat(page.frame("tool").evaluate("document.activeElement.tagName"))
                .isEqualTo("H1");
        Screenshots.take(page, "opening-choose", look);
        Accessibility.assertNoViolations(page);

        Locator button = tool(page).locator("[data-elsewhere] button");
        tool(page).locator("[data-step=choose] h1").press("Tab");
        assertThat(button).isFocused();
        Page window = person.waitForPage(() -> button.press("Enter"));
        assertThat(window.locator("h1:visible")).hasText("opened", IN_GOOD_TIME);
        page.frame("tool").waitForSelector("[data-step=elsewhere]:not([hidden])");
        Screenshots.take(page, "opening-elsewhere", look);
        Accessibility.assertNoViolations(page);

        window.close();
        page.frame("tool").waitForSelector("[data-step=closed]:not([hidden])");
        Screenshots.take(page, "opening-closed", look);
    }

    @Test
    @DisplayName("DL-02 what was picked in a window of its own goes back through the frame that opened it")
    void picksGoBackThroughTheFrame(Browser.Session browser) {
        platform.with(Manner.SILENT).picking();
        BrowserContext person = browser.personWhoBlocks(settings.baseUrl(), platform.origin(), Look.LAPTOP);
        Page page = person.newPage();
        page.navigate(platform.course());
        Page window = pickElsewhere(person, page);
        assertThat(page.locator("h1")).hasText("Added to the course", IN_GOOD_TIME);
        assertThat(platform.returned()).singleElement().asString().startsWith("JWT=");
        window.waitForCondition(window::isClosed);
    }

    @Test
    @DisplayName("DL-02 where the page of the course is gone, the window says that nothing was added")
    void picksThatCannotGoBackAreSaid(Browser.Session browser) {
        platform.with(Manner.SILENT).picking();
        BrowserContext person = browser.personWhoBlocks(settings.baseUrl(), platform.origin(), Look.LAPTOP);
        Page page = person.newPage();
        page.navigate(platform.course());
        Locator button = tool(page).locator("[data-elsewhere] button");
        Page window = person.waitForPage(button::click);
        assertThat(window.locator("h1:visible")).hasText("opened", IN_GOOD_TIME);
        page.navigate(platform.origin() + "/storage");
        pick(window);
        assertThat(window.locator("h1:visible")).hasText("Nothing was added", IN_GOOD_TIME);
        assertThat(window.locator("form:visible")).hasCount(0);
        assertThat(platform.returned()).isEmpty();
        Screenshots.take(window, "picked-lost", Look.LAPTOP);
        Accessibility.assertNoViolations(window);
    }

    private static Page pickElsewhere(BrowserContext person, Page page) {
        Locator button = tool(page).locator("[data-elsewhere] button");
        button.waitFor(new Locator.WaitForOptions().setTimeout(60_000));
        Page window = person.waitForPage(button::click);
        assertThat(window.locator("h1:visible")).hasText("opened", IN_GOOD_TIME);
        pick(window);
        return window;
    }

    /** By a link, as the picker's own button would. */
    private static void pick(Page window) {
        String launch = window.locator("#launch").textContent();
        window.evaluate("address => { location.href = address; }", "/l/" + launch + "/probe/picked");
    }

    @Test
    void withThePersonsLeaveTheFrameUsesTheCookiesOfItsOwnSite(Browser.Session browser) {
        platform.with(Manner.SILENT);
        unpartitioned.begin();
        BrowserContext person = browser.person(Look.LAPTOP);
        person.grantPermissions(List.of("storage-access"));
        Page page = person.newPage();
        page.navigate(platform.course());
        Locator allow = tool(page).locator("[data-access] button");
        allow.waitFor(new Locator.WaitForOptions().setTimeout(60_000));
        assertNoSession(page);
        allow.click();
        opened(page);
        assertThat(witness.cookies()).anyMatch(line -> line.startsWith("POST /lti/launch/proof: laurel_login_"));
    }

    @Test
    void whereThePersonsLeaveIsNotToBeHadTheNewWindowRemains(Browser.Session browser) {
        platform.with(Manner.SILENT);
        Page page = blocking(browser).newPage();
        page.navigate(platform.course());
        Locator allow = tool(page).locator("[data-access] button");
        allow.waitFor(new Locator.WaitForOptions().setTimeout(60_000));
        allow.click();
        assertThat(tool(page).locator("[data-no-access]")).isVisible();
        assertThat(allow).isHidden();
        assertThat(tool(page).locator("[data-elsewhere] button")).isFocused();
    }

    @Test
    @DisplayName("OIDC-11 hints that no address has room for are posted, with the page before and without")
    void longHintsArePosted(Browser.Session browser) {
        platform.hinting(9000);
        BrowserContext person = browser.person(Look.LAPTOP);
        Page page = person.newPage();
        page.navigate(platform.course());
        opened(page);
        page.reload();
        opened(page);
        assertThat(platform.methods()).containsExactly("POST", "POST");
        assertThat(witness.requests()).endsWith("POST /lti/login", "POST /lti/launch");
    }

    @Test
    void aBrowserWithCookiesTakesThePageOnceAndTheRedirectAfterwards(Browser.Session browser) {
        BrowserContext person = browser.person(Look.LAPTOP);
        Page page = person.newPage();
        page.navigate(platform.course());
        opened(page);
        assertThat(witness.requests()).contains("GET /lti/launch/cookies");
        assertThat(platform.heard()).as("storage was not asked").noneMatch(said -> said.contains("lti.put_data"));

        witness.forget();
        page.reload();
        opened(page);
        assertThat(witness.requests()).containsExactly("POST /lti/login", "POST /lti/launch");
    }

    // the steps

    private BrowserContext blocking(Browser.Session browser) {
        return browser.personWhoBlocks(settings.baseUrl(), Look.LAPTOP);
    }

    private static FrameLocator tool(Page page) {
        return page.frameLocator("iframe#tool");
    }

    private static void opened(Page page) {
        assertThat(tool(page).locator("h1:visible")).hasText("opened", IN_GOOD_TIME);
    }

    private void refused(Browser.Session browser, String title) {
        BrowserContext person = blocking(browser);
        Page page = person.newPage();
        page.navigate(platform.course());
        assertThat(tool(page).locator("h1:visible")).hasText(title, IN_GOOD_TIME);
        assertThat(tool(page).locator("main")).containsText("Support code");
        assertNoSession(page);
        assertNoCookies(person);
    }

    private static void assertNoSession(Page page) {
        assertThat(tool(page).locator("#launch").count()).isZero();
    }

    private void assertNoCookies(BrowserContext person) {
        assertThat(witness.requests()).as("the tool was asked").isNotEmpty();
        assertThat(witness.cookies()).as("cookies sent to the tool").isEmpty();
        assertThat(person.cookies(settings.baseUrl().toString()))
                .as("cookies of the tool stored")
                .isEmpty();
    }
}
