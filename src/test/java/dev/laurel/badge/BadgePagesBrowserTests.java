package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@LaurelTest
@InBrowser
class BadgePagesBrowserTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Awards awards;

    @Autowired
    Issuers issuers;

    @BeforeEach
    void demonstration() {
        BadgePagesTests.demonstrate(context);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void aBadgeIsAccessibleInEveryState(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        for (String id : List.of("demo-sound", "demo-revoked", "demo-expired")) {
            open(page, "/credentials/" + id);
            Screenshots.take(page, "badge-" + id, look);
            page.locator("summary").click();
            assertFits(page);
            Accessibility.assertNoViolations(page);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void anIssuerIsAccessible(Look look, Browser.Session browser) {
        Issuer issuer =
                issuers.byId(awards.withId("demo-sound").orElseThrow().issuer()).orElseThrow();
        Page page = browser.page(look);
        open(page, "/issuers/" + issuer.slug());
        Screenshots.take(page, "issuer", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void verifyingIsAccessibleBeforeAndAfter(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        open(page, "/verify");
        Screenshots.take(page, "verify", look);
        Accessibility.assertNoViolations(page);
        page.locator("#text").fill(awards.withId("demo-revoked").orElseThrow().credential());
        page.locator("main form button[type=submit]").click();
        page.locator("ol > li").first().waitFor();
        Screenshots.take(page, "verify-revoked", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
    }

    private void open(Page page, String path) {
        assertThat(page.navigate(settings.at(path).toString()).status()).isEqualTo(200);
    }

    /** Nothing makes the page wider than its window. */
    private static void assertFits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("no sideways scrolling at %s", page.url())
                .isEqualTo(true);
    }
}
