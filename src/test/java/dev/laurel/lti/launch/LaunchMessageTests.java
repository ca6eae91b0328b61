package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.lti.DeepLinkingSettings;
import dev.laurel.lti.ForUser;
import dev.laurel.lti.LaunchTarget;
import dev.laurel.lti.MessageType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class LaunchMessageTests {

    private final FakePlatform platform = new FakePlatform(URI.create("http://localhost:8080"), 0);

    @Test
    void readsWhatCanvasSends() throws IOException {
        LaunchMessage message = sample("canvas/claims/resource-link-assignment.learner");

        assertThat(message.profile().displayName()).contains("Dana Whitfield");
        assertThat(message.roles().isLearner()).isTrue();
        assertThat(message.roles().isInstructor()).as("of the institution only").isFalse();
        assertThat(message.context().title()).isEqualTo("PD 204 Formative Assessment");
        assertThat(message.link().lineItem())
                .isEqualTo("https://canvas.prairielakes.example/api/lti/courses/4021/line_items/777");
        assertThat(message.custom().values())
                .containsEntry("canvas_user_id", "5521")
                .containsEntry("credential_id", "formative-assessment-1");
        assertThat(message.origins()).containsExactly("https://canvas.prairielakes.example");
    }

    @Test
    void readsWhatMoodleSends() throws IOException {
        LaunchMessage message = sample("moodle/launch-student");

        assertThat(message.link().lineItem())
                .isEqualTo("http://localhost:8800/mod/lti/services.php/2/lineitems/2/lineitem?type_id=1");
        assertThat(message.custom().values())
                .containsEntry("equals", "a=b=c")
                .containsEntry("MixedCase", "kept?")
                .containsEntry("mixedcase", "kept?")
                .doesNotContainKeys("due", "unknown");
        assertThat(message.returnUrl())
                .as("encoded as browsers do")
                .asString()
                .endsWith("&sesskey=%3Cmoodle%20session%20key%3E");
    }

    @Test
    void readsDeepLinkingOfMoodle() throws IOException {
        LaunchMessage message = sample("moodle/deep-linking-request");

        assertThat(message.type()).isEqualTo(MessageType.DEEP_LINKING);
        assertThat(message.link()).isNull();
        DeepLinkingSettings settings = message.deepLinking();
        assertThat(settings.acceptsResourceLinks()).isTrue();
        assertThat(settings.returnUrl().getHost()).isEqualTo("localhost");
    }

    @Test
    void takesAbsentFlagsOfDeepLinkingForOneItemAndAColumn() {
        DeepLinkingSettings settings = deepLinking(Map.of(
                        "deep_link_return_url", "https://lms.example/r", "accept_types", List.of("ltiResourceLink")))
                .deepLinking();
        assertThat(settings.acceptMultiple()).isFalse();
        assertThat(settings.acceptLineItem()).isTrue();
        assertThat(settings.data()).isNull();
        assertThat(settings.acceptTypes()).isEqualTo(Set.of("ltiResourceLink"));
    }

    @Test
    void refusesDeepLinkingThatCannotBeAnswered() {
        for (String address : new String[] {"javascript:alert(1)", "", "/relative"}) {
            assertThatExceptionOfType(LaunchRefused.class)
                    .isThrownBy(() -> deepLinking(
                            Map.of("deep_link_return_url", address, "accept_types", List.of("ltiResourceLink"))));
        }
        assertThatExceptionOfType(LaunchRefused.class)
                .isThrownBy(() -> deepLinking(Map.of("deep_link_return_url", "https://lms.example/r")));
    }

    @ParameterizedTest
    @CsvSource({
        "en,en",
        "es,es",
        "es-MX,es-MX",
        "es_mx,es-MX",
        "es_US,es-US",
        "es-419,es-419",
        "en_US,en-US",
        "en-GB-x-lvariant-instructure,en-GB",
        "fr,en",
        "'',en",
        "x y,en",
        "%%%,en"
    })
    void speaksEnglishAndSpanish(String said, String spoken) {
        LaunchMessage message = message(
                claims -> claims.put(FakePlatform.LTI + "launch_presentation", FakePlatform.map("locale", said)));
        assertThat(message.locale()).isEqualTo(Locale.forLanguageTag(spoken));
    }

    @Test
    void fallsBackToTheLocaleOfThePerson() {
        assertThat(message(claims -> {
                            claims.remove(FakePlatform.LTI + "launch_presentation");
                            claims.put("locale", "es");
                        })
                        .locale())
                .isEqualTo(Locale.forLanguageTag("es"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-CH, es-MX;q=0.9, en;q=0.8|es-MX",
                "es;q=0, fr|en",
                "*|en",
                "ß!;;=|en",
                "''|en",
                "es|es",
            })
    void thenAsksTheBrowser(String acceptLanguage, String spoken) {
        for (String said : new String[] {"da", "%%%", ""}) {
            LaunchMessage message = message(
                    claims -> claims.put(FakePlatform.LTI + "launch_presentation", FakePlatform.map("locale", said)),
                    acceptLanguage);
            assertThat(message.locale()).as(said).isEqualTo(Locale.forLanguageTag(spoken));
        }
        LaunchMessage said = message(claims -> claims.put("locale", "en-US"), acceptLanguage);
        assertThat(said.locale().getLanguage())
                .as("the platform's word counts for more")
                .isEqualTo("en");
    }

    @Test
    void knowsWhomAReviewIsAboutAndNothingOfItInOtherMessages() {
        Consumer<Map<String, Object>> about =
                claims -> claims.put(FakePlatform.LTI + "for_user", FakePlatform.map("user_id", "user-2"));
        assertThat(message(about.andThen(
                                claims -> claims.put(FakePlatform.LTI + "message_type", "LtiSubmissionReviewRequest")))
                        .forUser())
                .isEqualTo(new ForUser("user-2"));
        assertThat(message(about).forUser()).isNull();
    }

    @Test
    void takesAReviewOfNobodyForTheLinkItself() {
        LaunchMessage message =
                message(claims -> claims.put(FakePlatform.LTI + "message_type", "LtiSubmissionReviewRequest"));
        assertThat(message.type()).isEqualTo(MessageType.RESOURCE_LINK);
        assertThat(message.link()).isNotNull();
    }

    @Test
    void takesAnEmptyListForAnEmptyObjectWhereNothingIsDemanded() {
        LaunchMessage message = message(claims -> {
            for (String claim : List.of("custom", "context", "launch_presentation", "tool_platform")) {
                claims.put(FakePlatform.LTI + claim, List.of());
            }
            claims.put(Claims.AGS, List.of());
            claims.put(Claims.NRPS, List.of());
        });
        assertThat(message.custom().values()).isEmpty();
        assertThat(message.context()).isNull();
        assertThat(message.link().lineItem()).isNull();
    }

    @Test
    void readsWhereTheLaunchWantsToGo() {
        LaunchMessage message = message(claims ->
                claims.put(FakePlatform.LTI + "target_link_uri", platform.target() + "?submission=a%20b&empty=&x"));
        assertThat(message.target().parameter("submission")).contains("a b");
        assertThat(message.target().parameter("empty")).isEmpty();
        assertThat(message.target().parameter("other")).isEmpty();
        assertThat(message(claims -> {}).target()).isEqualTo(LaunchTarget.NONE);
        assertThat(message(claims -> claims.put(
                                FakePlatform.LTI + "target_link_uri", platform.target() + "?x=" + "y".repeat(1500)))
                        .target())
                .isEqualTo(LaunchTarget.NONE);
    }

    @Test
    void tellsCoursesFromAccountsByTheTypesOfTheContext() {
        Map<List<String>, Boolean> courses = Map.of(
                List.of("Account"), false,
                List.of("http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"), true,
                List.of("CourseSection"), true,
                List.of("urn:lti:context-type:ims/lis/Group"), true,
                List.of("Account", "http://purl.imsglobal.org/vocab/lis/v2/course#CourseTemplate"), true);
        courses.forEach((types, course) ->
                assertThat(contextOfType(types)).as(types.toString()).isEqualTo(course));
        assertThat(contextOfType(null)).as("no type is given").isNull();
        assertThat(contextOfType(List.of())).isNull();
    }

    private Boolean contextOfType(List<String> types) {
        LaunchMessage.Context context = message(claims -> claims.put(
                        FakePlatform.LTI + "context",
                        types == null
                                ? FakePlatform.map("id", "course-1")
                                : FakePlatform.map("id", "course-1", "type", types)))
                .context();
        return Objects.requireNonNull(context).course();
    }

    @Test
    void notesWhatLti11CalledThemAndStumblesOverNothingInIt() {
        LaunchMessage message = message(claims -> claims.put(
                FakePlatform.LTI + "lti1p1",
                FakePlatform.map(
                        "user_id", "535fa085f22b4655", "resource_link_id", "old-7", "oauth_consumer_key", "k")));
        assertThat(message.legacy()).isEqualTo(new LaunchMessage.Legacy("535fa085f22b4655", "old-7"));
        for (Object odd : new Object[] {"text", List.of(1), 7}) {
            assertThat(message(claims -> claims.put(FakePlatform.LTI + "lti1p1", odd))
                            .legacy())
                    .isNull();
        }
        assertThat(message(claims -> claims.put(
                                FakePlatform.LTI + "lti1p1",
                                FakePlatform.map("user_id", List.of(), "resource_link_id", 5)))
                        .legacy())
                .isEqualTo(new LaunchMessage.Legacy(null, "5"));
    }

    @Test
    void textFitsTheTablesOfEveryDatabase() {
        LaunchMessage message = message(claims -> {
            claims.put("name", "A\u0000B\uD800C");
            claims.put("email", "   ");
            claims.put(FakePlatform.LTI + "resource_link", FakePlatform.map("id", "x", "title", "t".repeat(5000)));
            claims.put(FakePlatform.LTI + "roles", List.of("one\ntwo", " ", "r".repeat(600)));
        });
        assertThat(message.profile().name()).isEqualTo("ABC");
        assertThat(message.profile().email()).isNull();
        assertThat(message.link().title()).hasSize(1000).endsWith("…");
        assertThat(message.roles().uris()).containsExactly("one two");
    }

    @Test
    void aDollarSignAloneIsNoVariable() {
        assertThat(message(claims -> claims.put(
                                FakePlatform.LTI + "custom",
                                FakePlatform.map("price", "$5", "name", "$ResourceLink.id", "sign", "$")))
                        .custom()
                        .values())
                .containsOnlyKeys("price", "sign");
    }

    @Test
    void contextWithoutIdIsNone() {
        assertThat(message(claims -> claims.put(FakePlatform.LTI + "context", FakePlatform.map("title", "x")))
                        .context())
                .isNull();
    }

    @Test
    void printsNobody() {
        assertThat(message(claims -> {}).toString()).doesNotContain("Dana").doesNotContain("user-1");
        assertThat(Claims.parse("{\"name\":\"Dana\"}").toString()).doesNotContain("Dana");
    }

    private LaunchMessage deepLinking(Map<String, Object> settings) {
        return message(claims -> {
            claims.put(FakePlatform.LTI + "message_type", "LtiDeepLinkingRequest");
            claims.put(Claims.DEEP_LINKING, settings);
        });
    }

    private LaunchMessage message(Consumer<Map<String, Object>> change) {
        return message(change, null);
    }

    private LaunchMessage message(Consumer<Map<String, Object>> change, String acceptLanguage) {
        Map<String, Object> claims = platform.claims(new FakePlatform.Login(null, Map.of("nonce", "n")), "Learner");
        change.accept(claims);
        return LaunchMessage.of(Claims.parse(FakePlatform.JSON.writeValueAsString(claims)), acceptLanguage);
    }

    private static LaunchMessage sample(String name) throws IOException {
        String file = "/lms-samples/" + name + (name.startsWith("moodle") ? ".claims" : "") + ".json";
        try (InputStream in = LaunchMessageTests.class.getResourceAsStream(file)) {
            JsonNode sample = FakePlatform.JSON.readTree(in);
            return LaunchMessage.of(
                    Claims.parse((sample.has("claims") ? sample.get("claims") : sample).toString()), null);
        }
    }
}
