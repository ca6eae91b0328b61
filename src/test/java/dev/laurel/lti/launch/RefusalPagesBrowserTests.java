package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.laurel.lti.NewDeployments;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What somebody sees in Chromium whose launch is refused. */
@LaurelTest
@InBrowser
class RefusalPagesBrowserTests {

    private static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    private static final String ADMINISTRATOR =
            "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator";

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    private FakePlatform platform;
    private Registration registration;

    /** A platform whose address answers, so that Chromium gets as far as to it and back. */
    @BeforeEach
    void connect() {
        FakePlatform server = new FakePlatform(settings.baseUrl(), 0);
        String issuer = server.keySet().resolve("/" + UUID.randomUUID()).toString();
        platform = new FakePlatform(settings.baseUrl(), issuer, "client-" + UUID.randomUUID());
        platform.publish(FakePlatform.jwk("key-1", 0));
        registration = platform.register(registrations, tenants.found("Prairie Lakes"));
    }

    static Stream<Look> looks() {
        return Stream.of(Look.LAPTOP, Look.LAPTOP.dark(), new Look(390, 844, ColorScheme.LIGHT, "en-US").in("es-MX"));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void everyRefusalIsAccessible(Look look, Browser.Session browser) {
        BrowserContext person = browser.person(look);
        Page page = person.newPage();
        boolean spanish = look.language().startsWith("es");

        page.navigate(loginOf("https://nobody.example"));
        assertPage(page, look, "refused-unknown-platform", spanish ? "plataforma" : "platform");

        begin(page);
        person.clearCookies();
        launch(page, platform.deploymentId, "Learner");
        assertPage(page, look, "refused-cookies-blocked", spanish ? "reconocerle" : "recognize you");

        registrations.receive(registration.id(), NewDeployments.WAIT);
        for (String role : List.of("Learner", ADMINISTRATOR)) {
            begin(page);
            launch(page, "7:another", role);
            String name = role.equals("Learner") ? "refused-waits" : "refused-waits-administrator";
            assertPage(page, look, name, !spanish ? "approv" : role.equals("Learner") ? "aprobación" : "aprueb");
        }

        registrations.enable(registration.id(), false);
        page.navigate(loginOf(platform.issuer));
        assertPage(page, look, "refused-switched-off", spanish ? "desactivad" : "switched off");
    }

    private String loginOf(String issuer) {
        StringBuilder address = new StringBuilder(settings.at("/lti/login").toString()).append("?");
        Map<String, String> parameters = platform.loginParameters();
        parameters.put("iss", issuer);
        parameters.remove("lti_deployment_id");
        parameters.forEach((name, value) -> address.append(name)
                .append('=')
                .append(java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8))
                .append('&'));
        return address.toString();
    }

    /** As far as the platform, which asks who it is. */
    private void begin(Page page) {
        page.navigate(loginOf(platform.issuer));
        page.waitForURL(address -> address.startsWith(platform.authorizationEndpoint()));
    }

    /** And back, by the form that the platform posts. */
    private void launch(Page page, String deployment, String role) {
        Map<String, String> asked = FakePlatform.query(URI.create(page.url()));
        Map<String, Object> claims = platform.claims(new FakePlatform.Login(null, asked), role);
        claims.put(LTI + "deployment_id", deployment);
        page.evaluate(
                """
                ([address, fields]) => {
                  const form = document.createElement('form');
                  form.method = 'post';
                  form.action = address;
                  for (const [name, value] of Object.entries(fields)) {
                    const input = document.createElement('input');
                    input.name = name;
                    input.value = value;
                    form.append(input);
                  }
                  document.body.append(form);
                  form.submit();
                }""",
                List.of(
                        settings.at("/lti/launch").toString(),
                        Map.of("id_token", platform.sign(claims), "state", asked.get("state"))));
        page.waitForURL(settings.at("/lti/launch").toString());
    }

    private static void assertPage(Page page, Look look, String name, String word) {
        page.waitForSelector("h1");
        assertThat(page.textContent("main")).as(name).containsIgnoringCase(word);
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(name + " fits")
                .isEqualTo(0);
    }
}
