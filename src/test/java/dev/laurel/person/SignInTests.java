package dev.laurel.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.jdbc.core.simple.JdbcClient;

@LaurelTest
class SignInTests {

    private static final String PASSWORD = "correct horse battery";

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DelegatingFilterProxyRegistrationBean sessionRepositoryFilterRegistration;

    private final String login = "rosa." + UUID.randomUUID();

    /** An address of its own for each test, as a proxy in front would tell it. */
    private final String address = "2001:db8::" + UUID.randomUUID().toString().substring(0, 4);

    private TenantId district;
    private StaffId rosa;

    @BeforeEach
    void anAssessor() {
        district = tenants.found("District " + UUID.randomUUID());
        rosa = staff.create(login, "Rosa Lind", PASSWORD);
        staff.grant(rosa, StaffRole.ASSESSOR, district);
    }

    private HttpBrowser browser() {
        return new HttpBrowser().header("X-Forwarded-For", address);
    }

    private String at(String path) {
        return settings.at(path).toString();
    }

    private HttpBrowser.Page signIn(HttpBrowser browser, String name, String password) {
        return browser.get(at("/sign-in")).submit("form[action$=sign-in]", Map.of("login", name, "password", password));
    }

    private static String problem(HttpBrowser.Page page) {
        return page.select("[role=alert]").text();
    }

    /** A launch has none, and would pay for the search. */
    @Test
    void looksForASessionWhereStaffIsAndNowhereElse() {
        assertThat(sessionRepositoryFilterRegistration.getUrlPatterns())
                .containsExactlyInAnyOrder(
                        "/sign-in/*",
                        "/sign-out",
                        "/account/*",
                        "/assess/*",
                        "/author/*",
                        "/issue/*",
                        "/recognition/claims/*",
                        "/recognition/rules/*",
                        "/recognition/webhooks/*",
                        "/reports/*",
                        "/admin/*");
    }

    @Test
    void saysTheSameForAWrongPasswordAndAnUnknownAccount() {
        HttpBrowser.Page wrong = signIn(browser(), login, "not the password");
        HttpBrowser.Page unknown = signIn(browser(), "nobody." + UUID.randomUUID(), PASSWORD);
        assertThat(wrong.status()).isEqualTo(401).isEqualTo(unknown.status());
        assertThat(problem(wrong))
                .startsWith("Login and password do not go together")
                .isEqualTo(problem(unknown));
        assertThat(wrong.select("#login").val()).as("what was typed stays").isEqualTo(login);
        assertThat(wrong.select("#password").val()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "' or '1'='1", "\u0000", "admin\n"})
    void letsNobodyInWithStrangeLogins(String strange) {
        HttpBrowser browser = browser();
        HttpBrowser.Page page = browser.get(at("/sign-in"))
                .submit("form[action$=sign-in]", Map.of("login", strange, "password", "strange"));
        assertThat(page.status()).isEqualTo(401);
        assertThat(browser.cookie(settings.baseUrl(), "laurel-staff")).isEmpty();
    }

    @Test
    void holdsUpGuessesAtOneAccountFromOneAddress() {
        for (int i = 0; i < SignInThrottle.TRIES_AT_ACCOUNT_FROM_ADDRESS; i++) {
            assertThat(signIn(browser(), login, "guess " + i).status()).isEqualTo(401);
        }
        HttpBrowser.Page heldUp = signIn(browser(), login.toUpperCase(Locale.ROOT), PASSWORD);
        assertThat(heldUp.status()).isEqualTo(429);
        assertThat(problem(heldUp)).startsWith("There were too many tries");
        HttpBrowser elsewhere = new HttpBrowser().header("X-Forwarded-For", "203.0.113.77");
        assertThat(signIn(elsewhere, login, PASSWORD).status())
                .as("the right password from another address")
                .isNotEqualTo(429);
        assertThat(elsewhere.cookie(settings.baseUrl(), "laurel-staff")).isPresent();
    }

    @Test
    void startsCountingAfreshAfterTheRightPassword() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < SignInThrottle.TRIES_AT_ACCOUNT_FROM_ADDRESS - 1; i++) {
                assertThat(signIn(browser(), login, "slip").status()).isEqualTo(401);
            }
            HttpBrowser browser = browser();
            signIn(browser, login, PASSWORD);
            assertThat(browser.cookie(settings.baseUrl(), "laurel-staff")).isPresent();
        }
    }

    @Test
    void refusesAFormWithoutItsToken() {
        HttpBrowser browser = browser();
        HttpBrowser.Page page = browser.post(at("/sign-in"), Map.of("login", login, "password", PASSWORD));
        assertThat(page.status()).isEqualTo(403);
        assertThat(problem(page)).startsWith("This page was open too long");
        assertThat(browser.cookie(settings.baseUrl(), "laurel-staff")).isEmpty();
    }

    @Test
    void keepsNoSessionForThoseWhoOnlyLook() {
        int before = sessions();
        browser().get(at("/sign-in"));
        browser().get(at("/assess/anything"));
        signIn(browser(), login, "wrong");
        assertThat(sessions()).isEqualTo(before);
    }

    private int sessions() {
        return jdbc.sql("select count(*) from spring_session")
                .query(Integer.class)
                .single();
    }

    @Test
    void asksToSignInAndComesBackToThePageThatWasWanted() {
        HttpBrowser browser = browser();
        HttpBrowser.Page asked = browser.get(at("/assess?page=2"));
        assertThat(asked.uri().getPath()).isEqualTo("/sign-in");
        HttpBrowser.Page back = asked.submit("form[action$=sign-in]", Map.of("login", login, "password", PASSWORD));
        assertThat(back.uri()).isEqualTo(URI.create(at("/assess?page=2")));
        assertThat(back.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/assess",
                "//evil.example",
                "/sign-out",
                "/assess\\evil",
                "/assess:evil",
                "/assessevil.example"
            })
    void sendsNobodyElsewhereAfterSigningIn(String to) {
        HttpBrowser browser = browser();
        HttpBrowser.Page page = browser.get(at("/sign-in?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)));
        browser.notFollowingRedirects();
        HttpBrowser.Page answer = page.form("form[action$=sign-in]")
                .set("login", login)
                .set("password", PASSWORD)
                .set("to", to)
                .submit();
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location").orElseThrow()).isIn("/assess", at("/assess"));
    }

    @Test
    void doesNotThrowAwayAPageThatSavesInTheBackground() {
        HttpBrowser.Page answer = browser().header("HX-Request", "true").get(at("/assess/autosave"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void changesTheSessionAtEverySignInAndHidesItFromScripts() {
        HttpBrowser browser = browser().notFollowingRedirects();
        String planted =
                Base64.getEncoder().encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
        browser.setCookie(settings.baseUrl(), "laurel-staff=" + planted + "; Path=/");
        HttpBrowser.Page answer = signIn(browser, login, PASSWORD);
        String cookie = answer.headers().allValues("Set-Cookie").stream()
                .filter(header -> header.startsWith("laurel-staff="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie)
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/")
                .doesNotContain(planted);
        String first = browser.cookie(settings.baseUrl(), "laurel-staff").orElseThrow();
        signIn(browser, login, PASSWORD);
        assertThat(browser.cookie(settings.baseUrl(), "laurel-staff").orElseThrow())
                .isNotEqualTo(first);
    }

    @Test
    void keepsNeitherLoginNorNameNorHashInTheSession() {
        signIn(browser(), login, PASSWORD);
        List<String> principals = jdbc.sql("select principal_name from spring_session where principal_name = ?")
                .param(rosa.value().toString())
                .query(String.class)
                .list();
        assertThat(principals).hasSize(1);
        jdbc.sql("select a.attribute_bytes from spring_session_attributes a"
                        + " join spring_session s on s.primary_id = a.session_primary_id where s.principal_name = ?")
                .param(rosa.value().toString())
                .query((row, number) -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                .list()
                .forEach(kept -> assertThat(kept).doesNotContain(login, "Rosa", "bcrypt"));
    }

    @Test
    void signsOut() {
        HttpBrowser browser = browser();
        signIn(browser, login, PASSWORD);
        String token = browser.get(at("/sign-in")).select("input[name=_csrf]").val();
        HttpBrowser.Page out = browser.post(at("/sign-out"), Map.of("_csrf", token));
        assertThat(out.uri().getPath()).isEqualTo("/sign-in");
        assertThat(out.select("[role=status]").text()).isEqualTo("You are signed out.");
        assertThat(browser.get(at("/assess/x")).uri().getPath()).isEqualTo("/sign-in");
        assertThat(sessionsOf(rosa)).isZero();
    }

    @Test
    void signsNobodyOutByALinkOnAnotherPage() {
        HttpBrowser browser = browser();
        signIn(browser, login, PASSWORD);
        browser.get(at("/sign-out"));
        assertThat(browser.post(at("/sign-out"), Map.of()).status()).isEqualTo(403);
        assertThat(sessionsOf(rosa)).isEqualTo(1);
    }

    private int sessionsOf(StaffId member) {
        return jdbc.sql("select count(*) from spring_session where principal_name = ?")
                .param(member.value().toString())
                .query(Integer.class)
                .single();
    }

    private HttpBrowser.Page signInAndOpenAdmin(HttpBrowser browser) {
        signIn(browser, login, PASSWORD);
        return browser.get(at("/admin"));
    }

    @Test
    void showsAnAssessorThatTheConsoleIsNotTheirs() {
        HttpBrowser.Page page = signInAndOpenAdmin(browser());
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.select("h1").text()).isEqualTo("Your account cannot open this page");
        assertThat(page.select(".rail a[href=/assess]")).as("their own menu").hasSize(1);
        assertThat(page.select("main a.button").attr("href")).isEqualTo("/assess");
        assertThat(page.select("a[href=/sign-in]")).isEmpty();
        assertThat(page.text()).contains("ask the operator");
    }

    @Test
    void givesBackWhatWasWrittenWhenTheSessionHadEnded() {
        HttpBrowser.Page page = browser()
                .post(
                        settings.at("/assess/lead/holds"),
                        Map.of(
                                "words",
                                "The name of a child stands on page two.",
                                "password",
                                "not to be shown at all"));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.select("[aria-labelledby=typed] textarea").eachText())
                .containsExactly("The name of a child stands on page two.");
    }

    @Test
    void takesARightAwayAtOnce() {
        HttpBrowser browser = browser();
        signIn(browser, login, PASSWORD);
        assertThat(browser.get(at("/assess")).status()).isEqualTo(200);
        staff.revoke(rosa, StaffRole.ASSESSOR, district);
        assertThat(browser.get(at("/assess")).status()).isEqualTo(403);
    }

    @Test
    void endsTheSessionsOfAnAccountThatEnds() {
        HttpBrowser browser = browser();
        signIn(browser, login, PASSWORD);
        staff.end(rosa);
        assertThat(browser.get(at("/assess/x")).uri().getPath()).isEqualTo("/sign-in");
        assertThat(signIn(browser(), login, PASSWORD).status()).isEqualTo(401);
        staff.resume(rosa);
        assertThat(signIn(browser(), login, PASSWORD).status()).isNotEqualTo(401);
    }

    @Test
    void endsTheSessionsOfAnAccountWhosePasswordChanges() {
        HttpBrowser browser = browser();
        signIn(browser, login, PASSWORD);
        staff.setPassword(rosa, "another long password");
        assertThat(browser.get(at("/assess/x")).uri().getPath()).isEqualTo("/sign-in");
        assertThat(signIn(browser(), login, PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void signsTheOperatorInToTheConsole() {
        HttpBrowser browser = browser();
        HttpBrowser.Page page = browser.get(at("/admin"))
                .submit(
                        "form[action$=sign-in]",
                        Map.of("login", "admin", "password", TestSurroundings.OPERATOR_PASSWORD));
        assertThat(page.uri().getPath()).isEqualTo("/admin");
        assertThat(page.status()).isNotEqualTo(403);
    }

    @Test
    void forbidsFramesAndForeignScripts() {
        HttpBrowser.Page page = browser().get(at("/sign-in"));
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Frame-Options")).contains("DENY");
        assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.header("Cache-Control").orElseThrow()).contains("no-store");
    }

    @Test
    void speaksSpanish() {
        HttpBrowser.Page page = browser().header("Accept-Language", "es").get(at("/sign-in"));
        assertThat(page.select("h1").text()).isEqualTo("Iniciar sesión");
    }
}
