package dev.laurel.recognition;

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
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** An officer changes a rule and its authority in forms, at phone and desktop width. */
@LaurelTest
@InBrowser
class RuleFormBrowserTests {

    private static final String PASSWORD = "correct horse battery";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    RulesImport rules;

    @Autowired
    Recognition recognition;

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void aRuleIsChangedAndShownBeforeItIsProposed(Look look, Browser.Session browser) {
        String code = "k" + UUID.randomUUID();
        rules.take(
                "file",
                (TestRules.authority(code) + "---\n" + TestRules.rule(code, 2) + "---\n" + TestRules.agreement(code))
                        .getBytes(StandardCharsets.UTF_8),
                "a tester",
                false);
        TenantId district = tenants.found("District " + UUID.randomUUID());
        recognition.settle(district, List.of(new AuthorityCode(code)), "a tester");
        String login = "officer." + UUID.randomUUID();
        staff.grant(staff.create(login, "Inés", PASSWORD), StaffRole.RECOGNITION_OFFICER, district);
        Page page = browser.page(look);
        page.navigate(settings.at("/recognition/rules").toString());
        page.fill("#login", login);
        page.fill("#password", PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL("**/recognition/rules");
        look(page, look, "rules-with-forms");
        page.click("a[href$='/rule/" + code + "-hours/edit']");
        page.fill("#amount", "many");
        page.click("button.button[value=preview]");
        assertThat(page.locator("#amount-error").count()).isEqualTo(1);
        look(page, look, "rule-form-wrong");
        page.fill("#amount", "3");
        page.click("button.button[value=preview]");
        assertThat(page.locator("[aria-labelledby=preview]").textContent()).contains("3");
        look(page, look, "rule-form-preview");
        page.navigate(
                settings.at("/recognition/rules/authority/" + code + "/edit").toString());
        look(page, look, "authority-form");
        page.navigate(settings.at("/recognition/rules/new-agreement/" + code).toString());
        page.fill("#agreement", "80");
        page.click("button.button[value=preview]");
        assertThat(page.locator("#agreement-error").count()).isEqualTo(1);
        look(page, look, "agreement-form-wrong");
        page.navigate(settings.at("/recognition/rules/agreement/" + code + "-neighbours/edit")
                .toString());
        page.fill("#age", "60");
        page.click("button.button[value=preview]");
        assertThat(page.locator("[aria-labelledby=preview] h3").count()).isEqualTo(1);
        look(page, look, "agreement-form-preview");
    }

    private static void look(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
