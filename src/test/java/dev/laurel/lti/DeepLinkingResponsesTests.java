package dev.laurel.lti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.laurel.lti.ContentItem.Dates;
import dev.laurel.lti.ContentItem.LineItemTemplate;
import dev.laurel.lti.Registrations.PlatformFacts;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.ModelAndView;

/** Deep Linking 2.0, section 4.5: the answer. */
@LaurelTest
class DeepLinkingResponsesTests {

    private static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    private static final String DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/";
    private static final String RETURN = "https://lms.example/contentitem_return.php?course=2&id=1&sesskey=a%26b";

    @Autowired
    DeepLinkingResponses responses;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    private final String clientId = "client-" + UUID.randomUUID();
    private Registration registration;
    private Deployment deployment;

    @BeforeEach
    void register() {
        registration = registered("moodle");
        deployment = registrations.deploy(
                registration.id(), "318:7db4", tenants.found("Deep linking"), Deployment.State.ACTIVE);
    }

    private Registration registered(@Nullable String family) {
        return registrations.register(
                new PlatformFacts(
                        "https://lms.example",
                        "moodle".equals(family) ? clientId : family + "-" + clientId,
                        URI.create("https://lms.example/authorize"),
                        URI.create("https://lms.example/token"),
                        URI.create("https://lms.example/jwks"),
                        null,
                        null,
                        family,
                        null,
                        null,
                        Set.of()),
                tenants.found("Deep linking"));
    }

    @Test
    @DisplayName("DL-01 the page posts one field, JWT, to the return address as it was given")
    void postsToTheReturnAddress() {
        ModelAndView page = responses.reply(launch(accepting(true, true, null)), List.of(item("one")));
        assertThat(page.getViewName()).isEqualTo("lti/deep-linking-return");
        assertThat(page.getModel()).containsEntry("returnUrl", RETURN).containsKey("jwt");
    }

    @Test
    @DisplayName("DL-02 the answer is signed with a published key and says who answers whom, about what, until when")
    void signsTheAnswer() throws Exception {
        Launch launch = launch(accepting(true, true, null));
        JwtClaims claims = verified(responses.reply(launch, List.of(item("one"))));

        assertThat(claims.getIssuer()).isEqualTo(clientId);
        assertThat(claims.getClaimValue("aud")).as("a string").isEqualTo("https://lms.example");
        assertThat(claims.getStringClaimValue(LTI + "deployment_id")).isEqualTo("318:7db4");
        assertThat(claims.getStringClaimValue(LTI + "message_type")).isEqualTo("LtiDeepLinkingResponse");
        assertThat(claims.getStringClaimValue(LTI + "version")).isEqualTo("1.3.0");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isBetween(60L, 600L);
        JwtClaims second = verified(responses.reply(launch, List.of(item("one"))));
        assertThat(second.getStringClaimValue("nonce")).isNotBlank().isNotEqualTo(claims.getStringClaimValue("nonce"));
    }

    @Test
    @DisplayName("DL-03 data goes back unchanged")
    void givesDataBack() throws Exception {
        String data = "{\"a\":\"\u00e9 \\\"quoted\\\"\"}";
        JwtClaims claims = verified(responses.reply(launch(accepting(true, true, data)), List.of()));
        assertThat(claims.getStringClaimValue(DEEP_LINKING + "data")).isEqualTo(data);
    }

    @Test
    @DisplayName("DL-04 items are resource links on the tool with what identifies them")
    void describesItems() throws Exception {
        JwtClaims claims = verified(responses.reply(
                launch(accepting(true, true, null)), List.of(item("Grupos peque\u00f1os"), item("two"))));
        assertThat(claims.getClaimValue(DEEP_LINKING + "content_items", List.class))
                .isEqualTo(List.of(
                        Map.of(
                                "type",
                                "ltiResourceLink",
                                "url",
                                settings.at("/lti/launch").toString(),
                                "title",
                                "Grupos peque\u00f1os",
                                "custom",
                                Map.of("mc", "Grupos peque\u00f1os"),
                                "lineItem",
                                Map.of(
                                        "scoreMaximum",
                                        100L,
                                        "label",
                                        "Grupos peque\u00f1os",
                                        "resourceId",
                                        "mc-1",
                                        "tag",
                                        "laurel")),
                        Map.of(
                                "type",
                                "ltiResourceLink",
                                "url",
                                settings.at("/lti/launch").toString(),
                                "title",
                                "two",
                                "custom",
                                Map.of("mc", "two"),
                                "lineItem",
                                Map.of("scoreMaximum", 100L, "label", "two", "resourceId", "mc-1", "tag", "laurel"))));
    }

    @Test
    @DisplayName("a platform that takes no line item is given none")
    void leavesOutLineItems() throws Exception {
        JwtClaims claims = verified(responses.reply(launch(accepting(true, false, null)), List.of(item("one"))));
        assertThat(claims.toJson()).contains("ltiResourceLink").doesNotContain("lineItem");
    }

    @Test
    @DisplayName("DL-05 more items than the platform takes are an error")
    void refusesMoreThanAccepted() {
        Launch one = launch(accepting(false, true, null));
        assertThatIllegalArgumentException().isThrownBy(() -> responses.reply(one, List.of(item("one"), item("two"))));
    }

    @Test
    @DisplayName("DL-06 a platform that takes other types only gets none of ours, and may get nothing")
    void returnsNoTypeThatIsNotTaken() throws Exception {
        Launch html = launch(
                new DeepLinkingSettings(URI.create(RETURN), Set.of("html"), true, true, Set.of("iframe"), false, null));
        assertThatIllegalArgumentException().isThrownBy(() -> responses.reply(html, List.of(item("one"))));
        assertThat(verified(responses.reply(html, List.of())).getClaimValue(DEEP_LINKING + "content_items", List.class))
                .isEmpty();
    }

    @Test
    @DisplayName("DL-07 without data in the request there is none in the answer")
    void sendsNoDataWithoutData() throws Exception {
        JwtClaims claims = verified(responses.reply(launch(accepting(true, true, null)), List.of()));
        assertThat(claims.hasClaim(DEEP_LINKING + "data")).isFalse();
    }

    @Test
    @DisplayName("DL-08 a launch that asked for no content gets no answer")
    void answersDeepLinkingOnly() {
        assertThatIllegalArgumentException().isThrownBy(() -> responses.reply(launch(null), List.of()));
    }

    @Test
    @DisplayName("DL-04 dates go along in universal time, those that are there")
    void sendsDates() throws Exception {
        Dates dates = new Dates(Instant.parse("2026-12-01T14:00:00Z"), Instant.parse("2026-12-18T05:00:00Z"), null);
        Map<String, Object> link = only(dated(dates, false), Set.of("iframe"));
        assertThat(link.get("available")).isEqualTo(Map.of("startDateTime", "2026-12-01T14:00:00Z"));
        assertThat(link.get("submission")).isEqualTo(Map.of("endDateTime", "2026-12-18T05:00:00Z"));
        assertThat(only(item("plain"), Set.of("iframe"))).doesNotContainKeys("available", "submission", "window");
    }

    @Test
    @DisplayName("DL-04 a window of its own is asked for where the platform leaves the choice or has no other place")
    void asksForAWindow() throws Exception {
        ContentItem inWindow = dated(Dates.NONE, true);
        Map<String, String> window = Map.of("targetName", "_blank");
        assertThat(only(inWindow, Set.of("iframe", "window")).get("window")).isEqualTo(window);
        assertThat(only(item("one"), Set.of("window")).get("window")).isEqualTo(window);
        assertThat(only(inWindow, Set.of("iframe"))).doesNotContainKey("window");
        assertThat(only(inWindow, Set.of("embed"))).doesNotContainKey("window");
        assertThat(only(inWindow, Set.of())).doesNotContainKey("window");
    }

    @Test
    @DisplayName("DL-04 a link of Schoology brings the variables along that only a picked link is told")
    void asksSchoologyForItsVariables() throws Exception {
        assertThat(only(item("one"), Set.of()).get("custom")).isEqualTo(Map.of("mc", "one"));
        registration = registered(PlatformPreset.SCHOOLOGY.family());
        assertThat(only(item("one"), Set.of()).get("custom"))
                .isEqualTo(Map.of(
                        "mc",
                        "one",
                        "context_id_history",
                        "$Context.id.history",
                        "resource_link_id_history",
                        "$ResourceLink.id.history",
                        "link_due",
                        "$com.schoology.Assignment.dueDateIso"));
    }

    @Test
    @DisplayName("submission review is declared where a platform may know it")
    void declaresReviews() throws Exception {
        assertThat(only(item("one"), Set.of()).toString()).doesNotContain("submissionReview");
        registration = registered("sakai");
        assertThat(((Map<?, ?>) only(item("one"), Set.of()).get("lineItem")).get("submissionReview"))
                .isEqualTo(Map.of("reviewableStatus", List.of("Submitted", "Completed")));
        for (String family : List.of("canvas", "schoology", "BlackboardLearn")) {
            registration = registered(family);
            assertThat(only(item("one"), Set.of()).toString()).as(family).doesNotContain("submissionReview");
        }
    }

    @Test
    @DisplayName("DL-02 the answer to Blackboard says of whom it is, which others do not ask for")
    void tellsBlackboardWhoAnswers() throws Exception {
        assertThat(verified(responses.reply(launch(accepting(true, true, null)), List.of()))
                        .hasClaim("sub"))
                .isFalse();
        registration = registered(PlatformPreset.BLACKBOARD.family());
        assertThat(verified(responses.reply(launch(accepting(true, true, null)), List.of()))
                        .getSubject())
                .isEqualTo(registration.clientId());
    }

    @Test
    @DisplayName("DL-04 points keep their fraction where they have one")
    void keepsFractions() throws Exception {
        ContentItem plain = item("one");
        ContentItem half = new ContentItem(
                plain.url(),
                plain.title(),
                plain.text(),
                plain.custom(),
                new LineItemTemplate(2.5, "one", "mc-1", "laurel"),
                plain.dates(),
                false);
        assertThat(((Map<?, ?>) only(half, Set.of()).get("lineItem")).get("scoreMaximum"))
                .isEqualTo(2.5);
    }

    @Test
    @DisplayName("a module that Canvas makes for what was picked is named")
    void namesTheModuleOfCanvas() throws Exception {
        String name = "https://canvas.instructure.com/lti/module_name";
        DeepLinkingSettings making = new DeepLinkingSettings(
                URI.create(RETURN), Set.of("ltiResourceLink"), true, true, Set.of("iframe", "window"), true, null);
        assertThat(verified(responses.reply(launch(making), List.of(item("one"))))
                        .hasClaim(name))
                .as("Moodle")
                .isFalse();
        registration = registered("canvas");
        assertThat(verified(responses.reply(launch(making), List.of(item("one"))))
                        .getStringClaimValue(name))
                .isEqualTo("Micro-credentials");
        assertThat(verified(responses.reply(launch(accepting(true, true, null)), List.of(item("one"))))
                        .hasClaim(name))
                .as("where the links go into what is there")
                .isFalse();
    }

    @Test
    @DisplayName("the form of one Canvas assignment keeps the name that somebody typed there")
    void keepsTheNameInCanvas() throws Exception {
        String keep = "https://canvas.instructure.com/lti/preserveExistingAssignmentName";
        assertThat(verified(responses.reply(launch(accepting(false, true, null)), List.of(item("one"))))
                        .toJson())
                .doesNotContain(keep);
        registration = registered("canvas");
        assertThat(verified(responses.reply(launch(accepting(false, true, null)), List.of(item("one"))))
                        .getClaimValue(DEEP_LINKING + "content_items", List.class)
                        .toString())
                .contains(keep);
        assertThat(verified(responses.reply(launch(accepting(true, true, null)), List.of(item("one"))))
                        .toJson())
                .doesNotContain(keep);
    }

    @Test
    @DisplayName("dates are asked for only where they have an effect")
    void knowsWhoTakesDates() {
        assertThat(responses.takesDates(launch(accepting(true, true, null))))
                .as("Moodle")
                .isFalse();
        registration = registered("canvas");
        assertThat(responses.takesDates(launch(accepting(true, true, null)))).isTrue();
        assertThat(responses.takesDates(launch(accepting(false, true, null))))
                .as("a form")
                .isFalse();
        registration = registered(PlatformPreset.BLACKBOARD.family());
        assertThat(responses.takesDates(launch(accepting(false, true, null)))).isTrue();
    }

    private ContentItem dated(Dates dates, boolean newWindow) {
        ContentItem plain = item("one");
        return new ContentItem(
                plain.url(), plain.title(), plain.text(), plain.custom(), plain.lineItem(), dates, newWindow);
    }

    private Map<String, Object> only(ContentItem item, Set<String> targets) throws Exception {
        Launch launch = launch(new DeepLinkingSettings(
                URI.create(RETURN), Set.of("ltiResourceLink"), true, true, targets, false, null));
        Map<?, ?> link = (Map<?, ?>) verified(responses.reply(launch, List.of(item)))
                .getClaimValue(DEEP_LINKING + "content_items", List.class)
                .get(0);
        Map<String, Object> members = new LinkedHashMap<>();
        link.forEach((name, value) -> members.put(String.valueOf(name), value));
        return members;
    }

    private JwtClaims verified(ModelAndView page) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(String.valueOf(page.getModel().get("jwt")));
        JsonWebKeySet set = new JsonWebKeySet(
                new HttpBrowser().get(settings.at("/lti/jwks").toString()).body());
        jws.setKey(set.findJsonWebKey(jws.getKeyIdHeaderValue(), "RSA", "sig", "RS256")
                .getKey());
        assertThat(jws.verifySignature()).isTrue();
        return JwtClaims.parse(jws.getPayload());
    }

    private ContentItem item(String title) {
        return new ContentItem(
                settings.at("/lti/launch"),
                title,
                null,
                Map.of("mc", title),
                new LineItemTemplate(100, title, "mc-1", "laurel"));
    }

    private static DeepLinkingSettings accepting(boolean multiple, boolean lineItem, @Nullable String data) {
        return new DeepLinkingSettings(
                URI.create(RETURN),
                Set.of("ltiResourceLink"),
                multiple,
                lineItem,
                Set.of("iframe", "window"),
                false,
                data);
    }

    private Launch launch(@Nullable DeepLinkingSettings deepLinking) {
        return new Launch(
                new LaunchId(UUID.randomUUID()),
                deployment.tenant(),
                registration.id(),
                deployment.id(),
                MessageType.DEEP_LINKING,
                new LtiUserId(UUID.randomUUID()),
                UserProfile.NONE,
                new Roles(Set.of()),
                null,
                null,
                CustomParameters.NONE,
                deepLinking,
                null,
                LaunchTarget.NONE,
                Locale.ENGLISH,
                null,
                Instant.EPOCH);
    }
}
