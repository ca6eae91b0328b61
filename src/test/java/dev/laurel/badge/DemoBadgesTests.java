package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The badges that everybody may look at show what badges can be, in every form. */
@LaurelTest
class DemoBadgesTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Verification verification;

    @BeforeEach
    void demonstration() {
        BadgePagesTests.demonstrate(context);
    }

    private HttpBrowser.Page get(String path) {
        return new HttpBrowser().get(settings.at(path));
    }

    private DemoRecord demoRecord() {
        return new DemoRecord(
                context.getBean(LearnerRecords.class), context.getBean(Awards.class), context.getBean(Clock.class));
    }

    private JsonObject json(String id) {
        return IssuingTests.json(settings.at("/credentials/" + id + ".json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo-sound",
                "demo-rated",
                "demo-aligned",
                "demo-stack",
                "demo-part-1",
                "demo-part-2",
                "demo-part-3"
            })
    void eachIsGenuineInEveryForm(String id) {
        JsonObject credential = json(id);
        assertThat(IndependentVerifier.verifies(credential, IssuingTests.publishedKey(credential)))
                .isTrue();
        for (String form : List.of(
                ".json",
                ".jwt",
                "/badge.png",
                "/badge.svg",
                "/badge.png?form=jwt",
                "/badge.svg?form=jwt",
                "/badge.png?form=ob2")) {
            byte[] answer = get("/credentials/" + id + form).bytes();
            String text = form.startsWith("/")
                    ? BakedCredential.in(answer).orElseThrow()
                    : new String(answer, StandardCharsets.UTF_8);
            assertThat(verification.of(text).overall()).as(form).isEqualTo(Verdict.Outcome.PASSED);
        }
        assertThat(verification
                        .of(settings.at("/ob2/assertions/" + id).toString())
                        .overall())
                .isEqualTo(Verdict.Outcome.PASSED);
        assertThat(get("/credentials/" + id).select("main > :first-child").text())
                .startsWith("Valid");
    }

    @ParameterizedTest
    @CsvSource({"demo-revoked, revoked", "demo-expired, expired", "demo-suspended, suspended"})
    void thoseThatDoNotCountSayItInEveryForm(String id, String why) {
        for (String form :
                List.of(".json", ".jwt", "/badge.png", "/badge.svg", "/badge.png?form=jwt", "/badge.svg?form=jwt")) {
            byte[] answer = get("/credentials/" + id + form).bytes();
            String text = form.startsWith("/")
                    ? BakedCredential.in(answer).orElseThrow()
                    : new String(answer, StandardCharsets.UTF_8);
            assertThat(verification.of(text).checks())
                    .as(form)
                    .filteredOn(check -> check.outcome() == Verdict.Outcome.FAILED)
                    .extracting(Verdict.Check::reason)
                    .containsExactly(why);
        }
    }

    @Test
    void oneIsSuspended() {
        assertThat(get("/credentials/demo-suspended")
                        .select("main > :first-child")
                        .text())
                .startsWith("Suspended");
        assertThat(verification
                        .of(settings.at("/credentials/demo-suspended").toString())
                        .checks())
                .filteredOn(check -> check.outcome() == Verdict.Outcome.FAILED)
                .extracting(Verdict.Check::reason)
                .containsExactly("suspended");
        assertThat(get("/ob2/assertions/demo-suspended").status()).isEqualTo(404);
        assertThat(get("/credentials/demo-suspended").select("a[href*=ob2]"))
                .as("its page leads nowhere that is not there")
                .isEmpty();
        assertThat(get("/credentials/demo-sound").select("a[href*=ob2]")).isNotEmpty();
    }

    @Test
    void oneSaysByHowManyItWasRatedAndHowFarRatersAgree() {
        HttpBrowser.Page page = get("/credentials/demo-rated");
        assertThat(page.text())
                .contains("For this badge, 2 assessors who do not know the earner rated every criterion");
        assertThat(page.select("#agreed").text()).startsWith("Agreement between raters:");
    }

    @Test
    void oneIsAlignedToAFrameworkAndToARegistry() {
        assertThat(json("demo-aligned")
                        .getJsonObject("credentialSubject")
                        .getJsonObject("achievement")
                        .getJsonArray("alignment")
                        .getValuesAs(JsonObject.class))
                .extracting(alignment -> alignment.getString("targetType"))
                .containsExactly("CFItem", "CTDL");
        String definition = URI.create(json("demo-aligned")
                        .getJsonObject("credentialSubject")
                        .getJsonObject("achievement")
                        .getString("id"))
                .getPath();
        assertThat(get(definition).status()).isEqualTo(200);
        assertThat(get("/catalog").body()).doesNotContain("demo-aligned-standards");
    }

    @ParameterizedTest
    @EnumSource(RecordFile.class)
    void theRecordIsGenuineInEveryForm(RecordFile form) {
        DemoRecord record = demoRecord();
        byte[] file = record.file(form);
        String text = BakedCredential.in(file).orElseThrow();
        Verdict verdict = verification.of(text);
        assertThat(verdict.overall()).as("%s", verdict.checks()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(verdict.parts()).hasSize(5);
        assertThat(record.file(form)).as("asked again").isEqualTo(file);
        String changed = text.startsWith("{")
                ? text.replace("Learner record", "Learner records")
                : text.substring(0, text.length() - 8) + "AAAAAAAA";
        assertThat(verification.of(changed).checks())
                .filteredOn(check -> check.outcome() == Verdict.Outcome.FAILED)
                .extracting(Verdict.Check::reason)
                .containsExactly("wrong");
    }

    @Test
    void theRecordsImagesCarryItOnceAndAsItsSpecificationHasIt() {
        DemoRecord record = demoRecord();
        String png = new String(record.file(RecordFile.PNG), StandardCharsets.ISO_8859_1);
        assertThat(png.split("iTXtclrcredential\0\0\0\0\0", -1)).hasSize(2);
        assertThat(new String(record.file(RecordFile.SVG), StandardCharsets.UTF_8))
                .containsPattern(
                        "^<svg[^>]*><clr:credential xmlns:clr=\"https://purl.imsglobal.org/clr/v2p0\"><!\\[CDATA\\[");
        assertThat(new String(record.file(RecordFile.SVG_JWT), StandardCharsets.UTF_8))
                .contains("verify=\"ey")
                .doesNotContain("CDATA");
    }

    @Test
    void oneIsMadeOfOthersAndARecordHoldsThemAll() {
        List<String> parts = get("/credentials/demo-stack")
                .select("[aria-labelledby=parts] a")
                .eachAttr("href");
        assertThat(parts).hasSize(3).allSatisfy(part -> assertThat(new HttpBrowser()
                        .get(part)
                        .select("main > :first-child")
                        .text())
                .startsWith("Valid"));

        String text = new String(demoRecord().file(RecordFile.JSON), StandardCharsets.UTF_8);
        Verdict verdict = verification.of(text);
        assertThat(verdict.overall()).as("%s", verdict).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(verdict.parts()).hasSize(5);
        assertThat(CredentialController.read(text)
                        .getJsonObject("credentialSubject")
                        .getJsonArray("association"))
                .hasSize(3);
    }
}
