package dev.laurel.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The form for a platform and the configurations to paste, in Chromium. */
@LaurelTest
@InBrowser
class PlatformFormBrowserTests {

    @Autowired
    LaurelSettings settings;

    private void signIn(Page page, String path) {
        page.navigate(settings.at(path).toString());
        page.fill("#login", "admin");
        page.fill("#password", TestSurroundings.OPERATOR_PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL("**" + path);
    }

    @Test
    void saysWhileSomebodyTypesWhatIsWrongByKeyboardAlone(Browser.Session browser) {
        Page page = browser.page();
        signIn(page, "/admin/platforms/new");
        page.focus("#kind-canvas");
        for (int i = 0; i < 4; i++) {
            page.keyboard().press("ArrowDown");
        }
        assertThat(page.isChecked("#kind-moodle")).isTrue();
        page.keyboard().press("Tab");
        // This application's own key set stands in for a Moodle's: it is reachable and holds RSA keys.
        page.keyboard().type(settings.baseUrl().toString());
        page.keyboard().press("Enter");
        page.waitForSelector("#issuer");
        page.focus("#key-set");
        page.keyboard().press("Control+A");
        page.keyboard().type(settings.at("/lti/config").toString());
        assertThat(page.locator("#key-set-finding .doubt")).containsText(Pattern.compile("not with a key set"));
        page.keyboard().press("Control+A");
        page.keyboard().type(settings.at("/lti/jwks").toString());
        assertThat(page.locator("#key-set-finding .good")).containsText("usable");
        page.focus("#issuer");
        page.keyboard().press("Control+A");
        page.keyboard().type("gopher://lms.example");
        assertThat(page.locator("#issuer-finding .error")).containsText("https");
        page.focus("#client-id");
        page.keyboard().type("aB3dE6gH9jK2mN5");
        page.focus("#deployments");
        page.keyboard().type("1");
        page.keyboard().press("Enter");
        page.keyboard().type("aB3dE6gH9jK2mN5");
        assertThat(page.locator("#deployments-finding .doubt")).containsText("mixed up");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyPageIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        for (String path : new String[] {"/lti/config", "/lti/config/canvas", "/lti/config/moodle"}) {
            page.navigate(settings.at(path).toString());
            look(page, look, path.substring(5).replace('/', '-'));
        }
        signIn(page, "/admin/platforms/new");
        look(page, look, "platform-kind");
        page.check("#kind-moodle");
        page.fill("#site", settings.baseUrl().toString());
        page.click("main button.primary");
        page.waitForSelector("#issuer");
        look(page, look, "platform-new");
        page.fill("#district", "Prairie View School District");
        page.fill("#token-endpoint", "https://tokens.example/token");
        page.click("main form button.primary");
        page.waitForSelector("[role=alert]");
        look(page, look, "platform-wrong");
        page.fill("#client-id", UUID.randomUUID().toString());
        page.fill("#name", "Prairie View Moodle");
        page.fill("#key-set", settings.at("/lti/jwks").toString());
        page.fill("#deployments", "1");
        page.click("main form button.primary");
        page.waitForSelector("button[name=anyway]");
        look(page, look, "platform-doubt");
        page.click("button[name=anyway]");
        page.waitForSelector("#switch");
        look(page, look, "platform");
    }

    private static void look(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
