package dev.canvasdev;

import static dev.canvasdev.Samples.read;
import static dev.canvasdev.Samples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTests extends CanvasDevTest {

    @AfterEach
    void asItWas() {
        tool.registrationChange = body -> {};
    }

    @Test
    void configurationsLookLikeTheSamples() {
        Map<String, Object> canvas = tool.registered.get(lms.issuer("canvas")).configuration();
        assertThat(shape(canvas)).isEqualTo(shape(read("canvas/openid-configuration")));
        assertThat(canvas.get("scopes_supported"))
                .isEqualTo(read("canvas/openid-configuration").get("scopes_supported"));
        Map<String, Object> moodle = tool.registered.get(lms.issuer("moodle")).configuration();
        assertThat(shape(moodle)).isEqualTo(shape(read("moodle/openid-configuration")));
        assertThat(moodle.get("scopes_supported"))
                .isEqualTo(read("moodle/openid-configuration").get("scopes_supported"));
    }

    @Test
    void answersLookLikeTheSamples() {
        Map<String, Object> canvas = tool.registered.get(lms.issuer("canvas")).answer();
        assertThat(shape(canvas)).isEqualTo(shape(read("canvas/registration-response")));
        assertThat(canvas.get("scope"))
                .isEqualTo(read("canvas/registration-response").get("scope"));
        Map<String, Object> moodle = tool.registered.get(lms.issuer("moodle")).answer();
        Map<String, Object> recorded = Samples.at(read("moodle/registration-response"), "body");
        assertThat(shape(moodle)).isEqualTo(shape(recorded));
        assertThat(moodle.get("scope")).isEqualTo(recorded.get("scope"));
        assertThat(Samples.at(moodle, Claim.TOOL_CONFIGURATION).get("custom_parameters"))
                .isEqualTo(Samples.at(recorded, Claim.TOOL_CONFIGURATION).get("custom_parameters"));
    }

    @Test
    void registeringAgainKeepsTheClientAndTheDeployment() {
        String before = lms.clientId("canvas").orElseThrow();
        lms.register("canvas");
        assertThat(lms.clientId("canvas")).contains(before);
        assertThat(tool.registered.get(lms.issuer("canvas")).answer().get("deployment_id"))
                .isEqualTo("318:bf1d022e87fe6a0bede2ed749a6f688a354703c2");
    }

    @Test
    void canvasRefusesWhatItDoesNotKnow() {
        assertRefused("canvas", 422, "LtiSubmissionReviewRequest", body -> messages(body)
                .add(Map.of("type", "LtiSubmissionReviewRequest", "target_link_uri", tool.url())));
        assertRefused("canvas", 422, "moon_base", body -> messages(body)
                .add(Map.of("type", Claim.RESOURCE_LINK_REQUEST, "placements", List.of("moon_base"))));
        assertRefused("canvas", 422, "course_navigation", body -> messages(body)
                .add(Map.of("type", Claim.DEEP_LINKING_REQUEST, "placements", List.of("course_navigation"))));
        assertRefused("canvas", 422, "jwks_uri", body -> body.remove("jwks_uri"));
        assertRefused("canvas", 422, "grant_types", body -> body.put("grant_types", List.of("implicit")));
    }

    @Test
    void moodleRefusesInPlainCodesAsRecorded() {
        assertMoodle("registration-no-domain", body -> configuration(body).remove("domain"));
        assertMoodle("registration-other-domain", body -> configuration(body).put("domain", "elsewhere.example"));
        assertMoodle("registration-redirects-string", body -> body.put("redirect_uris", tool.url()));
        assertMoodle("registration-no-jwks-uri", body -> body.remove("jwks_uri"));
        assertMoodle("registration-no-response-types", body -> body.remove("response_types"));
        assertMoodle("registration-native-app", body -> body.put("application_type", "native"));
    }

    private void assertMoodle(String name, Consumer<Map<String, Object>> change) {
        String page =
                (String) Samples.at(read("moodle/registration-errors"), name).get("page");
        String[] recorded = page.split("\n");
        assertRefused("moodle", Integer.parseInt(recorded[0]), recorded[1], change);
        assertThat(tool.registrationAnswer.body()).isEqualTo(recorded[1]);
    }

    private void assertRefused(String dress, int status, String text, Consumer<Map<String, Object>> change) {
        tool.registrationChange = change;
        registerOnThePage(dress);
        assertThat(tool.registrationAnswer.statusCode()).isEqualTo(status);
        assertThat(tool.registrationAnswer.body()).contains(text);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> messages(Map<String, Object> body) {
        return (List<Object>) configuration(body).get("messages");
    }

    private static Map<String, Object> configuration(Map<String, Object> body) {
        return Samples.at(body, Claim.TOOL_CONFIGURATION);
    }

    /** As an administrator does it; gives the page within the frame. */
    private HttpBrowser.Page registerOnThePage(String dress) {
        String prefix = dress.equals("moodle") ? "/moodle" : "";
        HttpBrowser.Page frame = browser("sam")
                .get(at(prefix + "/admin/tools"))
                .form("#register-tool")
                .set("url", tool.url() + "/lti/register")
                .submit();
        return frame.open(frame.select("iframe#tool").attr("src"));
    }

    @Test
    void aTokenIsGoodOnce() {
        for (String dress : List.of("canvas", "moodle")) {
            String prefix = dress.equals("moodle") ? "/moodle" : "";
            HttpBrowser.Page frame = browser("sam")
                    .get(at(prefix + "/admin/tools"))
                    .form("#register-tool")
                    .set("url", tool.url() + "/lti/register")
                    .submit();
            String address = frame.select("iframe#tool").attr("src");
            assertThat(frame.open(address).text()).isEqualTo("Registered");
            frame.open(address);
            HttpResponse<String> second = tool.registrationAnswer;
            assertThat(second.statusCode()).as(dress).isEqualTo(401);
            if (dress.equals("moodle")) {
                assertThat(second.body()).isEqualTo("token_already_used");
            }
        }
        String noToken = lms.issuer("moodle") + "/mod/lti/openid-registration.php";
        assertThat(tool.call("POST", noToken, null, "application/json", "{}", null)
                        .body())
                .isEqualTo("missing_registration_token");
        HttpResponse<String> canvas =
                tool.call("GET", lms.url() + "/api/lti/security/openid-configuration", null, null, null, null);
        Map<String, Object> sample = CanvasErrors.named("openid-config-no-token");
        assertThat(canvas.statusCode()).isEqualTo(sample.get("status"));
        assertThat(Samples.parse(canvas.body())).isEqualTo(sample.get("jsonBody"));
    }

    @Test
    void aToolRegisteredOnThePageWorksOnceItIsSwitchedOn() {
        assertThat(registerOnThePage("moodle").text()).isEqualTo("Registered");
        TinyTool.Registered fresh = tool.registered.get(lms.issuer("moodle"));
        String assertion = tool.assertion(fresh.clientId(), fresh.endpoint("token_endpoint"), c -> {});
        assertThat(tool.requestToken(fresh, assertion, Scope.SCORE).statusCode())
                .isEqualTo(400);

        HttpBrowser sam = browser("sam");
        sam.get(at("/moodle/admin/tools")).form("form:has(input[value=true])").submit();
        assertThat(tool.requestToken(fresh, assertion, Scope.SCORE).statusCode())
                .isEqualTo(200);
        int before = sam.get(at("/moodle/admin/tools")).select(".tool-card").size();
        HttpBrowser.Page page = sam.get(at("/moodle/admin/tools"));
        page.select("form[action$=/remove]").last().addClass("last");
        page.form("form.last").submit();
        assertThat(sam.get(at("/moodle/admin/tools")).select(".tool-card")).hasSize(before - 1);
        lms.register("moodle");
    }

    @Test
    void theAdministratorsPageGivesTheToolTheTwoParameters() {
        HttpBrowser.Page frame = browser("sam")
                .get(at("/admin/tools"))
                .form("#register-tool")
                .set("url", tool.url() + "/lti/register?invitation=a%26b")
                .submit();
        URI address = URI.create(frame.select("iframe#tool").attr("src"));
        assertThat(address.getRawQuery()).startsWith("invitation=a%26b&openid_configuration=http%3A%2F%2Flocalhost");
        assertThat(address.getRawQuery()).contains("&registration_token=");
    }

    @Test
    void registersByItselfAtStartAndRemembersItAfterARestart(@TempDir Path dir) {
        CanvasDevSettings settings = CanvasDevSettings.onRandomPort()
                .withToolUrl(tool.url())
                .withDataDir(dir)
                .withRegisterAtStart(true);
        String clientId;
        int port;
        List<CanvasDev.Link> links;
        try (CanvasDev first = CanvasDev.start(settings)) {
            assertThat(first.awaitRegistered(Duration.ofSeconds(30))).isTrue();
            clientId = first.clientId("canvas").orElseThrow();
            links = first.links("canvas");
            port = first.url().getPort();
            assertThat(links)
                    .extracting(l -> l.custom().get("micro_credential"))
                    .contains("lit-hfw-mapping", "assess-hinge-questions", "cs-trace-before-write");
        }
        int registrations = tool.registered.size();
        try (CanvasDev second = CanvasDev.start(settings.withPort(port))) {
            assertThat(second.awaitRegistered(Duration.ofSeconds(30))).isTrue();
            assertThat(second.clientId("canvas")).contains(clientId);
            assertThat(second.links("canvas")).isEqualTo(links);
            assertThat(tool.registered).hasSize(registrations);
        }
    }
}
