package dev.laurel.submission;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The pages of privacy as people see them, from the first name pointed out to the deletion asked for. */
@LaurelTest
@WithProbePages
@InBrowser
class PrivacyBrowserTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    Removals removals;

    private TenantId district;
    private Windows windows;

    @BeforeEach
    void aPlatform() {
        district = tenants.found("Prairie View " + UUID.randomUUID());
        windows = new Windows(settings, registrations, district);
    }

    private Page page(Browser.Session session, Look look, EarnerWindow earner) {
        BrowserContext person = session.person(look);
        person.addCookies(List.of(new Cookie(
                        "laurel_window",
                        earner.browser()
                                .cookie(earner.address(), "laurel_window")
                                .orElseThrow())
                .setDomain(earner.address().getHost())
                .setPath(earner.address().getPath())));
        return person.newPage();
    }

    private void seen(Page page, String name, Look look) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("%s fits its width", name)
                .isTrue();
    }

    @Test
    void looksRightFromTheFirstNameToTheDeletion(Browser.Session session) {
        for (Look look : Look.all()) {
            windows.speaking(look.language());
            EarnerWindow earner = new EarnerWindow(context, windows, "Quartermain-" + look).start();
            Page page = page(session, look, earner);
            page.navigate(earner.address() + "/evidence/questions/P1Q1");
            assertThat(page.locator("#privacy-hints")).isEmpty();
            page.locator("#text").fill("Maria Lopez and Mrs. Smith read it. https://youtu.be/dQw4w9WgXcQ");
            assertThat(page.locator("#privacy-hints li")).hasCount(2);
            seen(page, "privacy-hints", look);
            page.navigate(earner.address() + "/evidence/artefacts/A1");
            page.locator("#address").fill("https://drive.google.com/file/d/1aBcD/view?usp=sharing");
            page.locator("form[action$='/links'] button").click();
            assertThat(page.locator("#privacy-hints li")).hasCount(1);
            page.navigate(earner.address() + "/evidence/check");
            assertThat(page.locator("#privacy-check a[href*='/evidence/']")).hasCount(2);
            seen(page, "privacy-check", look);

            earner.handIn(Samples.pdf(1000)).beingScored().decided(true);
            page.navigate(earner.address() + "/evidence");
            seen(page, "privacy-evidence-kept", look);
            page.locator("form[action$='/withdrawal'] button").click();
            assertThat(page.locator("form[action$='/withdrawal/undo'] button")).isVisible();
            seen(page, "privacy-evidence-withdrawn", look);
            page.navigate(earner.address() + "/data");
            seen(page, "privacy-data", look);
            Download copy = page.waitForDownload(
                    () -> page.locator("a[download][href$='/data/copy']").click());
            assertThat(copy.suggestedFilename()).matches("laurel-\\d{4}-\\d\\d-\\d\\d\\.zip");
            page.locator("form[action$='/data/deletion'] button").click();
            assertThat(page.locator("form[action$='/undo'] button")).isVisible();
            seen(page, "privacy-data-asked", look);
            removals.keepAfterAll(earner.id());
        }
    }

    @Test
    void letsTheOperatorSayHowLong(Browser.Session session) {
        Look look = Look.PHONE;
        Page page = session.person(look).newPage();
        page.navigate(settings.at("/admin/privacy").toString());
        page.fill("#login", "admin");
        page.fill("#password", TestSurroundings.OPERATOR_PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL("**/admin/privacy");
        seen(page, "admin-privacy", look);
        page.navigate(settings.at("/admin/privacy/" + district.value()).toString());
        page.fill("#evidence", "90");
        page.fill("#notice", "100");
        page.locator("main form button.primary").click();
        assertThat(page.locator(".error")).isVisible();
        page.fill("#notice", "14");
        page.fill("#item", "no-such-thing");
        page.locator("main form button.primary").click();
        assertThat(page.locator("#item-error")).isVisible();
        page.fill("#item", "");
        page.locator("main form button.primary").click();
        page.waitForURL("**?done=yes");
        assertThat(page.locator("main .list li")).hasCount(1);
        seen(page, "admin-privacy-district", look);
    }
}
