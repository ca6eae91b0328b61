package dev.laurel.lti.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The check as an administrator sees it: in the frame of another site, by keyboard, at every width, in both languages. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@InBrowser
class ConnectionBrowserTests {

    private static final Page.WaitForFunctionOptions IN_GOOD_TIME =
            new Page.WaitForFunctionOptions().setTimeout(60_000);
    private static final String FINISHED =
            "() => /^(Done|Listo)/.test(document.getElementById('progress').textContent) && "
                    + "!document.querySelector('[data-trying]') && !document.querySelector('#report-section').hidden";

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;

    @BeforeEach
    void start() {
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort()
                .withHost("127.0.0.1")
                .withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    private String assignment() {
        CanvasDev.Link link = new CanvasDevSession(lms, "canvas", "priya").link("lit-hfw-mapping");
        return "/courses/" + link.courseId() + "/assignments/" + link.assignmentId();
    }

    private Page administrator(Browser.Session browser, Look look, String path) {
        return administrator(browser.person(look), path);
    }

    private Page administrator(BrowserContext person, String path) {
        person.request()
                .post(
                        lms.url() + "/hat",
                        RequestOptions.create()
                                .setForm(FormData.create().set("hat", "sam").set("back", "/")));
        Page page = person.newPage();
        page.navigate(lms.url() + path);
        return page;
    }

    @Test
    void inTheFrameOfAnotherSiteCookiesAndStorageAreFoundByKeyboardAlone(Browser.Session browser) {
        Page page = administrator(browser, Look.LAPTOP, assignment());
        Frame frame = page.waitForSelector("iframe#tool").contentFrame();
        frame.waitForSelector("main a[href$='/connection']").focus();
        page.keyboard().press("Enter");
        frame.waitForSelector("form#check button").focus();
        page.keyboard().press("Enter");
        frame.waitForFunction(FINISHED, null, new Frame.WaitForFunctionOptions().setTimeout(60_000));
        for (String line : new String[] {"keys", "token", "cookies", "storage"}) {
            assertThat(frame.getAttribute("#line-" + line, "data-light"))
                    .as(frame.textContent("#line-" + line))
                    .isEqualTo("OK");
        }
        assertThat(frame.textContent("#line-cookies")).contains("A cookie of this frame alone came back");
        assertThat(frame.textContent("#progress")).contains("Done. In order:");
        assertThat(frame.inputValue("#report")).contains("Access token: In order.", "Cookies in the frame: In order.");
        assertThat(frame.isEnabled("form#check button")).isTrue();
        Screenshots.take(page, "connection-in-frame", Look.LAPTOP);
    }

    /**
     * As Canvas does for who still has its address from before; and as a browser does, which drops without a word what is sent
     * to another origin than the frame's.
     */
    @ParameterizedTest
    @ValueSource(strings = {"return refuse('wrong_origin', 'No'); (name", "return; (name"})
    void aStorageThatIsOfferedAndKeepsNothingIsFound(String instead, Browser.Session browser) {
        BrowserContext person = browser.person(Look.LAPTOP);
        person.route("**/platform-storage.js*", route -> {
            APIResponse own = route.fetch();
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(own)
                    .setBody(own.text().replace("localStorage.setItem(name", instead)));
        });
        Page page = administrator(person, assignment());
        Frame frame = page.waitForSelector("iframe#tool").contentFrame();
        frame.waitForSelector("main a[href$='/connection']").click();
        frame.waitForSelector("form#check button").click();
        frame.waitForFunction(FINISHED, null, new Frame.WaitForFunctionOptions().setTimeout(60_000));
        assertThat(frame.getAttribute("#line-storage", "data-light")).isEqualTo("ATTENTION");
        assertThat(frame.textContent("#line-storage")).contains("did not give back a test value", "sso.canvaslms.com");
    }

    /** As Brightspace answers, which knows no others. */
    @Test
    void storageIsFoundUnderTheNamesFromBeforeTheStandard(Browser.Session browser) {
        BrowserContext person = browser.person(Look.LAPTOP);
        for (String script : List.of("**/canvas-dev.js*", "**/platform-storage.js*")) {
            person.route(script, route -> {
                APIResponse own = route.fetch();
                route.fulfill(new Route.FulfillOptions()
                        .setResponse(own)
                        .setBody(own.text().replace("'lti.", "'org.imsglobal.lti.")));
            });
        }
        Page page = administrator(person, assignment());
        Frame frame = page.waitForSelector("iframe#tool").contentFrame();
        frame.waitForSelector("main a[href$='/connection']").click();
        frame.waitForSelector("form#check button").click();
        frame.waitForFunction(FINISHED, null, new Frame.WaitForFunctionOptions().setTimeout(60_000));
        assertThat(frame.getAttribute("#line-storage", "data-light"))
                .as(frame.textContent("#line-storage"))
                .isEqualTo("OK");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void theAdministratorsPageIsAccessibleInEveryState(Look look, Browser.Session browser) {
        Page page = administrator(browser, look, assignment() + "/launch");
        page.waitForURL(address -> address.startsWith(settings.at("/l/").toString()));
        if (look.language().startsWith("es")) {
            jdbc.sql("update lti_launch set locale = 'es' where id = :window")
                    .param(
                            "window",
                            UUID.fromString(page.url().substring(page.url().lastIndexOf('/') + 1)))
                    .update();
            page.reload();
        }
        look(page, look, "connected-administrator");
        page.click("main a[href$='/connection']");
        page.waitForSelector("form#check");
        look(page, look, "connection-before");
        runs(page);
        look(page, look, "connection-in-order");

        lms.faults().tokenEndpointDown(true);
        lms.faults().jwksDown(true);
        jdbc.sql("delete from lti_connection_check").update();
        runs(page);
        lms.faults().clear();
        look(page, look, "connection-attention");
        runs(page);
        look(page, look, "connection-resting");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void theOperatorsPagesAreAccessible(Look look, Browser.Session browser) {
        new CanvasDevSession(lms, "canvas", "sam").openMicroCredential("lit-hfw-mapping");
        Page page = browser.page(look);
        page.navigate(settings.at("/admin/connections").toString());
        page.fill("#login", "admin");
        page.fill("#password", TestSurroundings.OPERATOR_PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL("**/admin/connections");
        look(page, look, "console-connections");
        page.locator("li:has-text('" + lms.url() + "') a").click();
        page.waitForSelector("form#check");
        runs(page);
        look(page, look, "console-connection");
        page.navigate(settings.at("/admin/keys").toString());
        look(page, look, "console-keys");
        page.navigate(settings.at("/admin/keys/replace").toString());
        look(page, look, "console-keys-replace");
    }

    private static void runs(Page page) {
        page.evaluate("document.getElementById('progress').textContent = ''");
        page.focus("form#check button");
        page.keyboard().press("Enter");
        page.waitForFunction(FINISHED, null, IN_GOOD_TIME);
    }

    private static void look(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", name, look)
                .isEqualTo(0);
    }
}
