package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.lti.DeepLinkingSettings;
import dev.laurel.lti.MessageType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    @CsvSource({"en,en", "es,es", "es-MX,es-MX", "es_mx,es-MX", "en_US,en-US", "fr,en", "'',en", "x y,en", "%%%,en"})
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
        Map<String, Object> claims = platform.claims(new FakePlatform.Login(null, Map.of("nonce", "n")), "Learner");
        change.accept(claims);
        return LaunchMessage.of(Claims.parse(FakePlatform.JSON.writeValueAsString(claims)));
    }

    private static LaunchMessage sample(String name) throws IOException {
        String file = "/lms-samples/" + name + (name.startsWith("moodle") ? ".claims" : "") + ".json";
        try (InputStream in = LaunchMessageTests.class.getResourceAsStream(file)) {
            JsonNode sample = FakePlatform.JSON.readTree(in);
            return LaunchMessage.of(Claims.parse((sample.has("claims") ? sample.get("claims") : sample).toString()));
        }
    }
}
