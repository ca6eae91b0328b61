package dev.laurel.lti.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an administrator who registers by hand gets, as a person and as a program. */
@LaurelTest
class ConfigurationPagesTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Autowired
    LaurelSettings settings;

    @ParameterizedTest
    @ValueSource(strings = {"geese", "CANVAS", "canvas.json", "can%20vas"})
    void anLmsThatIsNotKnownLeadsToThoseThatAre(String lms) {
        Page page = person().get(settings.at("/lti/config/" + lms));
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.select("main a[href^=/lti/config/]"))
                .extracting(link -> link.attr("href"))
                .contains("/lti/config/canvas", "/lti/config/moodle", "/lti/config/sakai");
        assertThat(program().get(settings.at("/lti/config/" + lms)).status()).isEqualTo(404);
    }

    @Test
    void nothingIsChangedHere() {
        assertThat(program().post(settings.at("/lti/config/canvas"), Map.of()).status())
                .isIn(403, 405);
    }

    @ParameterizedTest
    @EnumSource(HandForm.class)
    void programsGetJsonAndPeopleAPage(HandForm form) {
        for (String accept : List.of("*/*", "application/json", "application/json, text/plain, */*")) {
            Page json = new HttpBrowser().header("Accept", accept).get(settings.at("/lti/config/" + form.key()));
            assertThat(json.status()).isEqualTo(200);
            assertThat(json.header("Content-Type")).get().asString().startsWith("application/json");
            assertThat(JSON.readTree(json.body()).isObject()).isTrue();
        }
        Page page = person().get(settings.at("/lti/config/" + form.key()));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).get().asString().startsWith("text/html");
        assertThat(page.select("h1").text()).isEqualTo("Set up Laurel in " + form.word("name"));
        assertThat(page.select("[aria-labelledby=then] li"))
                .as("what is to be done after saving")
                .isNotEmpty();
        assertThat(page.select("input[readonly], textarea[readonly]")).allSatisfy(field -> assertThat(
                        page.select("button[data-copy=" + field.id() + "], label[for=" + field.id() + "]"))
                .hasSize(2));
    }

    @ParameterizedTest
    @EnumSource(HandForm.class)
    void whatAScreenIsQuotedWithIsItsOwnWordsAndTheRestIsTranslated(HandForm form) {
        Page page = person().header("Accept-Language", "es").get(settings.at("/lti/config/" + form.key()));
        assertThat(page.select("main [lang=en]").not(".visually-hidden").eachText())
                .allSatisfy(quoted ->
                        assertThat(quoted).doesNotContain("your ", " or Paste", "(ticked)", "(on)", "no other"));
        page.select("main [lang=en], main textarea").remove();
        assertThat(page.select("main").text())
                .doesNotContainPattern("(?i)\\b(choose|your|and no other|of the deployment|with name|kind of)\\b");
    }

    @Test
    void theChoiceOfCanvasIsOneOfTwoAndTheAccountIsNamedInTheReadersLanguage() {
        Page page = person().header("Accept-Language", "es").get(settings.at("/lti/config/canvas"));
        assertThat(page.select("ol.trail li").eachText())
                .containsExactly("Admin", "Developer Keys", "+ Developer Key", "+ LTI Key");
        assertThat(page.select("main").text()).contains("Elija: Enter URL o Paste JSON", "«Admin» muestra sus cuentas");
    }

    @Test
    void whatIsToBeKnownOfASingleAnswerStandsWithIt() {
        assertThat(person().get(settings.at("/lti/config/schoology"))
                        .select("main")
                        .text())
                .contains("App Placements Choose: Course Materials Tick no other one.");
    }

    @ParameterizedTest
    @EnumSource(value = HandForm.class, mode = EnumSource.Mode.EXCLUDE, names = "CANVAS")
    void everyScreenIsToldWhereLoginLaunchAndKeysAre(HandForm form) {
        JsonNode fields = JSON.readTree(
                        program().get(settings.at("/lti/config/" + form.key())).body())
                .path("fields");
        List<String> values = new ArrayList<>();
        fields.forEach(field -> values.add(field.path("value").asString()));
        assertThat(values)
                .contains(
                        settings.at("/lti/login").toString(),
                        settings.at("/lti/launch").toString(),
                        settings.at("/lti/jwks").toString());
        assertThat(fields).allSatisfy(field -> assertThat(field.propertyNames())
                .containsExactlyInAnyOrder("field", "label", "value"));
    }

    @Test
    void canvasGetsTheSameMembersAsInItsDocumentation() throws IOException {
        JsonNode served =
                JSON.readTree(program().get(settings.at("/lti/config/canvas")).body());
        JsonNode sample = JSON.readTree(
                Files.readString(Path.of("src/test/resources/lms-samples/canvas/tool-configuration.json")));

        assertThat(new ArrayList<>(served.propertyNames())).hasSameElementsAs(sample.propertyNames());
        assertKnownMembers(served, sample, "");
        JsonNode extension = served.path("extensions").path(0);
        assertThat(extension.path("platform").asString()).isEqualTo("canvas.instructure.com");
        assertThat(extension.path("privacy_level").asString()).isEqualTo("public");
        assertThat(extension.path("domain").asString())
                .isEqualTo(settings.baseUrl().getAuthority());
        assertThat(served.path("redirect_uris").toString()).isEqualTo("[\"" + settings.at("/lti/launch") + "\"]");
        for (JsonNode placement : extension.path("settings").path("placements")) {
            String name = placement.path("placement").asString();
            assertThat(placement.path("message_type").asString())
                    .isEqualTo(name.endsWith("_navigation") ? "LtiResourceLinkRequest" : "LtiDeepLinkingRequest");
        }
    }

    /** Canvas drops or refuses what it does not know, so each object may hold nothing but members of the sample's. */
    private static void assertKnownMembers(JsonNode served, JsonNode sample, String path) {
        if (served.isObject() && !path.endsWith("custom_fields")) {
            served.properties().forEach(member -> {
                assertThat(sample.propertyNames()).as(path).contains(member.getKey());
                assertKnownMembers(member.getValue(), sample.path(member.getKey()), path + "." + member.getKey());
            });
        } else if (served.isArray() && served.path(0).isObject()) {
            Set<String> known = new HashSet<>();
            sample.forEach(each -> known.addAll(each.propertyNames()));
            for (JsonNode each : served) {
                assertThat(known).as(path).containsAll(each.propertyNames());
                if (sample.size() == 1) {
                    assertKnownMembers(each, sample.path(0), path);
                }
            }
        }
    }

    private static HttpBrowser person() {
        return new HttpBrowser().header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    }

    private static HttpBrowser program() {
        return new HttpBrowser().header("Accept", "*/*");
    }
}
