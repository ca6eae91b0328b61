package dev.laurel.system;

import com.microsoft.playwright.Page;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

@LaurelTest
@InBrowser
class PublicPagesBrowserTests {

    @Autowired
    LaurelSettings settings;

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void theWelcomePageIsAccessible(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        page.navigate(settings.at("/").toString());
        Screenshots.take(page, "welcome", look);
        Accessibility.assertNoViolations(page);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void aPageThatIsNotThereIsAccessible(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        page.navigate(settings.at("/nobody/knows").toString());
        Screenshots.take(page, "not-found", look);
        Accessibility.assertNoViolations(page);
    }
}
