package dev.laurel.badge.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The referee is the full algorithm: whatever the short way says must be what the long way says. */
class SeriesSigningTests {

    private static final SigningKey KEY =
            SigningKey.of("did:web:laurel.example:issuers:here#key-1", SigningKey.newSeed(new SecureRandom()));
    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    private static final String[] VARYING = {
        "id",
        "name",
        "validFrom",
        "credentialSubject/id",
        "credentialSubject/achievement/name",
        "credentialSubject/identifier/*/identityHash",
        "credentialSubject/identifier/*/salt",
        "credentialSubject/result/*/value",
        "credentialSubject/result/*/achievedLevel",
        "credentialStatus/id",
        "credentialStatus/statusListIndex"
    };

    private final CanonicalForms forms = new CanonicalForms(VARYING);

    @Test
    void agreesWithTheFullAlgorithmOnRandomBadges() throws Exception {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            JsonObject badge = badge(random, i);
            assertThat(forms.nQuads(badge))
                    .as("badge %d of seed %d: %s", i, seed, badge)
                    .isEqualTo(Canonicalisation.nQuads(badge));
        }
    }

    @Test
    void needsTheFullAlgorithmForTheFirstBadgeOnly() throws Exception {
        JsonObject pattern = Json.createObjectBuilder(badge(new Random(1), 1))
                .add("id", CanonicalTemplate.gap(0))
                .build();
        CanonicalTemplate template = CanonicalTemplate.of(pattern, 1).orElseThrow();
        assertThat(template.fill(List.of("https://laurel.example/credentials/1")))
                .contains(Canonicalisation.nQuads(badge(new Random(1), 1)));
    }

    @Test
    void agreesOnOddTextsNumbersAndBlankNodesThatLookAlike() throws Exception {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            JsonObject badge = DataIntegrityTests.randomCredential(random, i);
            assertThat(forms.nQuads(badge))
                    .as("credential %d of seed %d", i, seed)
                    .isEqualTo(Canonicalisation.nQuads(badge));
        }
    }

    @Test
    void agreesWhereTwoNodesBecomeOne() throws Exception {
        JsonObject badge = badge(new Random(7), 7);
        forms.nQuads(badge);
        JsonObject merged = with(badge, "credentialSubject", subject -> subject.add("id", badge.getString("id")));
        assertThat(forms.nQuads(merged)).isEqualTo(Canonicalisation.nQuads(merged));
    }

    @Test
    void agreesWhereAValueLooksLikeAGapOrALine() throws Exception {
        for (String odd : new String[] {
            "urn:laurel:gap:0:",
            "urn:laurel:gap:99:",
            "<urn:laurel:gap:1:>",
            " _:b0 ",
            "_:c14n0 .\n_:c14n1",
            "\" .\n",
            "$1 \\ %s {0}"
        }) {
            JsonObject varying = Json.createObjectBuilder(badge(new Random(8), 8))
                    .add("name", odd)
                    .build();
            JsonObject fixed =
                    Json.createObjectBuilder(varying).add("description", odd).build();
            assertThat(forms.nQuads(varying)).as(odd).isEqualTo(Canonicalisation.nQuads(varying));
            assertThat(forms.nQuads(fixed)).as(odd).isEqualTo(Canonicalisation.nQuads(fixed));
        }
    }

    @Test
    void refusesWhatTheFullAlgorithmRefuses() throws Exception {
        JsonObject badge = badge(new Random(9), 9);
        forms.nQuads(badge);
        for (String relative : new String[] {"credentials/1", "https://laurel.example/a b", "_:b0", "", "name"}) {
            JsonObject wrong =
                    Json.createObjectBuilder(badge).add("id", relative).build();
            assertThatExceptionOfType(NotCoveredByProof.class)
                    .as(relative)
                    .isThrownBy(() -> Canonicalisation.nQuads(wrong));
            assertThatExceptionOfType(NotCoveredByProof.class).as(relative).isThrownBy(() -> forms.nQuads(wrong));
        }
        JsonObject undefined =
                Json.createObjectBuilder(badge).add("honours", "yes").build();
        assertThatExceptionOfType(NotCoveredByProof.class).isThrownBy(() -> forms.nQuads(undefined));
    }

    @Test
    void signsWhatAnIndependentVerifierAccepts() throws Exception {
        SeriesSigning series = new SeriesSigning(VARYING);
        Random random = new Random(10);
        for (int i = 0; i < 20; i++) {
            JsonObject badge = badge(random, i);
            JsonObject signed = series.sign(badge, KEY, NOW.plusSeconds(i));
            assertThat(signed).isEqualTo(DataIntegrity.sign(badge, KEY, NOW.plusSeconds(i)));
            assertThat(IndependentVerifier.verifies(signed, KEY.publicKey().text()))
                    .isTrue();
        }
    }

    /** A badge of one achievement: who, when, which index and how well differ, and now and then whether somebody is named. */
    private static JsonObject badge(Random random, int number) {
        JsonObject example = Json.createObjectBuilder(DataIntegrityTests.read("laurel-ob3.json"))
                .remove("proof")
                .build();
        JsonArrayBuilder results = Json.createArrayBuilder();
        for (JsonObject result : example.getJsonObject("credentialSubject")
                .getJsonArray("result")
                .getValuesAs(JsonObject.class)) {
            results.add(Json.createObjectBuilder(result)
                    .add("value", DataIntegrityTests.oddText(random))
                    .add("achievedLevel", result.getString("achievedLevel") + random.nextInt(3)));
        }
        JsonObjectBuilder badge = Json.createObjectBuilder(example)
                .add("id", "https://laurel.example/credentials/" + number)
                .add("name", DataIntegrityTests.oddText(random))
                .add("validFrom", NOW.plusSeconds(number).toString());
        JsonObject complete = with(badge.build(), "credentialSubject", subject -> subject.add(
                        "id", "urn:uuid:" + new UUID(random.nextLong(), random.nextLong()))
                .add("result", results));
        complete = with(
                complete, "credentialStatus", status -> status.add("id", "https://laurel.example/status/1#" + number)
                        .add("statusListIndex", Integer.toString(number)));
        return random.nextInt(5) == 0
                ? with(complete, "credentialSubject", subject -> subject.remove("identifier"))
                : complete;
    }

    private static JsonObject with(JsonObject document, String member, UnaryOperator<JsonObjectBuilder> change) {
        return Json.createObjectBuilder(document)
                .add(member, change.apply(Json.createObjectBuilder(document.getJsonObject(member))))
                .build();
    }
}
