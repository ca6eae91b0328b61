package dev.laurel.authoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
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

/** Somebody who knows nothing of files writes a micro-credential, by keyboard, while a colleague is at it too. */
@LaurelTest
@InBrowser
class EditorBrowserTests {

    private static final String PASSWORD = "long enough for anybody";

    private static final String PICTURE = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">"
            + "<circle cx=\"50\" cy=\"50\" r=\"48\" fill=\"#1d5c46\"/><path d=\"M30 52l14 14 28-32\" fill=\"none\""
            + " stroke=\"#f3d27a\" stroke-width=\"9\"/><text x=\"9\" y=\"9\">no</text></svg>";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void writesADraftByKeyboardAndLosesNothing(Look look, Browser.Session browser) throws Exception {
        TenantId district = tenants.found("District " + UUID.randomUUID());
        Page page = browser.page(look);
        signIn(page, district);
        look(page, look, "editor-begin");
        page.focus("#new-title");
        page.keyboard().type("Ratios with bars");
        page.keyboard().press("Enter");
        page.waitForURL("**/edit/basics");
        String editor = page.url().replace("/basics", "/");

        saving(page, () -> {
            page.focus("#f-short-description");
            page.keyboard().type("Pupils draw what a ratio says before they calculate.");
        });
        page.reload();
        assertThat(page.inputValue("#f-short-description")).startsWith("Pupils draw");
        assertThat(page.locator("#f-short-description-mend li").count()).isZero();

        page.navigate(editor + "audience");
        saving(page, () -> {
            page.focus("#f-hours-credited");
            page.keyboard().type("ten");
        });
        page.waitForSelector("#f-hours-credited-mend li");
        assertThat(page.getAttribute("#f-hours-credited", "aria-invalid")).isEqualTo("true");
        look(page, look, "editor-audience");

        for (String section : new String[] {"basics", "method", "research", "work", "rubric", "standards", "badge"}) {
            page.navigate(editor + section);
            look(page, look, "editor-" + section);
        }
        page.navigate(editor.replace("/edit/", "/picture"));
        look(page, look, "editor-picture-none");
        page.setInputFiles("#file", new FilePayload("badge.svg", "image/svg+xml", PICTURE.getBytes(UTF_8)));
        press(page, "form[enctype] button");
        look(page, look, "editor-picture");
        page.navigate(editor + "rubric");
        press(page, "button[value='add submission.parts[1].criteria']");
        assertThat(page.locator("table.criteria tbody tr").count()).isEqualTo(2);
        page.fill("#f-submission-parts-1-criteria-1-title", "The drawing fits the numbers");
        press(page, "button[value='remove submission.parts[1].criteria[1]']");
        assertThat(page.locator("table.criteria tbody tr").count()).isEqualTo(1);
        look(page, look, "editor-removed");
        press(page, "#editor > .notice button");
        assertThat(page.inputValue("#f-submission-parts-1-criteria-1-title")).isEqualTo("The drawing fits the numbers");

        Page colleague = browser.page(look);
        signIn(colleague, district);
        colleague.navigate(editor + "method");
        page.navigate(editor + "method");
        saving(colleague, () -> colleague.fill("#f-competency", "The colleague's competency"));
        page.fill("#f-key-method-name", "My method");
        page.locator("#saved", new Page.LocatorOptions().setHasText(page.getAttribute("#saved", "data-met")))
                .waitFor();
        page.focus("#f-key-method-name");
        page.keyboard().press("Enter");
        page.waitForSelector("#conflict");
        assertThat(page.textContent("#conflict")).contains("The colleague's competency");
        assertThat(page.inputValue("#f-key-method-name")).isEqualTo("My method");
        look(page, look, "editor-conflict");
        page.fill("#f-competency", "The colleague's competency");
        press(page, "#editor button.primary");
        assertThat(page.locator("#conflict").count()).isZero();
        assertThat(page.inputValue("#f-key-method-name")).isEqualTo("My method");

        page.navigate(editor.replace("/edit/", "/standards"));
        page.setInputFiles("#file", new FilePayload("package.json", "application/json", CasePackageTests.sample()));
        press(page, "#take ~ form button");
        look(page, look, "editor-framework");
        page.navigate(editor.replace("/edit/", "/checklist"));
        look(page, look, "editor-checklist");
        page.navigate(settings.at("/author/copy").toString());
        look(page, look, "editor-copy");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void looksAtAFullDraft(Look look, Browser.Session browser) throws Exception {
        Page page = browser.page(look);
        signIn(page, tenants.found("District " + UUID.randomUUID()));
        page.setInputFiles(
                "#file",
                new FilePayload(
                        "mine.yaml",
                        "application/yaml",
                        new ClassPathResource("demo/catalogue/formative-hinge-questions.yaml")
                                .getContentAsString(StandardCharsets.UTF_8)
                                .replace("id: assess-hinge-questions", "id: v" + UUID.randomUUID())
                                .getBytes(StandardCharsets.UTF_8)));
        page.click("#take ~ form button");
        page.waitForURL("**/author/versions/**");
        String version = page.url();
        for (String place : new String[] {"/edit/rubric", "/edit/work", "/as-earner", "/as-assessor"}) {
            page.navigate(version + place);
            look(page, look, "draft" + place.replace('/', '-'));
        }
    }

    /** Types, and waits until the page itself has saved that. */
    private static void saving(Page page, Runnable typing) {
        page.waitForResponse(
                answer ->
                        answer.request().method().equals("GET") && answer.url().contains("/edit/"),
                typing);
        page.waitForSelector("#saved:not(.waiting)");
    }

    /** Goes to a button and presses it, as somebody without a mouse does. */
    private static void press(Page page, String button) {
        Locator there = page.locator(button).first();
        there.focus();
        page.evaluate("document.documentElement.dataset.before = 'yes'");
        page.keyboard().press("Enter");
        page.locator("html:not([data-before])").waitFor();
        page.waitForLoadState();
    }

    private void signIn(Page page, TenantId district) {
        String login = "s" + UUID.randomUUID();
        staff.grant(staff.create(login, "Ana Autora", PASSWORD), StaffRole.AUTHOR, district);
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
