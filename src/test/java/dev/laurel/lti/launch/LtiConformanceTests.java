package dev.laurel.lti.launch;

import static dev.laurel.lti.launch.FakePlatform.LTI;
import static dev.laurel.lti.launch.FakePlatform.bareJwk;
import static dev.laurel.lti.launch.FakePlatform.base64;
import static dev.laurel.lti.launch.FakePlatform.header;
import static dev.laurel.lti.launch.FakePlatform.jwk;
import static dev.laurel.lti.launch.FakePlatform.map;
import static dev.laurel.lti.launch.FakePlatform.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.laurel.lti.Deployment;
import dev.laurel.lti.Deployment.State;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.FakePlatform.Login;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/**
 * What LTI 1.3 demands of a tool's login and launch, case by case, over HTTP: the certification guide's payloads, what
 * OpenID Connect, OAuth and JWT practice add, and what real platforms do.
 */
@LaurelTest
@WithProbePages
class LtiConformanceTests {

    private static final String MIXED_UP = "This does not belong to what you opened";

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    LoginStates states;

    @Autowired
    JdbcClient jdbc;

    private final HttpBrowser browser = new HttpBrowser().notFollowingRedirects();
    private TenantId tenant;
    private FakePlatform platform;
    private Registration registration;

    @BeforeEach
    void connect() {
        tenant = tenants.found("Prairie Lakes");
        platform = new FakePlatform(settings.baseUrl(), 0);
        registration = platform.register(registrations, tenant);
    }

    // OIDC

    @Test
    @DisplayName("OIDC-01 login by POST is answered with the authentication request")
    void loginByPost() {
        assertAsked(platform.login(browser));
    }

    @Test
    @DisplayName("OIDC-02 login by GET is answered likewise")
    void loginByGet() {
        assertAsked(
                FakePlatform.asked(browser.get(settings.baseUrl() + "/lti/login?" + form(platform.loginParameters()))));
    }

    private void assertAsked(Login login) {
        assertThat(login.answer().status()).isEqualTo(302);
        assertThat(login.answer().header("location"))
                .get()
                .asString()
                .startsWith(platform.authorizationEndpoint() + "?");
        assertThat(login.asked())
                .containsEntry("scope", "openid")
                .containsEntry("response_type", "id_token")
                .containsEntry("response_mode", "form_post")
                .containsEntry("prompt", "none")
                .containsEntry("client_id", platform.clientId)
                .containsEntry("redirect_uri", settings.baseUrl() + "/lti/launch")
                .containsEntry("login_hint", "hint")
                .containsEntry("lti_message_hint", "message-hint")
                .containsKeys("state", "nonce");
    }

    @Test
    @DisplayName("OIDC-03 login without client_id works where the issuer has one registration")
    void loginWithoutClientId() {
        assertAsked(platform.login(browser, Map.of("client_id", "")));
    }

    @Test
    @DisplayName("OIDC-03 login without client_id is refused where the issuer has several registrations")
    void loginWithoutClientIdOfSeveral() {
        new FakePlatform(settings.baseUrl(), platform.issuer, "another").register(registrations, tenant);
        assertNotSentOn(platform.login(browser, Map.of("client_id", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void loginIsRefused(Map<String, String> changes) {
        assertNotSentOn(platform.login(browser, changes));
    }

    static Stream<Arguments> loginIsRefused() {
        return Stream.of(
                argumentSet("OIDC-04 login without iss is refused", Map.of("iss", "")),
                argumentSet("OIDC-05 login without login_hint is refused", Map.of("login_hint", "")),
                argumentSet("OIDC-06 login without target_link_uri is refused", Map.of("target_link_uri", "")),
                argumentSet("OIDC-07 login of an unknown issuer is refused", Map.of("iss", "https://nobody.example")),
                argumentSet("OIDC-08 login of an unknown client_id is refused", Map.of("client_id", "nobody")),
                argumentSet(
                        "OIDC-10 login for an address on a foreign host is refused",
                        Map.of("target_link_uri", "https://attacker.example/lti/launch")),
                argumentSet(
                        "OIDC-10 login for an address that only begins like ours is refused",
                        Map.of("target_link_uri", "http://localhost.attacker.example/lti/launch")),
                argumentSet("OIDC-10 login for a script is refused", Map.of("target_link_uri", "javascript:alert(1)")));
    }

    private void assertNotSentOn(Login login) {
        assertRefused(login.answer());
        assertThat(login.answer().header("location")).isEmpty();
    }

    @Test
    @DisplayName("OIDC-04 login that names the issuer twice is refused")
    void loginWithTwoIssuers() {
        Page page = browser.get(settings.baseUrl() + "/lti/login?" + form(platform.loginParameters())
                + "&iss=https%3A%2F%2Fattacker.example");
        assertRefused(page);
    }

    @Test
    @DisplayName("OIDC-09 20 logins never repeat state or nonce, which are long enough")
    void stateAndNonceNeverRepeat() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Login login = platform.login(browser);
            assertThat(login.state()).hasSizeGreaterThanOrEqualTo(16);
            assertThat(login.nonce()).hasSizeGreaterThanOrEqualTo(16);
            seen.add(login.state());
            seen.add(login.nonce());
        }
        assertThat(seen).hasSize(40);
    }

    @Test
    @DisplayName("OIDC-10 the redirect goes to our own address whatever the login asks for")
    void redirectUriIsOurs() {
        Login login = platform.login(browser, Map.of("target_link_uri", settings.baseUrl() + "/somewhere?else=1"));
        assertThat(login.asked()).containsEntry("redirect_uri", settings.baseUrl() + "/lti/launch");
    }

    @Test
    @DisplayName("OIDC-11 hints come back unchanged whatever characters they hold")
    void hintsAreEchoed() {
        String hint = "a+b/c=d&e f%20ü€😀\"{}";
        Login login = platform.login(browser, Map.of("login_hint", hint, "lti_message_hint", hint + "#"));
        assertThat(login.asked()).containsEntry("login_hint", hint).containsEntry("lti_message_hint", hint + "#");
        assertThat(platform.login(browser, Map.of("lti_message_hint", "")).asked())
                .doesNotContainKey("lti_message_hint");
    }

    @Test
    @DisplayName("OIDC-11 hints of ten thousand characters come back unchanged")
    void longHints() {
        String hint = "x".repeat(10_000);
        Page answer = platform.login(browser, Map.of("lti_message_hint", hint)).answer();
        assertThat(answer.status())
                .as("many servers answer such an address with 414")
                .isEqualTo(200);
        assertThat(answer.select("form").attr("action")).isEqualTo(platform.authorizationEndpoint());
        assertThat(answer.select("form").attr("method")).isEqualTo("post");
        Map<String, String> asked = new LinkedHashMap<>();
        answer.select("form input[type=hidden]").forEach(field -> asked.put(field.attr("name"), field.val()));
        assertThat(asked)
                .containsEntry("lti_message_hint", hint)
                .containsEntry("scope", "openid")
                .containsEntry("response_mode", "form_post")
                .containsEntry("client_id", platform.clientId)
                .containsKeys("state", "nonce", "login_hint", "redirect_uri");
        Login login = new Login(answer, asked);
        assertAccepted(platform.launch(browser, login, platform.claims(login, "Learner")));
    }

    @Test
    @DisplayName("OIDC-11 hints that an address has room for go by a redirect")
    void hintsThatFit() {
        Page answer = platform.login(browser, Map.of("lti_message_hint", "x".repeat(2000)))
                .answer();
        assertThat(answer.status()).isEqualTo(302);
    }

    @Test
    @DisplayName("the deployment of the login counts under either of its names")
    void deploymentUnderEitherName() {
        Login login = platform.login(
                browser, Map.of("lti_deployment_id", "", "deployment_id", "another:" + platform.deploymentId));
        assertRefused(platform.launch(browser, login, platform.claims(login, "Learner")));
        Login right = platform.login(browser, Map.of("lti_deployment_id", "", "deployment_id", platform.deploymentId));
        assertAccepted(platform.launch(browser, right, platform.claims(right, "Learner")));
    }

    @ParameterizedTest(name = "OIDC-12 error={0} of the platform gets a page of its own")
    @ValueSource(strings = {"login_required", "launch_no_longer_valid", "unauthorized_client", "<script>"})
    void platformErrors(String error) {
        Login login = platform.login(browser);
        Page page = browser.post(
                settings.at("/lti/launch"),
                Map.of("error", error, "error_description", "<script>no</script>", "state", login.state()));
        assertRefused(page);
        assertThat(page.body()).doesNotContain("<script>no");
    }

    @Test
    @DisplayName("OIDC-13 the login's cookie survives a cross-site frame and goes to the launch alone")
    void loginCookie() {
        assertThat(platform.login(browser).answer().headers().allValues("set-cookie"))
                .singleElement()
                .asString()
                .matches("laurel_login_[\\w-]{12}=[\\w-]{32}; Path=/lti/launch; Max-Age=600; Secure; HttpOnly; "
                        + "SameSite=None; Partitioned");
    }

    @Test
    @DisplayName("OIDC-13 the launch takes the login's cookie away")
    void launchRemovesLoginCookie() {
        Login login = platform.login(browser);
        String name = LoginState.cookieName(login.nonce());
        assertThat(browser.cookie(settings.at("/lti/launch"), name)).isPresent();
        platform.launch(browser, login, platform.claims(login, "Learner"));
        assertThat(browser.cookie(settings.at("/lti/launch"), name)).isEmpty();
    }

    // GOOD

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void goodLaunch(String role, Consumer<Map<String, Object>> change, Map<String, String> shown) {
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, role);
        change.accept(claims);
        Page page = platform.launch(browser, login, claims);
        assertAccepted(page);
        shown.forEach(
                (id, text) -> assertThat(page.select("#" + id).text()).as(id).isEqualTo(text));
    }

    static Stream<Arguments> goodLaunch() {
        String institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#";
        return Stream.of(
                good("GOOD-01 instructor launch is accepted", roles("Instructor"), "instructor", "true"),
                good("GOOD-02 learner launch is accepted", roles("Learner"), "learner", "true", "instructor", "false"),
                good(
                        "GOOD-03 institution administrator launch is accepted",
                        roles(institution + "Administrator"),
                        "administrator",
                        "true",
                        "instructor",
                        "false"),
                good(
                        "GOOD-04 several roles are accepted, of a student",
                        roles("Learner", institution + "Student", "Mentor"),
                        "learner",
                        "true",
                        "instructor",
                        "false"),
                good(
                        "GOOD-04 several roles are accepted, of a teacher",
                        roles("Instructor", institution + "Faculty", "ContentDeveloper"),
                        "instructor",
                        "true",
                        "learner",
                        "false"),
                good("GOOD-05 short role name is accepted, of a student", roles("-Learner"), "learner", "true"),
                good("GOOD-05 short role name is accepted, of a teacher", roles("-Instructor"), "instructor", "true"),
                good(
                        "GOOD-06 an unknown role beside a known one is accepted, of a student",
                        roles("Learner", "https://example.org/roles#Wizard"),
                        "learner",
                        "true"),
                good(
                        "GOOD-06 an unknown role beside a known one is accepted, of a teacher",
                        roles("Instructor", "https://example.org/roles#Wizard"),
                        "instructor",
                        "true"),
                good(
                        "GOOD-07 empty roles are accepted with least privilege",
                        roles(),
                        "learner",
                        "false",
                        "instructor",
                        "false"),
                good(
                        "GOOD-08 only an email address is accepted, of a student",
                        without("name", "given_name", "family_name"),
                        "name",
                        "nameless",
                        "email",
                        "dana@example.org"),
                good(
                        "Instructor",
                        "GOOD-08 only an email address is accepted, of a teacher",
                        without("name", "given_name", "family_name"),
                        "name",
                        "nameless",
                        "email",
                        "dana@example.org"),
                good(
                        "GOOD-09 only names are accepted, of a student",
                        without("email"),
                        "name",
                        "Dana Whitfield",
                        "email",
                        "no address"),
                good(
                        "Instructor",
                        "GOOD-09 only names are accepted, of a teacher",
                        without("email"),
                        "name",
                        "Dana Whitfield",
                        "email",
                        "no address"),
                good(
                        "GOOD-10 no personal data at all is accepted, of a student",
                        without("name", "given_name", "family_name", "email"),
                        "name",
                        "nameless"),
                good(
                        "Instructor",
                        "GOOD-10 no personal data at all is accepted, of a teacher",
                        without("name", "given_name", "family_name", "email"),
                        "name",
                        "nameless"),
                good("GOOD-11 no context is accepted, of a student", without(LTI + "context"), "context", "none"),
                good(
                        "Instructor",
                        "GOOD-11 no context is accepted, of a teacher",
                        without(LTI + "context"),
                        "context",
                        "none",
                        "instructor",
                        "true"),
                good(
                        "GOOD-13 a test user is accepted and known as one",
                        roles("Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"),
                        "test-user",
                        "true"),
                good("GOOD-14 Mentor with role_scope_mentor is accepted", claims -> {
                    claims.put(LTI + "roles", List.of(FakePlatform.role("Mentor")));
                    claims.put(LTI + "role_scope_mentor", List.of("user-2", "user-3"));
                }),
                good("GOOD-15 unknown claims and vendor extensions are accepted", claims -> {
                    claims.put("https://www.instructure.com/placement", null);
                    claims.put("https://example.org/deep", map("a", map("b", List.of(1, 2, map("c", null)))));
                    claims.put("errors", map("errors", map()));
                }),
                good(
                        "GOOD-16 aud as an array of one is accepted",
                        claims -> claims.put("aud", List.of(claims.get("aud")))),
                good("GOOD-17 no azp with one audience is accepted", without("azp")),
                good(
                        "GOOD-18 any script and a title of 300 characters are accepted",
                        claims -> {
                            claims.put("name", "Zoë 王小明 😀");
                            claims.put(LTI + "resource_link", map("id", "link-2", "title", "é".repeat(299) + "😀"));
                        },
                        "name",
                        "Zoë 王小明 😀",
                        "link-title",
                        "é".repeat(299) + "😀"),
                good(
                        "GOOD-19 resource_link and context with an id only are accepted",
                        claims -> {
                            claims.put(LTI + "resource_link", map("id", "bare-link"));
                            claims.put(LTI + "context", map("id", "bare-course"));
                        },
                        "link-title",
                        "",
                        "context-title",
                        ""),
                good(
                        "GOOD-20 nulls and numbers as Canvas sends them are accepted",
                        claims -> {
                            claims.put(
                                    LTI + "resource_link",
                                    map("id", "link-3", "title", null, "description", null, "errors", map()));
                            claims.put(
                                    LTI + "custom",
                                    map("canvas_course_id", 4021, "login", "$Canvas.user.loginId", "nothing", null));
                            claims.put(LTI + "launch_presentation", map("height", null, "locale", null));
                            claims.remove("https://purl.imsglobal.org/spec/lti-ags/claim/endpoint");
                            claims.remove("https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice");
                        },
                        "custom",
                        "{canvas_course_id=4021}",
                        "gradable",
                        "false"));
    }

    private static Arguments good(String name, Consumer<Map<String, Object>> change, String... shown) {
        return good("Learner", name, change, shown);
    }

    private static Arguments good(String role, String name, Consumer<Map<String, Object>> change, String... shown) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < shown.length; i += 2) {
            texts.put(shown[i], shown[i + 1]);
        }
        return argumentSet(name, role, change, texts);
    }

    private static Consumer<Map<String, Object>> roles(String... roles) {
        return claims -> claims.put(
                LTI + "roles", Stream.of(roles).map(FakePlatform::role).toList());
    }

    private static Consumer<Map<String, Object>> without(String... names) {
        return claims -> List.of(names).forEach(claims::remove);
    }

    private static Consumer<Map<String, Object>> with(String name, Object value) {
        return claims -> claims.put(name, value);
    }

    @Test
    @DisplayName("GOOD-12 an anonymous launch gets a page that says why it cannot go on")
    void anonymous() {
        Page page = launchWith(without("sub"));
        assertRefused(page);
        assertThat(page.select("h1").text()).isEqualTo("We need to know whose work this is");
        assertThat(page.select("#way-back").attr("href")).startsWith(platform.issuer + "/return?lti_errormsg=");
    }

    @Test
    @DisplayName("GOOD-12 the way back is taken from nobody but the platform")
    void noWayBackOfStrangers() {
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.remove("sub");
        Page forged = platform.launch(browser, login, FakePlatform.signedByAnother(claims));
        assertRefused(forged);
        assertThat(forged.select("#way-back")).isEmpty();
        claims.put("nonce", "of-another-login");
        Page mixed = platform.launch(browser, login, claims);
        assertRefused(mixed);
        assertThat(mixed.select("#way-back")).isEmpty();
    }

    @Test
    @DisplayName("GOOD-21 target_link_uri with a query is accepted")
    void targetWithQuery() {
        String target = settings.baseUrl() + "/lti/launch?mc=7&x=%C3%A9";
        Login login = platform.login(browser, Map.of("target_link_uri", target));
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put(LTI + "target_link_uri", target);
        assertAccepted(platform.launch(browser, login, claims));
    }

    @Test
    @DisplayName("GOOD-22 two tabs: login A, login B, launch A, launch B in one browser")
    void twoTabs() {
        Login a = platform.login(browser);
        Login b = platform.login(browser);
        Page first = platform.launch(browser, a, platform.claims(a, "Learner"));
        Page second = platform.launch(browser, b, platform.claims(b, "Instructor"));
        assertAccepted(first);
        assertAccepted(second);
        assertThat(look(first).select("#instructor").text()).isEqualTo("false");
        assertThat(look(second).select("#instructor").text()).isEqualTo("true");
    }

    @Test
    @DisplayName("GOOD-23 a second tenant launches and is kept apart")
    void secondTenant() {
        FakePlatform other = new FakePlatform(settings.baseUrl(), 1);
        TenantId elsewhere = tenants.found("Elsewhere");
        other.register(registrations, elsewhere);
        Page here = platform.launch(browser, "Learner");
        Page there = otherLaunch(other, 1);
        assertAccepted(there);
        assertThat(here.select("#tenant").text()).isEqualTo(tenant.value().toString());
        assertThat(there.select("#tenant").text()).isEqualTo(elsewhere.value().toString());
        for (String id : List.of("user", "context", "link")) {
            assertThat(here.select("#" + id).text())
                    .isNotEqualTo(there.select("#" + id).text());
        }
    }

    private Page otherLaunch(FakePlatform other, int key) {
        Login login = other.login(browser);
        return other.launch(browser, login, sign(header("key-1"), other.claims(login, "Learner"), key));
    }

    @Test
    @DisplayName("GOOD-24 a second registration of one issuer launches and is kept apart")
    void secondRegistration() {
        FakePlatform second = new FakePlatform(settings.baseUrl(), platform.issuer, "second-client");
        second.publish(jwk("key-1", 0));
        second.register(registrations, tenants.found("Second"));
        Page one = platform.launch(browser, "Learner");
        Page two = second.launch(browser, "Learner");
        assertAccepted(two);
        assertThat(one.select("#user").text()).isNotEqualTo(two.select("#user").text());
    }

    @Test
    @DisplayName("GOOD-24 one registration deployed in two tenants keeps them apart")
    void secondDeployment() {
        TenantId south = tenants.found("South");
        registrations.deploy(registration.id(), "south", south, State.ACTIVE);
        Page north = platform.launch(browser, "Learner");
        Login login = platform.login(browser, Map.of("lti_deployment_id", "south"));
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put(LTI + "deployment_id", "south");
        Page launched = platform.launch(browser, login, claims);
        assertAccepted(launched);
        assertThat(launched.select("#tenant").text()).isEqualTo(south.value().toString());
        assertThat(launched.select("#user").text())
                .isNotEqualTo(north.select("#user").text());
    }

    @Test
    @DisplayName("GOOD-25 instructor then learner in one browser: the second launch is the learner's")
    void secondPerson() {
        Page instructor = platform.launch(browser, "Instructor");
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put("sub", "user-2");
        Page learner = platform.launch(browser, login, claims);
        assertThat(learner.select("#instructor").text()).isEqualTo("false");
        assertThat(look(learner).select("#instructor").text()).isEqualTo("false");
        assertThat(learner.select("#user").text())
                .isNotEqualTo(instructor.select("#user").text());
    }

    @ParameterizedTest(name = "GOOD-20 the message {0} as a real platform sent it is accepted")
    @ValueSource(
            strings = {
                "canvas/claims/resource-link-account-navigation.admin",
                "canvas/claims/resource-link-assignment.assessor-ta",
                "canvas/claims/resource-link-assignment.learner",
                "canvas/claims/resource-link-assignment.student-view",
                "canvas/claims/resource-link-course-navigation.coordinator-teacher",
                "canvas/claims/resource-link-course-navigation.learner-anonymous",
                "canvas/claims/resource-link-course-navigation.learner-email-only",
                "canvas/claims/resource-link-module-item.learner",
                "canvas/claims/deep-linking-assignment_selection.coordinator-teacher",
                "canvas/claims/deep-linking-editor_button.coordinator-teacher",
                "moodle/launch-admin.claims",
                "moodle/launch-manager.claims",
                "moodle/launch-noneditingteacher.claims",
                "moodle/launch-student-ungraded-byhand.claims",
                "moodle/launch-student.claims",
                "moodle/launch-student2.claims",
                "moodle/deep-linking-request.claims"
            })
    void recordedMessage(String name) {
        assertAccepted(launchWith(claims -> become(claims, name)));
    }

    @Test
    @DisplayName("GOOD-12 an anonymous launch as Canvas sends it gets the page that says why it cannot go on")
    void recordedAnonymous() {
        assertRefused(launchWith(claims -> become(claims, "canvas/claims/resource-link-public-course.no-user")));
    }

    /** The recorded claims with what belongs to this login put in. */
    private static void become(Map<String, Object> claims, String name) {
        try (InputStream in = LtiConformanceTests.class.getResourceAsStream("/lms-samples/" + name + ".json")) {
            Map<String, Object> sample = FakePlatform.JSON.readValue(in, new TypeReference<Map<String, Object>>() {});
            if (sample.get("claims") instanceof Map<?, ?> inner) {
                sample = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : inner.entrySet()) {
                    sample.put((String) entry.getKey(), entry.getValue());
                }
            }
            for (String ours :
                    List.of("iss", "aud", "iat", "exp", "nonce", LTI + "deployment_id", LTI + "target_link_uri")) {
                sample.put(ours, claims.get(ours));
            }
            sample.replace("azp", claims.get("azp"));
            claims.clear();
            claims.putAll(sample);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // BAD

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badPayload(Consumer<Map<String, Object>> change) {
        assertRefused(launchWith(change));
    }

    static Stream<Arguments> badPayload() {
        return Stream.of(
                argumentSet("BAD-03 wrong version is refused", with(LTI + "version", "11.3")),
                argumentSet("BAD-04 no version is refused", without(LTI + "version")),
                argumentSet("BAD-05 {\"name\":\"badltilaunch\"} is refused", (Consumer<Map<String, Object>>) claims -> {
                    claims.clear();
                    claims.put("name", "badltilaunch");
                }),
                argumentSet(
                        "BAD-06 no aud, iss, sub, deployment_id and roles is refused",
                        without("aud", "iss", "sub", LTI + "deployment_id", LTI + "roles")),
                argumentSet("BAD-07 iat 11111 and exp 22222 is refused", (Consumer<Map<String, Object>>) claims -> {
                    claims.put("iat", 11111);
                    claims.put("exp", 22222);
                }),
                argumentSet("BAD-08 no message_type is refused", without(LTI + "message_type")),
                argumentSet("BAD-09 no roles is refused", without(LTI + "roles")),
                argumentSet("BAD-10 no deployment_id is refused", without(LTI + "deployment_id")),
                argumentSet("BAD-11 no resource_link is refused", without(LTI + "resource_link")),
                argumentSet(
                        "BAD-12 resource_link without id is refused", with(LTI + "resource_link", map("title", "x"))),
                argumentSet("BAD-13 no target_link_uri is refused", without(LTI + "target_link_uri")),
                argumentSet("BAD-14 no iss is refused", without("iss")),
                argumentSet("BAD-15 no aud is refused", without("aud")),
                argumentSet("BAD-16 no exp is refused", without("exp")),
                argumentSet("BAD-17 no iat is refused", without("iat")),
                argumentSet("BAD-18 no nonce is refused", without("nonce")),
                argumentSet("BAD-19 unknown message_type is refused", with(LTI + "message_type", "LtiMadeUpRequest")),
                argumentSet("BAD-20 roles as a string is refused", with(LTI + "roles", FakePlatform.role("Learner"))),
                argumentSet("BAD-20 resource_link as a string is refused", with(LTI + "resource_link", "link-1")),
                argumentSet("BAD-20 context as a number is refused", with(LTI + "context", 5)),
                argumentSet("BAD-20 custom as a list is refused", with(LTI + "custom", List.of("a"))),
                argumentSet("BAD-20 sub as a number is refused", with("sub", 5)),
                argumentSet("BAD-20 sub of 256 characters is refused", with("sub", "x".repeat(256))),
                argumentSet("BAD-20 exp as text is refused", with("exp", "tomorrow")),
                argumentSet("BAD-20 exp beyond all time is refused", with("exp", 1e300)),
                argumentSet("BAD-20 a NUL in an id is refused", with("sub", "a\u0000b")));
    }

    @Test
    @DisplayName("BAD-01 no kid is refused")
    void noKid() {
        assertRefused(launchSigned((login, claims) -> {
            Map<String, Object> header = header("key-1");
            header.remove("kid");
            return sign(header, claims, 0);
        }));
    }

    @Test
    @DisplayName("BAD-11 whoever opens the tool from a menu that is in no course is told where it opens")
    void aMenuOutsideOfCourses() {
        Page page = launchWith(without(
                LTI + "resource_link", LTI + "context", "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"));
        assertRefused(page);
        assertThat(page.select("h1").text()).isEqualTo("Please open this from a course");
        assertThat(page.text()).contains("Go to the materials of your course");
    }

    @Test
    @DisplayName("BAD-02 unknown kid is refused")
    void unknownKid() {
        assertRefused(launchSigned((login, claims) -> sign(header("key-2"), claims, 0)));
    }

    // SEC

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void forgedToken(BiFunction<Login, Map<String, Object>, String> forge) {
        assertRefused(launchSigned(forge));
    }

    static Stream<Arguments> forgedToken() {
        return Stream.of(
                forged("SEC-01 alg none is refused", (login, claims) -> unsigned("none", claims)),
                forged("SEC-02 alg nOnE is refused", (login, claims) -> unsigned("nOnE", claims)),
                forged(
                        "SEC-03 HS256 keyed with the public key in PEM is refused",
                        (login, claims) -> hs256(
                                claims,
                                ("-----BEGIN PUBLIC KEY-----\n"
                                                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                                        .encodeToString(FakePlatform.keyPair(0)
                                                                .getPublic()
                                                                .getEncoded())
                                                + "\n-----END PUBLIC KEY-----\n")
                                        .getBytes(StandardCharsets.US_ASCII))),
                forged(
                        "SEC-04 HS256 keyed with the modulus is refused",
                        (login, claims) ->
                                hs256(claims, ((String) jwk("key-1", 0).get("n")).getBytes(StandardCharsets.US_ASCII))),
                forged(
                        "SEC-05 another key under the known kid is refused",
                        (login, claims) -> sign(header("key-1"), claims, 1)),
                forged("SEC-06 a payload changed after signing is refused", (login, claims) -> {
                    String[] parts = sign(header("key-1"), claims, 0).split("\\.");
                    claims.put(LTI + "roles", List.of(FakePlatform.role("Instructor")));
                    return parts[0] + "." + base64(claims) + "." + parts[2];
                }),
                forged("SEC-07 a key in the header is refused", (login, claims) -> {
                    Map<String, Object> header = header("key-1");
                    header.put("jwk", jwk("key-1", 1));
                    return sign(header, claims, 1);
                }),
                forged("SEC-35 an empty id_token is refused", (login, claims) -> ""),
                forged("SEC-36 the id_token abc is refused", (login, claims) -> "abc"),
                forged("SEC-37 the id_token a.b.c is refused", (login, claims) -> "a.b.c"),
                forged("SEC-38 a header without alg's payload is refused", (login, claims) -> "eyJhbGciOiJSUzI1NiJ9.."),
                forged("SEC-39 JSON instead of a token is refused", (login, claims) -> "{\"x\":1}"),
                forged("SEC-39 five parts are refused", (login, claims) -> "eyJhbGciOiJSUzI1NiJ9.a.b.c.d"),
                forged(
                        "SEC-39 a payload that is no object is refused",
                        (login, claims) ->
                                base64(header("key-1")) + "." + base64("[1]".getBytes(StandardCharsets.UTF_8)) + ".AA"),
                forged(
                        "SEC-42 a kid with a path and SQL is refused",
                        (login, claims) -> sign(header("../../etc/passwd'; drop table lti_launch; --\r\n"), claims, 0)),
                forged("SEC-42 an alg that is no text is refused", (login, claims) -> {
                    Map<String, Object> header = header("key-1");
                    header.put("alg", List.of("RS256"));
                    return sign(header, claims, 0);
                }),
                forged("SEC-42 a kid that is no text is refused", (login, claims) -> {
                    Map<String, Object> header = header("key-1");
                    header.put("kid", List.of("key-1"));
                    return sign(header, claims, 0);
                }),
                forged("SEC-42 a critical header that is not understood is refused", (login, claims) -> {
                    Map<String, Object> header = header("key-1");
                    header.put("crit", List.of("exp"));
                    return sign(header, claims, 0);
                }));
    }

    @ParameterizedTest(name = "SEC-08 a key set named in the header as {0} is refused, and nobody fetches it")
    @ValueSource(strings = {"jku", "x5u"})
    void keySetOfTheHeader(String member) {
        FakePlatform attacker = new FakePlatform(settings.baseUrl(), 1);
        attacker.publish(jwk("key-1", 1), jwk("attacker-key", 1));
        for (String kid : List.of("key-1", "attacker-key")) {
            assertRefused(launchSigned((login, claims) -> {
                Map<String, Object> header = header(kid);
                header.put(member, attacker.keySet().toString());
                return sign(header, claims, 1);
            }));
        }
        assertThat(attacker.fetches).as("fetches of the attacker's key set").hasValue(0);
        assertThat(platform.fetches).as("fetches of the platform's own").hasPositiveValue();
    }

    private static Arguments forged(String name, BiFunction<Login, Map<String, Object>, String> forge) {
        return argumentSet(name, forge);
    }

    private static String unsigned(String algorithm, Map<String, Object> claims) {
        return base64(map("typ", "JWT", "alg", algorithm, "kid", "key-1")) + "." + base64(claims) + ".";
    }

    private static String hs256(Map<String, Object> claims, byte[] secret) {
        String content = base64(map("typ", "JWT", "alg", "HS256", "kid", "key-1")) + "." + base64(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void untrustworthyClaims(Consumer<Map<String, Object>> change) {
        assertRefused(launchWith(change));
    }

    static Stream<Arguments> untrustworthyClaims() {
        return Stream.of(
                argumentSet("SEC-09 expired an hour ago is refused", time("exp", -3600)),
                argumentSet("SEC-10 expired 6 minutes ago is refused", time("exp", -360)),
                argumentSet("SEC-10 expired 90 seconds ago is refused", time("exp", -90)),
                argumentSet("SEC-11 iat an hour ahead is refused", time("iat", 3600)),
                argumentSet("SEC-11 iat 90 seconds ahead is refused", time("iat", 90)),
                argumentSet("SEC-12 nbf an hour ahead is refused", time("nbf", 3600)),
                argumentSet("SEC-13 iat a day old is refused", time("iat", -86400)),
                argumentSet("SEC-13 iat 11 minutes old is refused", time("iat", -660)),
                argumentSet("SEC-14 wrong iss is refused", with("iss", "https://attacker.example")),
                argumentSet("SEC-14 iss with a slash more is refused", (Consumer<Map<String, Object>>)
                        claims -> claims.put("iss", claims.get("iss") + "/")),
                argumentSet("SEC-15 wrong aud is refused", with("aud", "somebody")),
                argumentSet("SEC-16 two audiences without azp is refused", (Consumer<Map<String, Object>>) claims -> {
                    claims.put("aud", List.of(claims.get("aud"), "somebody"));
                    claims.remove("azp");
                }),
                argumentSet("SEC-17 two audiences with a foreign azp is refused", (Consumer<Map<String, Object>>)
                        claims -> {
                            claims.put("aud", List.of(claims.get("aud"), "somebody"));
                            claims.put("azp", "somebody");
                        }),
                argumentSet("SEC-18 one audience with a foreign azp is refused", with("azp", "somebody")),
                argumentSet("SEC-19 aud as an empty array is refused", with("aud", List.of())),
                argumentSet(
                        "SEC-25 a nonce that was never issued is refused",
                        with("nonce", UUID.randomUUID().toString())),
                argumentSet(
                        "SEC-45 target_link_uri elsewhere is refused",
                        with(LTI + "target_link_uri", "https://attacker.example/")));
    }

    private static Consumer<Map<String, Object>> time(String name, int seconds) {
        return claims -> claims.put(name, Instant.now().getEpochSecond() + seconds);
    }

    @Test
    @DisplayName("SEC-10, SEC-11, SEC-12 clocks may differ by half a minute")
    void clocksMayDiffer() {
        assertAccepted(launchWith(time("exp", -30)));
        assertAccepted(launchWith(time("iat", 30).andThen(time("nbf", 30))));
        assertAccepted(launchWith(time("iat", -300)));
    }

    @Test
    @DisplayName("SEC-20 login as one registration, id_token for another of that issuer is refused")
    void otherClientOfTheIssuer() {
        FakePlatform second = new FakePlatform(settings.baseUrl(), platform.issuer, "second-client");
        second.publish(jwk("key-1", 0));
        Registration registration = second.register(registrations, tenant);
        // Nothing but the client differs: the same keys, and a deployment of that name there too.
        registrations.deploy(registration.id(), platform.deploymentId, tenant, State.ACTIVE);
        Login login = platform.login(browser);
        Map<String, Object> claims = second.claims(login, "Learner");
        claims.put(LTI + "deployment_id", platform.deploymentId);
        Page refused = platform.launch(browser, login, claims);
        assertRefused(refused);
        assertThat(refused.select("h1").text()).isEqualTo(MIXED_UP);

        Login again = platform.login(browser);
        claims.put("nonce", again.nonce());
        claims.put("aud", platform.clientId);
        claims.put("azp", platform.clientId);
        assertAccepted(platform.launch(browser, again, claims));
    }

    @Test
    @DisplayName("SEC-21 issuer A in the payload, signed by tenant B is refused")
    void signedByAnotherTenant() {
        FakePlatform other = new FakePlatform(settings.baseUrl(), 1);
        other.register(registrations, tenants.found("Other"));
        assertRefused(launchSigned((login, claims) -> sign(header("key-1"), claims, 1)));
    }

    @Test
    @DisplayName("SEC-22 login at tenant A, id_token of tenant B is refused")
    void mixUp() {
        // With the same key under the same name, so that its signature holds at either tenant.
        FakePlatform other = new FakePlatform(settings.baseUrl(), 0);
        Registration elsewhere = other.register(registrations, tenants.found("Other"));
        registrations.deploy(elsewhere.id(), platform.deploymentId, tenant, State.ACTIVE);
        Login login = platform.login(browser);
        Map<String, Object> claims = other.claims(login, "Learner");
        claims.put(LTI + "deployment_id", platform.deploymentId);
        Page refused = platform.launch(browser, login, claims);
        assertRefused(refused);
        assertThat(refused.select("h1").text()).isEqualTo(MIXED_UP);
        assertThat(launches(elsewhere)).isZero();
    }

    @Test
    @DisplayName("SEC-23 same id_token and state sent again is refused")
    void replay() {
        Login login = platform.login(browser);
        String cookie = cookie(login);
        String idToken = platform.sign(platform.claims(login, "Learner"));
        assertAccepted(platform.launch(browser, login, idToken));

        Page again = platform.launch(browser, login, idToken);
        assertRefused(again, 1);
        assertThat(again.select("h1").text()).isEqualTo("This page was opened before");
        Page stolen = platform.launch(new HttpBrowser().header("Cookie", cookie), login, idToken);
        assertRefused(stolen, 1);
        assertThat(stolen.select("h1").text()).isEqualTo("This page was opened before");
    }

    @Test
    @DisplayName("SEC-23 same id_token and state twice at once open one window")
    void replayAtOnce() {
        Login login = platform.login(browser);
        String cookie = cookie(login);
        String idToken = platform.sign(platform.claims(login, "Learner"));
        List<Integer> statuses =
                Stream.generate(() -> new HttpBrowser().header("Cookie", cookie)).limit(6).toList().parallelStream()
                        .map(each -> platform.launch(each, login, idToken).status())
                        .toList();
        assertThat(statuses)
                .containsOnlyOnce(200)
                .filteredOn(status -> status != 200)
                .containsOnly(403);
        assertThat(launches(registration)).isEqualTo(1);
    }

    @Test
    @DisplayName("SEC-24 same id_token in a fresh login is refused")
    void replayInFreshLogin() {
        Login first = platform.login(browser);
        String idToken = platform.sign(platform.claims(first, "Learner"));
        assertAccepted(platform.launch(browser, first, idToken));
        assertRefused(platform.launch(browser, platform.login(browser), idToken), 1);
    }

    @Test
    @DisplayName("SEC-26 the nonce of another pending login is refused")
    void otherNonce() {
        Login first = platform.login(browser);
        Login second = platform.login(browser);
        assertRefused(platform.launch(browser, first, platform.claims(second, "Learner")));
    }

    @Test
    @DisplayName("SEC-27 a state used before with a new id_token is refused")
    void usedState() {
        Login login = platform.login(browser);
        String cookie = cookie(login);
        assertAccepted(platform.launch(browser, login, platform.claims(login, "Learner")));
        HttpBrowser keeping = new HttpBrowser().header("Cookie", cookie);
        assertRefused(platform.launch(keeping, login, platform.claims(login, "Instructor")), 1);
    }

    @Test
    @DisplayName("SEC-28 no state is refused")
    void noState() {
        Login login = platform.login(browser);
        assertRefused(browser.post(
                settings.at("/lti/launch"), Map.of("id_token", platform.sign(platform.claims(login, "Learner")))));
    }

    @ParameterizedTest(name = "SEC-29 the made-up state \"{0}\" is refused")
    @ValueSource(strings = {"x", "made-up", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%%%", "ü"})
    void madeUpState(String state) {
        Login login = platform.login(browser);
        assertRefused(browser.post(
                settings.at("/lti/launch"),
                Map.of("id_token", platform.sign(platform.claims(login, "Learner")), "state", state)));
    }

    @Test
    @DisplayName("SEC-29 a state changed by one bit is refused")
    void changedState() {
        Login login = platform.login(browser);
        byte[] sealed = Base64.getUrlDecoder().decode(login.state());
        sealed[sealed.length / 2] ^= 1;
        assertRefused(browser.post(
                settings.at("/lti/launch"),
                Map.of("id_token", platform.sign(platform.claims(login, "Learner")), "state", base64(sealed))));
    }

    @Test
    @DisplayName("SEC-29 a state older than ten minutes is refused")
    void oldState() {
        Login login = platform.login(browser);
        LoginState fresh = states.open(login.state()).orElseThrow();
        for (int age : new int[] {590, 610}) {
            String aged = states.seal(new LoginState(
                    fresh.registration(),
                    fresh.nonce(),
                    fresh.targetLinkUri(),
                    fresh.deploymentId(),
                    Instant.now().minusSeconds(age),
                    fresh.browser()));
            HttpBrowser patient = new HttpBrowser().header("Cookie", cookie(login));
            Page page = patient.post(
                    settings.at("/lti/launch"),
                    Map.of("id_token", platform.sign(platform.claims(login, "Learner")), "state", aged));
            if (age < 600) {
                assertThat(page.status()).isEqualTo(200);
            } else {
                assertRefused(page, 1);
                assertThat(page.select("h1").text()).isEqualTo("That took too long");
            }
            login = platform.login(browser);
            fresh = states.open(login.state()).orElseThrow();
        }
    }

    @Test
    @DisplayName("SEC-30 the state of a login in another browser is refused")
    void otherBrowser() {
        Login attackers = platform.login(browser);
        HttpBrowser victim = new HttpBrowser();
        String idToken = platform.sign(platform.claims(attackers, "Learner"));
        Page without = platform.launch(victim, attackers, idToken);
        assertRefused(without);
        assertThat(without.select("h1").text()).isEqualTo("Your browser did not let us recognize you");

        platform.login(victim);
        assertRefused(platform.launch(victim, attackers, idToken));
        String forged = LoginState.cookieName(attackers.nonce()) + "=" + "A".repeat(32);
        assertRefused(platform.launch(new HttpBrowser().header("Cookie", forged), attackers, idToken));
        assertThat(launches(registration)).isZero();
    }

    @Test
    @DisplayName("SEC-31 an unknown deployment_id is held for approval")
    void unknownDeployment() {
        Login login = platform.login(browser, Map.of("lti_deployment_id", ""));
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put(LTI + "deployment_id", "2:elsewhere");
        Page page = platform.launch(browser, login, claims);
        assertRefused(page);
        assertThat(page.select("h1").text()).contains("waits for approval");
        assertThat(registrations.deployment(registration.id(), "2:elsewhere"))
                .get()
                .extracting(Deployment::state)
                .isEqualTo(State.PENDING);
    }

    @Test
    @DisplayName("SEC-31 a deployment_id other than the login's is refused")
    void otherDeployment() {
        assertRefused(launchWith(with(LTI + "deployment_id", "2:elsewhere")));
        assertThat(registrations.deployment(registration.id(), "2:elsewhere")).isEmpty();
    }

    @Test
    @DisplayName("SEC-31 a blocked deployment is refused at once")
    void blockedDeployment() {
        assertAccepted(platform.launch(browser, "Learner"));
        registrations.change(
                registrations
                        .deployment(registration.id(), platform.deploymentId)
                        .orElseThrow()
                        .id(),
                State.BLOCKED);
        Page page = platform.launch(browser, "Learner");
        assertRefused(page, 1);
        assertThat(page.select("h1").text()).isEqualTo("Laurel is switched off here");
    }

    @Test
    @DisplayName("SEC-31 a registration without deployments takes the first that launches, and no other")
    void firstDeployment() {
        FakePlatform late = new FakePlatform(settings.baseUrl(), 0);
        Registration registered = registrations.register(late.facts(), tenant);
        assertAccepted(late.launch(browser, "Learner"));
        Login login = late.login(browser, Map.of("lti_deployment_id", ""));
        Map<String, Object> claims = late.claims(login, "Learner");
        claims.put(LTI + "deployment_id", "another");
        assertThat(late.launch(browser, login, claims).status()).isEqualTo(403);
        assertThat(launches(registered)).isEqualTo(1);
    }

    @Test
    @DisplayName("SEC-32 id_token in a query is refused, by GET and by POST")
    void tokenInQuery() {
        Login login = platform.login(browser);
        String query =
                form(Map.of("id_token", platform.sign(platform.claims(login, "Learner")), "state", login.state()));
        assertRefused(browser.get(settings.baseUrl() + "/lti/launch?" + query));
        assertRefused(browser.post(settings.baseUrl() + "/lti/launch?" + query, Map.of("x", "y")));
        assertRefused(browser.post(
                settings.baseUrl() + "/lti/launch?" + query.replace("id_token=", "id%5Ftoken="), Map.of("x", "y")));
    }

    @Test
    @DisplayName("SEC-33 id_token twice is refused")
    void tokenTwice() {
        Login login = platform.login(browser);
        String good = platform.sign(platform.claims(login, "Learner"));
        assertRefused(postForm("id_token=" + good + "&id_token="
                + sign(header("key-1"), platform.claims(login, "Learner"), 1) + "&state=" + login.state()));
    }

    @Test
    @DisplayName("SEC-34 state twice is refused")
    void stateTwice() {
        Login login = platform.login(browser);
        String good = platform.sign(platform.claims(login, "Learner"));
        assertRefused(postForm("id_token=" + good + "&state=" + login.state() + "&state=" + login.state()));
    }

    private Page postForm(String body) {
        return browser.send(
                "POST",
                settings.at("/lti/launch"),
                "application/x-www-form-urlencoded",
                body.getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    @Test
    @DisplayName("SEC-40 an id_token of 300 KB is accepted")
    void largeToken() {
        assertAccepted(launchWith(with(LTI + "custom", map("large", "x".repeat(220_000), "small", "kept"))));
    }

    @Test
    @DisplayName("SEC-41 an id_token of 12 MB is refused")
    void hugeToken() {
        Login login = platform.login(browser);
        assertRefused(platform.launch(browser, login, "x".repeat(12_000_000)));
        assertRefused(platform.launch(browser, login, "x".repeat(1_100_000)));
    }

    @Test
    @DisplayName("SEC-43 markup in names, titles and custom values stays text")
    void markupStaysText() {
        String markup = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        Page page = launchWith(claims -> {
            claims.put("name", markup);
            claims.put(LTI + "resource_link", map("id", "evil", "title", markup));
            claims.put(LTI + "context", map("id", "evil", "title", markup));
            claims.put(LTI + "custom", map("evil", markup));
        });
        assertAccepted(page);
        assertThat(page.body()).doesNotContain("<script>alert").doesNotContain("<img src=x");
        assertThat(page.select("#name").text()).isEqualTo(markup);
    }

    @ParameterizedTest(name = "SEC-44 return_url {0} is never a link")
    @ValueSource(
            strings = {"javascript:alert(1)", "data:text/html,x", "//attacker.example", "http:", "%", "https://a b"})
    void badReturnUrl(String address) {
        Page page = launchWith(with(LTI + "launch_presentation", map("return_url", address)));
        assertAccepted(page);
        assertThat(page.select("#return")).isEmpty();
    }

    @Test
    @DisplayName("SEC-46 a refusal is a page for a person and names no token, key or stack")
    void refusalIsForPeople() {
        Login login = platform.login(browser);
        String forged = sign(header("key-1"), platform.claims(login, "Learner"), 1);
        Page page = platform.launch(browser, login, forged);
        assertRefused(page);
        assertThat(page.select("h1").text()).isEqualTo("We cannot be sure that this came from your learning platform");
        assertThat(page.body())
                .doesNotContain(forged)
                .doesNotContain(login.state())
                .doesNotContain("key-1")
                .doesNotContain("RS256");
        assertThat(page.header("content-security-policy")).get().asString().contains("frame-ancestors https:");
    }

    @Test
    @DisplayName("SEC-46 a refusal speaks the browser's language")
    void refusalInSpanish() {
        Page page =
                new HttpBrowser().header("Accept-Language", "es-MX,es;q=0.9").get(settings.at("/lti/launch"));
        assertRefused(page);
        assertThat(page.select("h1").text()).isEqualTo("Abra esto desde su curso");
        assertThat(page.document().select("html").attr("lang")).startsWith("es");
    }

    @Test
    @DisplayName("SEC-47 the accepted page may be framed by the platform")
    void framing() {
        Page page = platform.launch(browser, "Learner");
        assertThat(page.header("x-frame-options")).isEmpty();
        assertThat(page.header("content-security-policy")).get().asString().contains(platform.issuer);
    }

    @Test
    @DisplayName("SEC-47 the institution's own host may frame it where the issuer is shared")
    void framingByVanityHost() {
        Page page = launchWith(with(
                LTI + "launch_presentation", map("return_url", "https://canvas.district.example/courses/1/return")));
        assertThat(page.header("content-security-policy")).get().asString().contains("https://canvas.district.example");
    }

    // KEY

    @Test
    @DisplayName("KEY-01 foreign entries in the key set do no harm")
    void foreignKeys() {
        Map<String, Object> encryption = jwk("key-1", 1);
        encryption.put("use", "enc");
        Map<String, Object> nameless = jwk("key-1", 1);
        nameless.remove("kid");
        Map<String, Object> other = jwk("key-1", 1);
        other.put("alg", "RS512");
        platform.publish(
                map("kty", "EC", "crv", "P-256", "kid", "key-1", "x", "AA", "y", "AA"),
                map("kty", "weird", "kid", "key-1"),
                map("kty", "RSA", "kid", "key-1"),
                encryption,
                nameless,
                other,
                jwk("key-1", 0));
        assertAccepted(platform.launch(browser, "Learner"));
    }

    @Test
    @DisplayName("KEY-02 a new key is taken up at once, KEY-03 a removed one is refused")
    void rotation() {
        assertAccepted(platform.launch(browser, "Learner"));
        platform.publish(jwk("key-1", 0), jwk("key-2", 1));
        assertAccepted(launchSigned((login, claims) -> sign(header("key-2"), claims, 1)));
        platform.publish(jwk("key-3", 2));
        assertAccepted(launchSigned((login, claims) -> sign(header("key-3"), claims, 2)));
        assertRefused(platform.launch(browser, "Learner"), 3);
    }

    @Test
    @DisplayName("KEY-04 a key without alg and use is accepted")
    void bareKey() {
        platform.publish(bareJwk("key-1", 0));
        assertAccepted(platform.launch(browser, "Learner"));
    }

    @Test
    @DisplayName("KEY-05 five launches with one key fetch the key set once")
    void keysAreCached() {
        for (int i = 0; i < 5; i++) {
            assertAccepted(platform.launch(browser, "Learner"));
        }
        assertThat(platform.fetches).hasValue(1);
    }

    @Test
    @DisplayName("KEY-06 a cached key works while the key set answers 500")
    void outage() {
        assertAccepted(platform.launch(browser, "Learner"));
        platform.keySetStatus = 500;
        assertAccepted(platform.launch(browser, "Learner"));
        assertRefused(launchSigned((login, claims) -> sign(header("key-9"), claims, 0)), 2);
        assertAccepted(platform.launch(browser, "Learner"));
    }

    @Test
    @DisplayName("KEY-07 ten unknown kids fetch the key set at most four times")
    void unknownKidsAreNoAmplifier() {
        for (int i = 0; i < 10; i++) {
            assertRefused(launchSigned(
                    (login, claims) -> sign(header(UUID.randomUUID().toString()), claims, 0)));
        }
        assertThat(platform.fetches).hasValueBetween(1, 4);
    }

    @Test
    @DisplayName("KEY-08 a key never seen is refused while the key set is out of reach, and accepted afterwards")
    void keySetComesBack() {
        platform.keySetStatus = 503;
        Page page = platform.launch(browser, "Learner");
        assertRefused(page);
        assertThat(page.select("h1").text()).isEqualTo("Your learning platform does not answer");
        platform.keySetStatus = 200;
        assertAccepted(platform.launch(browser, "Learner"));
    }

    // what the cases share

    private Page launchWith(Consumer<Map<String, Object>> change) {
        return launchSigned((login, claims) -> {
            change.accept(claims);
            return platform.sign(claims);
        });
    }

    private Page launchSigned(BiFunction<Login, Map<String, Object>, String> sign) {
        Login login = platform.login(browser);
        return platform.launch(browser, login, sign.apply(login, platform.claims(login, "Learner")));
    }

    private Page look(Page opened) {
        return browser.get(settings.at("/l/" + opened.select("#launch").text() + "/probe"));
    }

    private String cookie(Login login) {
        String name = LoginState.cookieName(login.nonce());
        return name + "=" + browser.cookie(settings.at("/lti/launch"), name).orElseThrow();
    }

    private int launches(Registration of) {
        return jdbc.sql("select count(*) from lti_launch where registration_id = :id")
                .param("id", of.id().value())
                .query(Integer.class)
                .single();
    }

    private void assertAccepted(Page page) {
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.header("content-type")).get().asString().startsWith("text/html");
        assertThat(page.select("h1").text()).isEqualTo("opened");
        assertThat(look(page).status()).as("the window works").isEqualTo(200);
    }

    private void assertRefused(Page page) {
        assertRefused(page, 0);
    }

    /** @param launches how many launches of the platform were stored before */
    private void assertRefused(Page page, int launches) {
        assertThat(page.status()).as(page.text()).isBetween(400, 499);
        assertThat(page.header("content-type")).get().asString().startsWith("text/html");
        assertThat(page.select("h1").text()).isNotBlank();
        assertThat(page.text()).containsPattern("(Support code|Código de ayuda) \\w{4}-\\w{4}");
        assertThat(page.body())
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("??");
        List<String> cookies = new ArrayList<>(page.headers().allValues("set-cookie"));
        assertThat(cookies).allMatch(cookie -> cookie.contains("Max-Age=0"), "only removals");
        assertThat(launches(registration)).as("launches stored").isEqualTo(launches);
    }

    private static String form(Map<String, String> parameters) {
        StringBuilder form = new StringBuilder();
        parameters.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return form.toString();
    }
}
