package dev.laurel.badge;

import com.microsoft.playwright.Page;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@LaurelTest
@ExtendWith(Browser.class)
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
            page.navigate(settings.at("/credentials/" + id).toString());
            page.locator("summary").click();
            Screenshots.take(page, "badge-" + id, look);
            Accessibility.assertNoViolations(page);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void anIssuerIsAccessible(Look look, Browser.Session browser) {
        Issuer issuer =
                issuers.byId(awards.withId("demo-sound").orElseThrow().issuer()).orElseThrow();
        Page page = browser.page(look);
        page.navigate(settings.at("/issuers/" + issuer.slug()).toString());
        Screenshots.take(page, "issuer", look);
        Accessibility.assertNoViolations(page);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void verifyingIsAccessibleBeforeAndAfter(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        page.navigate(settings.at("/verify").toString());
        Screenshots.take(page, "verify", look);
        Accessibility.assertNoViolations(page);
        page.locator("#text").fill(awards.withId("demo-revoked").orElseThrow().credential());
        page.locator("main form button[type=submit]").click();
        page.locator("ol > li").first().waitFor();
        Screenshots.take(page, "verify-revoked", look);
        Accessibility.assertNoViolations(page);
    }
}
