package dev.laurel.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.support.Assessor;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;

/** From a decision to a badge, over HTTP, and then its issuer's keys change: first because it is time, then because they leaked. */
@LaurelTest
@TestPropertySource(
        properties = {"laurel.demo=true", "laurel.registration-open=true", "spring.application.name=story-of-keys"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyRotationStoryTests {

    private static final String MAPPING = "lit-hfw-mapping";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    LaurelSettings laurel;

    @Autowired
    ApplicationContext context;

    @TempDir
    Path files;

    private CanvasDev lms;

    @BeforeAll
    void thePlatformRegistersTheTool() {
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort()
                .withToolUrl(laurel.baseUrl().toString())
                .withRegisterAtStart(true));
        assertThat(lms.awaitRegistered(SOON)).isTrue();
    }

    @AfterAll
    void thePlatformGoes() {
        lms.close();
    }

    /** What was given away of a badge, as it was on that day. */
    private record Badge(String page, String json, String token, String hosted) {

        String id() {
            return page.substring(page.lastIndexOf('/') + 1);
        }
    }

    private Badge earns(String teacher) {
        Teacher earner = Teacher.opens(lms, "canvas", teacher, MAPPING);
        earner.starts().providesEverything().submits();
        Assessor.signsIn(laurel.baseUrl().toString(), "luis", "demo-assessor")
                .takesNext()
                .findsEverythingMet();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(earner.opensAgain(MAPPING).select("img.badge"))
                        .isNotEmpty());
        return read(earner.page().select("input#share").attr("value"));
    }

    private Badge read(String page) {
        String id = page.substring(page.lastIndexOf('/') + 1);
        return new Badge(page, body(page + ".json"), body(page + ".jwt"), body("/ob2/assertions/" + id));
    }

    private String body(String address) {
        HttpBrowser.Page answer = get(address);
        assertThat(answer.status()).as(address).isEqualTo(200);
        return answer.body();
    }

    private HttpBrowser.Page get(String address) {
        HttpBrowser browser = new HttpBrowser().header("Accept", "application/json, text/plain;q=0.5, */*;q=0.1");
        return address.startsWith("http") ? browser.get(address) : browser.get(laurel.at(address));
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static String method(String badge) {
        return json(badge).getJsonObject("proof").getString("verificationMethod");
    }

    private static String kid(String token) {
        return json(new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8))
                .getString("kid");
    }

    private static String didPath(String badge) {
        String did = json(badge).getJsonObject("issuer").getString("id");
        return "/issuers/" + did.substring(did.lastIndexOf(':') + 1) + "/did.json";
    }

    private static boolean isSigned(String badge, String document) {
        return json(document).getJsonArray("verificationMethod").getValuesAs(JsonObject.class).stream()
                .filter(key -> key.getString("id").equals(method(badge)))
                .anyMatch(key -> IndependentVerifier.verifies(json(badge), key.getString("publicKeyMultibase")));
    }

    /** By the JDK alone. */
    private static boolean isSignedToken(String token, String jwk) throws GeneralSecurityException {
        String[] parts = token.split("\\.");
        JsonObject key = json(jwk);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(
                KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e"))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    private static BigInteger number(JsonObject key, String member) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.getString(member)));
    }

    private HttpBrowser.Page check(String text) {
        return new HttpBrowser()
                .get(laurel.at("/verify"))
                .form("main form")
                .set("text", text)
                .submit();
    }

    /** On the page for everybody, by the files that are exported, and by libraries that share nothing with Laurel. */
    private void verifies(Badge badge) throws IOException, GeneralSecurityException {
        for (String form : new String[] {badge.json(), badge.token(), badge.hosted()}) {
            HttpBrowser.Page verdict = check(form);
            assertThat(verdict.select("ol > li .status.lost").eachText()).isEmpty();
            assertThat(verdict.select("ol > li .status.earned")).isNotEmpty();
        }
        assertThat(isSigned(badge.json(), body(didPath(badge.json())))).isTrue();
        assertThat(isSignedToken(badge.token(), body(kid(badge.token())))).isTrue();
        assertThat(new HttpBrowser()
                        .get(badge.page())
                        .select("main > :first-child")
                        .text())
                .startsWith("Valid");

        export();
        assertThat(isSigned(badge.json(), file(didPath(badge.json())))).isTrue();
        assertThat(isSignedToken(
                        badge.token(), file(URI.create(kid(badge.token())).getPath())))
                .isTrue();
        assertThat(file("/credentials/" + badge.id() + ".json")).isEqualTo(badge.json());
        assertThat(json(file("/ob2/assertions/" + badge.id()))).isEqualTo(json(badge.hosted()));
    }

    private void export() {
        try {
            context.getBean("exportCommand", ApplicationRunner.class)
                    .run(new DefaultApplicationArguments("--export-badges=" + files));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String file(String path) throws IOException {
        return Files.readString(files.resolve(path.substring(1)));
    }

    private HttpBrowser.Page keys() {
        return new HttpBrowser()
                .get(laurel.at("/sign-in?to=/issue/keys"))
                .form("form:has(input[name=password])")
                .set("login", "ruth")
                .set("password", "demo-assessor")
                .submit();
    }

    private static String ofIssuer(Badge badge) {
        return "form[action$='/issue/keys/" + didPath(badge.json()).split("/")[2] + "']";
    }

    @Test
    void theDemonstrationHasALearnerRecord() {
        HttpBrowser.Page verdict = check(body("/credentials/demo-record.json"));
        assertThat(verdict.select("ol > li .status.lost").eachText()).isEmpty();
        assertThat(verdict.text()).contains("The badges in it (5)");
    }

    @Test
    void theRecordHasAPageAndIsCheckedByItsAddressInEveryForm() {
        HttpBrowser.Page page = new HttpBrowser().get(laurel.at("/credentials/demo-record"));
        assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.select("h1").text()).isEqualTo("Learner record");
        assertThat(page.select("[aria-labelledby=badges] a")).hasSize(5);
        assertThat(page.text()).contains("Part of:");
        for (String accept :
                List.of("application/vc", "application/ld+json", "application/json", "application/vc+jwt")) {
            assertThat(new HttpBrowser()
                            .header("Accept", accept)
                            .get(laurel.at("/credentials/demo-record"))
                            .header("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith(accept));
        }
        for (String[] asked : new String[][] {
            {"application/vc", "application/vc"}, {"text/html", "application/json"}, {"*/*", "application/json"}
        }) {
            assertThat(new HttpBrowser()
                            .header("Accept", asked[0])
                            .get(laurel.at("/credentials/demo-record.json"))
                            .header("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith(asked[1]));
        }
        assertThat(page.click("[aria-labelledby=verify] a.button").text()).contains("The badges in it (5)");
        for (String form : List.of("", ".json", ".jwt", "/badge.png", "/badge.svg", "/badge.png?form=jwt")) {
            String address = laurel.at("/credentials/demo-record" + form).toString();
            assertThat(new HttpBrowser().get(address).status()).as(form).isEqualTo(200);
            HttpBrowser.Page verdict = check(address);
            assertThat(verdict.select("ol > li .status.lost").eachText())
                    .as(form)
                    .isEmpty();
            assertThat(verdict.text()).as(form).contains("The badges in it (5)");
        }
    }

    @Test
    void badgesVerifyAcrossARotationAndAreSignedAgainWhenKeysHaveLeaked() throws Exception {
        Badge first = earns("dana");
        verifies(first);

        HttpBrowser.Page rotated =
                keys().form(ofIssuer(first) + ":not(:has([name=exposed]))").submit();
        assertThat(rotated.text()).contains("New keys are made");
        Badge second = earns("elena");
        assertThat(method(second.json())).isNotEqualTo(method(first.json()));
        assertThat(kid(second.token())).isNotEqualTo(kid(first.token()));
        assertThat(read(first.page())).as("nothing of it was touched").isEqualTo(first);
        verifies(first);
        verifies(second);

        // Years later somebody has them all: the officer says so.
        String document = didPath(first.json());
        keys().form(ofIssuer(first) + ":has([name=exposed])")
                .set("retired", "true")
                .submit();
        await().atMost(SOON).untilAsserted(() -> assertThat(body(document))
                .doesNotContain("\"" + method(first.json()) + "\"", "\"" + method(second.json()) + "\""));
        for (Badge before : new Badge[] {first, second}) {
            for (String form : new String[] {before.json(), before.token()}) {
                assertThat(check(form).text())
                        .contains("a key that its issuer has taken out of use because others may know it");
            }
            assertThat(check(before.hosted()).select("ol > li .status.lost"))
                    .as("hosted ones are believed because of where they lie")
                    .isEmpty();
            assertThat(get(kid(before.token())).status()).isEqualTo(404);
            Badge after = read(before.page());
            assertThat(method(after.json())).isNotIn(method(first.json()), method(second.json()));
            assertThat(json(after.json()).getString("validFrom"))
                    .isEqualTo(json(before.json()).getString("validFrom"));
            verifies(after);
            assertThat(isSigned(before.json(), file(document))).isFalse();
            assertThat(files.resolve(URI.create(kid(before.token())).getPath().substring(1)))
                    .doesNotExist();
        }
    }
}
