package dev.laurel.lti.launch;

import static dev.laurel.lti.launch.FakePlatform.LTI;
import static dev.laurel.lti.launch.FakePlatform.map;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a platform, or somebody who may name themselves and their course there, would like to put into our pages. */
@LaurelTest
class HostileClaimsTests {

    private static final String MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    private FakePlatform platform;

    @BeforeEach
    void connect() {
        platform = new FakePlatform(settings.baseUrl(), 0);
        platform.register(registrations, tenants.found("Prairie Lakes"));
    }

    private Page launch(String subject, String role, Consumer<Map<String, Object>> change) {
        HttpBrowser browser = new HttpBrowser();
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, role);
        claims.put("sub", subject);
        claims.put(LTI + "custom", map("micro_credential", "lit-hfw-mapping"));
        change.accept(claims);
        Page page = platform.launch(browser.followingRedirects(), login, claims);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        return page;
    }

    private static void named(Map<String, Object> claims) {
        claims.put("name", MARKUP);
        claims.put("given_name", MARKUP);
        claims.put("family_name", MARKUP);
        claims.put(LTI + "resource_link", map("id", "evil", "title", MARKUP, "description", MARKUP));
        claims.put(LTI + "context", map("id", "evil", "label", MARKUP, "title", MARKUP));
        claims.put(LTI + "tool_platform", map("guid", MARKUP, "name", MARKUP));
        claims.put(LTI + "custom", map("micro_credential", "lit-hfw-mapping", "evil", MARKUP, MARKUP, "evil"));
    }

    private static void picking(Map<String, Object> claims) {
        claims.put(LTI + "message_type", "LtiDeepLinkingRequest");
        claims.remove(LTI + "resource_link");
        claims.put(
                Claims.DEEP_LINKING,
                map(
                        "deep_link_return_url",
                        "https://lms.example/return?data=1",
                        "accept_types",
                        List.of("ltiResourceLink"),
                        "accept_presentation_document_targets",
                        List.of("iframe"),
                        "accept_multiple",
                        true,
                        "accept_lineitem",
                        true,
                        "data",
                        MARKUP,
                        "title",
                        MARKUP,
                        "text",
                        MARKUP));
    }

    @Test
    @DisplayName(
            "SEC-43 markup in names, titles and custom values stays text on the module page, the cohort page and the picker")
    void markupStaysTextOnEveryPage() {
        Page module = launch("teacher", "Learner", HostileClaimsTests::named);
        assertThat(module.text()).contains("Sound-Spelling Mapping");
        assertHarmless(module);
        Page started = module.form("form[action$='/evidence/start']").submit();
        assertHarmless(started);
        Page cohort = launch("coordinator", "Instructor", HostileClaimsTests::named);
        assertHarmless(cohort);
        assertThat(cohort.text()).as("the learner's name, to the letter").contains(MARKUP);
        Page picker = launch("coordinator", "Instructor", claims -> {
            named(claims);
            picking(claims);
        });
        assertThat(picker.select("#q")).isNotEmpty();
        assertHarmless(picker);
    }

    private static void assertHarmless(Page page) {
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("<script>alert").doesNotContain("<img src=x");
        assertThat(page.select("[onerror], img[src=x]")).isEmpty();
    }

    @ParameterizedTest(name = "SEC-44 return_url {0} is never a link on the module page, the cohort page or the picker")
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "//attacker.example",
                "http:",
                "%",
                "https://a b"
            })
    void badReturnUrlIsNoLink(String address) {
        Consumer<Map<String, Object>> returning =
                claims -> claims.put(LTI + "launch_presentation", map("locale", "en", "return_url", address));
        assertLeadsNowhere(launch("teacher", "Learner", returning), address);
        assertLeadsNowhere(launch("coordinator", "Instructor", returning), address);
        assertLeadsNowhere(
                launch("coordinator", "Instructor", claims -> {
                    returning.accept(claims);
                    picking(claims);
                }),
                address);
    }

    private static void assertLeadsNowhere(Page page, String address) {
        assertThat(page.select("main")).isNotEmpty();
        for (Element element : page.document().getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                assertThat(attribute.getValue().strip())
                        .as(element.nodeName() + " " + attribute.getKey())
                        .isNotEqualTo(address)
                        .doesNotStartWithIgnoringCase("javascript:")
                        .doesNotStartWithIgnoringCase("vbscript:")
                        .doesNotStartWithIgnoringCase("data:text")
                        .doesNotContain("attacker.example");
            }
        }
    }
}
