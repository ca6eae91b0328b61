package dev.laurel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

@LaurelTest
@InBrowser
class CataloguePagesBrowserTests {

    @Autowired
    LaurelSettings settings;

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyPageIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        look(page, look, "/catalog", "catalogue");
        look(page, look, "/catalog?q=nothing+like+this", "catalogue-nothing-found");
        look(page, look, "/catalog/assess-hinge-questions", "catalogue-hinge");
        look(page, look, "/catalog/lit-hfw-mapping", "catalogue-literacy");
        look(page, look, "/catalog/cs-3-8-foundations", "catalogue-stack");
    }

    private void look(Page page, Look look, String path, String name) {
        page.navigate(settings.at(path).toString());
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", path, look)
                .isEqualTo(0);
    }
}
