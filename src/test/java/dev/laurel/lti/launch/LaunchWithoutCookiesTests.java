package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.FakePlatform.Login;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The server's side of launches without a cookie, over HTTP: what answers a login, what a ticket opens and how it can be
 * misused, and windows that live by their token. What browsers and platforms do is in {@link PlatformStorageTests}.
 */
@LaurelTest
@WithProbePages
class LaunchWithoutCookiesTests {

    private static final String CHROME =
            "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 (KHTML, like Gecko) " + "Chrome/140.0.0.0 Safari/537.36";
    private static final String STORAGE = "lti_storage_target";

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    LoginStates states;

    @Autowired
    LaunchTickets tickets;

    @Autowired
    JdbcClient jdbc;

    private final HttpBrowser browser = framed(new HttpBrowser().withoutCookies());
    private FakePlatform platform;
    private Registration registration;

    @BeforeEach
    void connect() {
        platform = new FakePlatform(settings.baseUrl(), 0);
        registration = platform.register(registrations, tenants.found("Prairie Lakes"));
    }

    // what answers a login

    @Test
    void aLoginOfAPlatformWithStorageIsAnsweredByAPage() {
        Element page = login(Map.of(STORAGE, "storage_frame"));

        assertThat(page.attr("data-address")).startsWith(platform.authorizationEndpoint() + "?");
        assertThat(page.attr("data-platform")).isEqualTo(platform.issuer);
        assertThat(page.attr("data-storage")).isEqualTo("storage_frame");
        assertThat(FakePlatform.query(URI.create(page.attr("data-address"))))
                .containsEntry("state", page.attr("data-state"))
                .containsEntry("nonce", page.attr("data-nonce"));
        assertThat(page.select("noscript a").attr("href")).isEqualTo(page.attr("data-address"));
    }

    @Test
    void itRepeatsTheLoginInAWindowOfItsOwnWithoutTheStorageOfThisOne() {
        Page page = platform.login(browser, Map.of(STORAGE, "_parent")).answer();
        Page again = page.form("form[data-elsewhere]").submit();

        assertThat(page.select("form[data-elsewhere]").attr("target")).isEqualTo("_blank");
        Map<String, String> fields = new HashMap<>(platform.loginParameters());
        assertThat(page.form("form[data-elsewhere]").action()).isEqualTo(settings.at("/lti/login"));
        fields.forEach((name, value) ->
                assertThat(page.form("form[data-elsewhere]").values(name)).containsExactly(value));
        assertThat(again.status()).isEqualTo(200);
    }

    @Test
    void aWindowOfItsOwnGoesStraightOn() {
        Login login = platform.login(framed(new HttpBrowser()).header("Sec-Fetch-Dest", "document"));
        assertThat(login.answer().status()).isEqualTo(302);
        assertThat(states.open(login.state()).orElseThrow().storage()).isNull();
    }

    @Test
    void aFrameOfAPlatformThatNamesNoStorageIsAnsweredByThePageToo() {
        Element page = login(Map.of());
        assertThat(page.attr("data-storage")).isEmpty();
        assertThat(states.open(page.attr("data-state")).orElseThrow().storage()).isEmpty();
    }

    @Test
    void whatIsNoBrowserGoesStraightOn() {
        Login login = platform.login(new HttpBrowser().header("User-Agent", "curl/8"), Map.of(STORAGE, "_parent"));
        assertThat(login.answer().status()).isEqualTo(302);
    }

    @Test
    void whereACookieCameBackTheNextLoginGoesStraightOn() {
        HttpBrowser keeping = framed(new HttpBrowser());
        Page first = platform.login(keeping, Map.of(STORAGE, "_parent")).answer();
        assertThat(first.status()).isEqualTo(200);

        Page probe = keeping.get(settings.at("/lti/launch/cookies"));
        assertThat(probe.body()).isEqualTo("yes");
        assertThat(probe.headers().allValues("set-cookie"))
                .singleElement()
                .asString()
                .isEqualTo("laurel_cookies_work=1; Path=/lti/login; Max-Age=7776000; Secure; HttpOnly; "
                        + "SameSite=None; Partitioned");
        assertThat(platform.login(keeping, Map.of(STORAGE, "_parent")).answer().status())
                .isEqualTo(302);
    }

    @Test
    void whereNoneCameBackNothingIsRemembered() {
        platform.login(browser, Map.of(STORAGE, "_parent"));
        Page probe = browser.get(settings.at("/lti/launch/cookies"));
        assertThat(probe.body()).isEqualTo("no");
        assertThat(probe.header("set-cookie")).isEmpty();
    }

    @Test
    void aFrameNameIsNoMarkup() {
        Page page = platform.login(browser, Map.of(STORAGE, "\"><script>alert(1)</script>"))
                .answer();
        assertThat(page.select("script").eachAttr("src")).noneMatch(String::isEmpty);
        assertThat(page.select("main").attr("data-storage")).isEqualTo("\"><script>alert(1)</script>");
        assertThat(login(Map.of(STORAGE, "x".repeat(300))).attr("data-storage")).isEmpty();
    }

    @Test
    void aStorageTargetNamedTwiceIsRefused() {
        String parameters = platform.loginParameters().entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Page page =
                browser.get(settings.baseUrl() + "/lti/login?" + parameters + "&" + STORAGE + "=a&" + STORAGE + "=b");
        assertThat(page.status()).isEqualTo(400);
    }

    // tickets

    @Test
    void aLaunchWithoutItsCookieOpensNoWindowYet() {
        Unproven launch = launch();

        assertThat(launch.page.status()).isEqualTo(200);
        assertThat(launch.page.headers().allValues("set-cookie")).allMatch(cookie -> cookie.contains("Max-Age=0"));
        assertThat(launch.page.header("X-Laurel-Window")).isEmpty();
        assertThat(launch.page.header("cache-control")).contains("no-store");
        assertThat(launch.page.body()).doesNotContain(launch.login.state());
        assertThat(launch.page.header("content-security-policy"))
                .get()
                .asString()
                .contains("frame-ancestors 'self' " + platform.issuer);
    }

    @Test
    void whatTheStorageReturnsOpensIt() {
        Unproven launch = launch();
        Page opened = launch.prove(launch.login.state(), launch.login.nonce());

        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.select("h1").text()).isEqualTo("opened");
        assertThat(opened.headers().allValues("set-cookie")).isEmpty();
        assertThat(look(opened, launch.token(opened)).status()).isEqualTo(200);
    }

    @Test
    void soDoesTheCookieWhenTheBrowserLetsItThroughLater() {
        Login login = asked(platform.login(browser, Map.of(STORAGE, "_parent")).answer());
        Page page = platform.launch(browser, login, platform.claims(login, "Learner"));
        LoginState state = states.open(login.state()).orElseThrow();
        HttpBrowser allowed = framed(new HttpBrowser())
                .header(
                        "Cookie",
                        state.cookieName() + "=" + login.answer().select("main").attr("data-secret"));

        Page opened = prove(
                allowed, settings.baseUrl().toString(), page.select("main").attr("data-ticket"), "", "");
        assertThat(opened.select("h1").text()).isEqualTo("opened");
    }

    @Test
    @DisplayName("CL-08 cookie-less with a nonce never issued is refused")
    void aNonceThatWasNeverIssued() {
        Login login = asked(platform.login(browser, Map.of(STORAGE, "_parent")).answer());
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put("nonce", "never-issued-0123456789");
        Page page = platform.launch(browser, login, claims);

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.select("[data-ticket]")).isEmpty();
        assertThat(launches()).isZero();
    }

    @Test
    @DisplayName("CL-08 cookie-less with a state never issued is refused")
    void aStateThatWasNeverIssued() {
        Login login = asked(platform.login(browser, Map.of(STORAGE, "_parent")).answer());
        Page page = browser.post(
                settings.at("/lti/launch"),
                Map.of("id_token", platform.sign(platform.claims(login, "Learner")), "state", "never-issued"));
        assertThat(page.status()).isEqualTo(403);
        assertThat(launches()).isZero();
    }

    @Test
    void stateAloneIsNeverEnough() {
        Login redirected = platform.login(new HttpBrowser());
        Page page = platform.launch(new HttpBrowser(), redirected, platform.claims(redirected, "Learner"));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.select("[data-ticket]")).isEmpty();
        assertThat(page.select("h1").text()).isEqualTo("Your browser did not let us recognize you");
        assertThat(launches()).isZero();
    }

    @Test
    @DisplayName("CL-04 other values for state and nonce are refused, and the ticket is gone")
    void otherValues() {
        Login other = asked(platform.login(browser, Map.of(STORAGE, "_parent")).answer());
        for (int wrong = 0; wrong < 3; wrong++) {
            Unproven launch = launch();
            String state = wrong == 0 ? launch.login.state() : other.state();
            String nonce = wrong == 1 ? launch.login.nonce() : other.nonce();
            assertNotOpened(launch.prove(state, nonce), "This does not belong to what you opened");
            assertNotOpened(launch.prove(launch.login.state(), launch.login.nonce()), "This page was opened before");
        }
    }

    @Test
    @DisplayName("CL-06 nothing from the storage is refused, and the ticket is gone")
    void noValues() {
        Unproven launch = launch();
        assertNotOpened(launch.prove("", ""), "Your browser did not let us recognize you");
        assertNotOpened(launch.prove(launch.login.state(), launch.login.nonce()), "This page was opened before");
    }

    @Test
    void aTicketIsGoodOnce() {
        Unproven launch = launch();
        Page opened = launch.prove(launch.login.state(), launch.login.nonce());
        assertThat(opened.status()).isEqualTo(200);

        assertNotOpened(launch.prove(launch.login.state(), launch.login.nonce()), "This page was opened before");
        assertThat(look(opened, launch.token(opened)).status())
                .as("the window stays")
                .isEqualTo(200);
        Page replayed = platform.launch(browser, launch.login, launch.idToken);
        assertNotOpened(replayed, "This page was opened before");
    }

    @Test
    void sentManyTimesAtOnceItOpensOneWindow() {
        Unproven launch = launch();
        List<Integer> statuses =
                Stream.generate(() -> framed(new HttpBrowser().withoutCookies())).limit(6).toList().parallelStream()
                        .map(each -> prove(
                                        each,
                                        settings.baseUrl().toString(),
                                        launch.ticket(),
                                        launch.login.state(),
                                        launch.login.nonce())
                                .status())
                        .toList();
        assertThat(statuses).containsOnlyOnce(200);
    }

    @Test
    void aTicketRunsOut() {
        Unproven launch = launch();
        LaunchTicket fresh = tickets.open(launch.ticket()).orElseThrow();
        String old = tickets.seal(new LaunchTicket(
                fresh.launch(),
                fresh.lock(),
                fresh.state(),
                fresh.nonce(),
                fresh.browser(),
                fresh.cookieName(),
                Instant.now().minusSeconds(190)));
        assertNotOpened(
                prove(browser, settings.baseUrl().toString(), old, launch.login.state(), launch.login.nonce()),
                "That took too long");
    }

    @Test
    void aTicketOfNobodyOpensNothing() {
        Unproven launch = launch();
        String changed =
                launch.ticket().substring(0, 20) + "AAAA" + launch.ticket().substring(24);
        for (String ticket : List.of("", "nonsense", changed)) {
            Page page =
                    prove(browser, settings.baseUrl().toString(), ticket, launch.login.state(), launch.login.nonce());
            assertThat(page.status()).isBetween(400, 403);
            assertThat(page.header("X-Laurel-Window")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://attacker.example", "null", ""})
    void aPageOfAnotherSiteCannotSendSomebodyElsesTicket(String origin) {
        Unproven launch = launch();
        assertNotOpened(
                prove(browser, origin, launch.ticket(), launch.login.state(), launch.login.nonce()),
                "This does not belong to what you opened");
        assertThat(launch.prove(launch.login.state(), launch.login.nonce()).status())
                .as("the ticket was not touched")
                .isEqualTo(200);
    }

    @Test
    void aTicketInAnAddressIsRefused() {
        Unproven launch = launch();
        assertThat(browser.get(settings.baseUrl() + "/lti/launch/proof?ticket=" + launch.ticket())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatIsWrongWithTheMessageIsFoundBeforeAnyTicket() {
        Login login = asked(platform.login(browser, Map.of(STORAGE, "_parent")).answer());
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put("aud", "somebody else");
        Page page = platform.launch(browser, login, claims);
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.select("[data-ticket]")).isEmpty();
    }

    // windows that live by their token

    @Test
    void aWindowWithoutACookieWantsItsTokenEveryTime() {
        Unproven launch = launch();
        Page opened = launch.prove(launch.login.state(), launch.login.nonce());
        Unproven another = launch();
        String other = another.token(another.prove(another.login.state(), another.login.nonce()));

        assertThat(browser.get(probe(opened)).status()).isEqualTo(403);
        assertThat(look(opened, other).status()).isEqualTo(403);
        assertThat(look(opened, "").status()).isEqualTo(403);
        assertThat(browser.get(probe(opened) + "?laurel_window=" + launch.token(opened))
                        .status())
                .as("never in an address")
                .isEqualTo(403);
    }

    @Test
    void aLockedWindowIsOpenToNobody() {
        Unproven launch = launch();
        LaunchTicket ticket = tickets.open(launch.ticket()).orElseThrow();
        URI page = settings.at("/l/" + ticket.launch().value() + "/probe");
        for (String token : List.of(launch.ticket(), launch.login.state(), FakePlatform.base64(ticket.lock()))) {
            assertThat(browser.send("GET", page, null, null, Map.of("X-Laurel-Window", token))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void formsStillNeedTheirOwnToken() {
        Unproven launch = launch();
        Page opened = launch.prove(launch.login.state(), launch.login.nonce());
        String csrf = opened.select("input[name=_csrf]").val();
        Map<String, String> header = Map.of("X-Laurel-Window", launch.token(opened));
        String form = "application/x-www-form-urlencoded";

        Page forged = browser.send(
                "POST", URI.create(probe(opened)), form, "word=x".getBytes(StandardCharsets.UTF_8), header);
        assertThat(forged.status()).isEqualTo(403);
        byte[] fields = ("word=typed&_csrf=" + csrf).getBytes(StandardCharsets.UTF_8);
        Page sent = browser.send("POST", URI.create(probe(opened)), form, fields, header);
        assertThat(sent.select("h1").text()).isEqualTo("typed");
    }

    @Test
    void aFormWithTheTokenStandsForALook() {
        Unproven launch = launch();
        Page opened = launch.prove(launch.login.state(), launch.login.nonce());
        Page looked = browser.post(probe(opened), Map.of("laurel_window", launch.token(opened), "word", "never typed"));
        assertThat(looked.select("h1").text()).isEqualTo("looked at");
        assertThat(browser.post(probe(opened), Map.of("laurel_window", "wrong")).status())
                .isEqualTo(403);
    }

    @Test
    void aWindowWithACookieShowsNoTokenAndNoScriptForIt() {
        HttpBrowser keeping = new HttpBrowser();
        Page opened = platform.launch(keeping, "Learner");
        assertThat(opened.header("X-Laurel-Window")).isEmpty();
        String secret =
                keeping.cookie(URI.create(probe(opened)), "laurel_window").orElseThrow();
        assertThat(opened.body()).doesNotContain(secret);
    }

    // what a browser without cookies does

    private Element login(Map<String, String> changes) {
        Page page = platform.login(browser, changes).answer();
        assertThat(page.status()).isEqualTo(200);
        return page.document().selectFirst("main");
    }

    private static Login asked(Page page) {
        Element main = page.document().selectFirst("main");
        return new Login(page, Map.of("state", main.attr("data-state"), "nonce", main.attr("data-nonce")));
    }

    private Unproven launch() {
        Login login =
                asked(platform.login(browser, Map.of(STORAGE, "storage_frame")).answer());
        String idToken = platform.sign(platform.claims(login, "Learner"));
        return new Unproven(login, idToken, platform.launch(browser, login, idToken));
    }

    private final class Unproven {

        final Login login;
        final String idToken;
        final Page page;

        Unproven(Login login, String idToken, Page page) {
            this.login = login;
            this.idToken = idToken;
            this.page = page;
        }

        String ticket() {
            return page.select("main").attr("data-ticket");
        }

        Page prove(String state, String nonce) {
            return LaunchWithoutCookiesTests.this.prove(
                    browser, settings.baseUrl().toString(), ticket(), state, nonce);
        }

        String token(Page opened) {
            return opened.header("X-Laurel-Window").orElse("");
        }
    }

    private Page prove(HttpBrowser by, String origin, String ticket, String state, String nonce) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ticket", ticket);
        fields.put("state", state);
        fields.put("nonce", nonce);
        String body = fields.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return by.send(
                "POST",
                settings.at("/lti/launch/proof"),
                "application/x-www-form-urlencoded",
                body.getBytes(StandardCharsets.UTF_8),
                origin.isEmpty() ? Map.of() : Map.of("Origin", origin));
    }

    private Page look(Page opened, String token) {
        return browser.send("GET", URI.create(probe(opened)), null, null, Map.of("X-Laurel-Window", token));
    }

    private String probe(Page opened) {
        return settings.baseUrl() + "/l/" + opened.select("#launch").text() + "/probe";
    }

    private int launches() {
        return jdbc.sql("select count(*) from lti_launch where registration_id = :id")
                .param("id", registration.id().value())
                .query(Integer.class)
                .single();
    }

    private static void assertNotOpened(Page page, String title) {
        assertThat(page.status()).as(page.text()).isEqualTo(403);
        assertThat(page.select("h1").text()).isEqualTo(title);
        assertThat(page.text()).contains("Support code");
        assertThat(page.header("X-Laurel-Window")).isEmpty();
        assertThat(page.headers().allValues("set-cookie")).allMatch(cookie -> cookie.contains("Max-Age=0"));
    }

    private static HttpBrowser framed(HttpBrowser browser) {
        return browser.header("User-Agent", CHROME)
                .header("Sec-Fetch-Dest", "iframe")
                .notFollowingRedirects();
    }
}
