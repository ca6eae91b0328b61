package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** An author writes a stack, at phone and desktop width. */
@LaurelTest
@InBrowser
class StackFormBrowserTests {

    private static final String PASSWORD = "long enough for anybody";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void aStackIsWrittenAndItsPathwayDrawn(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        String login = "s" + UUID.randomUUID();
        staff.grant(
                staff.create(login, "Ana Autora", PASSWORD),
                StaffRole.AUTHOR,
                tenants.found("District " + UUID.randomUUID()));
        page.navigate(settings.at("/author").toString());
        page.fill("#login", login);
        page.fill("#password", PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL("**/author");
        page.fill("#new-title", "Words and questions");
        page.selectOption("#new-kind", "stack");
        page.keyboard().press("Tab");
        page.click("form[action$='/author/drafts'] button");
        page.waitForURL("**/stack");
        look(page, look, "stack-form-begun");
        page.fill("#short_description", "Whoever has it can do both.");
        page.fill("#m-id-0", "lit-hfw-mapping");
        page.click("button[name=act][value=add]");
        page.fill("#m-id-1", "assess-hinge-questions");
        page.fill("#hours", "20");
        page.fill("#badge-description", "Has done both.");
        page.fill("#badge-criteria", "Earn both.");
        page.click("button.primary[value=save]");
        page.waitForURL("**/stack?saved=yes");
        assertThat(page.locator(".pathway .step").count()).isGreaterThanOrEqualTo(2);
        look(page, look, "stack-form-whole");
    }

    private static void look(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
