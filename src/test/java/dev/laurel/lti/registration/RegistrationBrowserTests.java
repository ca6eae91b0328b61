package dev.laurel.lti.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.lti.Invitations;
import dev.laurel.lti.Invitations.Terms;
import dev.laurel.lti.NewDeployments;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Registering inside the frame of an LMS on another site. */
@LaurelTest
@InBrowser
class RegistrationBrowserTests {

    private static final double PATIENCE = 60_000;

    private static CanvasDev lms;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Invitations invitations;

    @Autowired
    Tenants tenants;

    @BeforeAll
    static void start() {
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort());
    }

    @AfterAll
    static void stop() {
        lms.close();
    }

    private void begin(Page page, String prefix, boolean confirm) {
        String secret = invitations
                .invite(
                        tenants.found("Prairie View"),
                        Duration.ofHours(1),
                        new Terms(Set.of(), NewDeployments.FIRST, confirm))
                .secret();
        page.navigate(lms.url() + prefix + "/");
        page.request()
                .post(
                        lms.url() + "/hat",
                        RequestOptions.create()
                                .setForm(FormData.create().set("hat", "sam").set("back", prefix + "/")));
        page.navigate(lms.url() + prefix + "/admin/tools");
        page.fill("#url", settings.at("/lti/register?invitation=" + secret).toString());
        page.locator("#register-tool button").press("Enter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/moodle"})
    void thePageClosesItselfWhenNobodyTouchesIt(String prefix, Browser.Session browser) {
        Page page = browser.page();
        begin(page, prefix, false);
        PlaywrightAssertions.assertThat(page)
                .hasURL(Pattern.compile(".*/admin/tools$"), new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
        PlaywrightAssertions.assertThat(page.locator(".tool-card").first()).containsText("Laurel");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void anAdministratorIsAskedAndReadsWhatWasGranted(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        begin(page, "", true);
        // The frame's own page, alone: the landmarks around it are the platform's.
        page.navigate(page.locator("iframe#tool").getAttribute("src"));
        page.waitForSelector("#rights li");
        look(page, look, "register-asked");
        page.locator("button.primary").press("Enter");
        page.waitForSelector("#rights .status");
        look(page, look, "register-granted");
    }

    private static void look(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", name, look)
                .isEqualTo(0);
    }
}
