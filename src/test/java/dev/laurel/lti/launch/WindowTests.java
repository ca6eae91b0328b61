package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Registrations;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LaurelTest
@WithProbePages
class WindowTests {

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private final HttpBrowser browser = new HttpBrowser();
    private FakePlatform platform;

    @BeforeEach
    void connect() {
        platform = new FakePlatform(settings.baseUrl(), 0);
        platform.register(registrations, tenants.found("Prairie Lakes"));
    }

    @Test
    void aLaunchOpensAWindowThatKnowsIt() {
        Page opened = platform.launch(browser, "Learner");
        Page next = opened.open(probe(opened));

        assertThat(opened.status()).isEqualTo(200);
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.select("h1").text()).isEqualTo("looked at");
        assertThat(next.select("dd").eachText())
                .isEqualTo(opened.select("dd").eachText())
                .contains("Dana Whitfield", "Asking better questions", "{credential_id=questioning-1}", "en");
    }

    @Test
    void theFirstPageLeavesInOnePiece() {
        Page opened = platform.launch(browser, "Learner");
        assertThat(opened.header("content-length")).contains(String.valueOf(opened.bytes().length));
    }

    @Test
    void itSpeaksTheLanguageOfTheLaunch() {
        FakePlatform.Login login = platform.login(browser.notFollowingRedirects());
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put(FakePlatform.LTI + "launch_presentation", FakePlatform.map("locale", "es-MX"));
        Page opened = platform.launch(browser, login, claims);

        assertThat(opened.header("content-language")).contains("es-MX");
        assertThat(opened.open(probe(opened)).header("content-language")).contains("es-MX");
    }

    @Test
    void itsCookieIsForThisWindowAloneAndWorksInAFrame() {
        Page opened = platform.launch(browser, "Learner");

        assertThat(opened.headers().allValues("set-cookie"))
                .filteredOn(cookie -> cookie.startsWith("laurel_window="))
                .singleElement()
                .asString()
                .matches("laurel_window=[\\w-]{32}; Path=/l/" + id(opened)
                        + "; Max-Age=43200; Secure; HttpOnly; SameSite=None; Partitioned");
    }

    @Test
    void nobodyElseGetsIn() {
        Page opened = platform.launch(browser, "Learner");
        Page other = platform.launch(new HttpBrowser(), "Learner");

        assertClosed(new HttpBrowser().get(settings.at(probe(opened))));
        String foreign = "laurel_window="
                + browser.cookie(settings.at(probe(opened)), "laurel_window").orElseThrow();
        assertClosed(new HttpBrowser().header("Cookie", foreign).get(settings.at(probe(other))));
        assertClosed(browser.get(settings.at("/l/" + UUID.randomUUID() + "/probe")));
        assertClosed(browser.get(settings.at("/l/nonsense/probe")));
        assertClosed(browser.get(settings.at("/l/" + id(opened) + "x/probe")));
    }

    @Test
    void twoWindowsOfOneBrowserNeverMix() {
        Page learner = platform.launch(browser, "Learner");
        Page instructor = platform.launch(browser, "Instructor");

        assertThat(learner.open(probe(learner)).select("#instructor").text()).isEqualTo("false");
        assertThat(instructor.open(probe(instructor)).select("#instructor").text())
                .isEqualTo("true");
    }

    @Test
    void itEndsAfterTwelveHours() {
        Page opened = platform.launch(browser, "Learner");
        launchedAt(opened, Instant.now().minus(11, ChronoUnit.HOURS));
        assertThat(browser.get(settings.at(probe(opened))).status()).isEqualTo(200);

        launchedAt(opened, Instant.now().minus(12, ChronoUnit.HOURS).minusSeconds(1));
        assertClosed(browser.get(settings.at(probe(opened))));
    }

    @Test
    void formsCarryATokenOfTheirWindow() {
        Page opened = platform.launch(browser, "Learner");
        Page other = platform.launch(browser, "Learner");
        URI address = settings.at(probe(opened));

        assertThat(opened.form("form").submit().select("h1").text()).isEqualTo("said");
        assertThat(opened.form("#upload")
                        .file("file", "a.txt", "text/plain", new byte[10])
                        .submit()
                        .select("h1")
                        .text())
                .isEqualTo("sent");
        assertThat(opened.open(probe(opened)).form("form").submit().status()).isEqualTo(200);
        assertNotOurs(browser.post(address, Map.of("word", "forged")));
        assertNotOurs(browser.post(
                address,
                Map.of(
                        "word",
                        "forged",
                        "_csrf",
                        other.select("input[name=_csrf]").val())));
    }

    @Test
    void scriptsSendTheTokenAsAHeader() {
        Page opened = platform.launch(browser, "Learner");
        String token = opened.select("input[name=_csrf]").val();
        byte[] body = "word=typed".getBytes(StandardCharsets.UTF_8);

        Page saved = browser.send(
                "POST",
                settings.at(probe(opened)),
                "application/x-www-form-urlencoded",
                body,
                Map.of("X-CSRF-TOKEN", token));

        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.select("h1").text()).isEqualTo("typed");
    }

    @Test
    void itsPagesMayBeFramedByThePlatformAndAreKeptNowhere() {
        Page opened = platform.launch(browser, "Learner");
        Page next = opened.open(probe(opened));

        for (Page page : new Page[] {opened, next}) {
            assertThat(page.header("x-frame-options")).isEmpty();
            assertThat(page.header("content-security-policy"))
                    .get()
                    .asString()
                    .contains("default-src 'self'", "frame-ancestors 'self' " + platform.issuer)
                    .doesNotContain("unsafe-inline");
            assertThat(page.header("cache-control")).contains("no-store");
            assertThat(page.header("referrer-policy")).contains("no-referrer");
            assertThat(page.header("x-content-type-options")).contains("nosniff");
        }
    }

    private String probe(Page opened) {
        return "/l/" + id(opened) + "/probe";
    }

    private static String id(Page opened) {
        return opened.select("#launch").text();
    }

    private void launchedAt(Page opened, Instant time) {
        jdbc.sql("update lti_launch set launched_at = :time where id = :id")
                .param("time", Timestamp.from(time))
                .param("id", UUID.fromString(id(opened)))
                .update();
    }

    private static void assertClosed(Page page) {
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.select("h1").text()).isEqualTo("Please open this again from your course");
        assertThat(page.text()).contains("Everything you saved is kept", "Support code");
    }

    private static void assertNotOurs(Page page) {
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.select("h1").text()).isEqualTo("This could not be sent");
    }
}
