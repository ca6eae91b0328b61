package dev.laurel.course;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.lti.Invitations;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.time.Duration;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The picker in Chromium, by keyboard. */
@LaurelTest
@InBrowser
class PickerBrowserTests {

    private static final CanvasDev LMS = CanvasDev.start(CanvasDevSettings.onRandomPort());

    @Autowired
    LaurelSettings settings;

    @Autowired
    Invitations invitations;

    @Autowired
    Tenants tenants;

    @BeforeEach
    void registered() {
        if (LMS.clientId("canvas").isEmpty()) {
            PickerTests.register(
                    LMS, "canvas", settings, invitations.invite(tenants.found("Prairie View"), Duration.ofHours(1)));
        }
    }

    @AfterAll
    static void stopTheLms() {
        LMS.close();
    }

    /** The LMS at 127.0.0.1 is another site than Laurel at localhost; Chromium blocks cookies there but those of one frame. */
    @Test
    void picksInTheFrameOfAnotherSiteByAPartitionedCookie(Browser.Session browser) {
        try (CanvasDev elsewhere =
                CanvasDev.start(CanvasDevSettings.onRandomPort().withHost("127.0.0.1"))) {
            PickerTests.register(
                    elsewhere,
                    "canvas",
                    settings,
                    invitations.invite(tenants.found("Prairie View"), Duration.ofHours(1)));
            BrowserContext priya = browser.person(Look.LAPTOP);
            priya.request()
                    .post(
                            elsewhere.url() + "/hat",
                            RequestOptions.create()
                                    .setForm(FormData.create()
                                            .set("hat", "priya")
                                            .set("back", "/")));
            Page page = priya.newPage();
            page.navigate(elsewhere.url() + "/courses/4021/content/new?placement=course_assignments_menu");
            FrameLocator frame = page.frameLocator("iframe#tool");
            frame.locator("#q").fill("debugging");
            frame.locator("#q").press("Enter");
            PlaywrightAssertions.assertThat(frame.locator("[role=status]")).containsText("debugging");
            // All of them: each is for one path, so none would be found by the address of the host.
            List<Cookie> kept = priya.cookies().stream()
                    .filter(cookie -> cookie.domain.equals(settings.baseUrl().getHost()))
                    .toList();
            assertThat(kept).as("cookies of the tool").isNotEmpty().allSatisfy(cookie -> assertThat(cookie.partitionKey)
                    .as(cookie.name)
                    .contains("127.0.0.1"));
            frame.locator("#pick-cs-systematic-debugging").check();
            Screenshots.take(page, "picker-in-frame", Look.LAPTOP);
            frame.locator("button[value=choose]").click();
            page.waitForURL("**picked=1");
            assertThat(elsewhere.links("canvas")).anySatisfy(link -> assertThat(link.custom())
                    .containsEntry("micro_credential", "cs-systematic-debugging"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void picksByKeyboard(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        page.navigate(LMS.url() + "/");
        page.request()
                .post(
                        LMS.url() + "/hat",
                        RequestOptions.create()
                                .setForm(FormData.create().set("hat", "priya").set("back", "/")));
        // The frame's own page, alone: how it stands in the frame is the platform's affair and tested with launches.
        String lmsPage = page.request()
                .get(LMS.url() + "/courses/4021/content/new?placement=course_assignments_menu")
                .text();
        page.navigate(Jsoup.parse(lmsPage, LMS.url().toString())
                .selectFirst("iframe#tool")
                .absUrl("src"));
        page.waitForSelector("#q");
        page.focus("#q");
        page.keyboard().type("debugging");
        page.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(page.locator("[role=status]")).containsText("debugging");
        page.focus("#pick-cs-systematic-debugging");
        page.keyboard().press("Space");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.waitForSelector("details.more[open]");
        Screenshots.take(page, "picker", look);
        Accessibility.assertNoViolations(page);
        page.focus(".filters summary");
        page.keyboard().press("Enter");
        page.selectOption("#topic", "computer science");
        page.focus(".filters button[value=search]");
        page.keyboard().press("Enter");
        page.waitForURL("**topic=computer+science**");
        assertThat(page.isChecked("#pick-cs-systematic-debugging"))
                .as("still picked")
                .isTrue();
        page.focus("#dates summary");
        page.keyboard().press("Enter");
        page.fill("#due", "2031-12-18T17:00");
        assertThat(page.inputValue("#zone")).as("the browser's own").isEqualTo("America/Denver");
        Screenshots.take(page, "picker-narrowed", look);
        Accessibility.assertNoViolations(page);
        page.fill("#due", "2001-12-18T17:00");
        page.locator("button[value=choose]").press("Enter");
        page.waitForSelector("#dates-problem");
        Screenshots.take(page, "picker-dates-problem", look);
        Accessibility.assertNoViolations(page);
        page.fill("#due", "2031-12-18T17:00");
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0);
        page.locator("button[value=choose]").press("Enter");
        page.waitForURL("**picked=1");
        assertThat(LMS.links("canvas")).anySatisfy(link -> assertThat(link.custom())
                .containsEntry("micro_credential", "cs-systematic-debugging"));
    }
}
