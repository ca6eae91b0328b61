package dev.laurel.lti.launch;

import static dev.laurel.lti.launch.FakePlatform.LTI;
import static dev.laurel.lti.launch.FakePlatform.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.FakePlatform.Login;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Requests to pick content, as they come in. */
@LaurelTest
@WithProbePages
class DeepLinkingRequestTests {

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private final HttpBrowser browser = new HttpBrowser().notFollowingRedirects();
    private FakePlatform platform;
    private Registration registration;

    @BeforeEach
    void connect() {
        platform = new FakePlatform(settings.baseUrl(), 0);
        registration = platform.register(registrations, tenants.found("Prairie Lakes"));
    }

    @Test
    @DisplayName("DL-08 a request without settings is refused")
    void withoutSettings() {
        assertRefused(request(settings -> settings.clear(), false));
        assertRefused(request(settings -> {}, false));
        assertRefused(request(settings -> settings.remove("accept_types"), true));
    }

    @ParameterizedTest(name = "DL-09 the return address {0} is refused")
    @ValueSource(
            strings = {
                "",
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "data:text/html,x",
                "/relative",
                "//lms.example/return",
                "https:///nowhere",
                "ftp://lms.example/return",
                "not an address"
            })
    void badReturnAddress(String address) {
        assertRefused(request(settings -> settings.put("deep_link_return_url", address), true));
    }

    @Test
    @DisplayName("DL-09 a return address that is missing or no text is refused")
    void noReturnAddress() {
        assertRefused(request(settings -> settings.remove("deep_link_return_url"), true));
        assertRefused(request(settings -> settings.put("deep_link_return_url", 5), true));
        assertRefused(request(settings -> settings.put("deep_link_return_url", null), true));
    }

    @Test
    @DisplayName("DL-01 a request is accepted with all that it says it takes")
    void accepted() {
        Page page = request(settings -> {}, true);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.select("#deep-linking").text())
                .contains("https://lms.example/return?data=1", "ltiResourceLink", "acceptMultiple=true")
                .contains("acceptLineItem=false", "autoCreate=true", "window");
        Page again = browser.get(settings.at("/l/" + page.select("#launch").text() + "/probe"));
        assertThat(again.select("#deep-linking").text()).contains("acceptLineItem=false", "autoCreate=true", "window");
    }

    @ParameterizedTest(name = "a request by {0} is refused, for adding to a course takes leading it")
    @ValueSource(
            strings = {
                "Learner",
                "Mentor",
                "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor",
                "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
            })
    void bySomebodyWithoutTheRight(String role) {
        Page page = request(role, settings -> {}, true);
        assertRefused(page);
        assertThat(page.select("h1").text()).isEqualTo("Only those who lead the course can add to it");
    }

    private Page request(Consumer<Map<String, Object>> change, boolean withSettings) {
        return request("Instructor", change, withSettings);
    }

    private Page request(String role, Consumer<Map<String, Object>> change, boolean withSettings) {
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, role);
        claims.put(LTI + "message_type", "LtiDeepLinkingRequest");
        claims.remove(LTI + "resource_link");
        Map<String, Object> settings = map(
                "deep_link_return_url",
                "https://lms.example/return?data=1",
                "accept_types",
                List.of("ltiResourceLink", "link"),
                "accept_presentation_document_targets",
                List.of("iframe", "window"),
                "accept_multiple",
                "true",
                "accept_lineitem",
                false,
                "auto_create",
                true);
        change.accept(settings);
        if (withSettings) {
            claims.put(Claims.DEEP_LINKING, settings);
        }
        return platform.launch(browser, login, claims);
    }

    private void assertRefused(Page page) {
        assertThat(page.status()).as(page.text()).isBetween(400, 499);
        assertThat(page.text()).containsPattern("Support code \\w{4}-\\w{4}");
        assertThat(page.headers().allValues("set-cookie")).allMatch(cookie -> cookie.contains("Max-Age=0"));
        assertThat(jdbc.sql("select count(*) from lti_user where registration_id = ?")
                        .param(registration.id().value())
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
