package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.support.LaurelTest;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Whatever is changed in a signed badge, a check says that it fails, and which. */
@LaurelTest
class TamperingTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Verification verification;

    @Autowired
    Awards awards;

    private JsonObject sound;

    @BeforeEach
    void demonstration() {
        BadgePagesTests.demonstrate(context);
        sound = CredentialController.read(
                awards.withId("demo-sound").orElseThrow().credential());
    }

    @Test
    @Tag("any-database")
    void refusesEveryChangeOfEveryField() {
        JsonObject document = Json.createObjectBuilder(sound).remove("proof").build();
        String publishedKey = IssuingTests.publishedKey(sound);
        int tried = 0;
        int same = 0;
        for (String changed : TokenTests.changes(document)) {
            String forged = Json.createObjectBuilder(CredentialController.read(changed))
                    .add("proof", sound.getJsonObject("proof"))
                    .build()
                    .toString();
            List<Verdict.Check> failed = failed(forged);
            if (failed.isEmpty()) {
                // Issuer and creator are one: what is left out of one of them is still said, and signed, of the other.
                assertThat(withoutProfiles(forged)).isEqualTo(withoutProfiles(sound.toString()));
                assertThat(IndependentVerifier.verifies(CredentialController.read(forged), publishedKey))
                        .isTrue();
                same++;
                continue;
            }
            assertThat(failed).as(forged).isNotEmpty().allSatisfy(check -> assertThat(check.reason())
                    .isNotEqualTo("passed"));
            assertThat(failed)
                    .as("what fails is the signature, or what it would need")
                    .anySatisfy(check -> assertThat(check.step())
                            .isIn(Verdict.Step.TEXT, Verdict.Step.CONTEXT, Verdict.Step.KEY, Verdict.Step.SIGNATURE));
            tried++;
        }
        assertThat(tried).isGreaterThan(250);
        assertThat(same).isLessThan(12);
    }

    @Test
    void refusesEveryChangeOfTheProof() {
        JsonObject proof = sound.getJsonObject("proof");
        for (String changed : TokenTests.changes(proof)) {
            assertThat(failed(withProof(CredentialController.read(changed))))
                    .as(changed)
                    .isNotEmpty();
        }
        assertThat(reasons(withProof(with(proof, "created", "2001-01-01T00:00:00Z"))))
                .containsExactly("SIGNATURE wrong");
        assertThat(reasons(withProof(with(proof, "created", "2999-01-01T00:00:00Z"))))
                .containsExactly("PROOF from-the-future", "SIGNATURE wrong");
        assertThat(reasons(withProof(with(proof, "expires", "2001-01-01T00:00:00Z"))))
                .containsExactly("PROOF run-out", "SIGNATURE wrong");
        assertThat(reasons(withProof(with(proof, "cryptosuite", "eddsa-2022")))).containsExactly("PROOF other-suite");
        for (String other : List.of("ecdsa-rdfc-2019", "ecdsa-jcs-2019", "eddsa-jcs-2022")) {
            assertThat(reasons(withProof(with(proof, "cryptosuite", other))))
                    .as("a suite that is known, with a key or a form of another")
                    .containsExactly("SIGNATURE wrong");
        }
        assertThat(reasons(withProof(with(proof, "type", "Ed25519Signature2020"))))
                .as("an earlier suite in the terms of a later one")
                .isNotEmpty();
        assertThat(reasons(withProof(with(proof, "proofPurpose", "authentication"))))
                .containsExactly("PROOF other-purpose");
        assertThat(reasons(withProof(with(proof, "proofValue", "z" + "1".repeat(64)))))
                .containsExactly("SIGNATURE wrong");
        assertThat(reasons(withProof(with(proof, "domain", "elsewhere.example"))))
                .containsExactly("SIGNATURE wrong");
        assertThat(reasons(withProof(with(proof, "unheardOf", "x"))))
                .singleElement()
                .asString()
                .startsWith("CONTEXT not-covered");
    }

    @Test
    void refusesOtherContexts() {
        List<UnaryOperator<JsonArrayBuilder>> changes = List.of(
                contexts -> contexts.add("https://elsewhere.example/context"),
                contexts -> contexts.add(Json.createObjectBuilder().add("name", "https://elsewhere.example/name")),
                contexts -> contexts.add(0, "https://www.w3.org/2018/credentials/v1"),
                contexts -> contexts.remove(2));
        for (UnaryOperator<JsonArrayBuilder> change : changes) {
            JsonArrayBuilder contexts = change.apply(Json.createArrayBuilder(sound.getJsonArray("@context")));
            assertThat(reasons(Json.createObjectBuilder(sound)
                            .add("@context", contexts)
                            .build()
                            .toString()))
                    .as("what the contexts say comes first; dates may be unreadable for the same reason")
                    .first()
                    .asString()
                    .startsWith("CONTEXT not-covered");
        }
    }

    @Test
    void refusesABadgeThatAnotherKeySignedUnderTheIssuersName() throws NotCoveredByProof {
        String method = sound.getJsonObject("proof").getString("verificationMethod");
        JsonObject document = Json.createObjectBuilder(sound).remove("proof").build();
        SigningKey other = SigningKey.of(method, SigningKey.newSeed(new SecureRandom()));
        assertThat(reasons(DataIntegrity.sign(document, other, Instant.now()).toString()))
                .containsExactly("SIGNATURE wrong");
        SigningKey elsewhere = SigningKey.of(
                "did:key:" + other.publicKey().text() + "#" + other.publicKey().text(),
                SigningKey.newSeed(new SecureRandom()));
        assertThat(reasons(
                        DataIntegrity.sign(document, elsewhere, Instant.now()).toString()))
                .containsExactly("KEY not-the-issuers");
    }

    /** What a forger would like a check to look at instead: another list, another place in it, another purpose, or none. */
    @Test
    void refusesEveryChangeOfWhereItsStatusIsTold() {
        JsonObject status = sound.getJsonObject("credentialStatus");
        String list = status.getString("statusListCredential");
        assertThat(reasons(withStatus(with(status, "statusListIndex", "7")))).contains("SIGNATURE wrong");
        assertThat(reasons(withStatus(with(status, "statusPurpose", "suspension"))))
                .contains("SIGNATURE wrong");
        assertThat(reasons(withStatus(with(status, "statusListCredential", list + "-suspension"))))
                .contains("SIGNATURE wrong");
        assertThat(reasons(withStatus(with(status, "id", list + "#7")))).contains("SIGNATURE wrong");
        assertThat(reasons(withStatus(with(status, "type", "StatusList2021Entry"))))
                .first()
                .asString()
                .startsWith("CONTEXT not-covered");
        assertThat(reasons(Json.createObjectBuilder(sound)
                        .remove("credentialStatus")
                        .build()
                        .toString()))
                .contains("SIGNATURE wrong");
        for (String changed : TokenTests.changes(status)) {
            assertThat(failed(withStatus(CredentialController.read(changed))))
                    .as(changed)
                    .isNotEmpty();
        }
    }

    /** Each option of the proof, taken away or changed, with the reason that is given. */
    @Test
    void namesTheReasonForEveryOptionOfTheProof() {
        JsonObject proof = sound.getJsonObject("proof");
        Map<String, String> taken = new TreeMap<>();
        Map<String, String> changed = new TreeMap<>();
        for (String option : proof.keySet()) {
            taken.put(
                    option,
                    String.join(
                            ", ",
                            reasons(withProof(Json.createObjectBuilder(proof)
                                    .remove(option)
                                    .build()))));
            changed.put(option, String.join(", ", reasons(withProof(with(proof, option, "zzz")))));
        }
        assertThat(taken)
                .isEqualTo(Map.of(
                        "type", "PROOF incomplete",
                        "cryptosuite", "PROOF other-suite",
                        "created", "SIGNATURE wrong", // it may be missing, but not where it was signed
                        "verificationMethod", "PROOF incomplete",
                        "proofPurpose", "PROOF incomplete",
                        "proofValue", "PROOF incomplete"));
        assertThat(changed)
                .isEqualTo(Map.of(
                        "type", "PROOF other-suite",
                        "cryptosuite", "PROOF other-suite",
                        "created", "PROOF incomplete",
                        "verificationMethod", "CONTEXT not-covered \"zzz\"",
                        "proofPurpose", "PROOF other-purpose",
                        "proofValue", "PROOF incomplete"));
    }

    private String withStatus(JsonObject status) {
        return Json.createObjectBuilder(sound)
                .add("credentialStatus", status)
                .build()
                .toString();
    }

    private static JsonObject withoutProfiles(String text) {
        JsonObject credential = CredentialController.read(text);
        JsonObject subject = credential.getJsonObject("credentialSubject");
        return Json.createObjectBuilder(credential)
                .remove("issuer")
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder(subject)
                                .add(
                                        "achievement",
                                        Json.createObjectBuilder(subject.getJsonObject("achievement"))
                                                .remove("creator")))
                .build();
    }

    private static JsonObject with(JsonObject object, String member, String value) {
        return Json.createObjectBuilder(object).add(member, value).build();
    }

    private String withProof(JsonObject proof) {
        return Json.createObjectBuilder(sound).add("proof", proof).build().toString();
    }

    private List<Verdict.Check> failed(String text) {
        return verification.of(text).checks().stream()
                .filter(check -> check.outcome() == Verdict.Outcome.FAILED)
                // What is missing is missed by the schema, too; this is about what a forger could do about the
                // signature.
                .filter(check -> check.step() != Verdict.Step.SCHEMA)
                .toList();
    }

    private List<String> reasons(String text) {
        return failed(text).stream()
                .map(check -> (check.step() + " " + check.reason() + " " + check.detail()).strip())
                .toList();
    }
}
