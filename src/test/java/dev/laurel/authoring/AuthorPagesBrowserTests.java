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
import org.springframework.jdbc.core.simple.JdbcClient;

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

    @Autowired
    JdbcClient jdbc;

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
                                .concat("\nlicense:\n  name: CC BY 4.0\n")
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
        share(page, look);
    }

    /** The version goes to another district, which adopts it and is offered an update. */
    private void share(Page page, Look look) {
        page.navigate(settings.at("/author/sharing/offer").toString());
        page.fill("input[name=name]", "Literacy for the partner states");
        page.check("input[name=item]");
        look(page, look, "sharing-offer-form");
        page.click("form[action$=offers] button");
        page.waitForURL("**/author/sharing/offers/**");
        look(page, look, "sharing-offer");
        String address = page.inputValue("#address");
        TenantId partner = tenants.found("Partner " + UUID.randomUUID());
        page.context().clearCookies();
        signIn(page, StaffRole.AUTHOR, partner);
        page.navigate(settings.at("/author/sharing").toString());
        look(page, look, "sharing-empty");
        page.fill("#address", address.replaceFirst("/bundles/.*", "/bundles/guessed"));
        page.click("form[action$=received] button");
        page.waitForSelector("#refused");
        look(page, look, "sharing-refused");
        page.fill("#address", address);
        page.click("form[action$=received] button");
        page.waitForURL("**/author/sharing/received/**");
        look(page, look, "sharing-received");
        page.click("form[action$=adopt] button");
        page.waitForURL("**/author/sharing/adopted/**");
        UUID adoption = UUID.fromString(page.url().replaceFirst(".*/", ""));
        jdbc.sql("insert into sharing_original (adoption_id, version, hash, content, origin, state, arrived_at)"
                        + " select adoption_id, '1.1.0', hash, replace(content, 'Teaching', 'Learning'), origin, 'OFFERED',"
                        + " arrived_at from sharing_original where adoption_id = ?")
                .param(adoption)
                .update();
        page.reload();
        look(page, look, "sharing-adopted");
        page.navigate(settings.at("/author/sharing").toString());
        look(page, look, "sharing-list");
        page.context().clearCookies();
        signIn(page, StaffRole.LEAD_ASSESSOR, partner, "/assess/lead/partners");
        look(page, look, "sharing-partners");
    }

    private void signIn(Page page, StaffRole role, TenantId district) {
        signIn(page, role, district, "/author");
    }

    private void signIn(Page page, StaffRole role, TenantId district, String to) {
        String login = "s" + UUID.randomUUID();
        staff.grant(staff.create(login, "Ana Autora", PASSWORD), role, district);
        page.navigate(settings.at(to).toString());
        page.fill("#login", login);
        page.fill("#password", PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL("**" + to);
    }

    private static void look(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
