package dev.laurel.lti.registration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.Invitations;
import dev.laurel.lti.Invitations.Terms;
import dev.laurel.lti.NewDeployments;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.WebOrigin;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** LTI Dynamic Registration 1.0 against a platform that WireMock plays. */
@LaurelTest
class RegistrationTests {

    private static final String TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration";

    @RegisterExtension
    static final WireMockExtension lms = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .build();

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Invitations invitations;

    @Autowired
    Tenants tenants;

    @Autowired
    OutboundHttp http;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionOperations transaction;

    private final JsonMapper json = new JsonMapper();
    private final String clientId = UUID.randomUUID().toString();
    private TenantId district = new TenantId(UUID.randomUUID());

    @BeforeEach
    void moodleStandsReady() {
        district = tenants.found("District " + clientId);
        lms.stubFor(get(urlPathEqualTo("/config"))
                .willReturn(okJson(moodleConfiguration().toString())));
        lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php"))
                .willReturn(okJson(moodleAnswer().toString())));
    }

    @Test
    @DisplayName("REG-01 reads the configuration, tells the platform what it is, and stores what was agreed")
    void registers() {
        Page page = register("/config", "token-1");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains(clientId, "Activate the tool");
        Registration registration = registrations.find(lms.baseUrl(), clientId).orElseThrow();
        assertThat(registration.tokenEndpoint()).isEqualTo(URI.create(lms.baseUrl() + "/mod/lti/token.php"));
        assertThat(registration.isOfFamily("moodle")).isTrue();
        assertThat(registration.home()).isEqualTo(district);
        assertThat(registrations.deployment(registration.id(), "1"))
                .get()
                .matches(Deployment::isActive)
                .extracting(Deployment::tenant)
                .isEqualTo(district);
    }

    @Test
    @DisplayName(
            "a platform that tells no name is called by its product and host, until an operator calls it something")
    void callsAPlatformByItsProduct() {
        register("/config", "t");
        Registration registration = registrations.find(lms.baseUrl(), clientId).orElseThrow();
        assertThat(registration.platformName()).isEqualTo("Moodle (localhost)");

        jdbc.sql("update lti_registration set platform_name = 'East Side' where id = ?")
                .param(registration.id().value())
                .update();
        registrations.enable(registration.id(), true);
        register("/config", "t");
        assertThat(registrations.find(lms.baseUrl(), clientId).orElseThrow().platformName())
                .as("registered once more")
                .isEqualTo("East Side");
    }

    @Test
    @DisplayName("REG-02 sends every mandatory member")
    void sendsEveryMandatoryMember() {
        register("/config", "t");
        JsonNode sent = sent();

        assertThat(sent.path("application_type").asString()).isEqualTo("web");
        assertThat(sent.path("response_types").toString()).isEqualTo("[\"id_token\"]");
        assertThat(sent.path("grant_types").toString()).contains("\"implicit\"", "\"client_credentials\"");
        assertThat(sent.path("token_endpoint_auth_method").asString()).isEqualTo("private_key_jwt");
        assertThat(sent.path("client_name").asString()).isNotBlank();
        assertThat(sent.path("initiate_login_uri").asString()).isEqualTo(at("/lti/login"));
        assertThat(sent.path("jwks_uri").asString()).isEqualTo(at("/lti/jwks"));
        assertThat(sent.path("redirect_uris").toString()).isEqualTo("[\"" + at("/lti/launch") + "\"]");
        assertThat(sent.path("scope").isString()).isTrue();
        JsonNode tool = sent.path(TOOL);
        assertThat(tool.path("claims").toString())
                .contains("\"iss\"", "\"sub\"", "\"name\"", "\"email\"")
                .doesNotContain("picture");
        assertThat(tool.path("messages").size()).isEqualTo(2);
        assertThat(tool.path("messages").path(0).path("type").asString()).isEqualTo("LtiDeepLinkingRequest");
        assertThat(tool.path("messages").path(0).path("placements").toString()).isEqualTo("[\"ContentArea\"]");
        assertThat(tool.path("custom_parameters").path("context_id_history").asString())
                .isEqualTo("$Context.id.history");
        assertThat(tool.path("custom_parameters").has("resource_link_id_history"))
                .as("a variable that this platform does not list")
                .isFalse();
    }

    @Test
    @DisplayName(
            "REG-02 names a picture of the tool, for itself and for each place, which everybody may fetch and keep")
    void namesAPicture() throws IOException {
        register("/config", "t");
        String address = sent().path("logo_uri").asString();
        assertThat(address).isEqualTo(at("/lti/icon.png"));
        assertThat(sent().path(TOOL).path("messages")).isNotEmpty().allSatisfy(message -> assertThat(
                        message.path("icon_uri").asString())
                .isEqualTo(address));

        Page icon = new HttpBrowser()
                .header("Accept", "image/avif,image/webp,*/*;q=0.8")
                .get(address);
        assertThat(icon.status()).isEqualTo(200);
        assertThat(icon.header("Content-Type")).hasValue("image/png");
        assertThat(icon.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(icon.header("Cache-Control")).get().asString().contains("max-age=86400", "public");
        assertThat(icon.header("Cross-Origin-Resource-Policy")).hasValue("cross-origin");
        assertThat(icon.header("Set-Cookie")).isEmpty();
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(icon.bytes()));
        assertThat(picture.getWidth()).isEqualTo(picture.getHeight()).isGreaterThanOrEqualTo(128);
        Page again = new HttpBrowser()
                .header("If-None-Match", icon.header("ETag").orElseThrow())
                .get(address);
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    @DisplayName("takes an invitation from the path too, where a platform loses the query of the address, and once")
    void takesAnInvitationFromThePath() {
        String secret = invitation();
        String address = at("/lti/register/" + secret + "?openid_configuration="
                + URLEncoder.encode(lms.baseUrl() + "/config", StandardCharsets.UTF_8));
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(aResponse().withStatus(503)));
        Page failed = new HttpBrowser().get(address);
        assertThat(failed.status()).isEqualTo(400);

        lms.stubFor(get(urlPathEqualTo("/config"))
                .willReturn(okJson(moodleConfiguration().toString())));
        Page page = failed.form("#again").submit();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(registrations.find(lms.baseUrl(), clientId).orElseThrow().home())
                .isEqualTo(district);

        assertThat(new HttpBrowser().get(address).status()).as("used up").isEqualTo(403);
        assertThat(new HttpBrowser()
                        .get(address.replace(secret, "no-invitation"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("an invitation in the path that asks first is not lost by asking")
    void asksFirstWithAnInvitationInThePath() {
        String asking = invitations
                .invite(district, Duration.ofHours(1), new Terms(Set.of(), NewDeployments.FIRST, true))
                .secret();
        Page question = new HttpBrowser()
                .get(at("/lti/register/" + asking + "?openid_configuration="
                        + URLEncoder.encode(lms.baseUrl() + "/config", StandardCharsets.UTF_8)));
        assertThat(question.text()).contains("Nothing has been sent yet");
        assertThat(question.submit("form[action$=register]", Map.of()).status()).isEqualTo(200);
        assertThat(registrations.find(lms.baseUrl(), clientId)).isPresent();
    }

    @Test
    @DisplayName("a name that was made of the platform's host follows the host")
    void callsAPlatformByItsNewHost() {
        register("/config", "t");
        ObjectNode moved = moodleConfiguration();
        moved.put("registration_endpoint", "http://127.0.0.1:" + lms.getPort() + "/mod/lti/openid-registration.php");
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(moved.toString())));
        register("/config", "t");

        Registration registration = registrations.find(lms.baseUrl(), clientId).orElseThrow();
        assertThat(registration.platformName()).isEqualTo("Moodle (127.0.0.1)");
        assertThat(registration.platformOrigin()).isEqualTo(URI.create("http://127.0.0.1:" + lms.getPort()));
    }

    @Test
    @DisplayName("REG-03 names nothing outside its own domain, port included")
    void namesNothingOutsideItsDomain() {
        register("/config", "t");
        JsonNode sent = sent();
        JsonNode tool = sent.path(TOOL);

        assertThat(tool.path("domain").asString()).isEqualTo(settings.baseUrl().getAuthority());
        String inside = "http://" + tool.path("domain").asString() + "/";
        assertThat(sent.path("initiate_login_uri").asString()).startsWith(inside);
        assertThat(sent.path("jwks_uri").asString()).startsWith(inside);
        assertThat(tool.path("target_link_uri").asString()).startsWith(inside);
        for (JsonNode message : tool.path("messages")) {
            assertThat(sent.path("redirect_uris").toString())
                    .contains("\"" + message.path("target_link_uri").asString() + "\"");
        }
    }

    @Test
    @DisplayName("REG-04 publishes RSA keys of 2048 bits or more, without their private parts, for caches")
    void publishesItsKeys() throws Exception {
        Page keys = new HttpBrowser().get(at("/lti/jwks"));

        assertThat(keys.status()).isEqualTo(200);
        assertThat(keys.header("Content-Type")).get().asString().startsWith("application/json");
        assertThat(keys.header("Cache-Control")).get().asString().contains("max-age=3600", "public");
        JsonNode set = json.readTree(keys.body()).path("keys");
        assertThat(set.size()).isEqualTo(1);
        JsonNode key = set.path(0);
        assertThat(key.propertyNames()).containsExactlyInAnyOrder("kty", "kid", "use", "alg", "n", "e");
        assertThat(key.path("kty").asString()).isEqualTo("RSA");
        assertThat(key.path("alg").asString()).isEqualTo("RS256");
        assertThat(key.path("use").asString()).isEqualTo("sig");
        assertThat(key.path("kid").asString()).isNotBlank();
        assertThat(Base64.getUrlDecoder().decode(key.path("n").asString()).length * 8)
                .isGreaterThanOrEqualTo(2048);
    }

    @Test
    @DisplayName("REG-05 sends the registration token as bearer to the registration endpoint")
    void sendsTheTokenWhenRegistering() {
        register("/config", "token-5");
        lms.verify(
                1,
                postRequestedFor(urlPathEqualTo("/mod/lti/openid-registration.php"))
                        .withHeader("Authorization", equalTo("Bearer token-5"))
                        .withHeader("Content-Type", equalTo("application/json")));
    }

    @Test
    @DisplayName("REG-06 fetches the configuration at the address as given, and with the token as bearer")
    void sendsTheTokenWhenReading() {
        register("/config?registration_token=in%2Fquery&x=", "token-6");
        lms.verify(
                1,
                getRequestedFor(urlEqualTo("/config?registration_token=in%2Fquery&x="))
                        .withHeader("Authorization", equalTo("Bearer token-6")));
    }

    @Test
    @DisplayName("a platform that gives no token is sent none")
    void sendsNoTokenThatItWasNotGiven() {
        register("/config", null);
        lms.verify(
                1,
                postRequestedFor(urlPathEqualTo("/mod/lti/openid-registration.php"))
                        .withoutHeader("Authorization"));
    }

    @Test
    @DisplayName("REG-07 ends with a page that tells the platform's window, framed by the platform alone")
    void tellsThePlatformsWindow() {
        Page page = register("/config", "t");

        assertThat(page.select("[data-lti-message]").attr("data-lti-message")).isEqualTo("org.imsglobal.lti.close");
        String script = page.select("main script[src]").attr("abs:src");
        assertThat(new HttpBrowser().get(script).body()).contains("postMessage");
        assertThat(page.header("X-Frame-Options")).isEmpty();
        assertThat(page.header("Content-Security-Policy"))
                .get()
                .asString()
                .contains("frame-ancestors", " " + lms.baseUrl() + " ", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.header("Cache-Control")).get().asString().contains("no-store");
        assertThat(page.header("Set-Cookie")).isEmpty();
    }

    @Test
    @DisplayName("REG-07 may be framed from where the platform registers, and from the hosts of a Canvas institution")
    void mayBeFramedFromWhereThePlatformRegisters() {
        PlatformConfiguration canvas =
                PlatformConfiguration.read(local("canvas/openid-configuration.json"), "canvas.instructure.com", false);
        URI document = URI.create("https://sso.canvaslms.com/api/lti/security/openid-configuration");
        IssuerRule rule = new IssuerRule(Set.of("canvas.prairielakes.example"));
        assertThat(rule.framers(document, canvas))
                .contains(
                        "https://sso.canvaslms.com",
                        WebOrigin.of(canvas.registrationEndpoint()),
                        "https://canvas.prairielakes.example");

        PlatformConfiguration moodle = PlatformConfiguration.read(moodleConfiguration(), "localhost", true);
        assertThat(rule.framers(URI.create(lms.baseUrl() + "/config"), moodle)).containsExactly(lms.baseUrl());
    }

    @Test
    @DisplayName("REG-07 is asked in the frame of the host that takes the registration, too")
    void asksInTheFrameOfTheHostThatTakesTheRegistration() {
        ObjectNode configuration = moodleConfiguration();
        configuration.put("registration_endpoint", "http://127.0.0.1:" + lms.getPort() + "/register");
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
        String asking = invitations
                .invite(district, Duration.ofHours(1), new Terms(Set.of(), NewDeployments.FIRST, true))
                .secret();
        Page question = register("/config", "t", asking);
        assertThat(question.status()).isEqualTo(200);
        assertThat(question.header("Content-Security-Policy"))
                .get()
                .asString()
                .contains(" http://127.0.0.1:" + lms.getPort() + " ", " " + lms.baseUrl() + " ")
                .doesNotContain(" https: ");
    }

    @Test
    @DisplayName("REG-11 a refusal can be read in whatever frame it is shown, also before the platform is known")
    void refusalsCanBeReadInAnyFrame() {
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(aResponse().withStatus(503)));
        for (Page refusal : List.of(register("/config", "t"), new HttpBrowser().get(settings.at("/lti/register")))) {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.header("X-Frame-Options")).isEmpty();
            assertThat(refusal.header("Content-Security-Policy"))
                    .get()
                    .asString()
                    .containsPattern("frame-ancestors [^;]*https: ")
                    .doesNotContain("unsafe");
        }
    }

    @Test
    @DisplayName("REG-08 without openid_configuration explains itself and calls nobody")
    void explainsItselfWithoutAConfiguration() {
        Page page = new HttpBrowser().get(at("/lti/register?invitation=" + invitation()));
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("dynamic registration");
        lms.verify(0, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://other.example", "http://localhost", "http://127.0.0.1:PORT", "nonsense", "https:"})
    @DisplayName("REG-09 refuses a configuration that speaks for an issuer elsewhere")
    void refusesAnIssuerElsewhere(String issuer) {
        ObjectNode configuration = moodleConfiguration();
        configuration.put("issuer", issuer.replace("PORT", String.valueOf(lms.getPort())));
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));

        Page page = register("/config", "t");

        assertThat(page.status()).isEqualTo(400);
        lms.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Log in</html>", "[]", "null", "{}", "{\"issuer\":5}", "{\"issuer\":"})
    @DisplayName("REG-10 takes nothing unusable for a configuration")
    void takesNothingUnusable(String body) {
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(aResponse().withBody(body)));
        Page page = register("/config", "t");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("Nothing was stored", "Support code");
        lms.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    @DisplayName("REG-10 says so when the configuration answers 500")
    void saysThatThePlatformFails() {
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(aResponse().withStatus(500)));
        assertThat(register("/config", "t").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"})
    @DisplayName("REG-10 names the member that is missing or no web address")
    void namesWhatIsMissing(String member) {
        ObjectNode configuration = moodleConfiguration();
        configuration.remove(member);
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
        Page page = register("/config", "t");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains(member);

        if (!member.equals("issuer")) {
            configuration.put(member, "javascript:alert(1)");
            lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
            assertThat(register("/config", "t").text()).contains(member);
        }
        lms.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    @DisplayName("REG-11 shows the platform's refusal, sends no closing message and keeps the invitation")
    void showsThePlatformsRefusal() {
        lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php"))
                .willReturn(jsonResponse(
                        "{\"error\":\"invalid_redirect_uri\",\"error_description\":\"No such domain\"}", 400)));
        String invitation = invitation();
        long before = count();

        Page page = register("/config", "t", invitation);

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("400", "No such domain");
        assertThat(page.select("[data-lti-message]")).isEmpty();
        assertThat(count()).isEqualTo(before);
        assertThat(invitations.tenantOf(invitation)).contains(district);
    }

    @Test
    @DisplayName("REG-11 shows Moodle's plain words, and no markup of anybody")
    void showsPlainWordsOnly() {
        lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php"))
                .willReturn(aResponse().withStatus(400).withBody("domain_targetlinkuri_mismatch")));
        assertThat(register("/config", "t").text()).contains("domain_targetlinkuri_mismatch");

        lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php"))
                .willReturn(aResponse().withStatus(400).withBody("<script>alert(1)</script>")));
        assertThat(register("/config", "t").body()).doesNotContain("alert(1)");
    }

    @Test
    @DisplayName("REG-11 shows the reasons that Canvas lists with a 422, a few of them, as text and without tokens")
    void showsWhatCanvasFindsWrong() {
        Map<String, String> shown = Map.of(
                "{\"errors\":[\"value at `/placements/0` is not one of: [link_selection]\",\"b\",\"c\",\"d\",\"e\"]}",
                "422: value at `/placements/0` is not one of: [link_selection]; b; c; …",
                "{\"errors\":[{\"type\":\"x\",\"message\":\"The scope is unknown\"}]}",
                "The scope is unknown",
                "{\"errors\":{\"redirect_uris\":[\"must be https\"],\"deep\":[[[[[[\"not looked for\"]]]]]]}}",
                "redirect_uris: must be https",
                "{\"errors\":[\"<script>alert(1)</script> eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln is no token\"]}",
                "<script>alert(1)</script> … is no token");
        shown.forEach((body, words) -> {
            lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php")).willReturn(jsonResponse(body, 422)));
            Page page = register("/config", "t");
            assertThat(page.status()).isEqualTo(400);
            assertThat(page.text()).contains("422").contains(words.replace("422: ", ""));
            assertThat(page.text()).doesNotContain("not looked for");
            assertThat(page.body()).doesNotContain("<script>alert", "eyJhbGci");
        });
        lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php"))
                .willReturn(jsonResponse("{\"errors\":[\"" + "too long ".repeat(5000) + "\"]}", 422)));
        assertThat(register("/config", "t").text()).contains("too long").hasSizeLessThan(3000);
        lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php"))
                .willReturn(jsonResponse("{\"errors\":[7,null,{}]}", 422)));
        assertThat(register("/config", "t").text()).contains("422");
    }

    @Test
    @DisplayName("REG-11 takes an answer without client_id for no registration")
    void takesNoAnswerWithoutClientId() {
        lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php")).willReturn(okJson("{}")));
        long before = count();
        assertThat(register("/config", "t").status()).isEqualTo(400);
        assertThat(count()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "file://localhost/etc/passwd",
                "jar:file:/etc/passwd!/",
                "netdoc:/etc/passwd",
                "ftp://localhost/x",
                "http://169.254.169.254/latest/meta-data/",
                "//localhost/x",
                "\\\\host\\share",
                "http://user:pass@localhost/"
            })
    @DisplayName("REG-12 opens no file and no address that is not a platform's")
    void opensNoFile(String configuration) {
        Page page = new HttpBrowser()
                .get(at("/lti/register?invitation=" + invitation() + "&openid_configuration="
                        + URLEncoder.encode(configuration, StandardCharsets.UTF_8)));
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).doesNotContain("root:");
    }

    @Test
    @DisplayName("REG-13 asks for no scope that the platform does not list")
    void asksForListedScopesOnly() {
        ObjectNode configuration = moodleConfiguration();
        configuration
                .putArray("scopes_supported")
                .add("https://purl.imsglobal.org/spec/lti-ags/scope/score")
                .add("openid");
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
        register("/config", "t");
        assertThat(sent().path("scope").asString()).isEqualTo("https://purl.imsglobal.org/spec/lti-ags/scope/score");
    }

    @Test
    @DisplayName("asks Sakai, which lists next to nothing, for all the same")
    void asksSakaiForWhatItDoesNotList() {
        ObjectNode configuration = moodleConfiguration();
        configuration.putArray("scopes_supported").add("openid");
        configuration.putArray("claims_supported").add("iss").add("aud");
        ObjectNode platform =
                (ObjectNode) configuration.path("https://purl.imsglobal.org/spec/lti-platform-configuration");
        platform.put("product_family_code", "sakailms.org");
        platform.putArray("variables").add("User.id").add("Person.email.primary");
        ArrayNode messages = platform.putArray("messages_supported");
        for (String type : List.of("LtiResourceLinkRequest", "LtiDeepLinkingRequest")) {
            messages.addObject().put("type", type).putArray("placements");
        }
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));

        register("/config", "t");

        ToolDescription tool = ToolDescription.of(settings);
        assertThat(sent().path("scope").asString()).isEqualTo(String.join(" ", tool.scopes()));
        assertThat(sent().path(TOOL).path("messages")).hasSize(2);
        assertThat(sent().path(TOOL).path("claims").toString()).contains("\"name\"", "\"email\"");
        assertThat(sent().path(TOOL).path("custom_parameters").size())
                .isEqualTo(tool.parameters().size());
        assertThat(registrations.find(lms.baseUrl(), clientId).orElseThrow().platformName())
                .isEqualTo("Sakai (localhost)");
    }

    @Test
    @DisplayName("an update of the same client is no second registration")
    void bringsARegistrationUpToDate() {
        register("/config", "t");
        Registration before = registrations.find(lms.baseUrl(), clientId).orElseThrow();
        ObjectNode configuration = moodleConfiguration();
        configuration.put("token_endpoint", lms.baseUrl() + "/moved/token.php");
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));

        assertThat(register("/config", "t").status()).isEqualTo(200);

        Registration after = registrations.find(lms.baseUrl(), clientId).orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.tokenEndpoint().getPath()).isEqualTo("/moved/token.php");
    }

    @Test
    @DisplayName("an invitation of one tenant changes no platform of another")
    void changesNoPlatformOfAnotherTenant() {
        register("/config", "t");
        String foreign = invitations
                .invite(tenants.found("Another district"), Duration.ofHours(1))
                .secret();
        assertThat(register("/config", "t", foreign).status()).isEqualTo(409);
        assertThat(invitations.tenantOf(foreign)).isPresent();
    }

    @Test
    @DisplayName("shows which rights were not granted")
    void showsWhatWasNotGranted() {
        ObjectNode answer = moodleAnswer();
        answer.put("scope", "https://purl.imsglobal.org/spec/lti-ags/scope/score");
        lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php")).willReturn(okJson(answer.toString())));
        Page page = register("/config", "t");
        assertThat(page.select("#rights .status.earned")).hasSize(1);
        assertThat(page.select("#rights .status.lost")).hasSize(4);
        assertThat(registrations.find(lms.baseUrl(), clientId).orElseThrow().scopes())
                .containsExactly("https://purl.imsglobal.org/spec/lti-ags/scope/score");
    }

    @Test
    @DisplayName("an invitation opens the door once, and not after its time")
    void invitesOnce() {
        String invitation = invitation();
        assertThat(register("/config", "t", invitation).status()).isEqualTo(200);
        assertThat(register("/config", "t", invitation).status()).isEqualTo(403);
        String late = invitations.invite(district, Duration.ofSeconds(-1)).secret();
        assertThat(register("/config", "t", late).status()).isEqualTo(403);
        assertThat(new HttpBrowser()
                        .get(at("/lti/register?openid_configuration=" + lms.baseUrl() + "/config"))
                        .status())
                .isEqualTo(403);
        lms.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    @DisplayName("an open door founds a tenant for each platform, never joins one by its name")
    void foundsATenantWhenOpen() {
        DynamicRegistration open = standalone(false);
        URI configuration = URI.create(lms.baseUrl() + "/config");
        TenantId first = open.register(configuration, null, null).registration().home();
        lms.stubFor(post(urlPathEqualTo("/mod/lti/openid-registration.php"))
                .willReturn(okJson("{\"client_id\":\"" + UUID.randomUUID() + "\"}")));
        TenantId second =
                open.register(configuration, null, null).registration().home();

        assertThat(tenants.nameOf(first)).contains("localhost");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    @DisplayName("in the demonstration everybody comes into the demonstration's district")
    void gathersEverybodyInTheDemonstration() {
        TenantId home = standalone(true)
                .register(URI.create(lms.baseUrl() + "/config"), null, null)
                .registration()
                .home();
        assertThat(tenants.demonstration()).isEqualTo(home);
    }

    @Test
    @DisplayName("an older Canvas lists its placements without a prefix")
    void readsPlacementsWithoutThePrefix() {
        ObjectNode configuration = local("canvas/openid-configuration.json");
        String older = configuration
                .toString()
                .replaceAll(
                        "\"https://canvas.instructure.com/lti/(\\w+_(navigation|selection|menu|modal))\"", "\"$1\"");
        PlatformConfiguration platform =
                PlatformConfiguration.read(json.readTree(older), "canvas.instructure.com", false);
        assertThat(older).contains("\"course_navigation\"").doesNotContain("lti/course_navigation");
        assertThat(new ToolMetadata(ToolDescription.of(settings)).entrances(platform))
                .isEqualTo(ToolDescription.of(settings).entrances());
    }

    @Test
    @DisplayName("Canvas gets placements that it lists, its own members, and may name the deployment later")
    void speaksCanvas() {
        ObjectNode configuration = local("canvas/openid-configuration.json");
        for (String endpoint :
                Set.of("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")) {
            configuration.put(
                    endpoint,
                    lms.baseUrl()
                            + URI.create(configuration.path(endpoint).asString())
                                    .getPath());
        }
        configuration.put("issuer", lms.baseUrl());
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
        ObjectNode answer = local("canvas/registration-response.older-install-without-deployment.json");
        answer.put("client_id", clientId);
        lms.stubFor(post(urlPathEqualTo("/api/lti/registrations")).willReturn(okJson(answer.toString())));

        Page page = register("/config", "t");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("first launch", "developer key");
        JsonNode tool = sent().path(TOOL);
        assertThat(tool.path("https://canvas.instructure.com/lti/privacy_level").asString())
                .isEqualTo("public");
        assertThat(tool.path("messages"))
                .as("newer Canvases write their own placements with a prefix, and take them without")
                .extracting(message -> message.path("placements").path(0).asString())
                .containsExactly(
                        "course_navigation",
                        "assignment_selection",
                        "link_selection",
                        "module_index_menu_modal",
                        "account_navigation");
        assertThat(tool.path("messages").toString()).doesNotContain("LtiSubmissionReviewRequest");
        Registration registration = registrations.find(lms.baseUrl(), clientId).orElseThrow();
        assertThat(registration.assertionAudience())
                .containsExactly(lms.baseUrl() + "/login/oauth2/token", "sso.canvaslms.com");
        assertThat(registrations.hasDeployments(registration.id())).isFalse();

        answer = local("canvas/registration-response.json");
        answer.put("client_id", clientId);
        lms.stubFor(post(urlPathEqualTo("/api/lti/registrations")).willReturn(okJson(answer.toString())));
        register("/config", "t");
        assertThat(registrations.deployment(registration.id(), "318:7db438071375c02373713c12c73869ff2f470b68"))
                .isPresent();
    }

    @Test
    @DisplayName("what a repeated registration does not bring in Canvas waits for its administrator")
    void waitsForTheAdministratorOfCanvas() {
        ObjectNode configuration = local("canvas/openid-configuration.json");
        configuration.put("issuer", lms.baseUrl());
        for (String endpoint :
                Set.of("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")) {
            configuration.put(endpoint, lms.baseUrl() + "/canvas");
        }
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
        ObjectNode answer = local("canvas/registration-response.json").put("client_id", clientId);
        answer.put("scope", "https://purl.imsglobal.org/spec/lti-ags/scope/score openid");
        lms.stubFor(post(urlPathEqualTo("/canvas")).willReturn(okJson(answer.toString())));
        String scores = "#rights li:contains(Send scores)";
        String roster = "#rights li:contains(Read who is in)";

        Page first = register("/config", "t");
        assertThat(first.select(scores + " .earned")).isNotEmpty();
        assertThat(first.select(roster + " .lost").text()).contains("not granted");
        assertThat(first.select("#update")).isEmpty();

        Page second = register("/config", "t");
        assertThat(second.select(scores + " .earned")).isNotEmpty();
        assertThat(second.select(roster + " .lost")).isEmpty();
        assertThat(second.select(roster).text()).contains("waits for you in Canvas");
        assertThat(second.select("#update").text()).contains("once you accept the update");
        assertThat(second.text()).contains("Review the update that waits").doesNotContain("not granted");
        assertThat(registrations.isRepeated(registrations
                        .find(lms.baseUrl(), clientId)
                        .orElseThrow()
                        .id()))
                .isTrue();
    }

    @Test
    @DisplayName("Canvas's shared issuers may be spoken for by Canvas's hosts, and by those the operator names")
    void knowsCanvasHosts() {
        PlatformConfiguration canvas =
                PlatformConfiguration.read(local("canvas/openid-configuration.json"), "canvas.instructure.com", false);
        IssuerRule rule = new IssuerRule(Set.of("canvas.prairielakes.example"));
        for (String host : Set.of(
                "canvas.instructure.com",
                "sso.canvaslms.com",
                "prairie.instructure.com",
                "canvas.prairielakes.example")) {
            assertThat(rule.allows(URI.create("https://" + host + "/c?registration_token=x"), canvas, Set.of()))
                    .as(host)
                    .isTrue();
        }
        for (String address : Set.of(
                "https://evil.example/c",
                "https://canvas.instructure.com.evil.example/c",
                "https://evilinstructure.com/c",
                "http://prairie.instructure.com/c")) {
            assertThat(rule.allows(URI.create(address), canvas, Set.of()))
                    .as(address)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://developer.blackboard.com, https://developer.blackboard.com, true",
        "https://developer.anthology.com, https://developer.blackboard.com, true",
        "http://developer.blackboard.com, https://developer.blackboard.com, false",
        "https://evil.example, https://developer.blackboard.com, false",
        "https://developer.blackboard.com, https://evil.example, false",
        "https://developer.blackboard.com.evil.example, https://developer.blackboard.com, false"
    })
    @DisplayName("Blackboard's one issuer may be spoken for by its developer portal, with nothing elsewhere")
    void knowsThePortalOfBlackboard(String document, String endpoints, boolean allowed) {
        ObjectNode configuration = moodleConfiguration();
        configuration.put("issuer", "https://blackboard.com");
        for (String member : List.of("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")) {
            configuration.put(member, endpoints + "/" + member);
        }
        PlatformConfiguration blackboard = PlatformConfiguration.read(configuration, "developer.blackboard.com", false);
        assertThat(new IssuerRule(Set.of()).allows(URI.create(document + "/c"), blackboard, Set.of()))
                .isEqualTo(allowed);
    }

    @Test
    @DisplayName("an invitation may name hosts that belong together, and those alone")
    void believesHostsThatTheInvitationNames() {
        ObjectNode configuration = moodleConfiguration();
        configuration.put("issuer", "https://issuer.example");
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
        String together = invitations
                .invite(
                        district,
                        Duration.ofHours(1),
                        new Terms(Set.of("issuer.example", "localhost"), NewDeployments.WAIT, false))
                .secret();

        configuration.put("jwks_uri", "http://127.0.0.1:" + lms.getPort() + "/keys");
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
        assertThat(register("/config", "t", together).status())
                .as("keys on a third host")
                .isEqualTo(400);
        lms.verify(0, postRequestedFor(anyUrl()));

        configuration.put("jwks_uri", lms.baseUrl() + "/keys");
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
        assertThat(register("/config", "t").status())
                .as("an invitation without hosts")
                .isEqualTo(400);
        assertThat(register("/config", "t", together).status()).isEqualTo(200);
        assertThat(registrations
                        .find("https://issuer.example", clientId)
                        .orElseThrow()
                        .newDeployments())
                .isEqualTo(NewDeployments.WAIT);
    }

    @Test
    @DisplayName("an invitation that asks first sends nothing before the administrator has agreed")
    void asksFirst() {
        String asking = invitations
                .invite(district, Duration.ofHours(1), new Terms(Set.of(), NewDeployments.FIRST, true))
                .secret();
        Page question = register("/config", "token-q", asking);
        assertThat(question.status()).isEqualTo(200);
        assertThat(question.text()).contains("Nothing has been sent yet", "Send scores", "Email address");
        assertThat(question.select("[data-lti-message], .status")).isEmpty();
        lms.verify(0, postRequestedFor(anyUrl()));
        assertThat(registrations.find(lms.baseUrl(), clientId)).isEmpty();

        Page done = question.submit("form[action$=register]", Map.of());
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.select("[data-lti-message]")).hasSize(1);
        lms.verify(1, postRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer token-q")));
        assertThat(registrations.find(lms.baseUrl(), clientId)).isPresent();
    }

    @Test
    @DisplayName("an answer by form needs an invitation as the address does")
    void agreesToNothingWithoutAnInvitation() {
        Page page =
                new HttpBrowser().post(at("/lti/register"), Map.of("openid_configuration", lms.baseUrl() + "/config"));
        assertThat(page.status()).isEqualTo(403);
        lms.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    @DisplayName("a registration that the operator has switched off is not brought back by the platform")
    void staysSwitchedOff() {
        register("/config", "t");
        Registration registration = registrations.find(lms.baseUrl(), clientId).orElseThrow();
        registrations.enable(registration.id(), false);
        String invitation = invitation();
        Page page = register("/config", "t", invitation);
        assertThat(page.status()).isEqualTo(409);
        assertThat(page.text()).contains("switched off");
        assertThat(page.select("[data-lti-message]")).isEmpty();
        assertThat(invitations.open(invitation)).isPresent();
    }

    @Test
    @DisplayName("a withdrawn invitation opens no door")
    void withdrawsAnInvitation() {
        String invitation = invitation();
        UUID id = invitations.open(invitation).orElseThrow().id();
        assertThat(invitations.open(0, 1000)).extracting(Invitations.Open::id).contains(id);
        assertThat(invitations.withdraw(id)).isTrue();
        assertThat(invitations.withdraw(id)).isFalse();
        assertThat(register("/config", "t", invitation).status()).isEqualTo(403);
        assertThat(invitations.open(0, 1000)).extracting(Invitations.Open::id).doesNotContain(id);
    }

    @Test
    @DisplayName("shows which placements and which facts of a person were left out")
    void showsWhatCanvasLeftOut() {
        ObjectNode configuration = local("canvas/openid-configuration.json");
        configuration.put("issuer", lms.baseUrl());
        for (String endpoint :
                Set.of("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")) {
            configuration.put(endpoint, lms.baseUrl() + "/canvas");
        }
        lms.stubFor(get(urlPathEqualTo("/config")).willReturn(okJson(configuration.toString())));
        ObjectNode answer = local("canvas/registration-response.json").put("client_id", clientId);
        ObjectNode tool = (ObjectNode) answer.path(TOOL);
        tool.put("https://canvas.instructure.com/lti/privacy_level", "email_only");
        tool.putArray("messages")
                .addObject()
                .put("type", "LtiDeepLinkingRequest")
                .putArray("placements")
                .add("https://canvas.instructure.com/lti/assignment_selection");
        lms.stubFor(post(urlPathEqualTo("/canvas")).willReturn(okJson(answer.toString())));

        Page page = register("/config", "t");

        assertThat(page.select("#entrances li:has(.earned)").text()).contains("As an assignment");
        assertThat(page.select("#entrances li:has(.lost)")).hasSize(4);
        assertThat(page.select("#facts li:has(.lost)").text()).startsWith("Name");
        assertThat(page.select("#facts li:has(.earned)").text()).contains("Email", "Language");
    }

    @Test
    @DisplayName("follows no redirect and reads no endless answer")
    void isBounded() {
        lms.stubFor(get(urlPathEqualTo("/config"))
                .willReturn(aResponse().withStatus(302).withHeader("Location", lms.baseUrl() + "/elsewhere")));
        assertThat(register("/config", "t").status()).isEqualTo(400);
        lms.verify(0, getRequestedFor(urlPathEqualTo("/elsewhere")));
        lms.stubFor(get(urlPathEqualTo("/config"))
                .willReturn(okJson(
                        moodleConfiguration().put("x", "x".repeat(300_000)).toString())));
        assertThat(register("/config", "t").status()).isEqualTo(400);
        lms.verify(0, postRequestedFor(anyUrl()));
    }

    private Page register(String configuration, @Nullable String token) {
        return register(configuration, token, invitation());
    }

    private Page register(String configuration, @Nullable String token, String invitation) {
        String address = at("/lti/register?invitation=" + invitation + "&openid_configuration="
                + URLEncoder.encode(lms.baseUrl() + configuration, StandardCharsets.UTF_8));
        return new HttpBrowser().get(token == null ? address : address + "&registration_token=" + token);
    }

    private long count() {
        return jdbc.sql("select count(*) from lti_registration")
                .query(Long.class)
                .single();
    }

    private String invitation() {
        return invitations.invite(district, Duration.ofHours(1)).secret();
    }

    private DynamicRegistration standalone(boolean demo) {
        return new DynamicRegistration(
                http,
                json,
                new LaurelSettings(settings.baseUrl(), settings.dataDir(), true, true, demo, null),
                new RegistrationSettings(Set.of()),
                registrations,
                invitations,
                tenants,
                transaction);
    }

    /** The newest body that was posted to the platform. */
    private JsonNode sent() {
        return json.readTree(Optional.of(lms.findAll(postRequestedFor(anyUrl())))
                .map(all -> all.get(all.size() - 1).getBodyAsString())
                .orElseThrow());
    }

    private ObjectNode moodleConfiguration() {
        return (ObjectNode)
                json.readTree(text("moodle/openid-configuration.json").replace("http://localhost:8800", lms.baseUrl()));
    }

    private ObjectNode moodleAnswer() {
        ObjectNode answer = (ObjectNode)
                json.readTree(text("moodle/registration-response.json")).path("body");
        return answer.put("client_id", clientId);
    }

    private ObjectNode local(String sample) {
        return (ObjectNode) json.readTree(text(sample));
    }

    private static String text(String sample) {
        try (InputStream in = RegistrationTests.class.getResourceAsStream("/lms/" + sample)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String at(String path) {
        return settings.at(path).toString();
    }
}
