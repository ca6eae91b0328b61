package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
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
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** A version on its way from a file to the public catalogue, in two people's browsers. */
@LaurelTest
@InBrowser
class AuthorPagesBrowserTests {

    private static final String PASSWORD = "long enough for anybody";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyPageIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) throws Exception {
        TenantId district = tenants.found("District " + UUID.randomUUID());
        Page page = browser.page(look);
        signIn(page, StaffRole.AUTHOR, district);
        look(page, look, "author-empty");
        String item = "b" + UUID.randomUUID();
        page.setInputFiles(
                "#file",
                new FilePayload(
                        "mine.yaml",
                        "application/yaml",
                        new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                                .getContentAsString(StandardCharsets.UTF_8)
                                .replace("id: lit-hfw-mapping", "id: " + item)
                                .getBytes(StandardCharsets.UTF_8)));
        page.click("#take ~ form button");
        page.waitForURL("**/author/versions/**");
        String version = page.url();
        look(page, look, "author-draft");
        page.click("form[action$=HAND_IN] button");
        page.waitForSelector("form[action$=TAKE_BACK]");
        page.navigate(settings.at("/author").toString());
        look(page, look, "author-list");
        page.context().clearCookies();
        signIn(page, StaffRole.CONTENT_REVIEWER, district);
        page.navigate(version);
        look(page, look, "author-in-review");
        page.navigate(version + "/as-earner");
        look(page, look, "author-preview");
        page.navigate(version);
        page.click("form[action$=PUBLISH] button");
        page.waitForSelector("form[action$=RETIRE]");
        page.navigate(settings.at("/catalog/" + item).toString());
        assertThat(page.locator("h1").count()).isEqualTo(1);
    }

    private void signIn(Page page, StaffRole role, TenantId district) {
        String login = "s" + UUID.randomUUID();
        staff.grant(staff.create(login, "Ana Autora", PASSWORD), role, district);
        page.navigate(settings.at("/author").toString());
        page.fill("#login", login);
        page.fill("#password", PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL("**/author");
    }

    private static void look(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
