package dev.canvasdev;

import static dev.canvasdev.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTests extends CanvasDevTest {

    @Test
    void canvasLoginInitiationHasTheSamplesFields() {
        launch("dana", LINK_CANVAS);
        Map<String, Object> sample = Samples.at(read("canvas/login-initiation.form"), "params");
        assertThat(last(tool.logins).keySet()).isEqualTo(sample.keySet());
        assertThat(last(tool.logins).get("lti_storage_target")).isEqualTo(sample.get("lti_storage_target"));
        assertThat(last(tool.launches).keySet())
                .isEqualTo(
                        Samples.at(read("canvas/auth-response.form"), "success").keySet());
    }

    @Test
    void moodleLoginInitiationHasTheRecordedFields() {
        launch("dana", LINK_MOODLE);
        Map<String, Object> recorded = Samples.at(read("moodle/login-initiation"), "resourceLink");
        assertThat(last(tool.logins).keySet()).isEqualTo(recorded.keySet());
        assertThat(Samples.shape(Samples.parse(last(tool.logins).get("lti_message_hint"))))
                .isEqualTo(Samples.shape(Samples.parse((String) recorded.get("lti_message_hint"))));
        assertThat(last(tool.launches)).containsOnlyKeys("id_token", "state");
    }

    @Test
    void canvasAnswersMissingParametersAndAWrongScopeToTheTool() {
        tool.authorizationChanges.put("nonce", null);
        tool.authorizationChanges.put("prompt", null);
        assertCanvasError(launch("dana", LINK_CANVAS), 2);
        tool.authorizationChanges.clear();
        tool.authorizationChanges.put("scope", "openid profile");
        assertCanvasError(launch("dana", LINK_CANVAS), 3);
    }

    @Test
    void canvasWantsTheSessionOfTheLoginHint() {
        tool.authorizationChanges.put("login_hint", "somebody-else");
        assertCanvasError(launch("dana", LINK_CANVAS), 0);
        tool.authorizationChanges.clear();

        HttpBrowser dana = browser("dana");
        HttpBrowser.Page form = dana.get(at(LINK_CANVAS));
        dana.clearCookies();
        form.autoSubmit();
        assertCanvasError(last(tool.launches), 0);
    }

    @Test
    void canvasTakesAHintOnceAndForFiveMinutes() {
        HttpBrowser dana = browser("dana");
        HttpBrowser.Page form = dana.get(at(LINK_CANVAS));
        assertThat(form.autoSubmit().status()).isEqualTo(200);
        assertThat(last(tool.launches)).containsKey("id_token");
        form.autoSubmit();
        assertCanvasError(last(tool.launches), 4);

        HttpBrowser.Page late = dana.get(at(LINK_CANVAS));
        lms.ageLaunches();
        late.autoSubmit();
        assertCanvasError(last(tool.launches), 4);
    }

    @Test
    void anotherPersonCannotUseAHint() {
        HttpBrowser dana = browser("dana");
        HttpBrowser.Page form = dana.get(at(LINK_CANVAS));
        dana.post(at("/hat"), Map.of("hat", "ben", "back", "/dev/calls.json"));
        form.autoSubmit();
        assertCanvasError(last(tool.launches), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lti/launch?mc=7", "/lti/launch/", "/elsewhere"})
    void canvasComparesTheRedirectUriExactly(String path) {
        int before = tool.launches.size();
        tool.authorizationChanges.put("redirect_uri", tool.url() + path);
        HttpBrowser.Page page = browser("dana").get(at(LINK_CANVAS)).autoSubmit();
        assertThat(page.status()).isEqualTo(400);
        assertThat(Samples.object(page.body())).containsEntry("message", "Invalid redirect_uri");
        assertThat(tool.launches).hasSize(before);
    }

    /** Each as the recording says: at the tool with an error, at the tool with a token, or on Moodle's own page. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "unregistered-redirect_uri, redirect_uri, http://localhost:1/elsewhere",
                "redirect_uri-with-query, redirect_uri, TOOL/launch?mc=7",
                "wrong-login_hint, login_hint, 99",
                "missing-nonce, nonce, -",
                "missing-message-hint, lti_message_hint, -",
                "missing-state, state, -",
                "prompt-login, prompt, login",
                "no-prompt, prompt, -",
                "no-response_mode, response_mode, -",
                "response_mode-query, response_mode, query",
                "response_type-code, response_type, code",
                "scope-openid-profile, scope, openid profile",
                "unknown-client, client_id, nobody"
            })
    void moodleAnswersAsRecorded(String name, String parameter, String value) {
        Map<String, Object> recorded = Samples.at(read("moodle/errors"), "authorization", name);
        tool.authorizationChanges.put(parameter, value == null ? null : value.replace("TOOL", tool.url()));
        int before = tool.launches.size();

        HttpBrowser.Page page = browser("dana").get(at(LINK_MOODLE)).autoSubmit();

        String text = (String) recorded.get("text");
        if (((String) recorded.get("endedAt")).endsWith("/auth.php")) {
            assertThat(page.text()).contains("Invalid request");
            assertThat(tool.launches).hasSize(before);
        } else if (text.startsWith("no id_token")) {
            Map<String, Object> error = Samples.object(text.substring(text.indexOf('{')));
            error.remove("state");
            assertThat(last(tool.launches)).containsKey("state").containsAllEntriesOf(asStrings(error));
            assertThat(last(tool.launches)).hasSize(error.size() + 1);
        } else {
            assertThat(last(tool.launches)).containsKey("id_token");
        }
    }

    @Test
    void moodleTakesAHintOnceAndOnlyInItsSession() {
        HttpBrowser dana = browser("dana");
        HttpBrowser.Page form = dana.get(at(LINK_MOODLE));
        assertThat(form.autoSubmit().status()).isEqualTo(200);
        assertThat(form.autoSubmit().text()).contains("Invalid request");
        HttpBrowser.Page again = dana.get(at(LINK_MOODLE));
        dana.clearCookies();
        assertThat(again.autoSubmit().text()).contains("Invalid request");
    }

    @Test
    void rolesAreTheOnesOfEachPlatform() {
        assertThat(claims("luis", LINK_CANVAS).get(Claim.ROLES))
                .isEqualTo(read("canvas/claims/resource-link-assignment.assessor-ta")
                        .get(Claim.ROLES));
        assertThat(claims("test", LINK_CANVAS).get(Claim.ROLES))
                .isEqualTo(read("canvas/claims/resource-link-assignment.student-view")
                        .get(Claim.ROLES));
        assertThat(claims("priya", "/courses/4021/tools/318/launch").get(Claim.ROLES))
                .isEqualTo(read("canvas/claims/resource-link-course-navigation.coordinator-teacher")
                        .get(Claim.ROLES));
        assertThat(claims("sam", LINK_MOODLE).get(Claim.ROLES))
                .isEqualTo(
                        Samples.at(read("moodle/launch-admin.claims"), "claims").get(Claim.ROLES));
        assertThat(claims("luis", LINK_MOODLE).get(Claim.ROLES))
                .isEqualTo(Samples.at(read("moodle/launch-noneditingteacher.claims"), "claims")
                        .get(Claim.ROLES));
    }

    @ParameterizedTest
    @CsvSource({
        "luis, /courses/4021/assignments/90117/launch, resource-link-assignment.assessor-ta",
        "priya, /courses/4021/tools/318/launch, resource-link-course-navigation.coordinator-teacher",
        "sam, /admin/tools/318/launch, resource-link-account-navigation.admin",
        "test, /courses/4021/assignments/90117/launch, resource-link-assignment.student-view",
        "nobody, /courses/4021/tools/318/launch, resource-link-public-course.no-user",
        "priya, /courses/4021/content/launch?tool=318&placement=assignment_selection,"
                + " deep-linking-assignment_selection.coordinator-teacher",
        "priya, /courses/4021/content/launch?tool=318&placement=module_index_menu_modal,"
                + " deep-linking-module_index_menu_modal.coordinator-teacher",
        "priya, /courses/4021/content/launch?tool=318&placement=link_selection,"
                + " deep-linking-link_selection.coordinator-teacher"
    })
    void canvasMessagesHaveTheSamplesShape(String hat, String path, String sample) {
        String custom = "/" + Claim.CUSTOM;
        Map<String, String> noisy = Samples.shape(claims(hat, path), custom);
        noisy.keySet().removeIf(p -> hat.equals("test") && (p.contains("/errors") || p.contains("validation_context")));
        assertThat(noisy).isEqualTo(Samples.shape(read("canvas/claims/" + sample), custom));
    }

    @Test
    void somebodyWhoIsNotSignedInHasNoSubjectAndNoRoleAtAll() {
        Map<String, Object> claims = claims("nobody", "/courses/4021/tools/318/launch");
        Map<String, Object> sample = read("canvas/claims/resource-link-public-course.no-user");
        assertThat(claims).doesNotContainKeys("sub", "name", "email", Claim.LIS, Claim.LTI1P1);
        assertThat(claims.get(Claim.ROLES)).isEqualTo(sample.get(Claim.ROLES));
        assertThat(Samples.at(claims, Claim.CUSTOM).values())
                .noneMatch(List.of("public-user", "c62a1a9f4c1f0f0cf2d6c4f3f1f4f3f0a9d8b7c6")::contains);
    }

    @Test
    void anObserverIsMentorOfThoseWhomTheyLookOnFor() {
        Map<String, Object> claims = claims("olga", "/courses/4033/assignments/90217/launch");
        assertThat(claims.get(Claim.ROLES))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(Claim.MENTOR);
        assertThat(claims.get(Claim.ROLE_SCOPE_MENTOR)).isEqualTo(List.of("676a3194-608f-45e9-a842-26188e82fd1e"));
        assertThat(browser("olga").get(at("/courses/4033/gradebook")).select("tbody tr"))
                .isEmpty();
    }

    @Test
    void aMigratedLinkSaysSoInTheWordsOfLti11() {
        Map<String, Object> migrated =
                Samples.at(claims("dana", "/courses/4021/assignments/90119/launch"), Claim.LTI1P1);
        assertThat(migrated)
                .containsEntry("resource_link_id", "course-4021-link-12")
                .containsKeys("user_id", "oauth_consumer_key", "oauth_consumer_key_sign");
        assertThat(Samples.at(claims("dana", LINK_CANVAS), Claim.LTI1P1)).doesNotContainKey("resource_link_id");
    }

    @Test
    void speedGraderOpensTheAddressThatWasStoredWithAScore() {
        Map<String, Object> claims = claims(
                "priya",
                "/courses/4021/external_tools/retrieve?assignment_id=90117&url="
                        + URLEncoder.encode(stored(), StandardCharsets.UTF_8));
        assertThat(claims)
                .containsEntry(Claim.MESSAGE_TYPE, Claim.RESOURCE_LINK_REQUEST)
                .containsEntry(Claim.TARGET_LINK_URI, stored());
        assertThat(browser("priya")
                        .get(at("/courses/4021/external_tools/retrieve?url=https%3A%2F%2Felsewhere.example%2F"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void moodleSendsAReviewForWhoGradesAndForOnesOwnWork() {
        String review = LINK_MOODLE.replace("/launch", "/review?user=");
        Map<String, Object> claims = claims("priya", review + "marcus");
        assertThat(claims).containsEntry(Claim.MESSAGE_TYPE, "LtiSubmissionReviewRequest");
        assertThat(claims).containsKeys(Claim.RESOURCE_LINK, Claim.AGS);
        assertThat(Samples.at(claims, Claim.FOR_USER))
                .as("Moodle names nobody but by their id")
                .containsOnlyKeys("user_id");
        assertThat(claims("priya", LINK_MOODLE.replace("/launch", "/review")))
                .as("the name of the column")
                .containsEntry(Claim.MESSAGE_TYPE, "LtiSubmissionReviewRequest")
                .doesNotContainKey(Claim.FOR_USER);
        assertThat(claims("dana", review + "dana")).containsKey(Claim.FOR_USER);
        assertThat(browser("dana").get(at(review + "marcus")).status()).isEqualTo(403);
    }

    @Test
    void aPrivacyLaunchIsAboutSomebodyAndNoCourse() {
        Map<String, Object> claims = claims("sam", "/moodle/admin/tools/1/privacy?user=dana");
        assertThat(claims).containsEntry(Claim.MESSAGE_TYPE, "LtiDataPrivacyLaunchRequest");
        assertThat(claims).doesNotContainKeys(Claim.CONTEXT, Claim.RESOURCE_LINK, Claim.AGS);
        assertThat(Samples.at(claims, Claim.FOR_USER)).containsKey("user_id");
        assertThat(browser("priya")
                        .get(at("/moodle/admin/tools/1/privacy?user=dana"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void moodleDeepLinkingRequestHasTheRecordedShape() {
        Map<String, Object> recorded = Samples.at(read("moodle/deep-linking-request.claims"), "claims");
        Map<String, Object> claims = claims("priya", "/moodle/courses/2/content/launch?tool=1");
        // The recording was made before any activity of the tool existed; later ones carry the roster.
        assertThat(claims).containsKey(Claim.NRPS);
        claims.remove(Claim.NRPS);
        assertThat(Samples.shape(claims, "/" + Claim.CUSTOM)).isEqualTo(Samples.shape(recorded, "/" + Claim.CUSTOM));
    }

    @Test
    void moodleCustomParametersComeInTwoSpellingsAndLiteralWhenUnknown() {
        Map<String, Object> custom = Samples.at(claims("dana", LINK_MOODLE), Claim.CUSTOM);
        assertThat(custom)
                .containsEntry("MixedCase", "kept?")
                .containsEntry("mixedcase", "kept?")
                .containsEntry("equals", "a=b=c")
                .containsEntry("unknown", "$Not.A.Variable")
                .containsEntry("due", "$ResourceLink.submission.endDateTime")
                .containsEntry("roles_v", "Learner")
                .containsEntry("micro_credential", "lit-hfw-mapping")
                .containsKey("context_memberships_url");
    }

    private String stored() {
        return tool.url() + "/lti/launch?submission=7";
    }

    private static void assertCanvasError(Map<String, String> received, int sample) {
        List<?> errors = (List<?>) read("canvas/auth-response.form").get("errors");
        Map<?, ?> expected = (Map<?, ?>) errors.get(sample);
        assertThat(received.get("error")).isEqualTo(expected.get("error"));
        assertThat(received.get("error_description")).isEqualTo(expected.get("error_description"));
        assertThat(received).containsOnlyKeys("error", "error_description", "state");
    }

    private static Map<String, String> asStrings(Map<String, Object> map) {
        Map<String, String> strings = new java.util.LinkedHashMap<>();
        map.forEach((name, value) -> strings.put(name, String.valueOf(value)));
        return strings;
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
