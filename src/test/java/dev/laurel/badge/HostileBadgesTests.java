package dev.laurel.badge;

import static dev.laurel.badge.ElsewhereBadges.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.laurel.badge.proof.CheckTime;
import dev.laurel.badge.proof.IndependentSigner;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.StrictJson;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.WebSite;
import dev.laurel.system.LaurelSettings;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

/** What somebody brings who means to deceive whoever checks it, or to keep them busy. */
@LaurelTest
@Timeout(60)
class HostileBadgesTests {

    @Autowired
    Verification verification;

    @Autowired
    PublicDocuments documents;

    @Autowired
    ChecksAtOnce checks;

    @Autowired
    CheckRation ration;

    @Autowired
    LaurelSettings settings;

    private IndependentSigner key;
    private String did;

    @BeforeEach
    void aKey() throws Exception {
        key = IndependentSigner.ed25519();
        did = "did:key:" + key.multikey();
    }

    private JsonObjectBuilder badge() {
        return ElsewhereBadges.badge(
                "https://badges.example/" + UUID.randomUUID(),
                did,
                "https://badges.example/achievements/1",
                "Planning with families?",
                PackagedContexts.CREDENTIALS_V2,
                PackagedContexts.OPEN_BADGES_3_0_3);
    }

    private JsonObject by(String issuer) {
        return Json.createObjectBuilder(badge().build())
                .add(
                        "issuer",
                        Json.createObjectBuilder()
                                .add("id", issuer)
                                .add("type", texts("Profile"))
                                .add("name", "Nobody"))
                .build();
    }

    private JsonObject signed() throws Exception {
        return key.sign(badge().build(), did + "#" + key.multikey(), "eddsa-rdfc-2022");
    }

    private static JsonObject proof() {
        return Json.createObjectBuilder()
                .add("type", "DataIntegrityProof")
                .add("cryptosuite", "eddsa-rdfc-2022")
                .add("verificationMethod", "did:key:z6Mk#z6Mk")
                .add("proofPurpose", "assertionMethod")
                .add(
                        "proofValue",
                        "z5KTX5yikM4eUukZW9qh66LGT3KZEUCACGpWcT2t4Yd54NMoFRchGmH4778omyNFAD3weSt6sNk5fuaMQmhhzNmEC")
                .build();
    }

    private List<String> faults(String brought) {
        return verification.of(brought).checks().stream()
                .filter(check ->
                        check.outcome() == Verdict.Outcome.FAILED || check.outcome() == Verdict.Outcome.UNKNOWN)
                .map(check -> check.step() + " " + check.reason())
                .toList();
    }

    /** The heading that people read, whatever was brought. */
    private String answer(String brought) {
        HttpBrowser.Page page = new HttpBrowser().post(settings.at("/verify"), Map.of("text", brought));
        assertThat(page.status()).isEqualTo(200);
        return page.select("h2, [role=alert]").first().text();
    }

    private static final String NO = "Do not rely on this badge";

    // ---- JSON

    @ParameterizedTest
    @ValueSource(strings = {"parentOrg", "evidence"})
    void whatIsNestedDeeplyIsAnsweredLikeAnythingElse(String member) {
        for (int depth : new int[] {100, 450, 480, 5_000, 20_000}) {
            boolean profiles = member.equals("parentOrg");
            String inner = profiles
                    ? "{\"type\":[\"Profile\"],\"parentOrg\":".repeat(depth) + "{}" + "}".repeat(depth)
                    : "[".repeat(depth) + "]".repeat(depth);
            JsonObject badge = badge().add("proof", proof()).build();
            String brought = profiles
                    ? badge.toString().replace("\"name\":\"Another association\"", "\"parentOrg\":" + inner)
                    : badge.toString().replaceFirst("\\{", "{\"evidence\":" + inner + ",");
            assertThat(answer(brought)).as("%s %d", member, depth).isEqualTo(NO);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e999999999", "-1e999999999", "1e-999999999", "1e-50000000", "1E+50000000", "123456789e400"})
    void aNumberThatTakesAllMemoryIsOnlyANumber(String number) throws Exception {
        for (String suite : List.of("eddsa-rdfc-2022", "eddsa-jcs-2022")) {
            String brought = badge().add(
                            "proof", Json.createObjectBuilder(proof()).add("cryptosuite", suite))
                    .build()
                    .toString()
                    .replace(
                            "\"type\":[\"AchievementSubject\"]",
                            "\"type\":[\"AchievementSubject\"],\"creditsEarned\":" + number);
            assertThat(brought).contains(number);
            assertThat(answer(brought)).isEqualTo(NO);
        }
        String token = compact(
                "{\"alg\":\"EdDSA\",\"kid\":\"" + did + "\"}",
                "{\"type\":[\"OpenBadgeCredential\"],\"exp\":" + number + ",\"nbf\":" + number + "}");
        assertThat(answer(token)).isEqualTo(NO);
    }

    @Test
    void aNumberThatWasChangedIsSeenHoweverSmallItIs() throws Exception {
        JsonObject badge = key.sign(
                badge().add("credentialSubject", subject(5)).build(), did + "#" + key.multikey(), "eddsa-jcs-2022");
        assertThat(faults(badge.toString())).isEmpty();
        for (String other : List.of("-5", "5.000000001", "50", "5e-7")) {
            assertThat(faults(badge.toString().replace("\"creditsEarned\":5", "\"creditsEarned\":" + other)))
                    .as(other)
                    .contains("SIGNATURE wrong");
        }
        assertThat(faults(badge.toString().replace("\"creditsEarned\":5", "\"creditsEarned\":5.0")))
                .as("the same number")
                .isEmpty();
    }

    private JsonObjectBuilder subject(int credits) {
        return Json.createObjectBuilder(badge().build().getJsonObject("credentialSubject"))
                .add("creditsEarned", credits);
    }

    @Test
    void halfACharacterDoesNotPassForWhatStandsInItsPlaceWhenItIsHashed() throws Exception {
        String sound = signed().toString();
        assertThat(faults(sound)).isEmpty();
        for (String half : List.of("\\ud800", "\\uDFFF", "\\udc00\\ud800")) {
            assertThat(faults(sound.replace("families?", "families" + half)))
                    .as(half)
                    .isNotEmpty();
        }
        assertThat(faults(sound.replace("families?", "famili\\u0065s?")))
                .as("a whole one, written otherwise")
                .isEmpty();
    }

    @Test
    void aNameThatStandsTwiceIsNoBadge() throws Exception {
        String sound = signed().toString();
        assertThat(faults(sound.replaceFirst("\\{", "{\"name\":\"Another\","))).containsExactly("TEXT not-json");
        assertThat(faults(sound.replaceFirst("\\{", "{\"n\\\\u0061me\":\"Another\",")))
                .as("written otherwise")
                .containsExactly("TEXT not-json");
    }

    // ---- JSON-LD

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"@context\":[\"https://www.w3.org/ns/credentials/v2\",{\"name\":\"https://evil.example/ignored\"}]",
                "\"@context\":[\"https://www.w3.org/ns/credentials/v2\",{\"@import\":\"https://evil.example/c\"}]",
                "\"@context\":[\"https://www.w3.org/ns/credentials/v2\",\"https://evil.example/c\"]",
                "\"@context\":[\"https://www.w3.org/ns/credentials/v2\",null]",
                "\"@context\":[null,\"https://www.w3.org/ns/credentials/v2\"]",
                "\"@context\":{\"@vocab\":\"https://evil.example/\"}",
                "\"@context\":[[\"https://www.w3.org/ns/credentials/v2\"]]",
                "\"@context\":[]"
            })
    void wordsAreThoseOfKnownContextsAndOfNoOthers(String context) throws Exception {
        for (String suite : List.of("eddsa-rdfc-2022", "eddsa-jcs-2022")) {
            JsonObject badge = key.sign(badge().build(), did + "#" + key.multikey(), suite);
            String contexts = "\"@context\":" + badge.get("@context");
            assertThat(faults(badge.toString().replace(contexts, context)))
                    .as(suite)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"@context\":{\"name\":null}",
                "\"@context\":null",
                "\"@included\":[{\"id\":\"https://evil.example/\",\"type\":[\"Achievement\"]}]",
                "\"@graph\":[]",
                "\"@reverse\":{}",
                "\"@id\":\"https://evil.example/\"",
                "\"@type\":\"Profile\"",
                "\"@nest\":{}",
                "\"@set\":[]",
                "\"@value\":\"x\"",
                "\"@index\":\"x\""
            })
    void noKeywordChangesWhatAPartMeans(String member) throws Exception {
        String sound = signed().toString();
        String part = "\"criteria\":{";
        assertThat(faults(sound.replace(part, part + member + ","))).isNotEmpty();
        assertThat(faults(sound.replaceFirst("\"issuer\":\\{", "\"issuer\":{" + member.replace("$", "") + ",")))
                .isNotEmpty();
    }

    /** Two parts that look the same, of eleven that look the same: their order can be told only by trying out all. */
    private static JsonArrayBuilder poison() {
        JsonArrayBuilder twins = Json.createArrayBuilder();
        for (int twin = 0; twin < 2; twin++) {
            JsonArrayBuilder alike = Json.createArrayBuilder();
            for (int i = 0; i < 11; i++) {
                alike.add(Json.createObjectBuilder()
                        .add("type", "IdentifierEntry")
                        .add("identifier", "1")
                        .add("identifierType", "identifier"));
            }
            twins.add(Json.createObjectBuilder().add("type", texts("Profile")).add("otherIdentifier", alike));
        }
        return twins;
    }

    private static JsonObjectBuilder poisoned(JsonObject document, JsonObject issuer) {
        return Json.createObjectBuilder(document)
                .add("issuer", Json.createObjectBuilder(issuer).add("parentOrg", poison()));
    }

    private JsonObject endless() {
        JsonObject badge = badge().build();
        return poisoned(badge, badge.getJsonObject("issuer"))
                .add(
                        "proof",
                        Json.createArrayBuilder()
                                .add(proof())
                                .add(proof())
                                .add(proof())
                                .add(proof())
                                .add(proof()))
                .build();
    }

    @Test
    void aBadgeThatNobodyComesToAnEndWithIsGivenUpOnceHoweverManyProofsItHas() {
        long begin = System.nanoTime();
        assertThat(faults(endless().toString())).contains("CONTEXT endless");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        assertThat(answer(endless().toString())).isEqualTo(NO);
    }

    /** By somebody else, who says that it was made upon that other one. */
    private static JsonObject upon(String id, String other) {
        return Json.createObjectBuilder(proof())
                .add("id", id)
                .add("previousProof", other)
                .build();
    }

    /** But for its form, which stops nothing. */
    private List<String> faultsSoon(String brought) {
        long begin = System.nanoTime();
        List<String> faults = faults(brought);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        return faults.stream().filter(fault -> !fault.equals("SCHEMA wrong")).toList();
    }

    @Test
    void norDoesItHelpThatEachProofIsMadeUponTheOneBefore() {
        JsonArrayBuilder proofs =
                Json.createArrayBuilder().add(Json.createObjectBuilder(proof()).add("id", "urn:x:0"));
        for (int i = 1; i < 5; i++) {
            proofs.add(upon("urn:x:" + i, "urn:x:" + (i - 1)));
        }
        JsonObject chain =
                Json.createObjectBuilder(endless()).add("proof", proofs).build();
        assertThat(faultsSoon(chain.toString())).contains("CONTEXT endless");
    }

    @Test
    void whatAProofWasMadeUponIsMadeOfTextsToo() throws Exception {
        JsonObject sound = signed();
        JsonObject poison = Json.createObjectBuilder()
                .add("id", "urn:x:poison")
                .add("type", texts("DataIntegrityProof"))
                .add("issuer", Json.createObjectBuilder().add("parentOrg", poison()))
                .build();
        JsonArrayBuilder beside = Json.createArrayBuilder()
                .add(sound.getJsonObject("proof"))
                .add(poison)
                .add(upon("urn:x:1", "urn:x:poison"))
                .add(upon("urn:x:2", "urn:x:poison"))
                .add(upon("urn:x:3", "urn:x:poison"));
        assertThat(faultsSoon(Json.createObjectBuilder(sound)
                        .add("proof", beside)
                        .build()
                        .toString()))
                .as("others' count neither way")
                .isEmpty();
        JsonArrayBuilder own = Json.createArrayBuilder()
                .add(Json.createObjectBuilder(sound.getJsonObject("proof")).add("previousProof", "urn:x:poison"))
                .add(poison);
        assertThat(faultsSoon(Json.createObjectBuilder(sound)
                        .add("proof", own)
                        .build()
                        .toString()))
                .containsExactly("PROOF incomplete");
    }

    @Test
    void aProofThatNamesAnotherVeryOftenWasMadeUponNone() throws Exception {
        JsonObject sound = signed();
        JsonArrayBuilder names = Json.createArrayBuilder();
        for (int i = 0; i < 50_000; i++) {
            names.add("urn:x:0");
        }
        JsonArrayBuilder proofs = Json.createArrayBuilder()
                .add(Json.createObjectBuilder(proof()).add("id", "urn:x:0"))
                .add(Json.createObjectBuilder(sound.getJsonObject("proof")).add("previousProof", names));
        assertThat(faultsSoon(Json.createObjectBuilder(sound)
                        .add("proof", proofs)
                        .build()
                        .toString()))
                .containsExactly("PROOF chain-broken");
    }

    @Test
    void aListOfStatusThatNobodyComesToAnEndWithEndsTheWholeCheck() throws Exception {
        try (WebSite site = new WebSite()) {
            String address = site.at("/status/1");
            JsonObject list = ElsewhereBadges.list(
                            address, did, StatusBits.withSet(List.of(7)).encode())
                    .build();
            JsonObject issuer = Json.createObjectBuilder()
                    .add("id", did)
                    .add("type", texts("Profile"))
                    .build();
            site.put(
                    "/status/1",
                    poisoned(list, issuer)
                            .add("@context", badge().build().getJsonArray("@context"))
                            .add("proof", proof())
                            .build()
                            .toString());
            JsonArrayBuilder entries = Json.createArrayBuilder();
            for (int index = 0; index < 5; index++) {
                entries.add(Json.createObjectBuilder()
                        .add("id", address + "#" + index)
                        .add("type", "BitstringStatusListEntry")
                        .add("statusPurpose", "revocation")
                        .add("statusListIndex", Integer.toString(index))
                        .add("statusListCredential", address));
            }
            JsonObject badge = badge().add("credentialStatus", entries)
                    .add(
                            "endorsement",
                            Json.createArrayBuilder().add(endorsement().add("proof", proof())))
                    .build();
            String brought = key.sign(badge, did + "#" + key.multikey(), "eddsa-jcs-2022")
                    .toString();
            assertThat(faultsSoon(brought)).containsExactly("STATUS endless");
            assertThat(site.asked()).isEqualTo(1);
            assertThat(answer(brought)).isEqualTo(NO);
        }
    }

    private JsonObjectBuilder endorsement() {
        JsonObject badge = badge().build();
        return Json.createObjectBuilder()
                .add("@context", badge.getJsonArray("@context"))
                .add("id", "https://badges.example/" + UUID.randomUUID())
                .add("type", texts("VerifiableCredential", "EndorsementCredential"))
                .add("name", "A good badge")
                .add("issuer", badge.getJsonObject("issuer"))
                .add("validFrom", "2026-01-01T00:00:00Z")
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("id", "https://badges.example/achievements/1")
                                .add("type", texts("EndorsementSubject")));
    }

    @Test
    void soDoesAnEndorsement() throws Exception {
        JsonArrayBuilder endorsements = Json.createArrayBuilder();
        for (int i = 0; i < 5; i++) {
            JsonObject endorsement = endorsement().build();
            endorsements.add(
                    poisoned(endorsement, endorsement.getJsonObject("issuer")).add("proof", proof()));
        }
        String brought = key.sign(
                        badge().add("endorsement", endorsements).build(), did + "#" + key.multikey(), "eddsa-jcs-2022")
                .toString();
        assertThat(faultsSoon(brought)).containsExactly("ENDORSEMENT endless");
        assertThat(answer(brought)).isEqualTo(NO);
    }

    @Test
    void aContextCalledLikeWhatIsEndlessIsOnlyUnknown() {
        JsonObject odd = badge().add("@context", texts(PackagedContexts.CREDENTIALS_V2, "graph"))
                .add("proof", proof())
                .build();
        assertThat(faults(odd.toString())).contains("CONTEXT not-covered").doesNotContain("CONTEXT endless");
    }

    @Test
    void aRecordOfThemIsGivenUpAtTheFirst() {
        JsonArrayBuilder parts = Json.createArrayBuilder();
        for (int i = 0; i < 20; i++) {
            parts.add(endless());
        }
        JsonObject record = Json.createObjectBuilder(badge().build())
                .add(
                        "@context",
                        texts(
                                PackagedContexts.CREDENTIALS_V2,
                                PackagedContexts.CLR_2_0_1,
                                PackagedContexts.OPEN_BADGES_3_0_3))
                .add("type", texts("VerifiableCredential", "ClrCredential"))
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("type", texts("ClrSubject"))
                                .add("verifiableCredential", parts))
                .add("proof", proof())
                .build();
        long begin = System.nanoTime();
        Verdict verdict = verification.of(record.toString());
        assertThat(verdict.overall()).isEqualTo(Verdict.Outcome.FAILED);
        assertThat(verdict.parts()).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aProofIsMadeOfTextsAndOfNoDocuments() throws Exception {
        JsonObject badge = signed();
        JsonObject odd = Json.createObjectBuilder(badge)
                .add(
                        "proof",
                        Json.createObjectBuilder(badge.getJsonObject("proof")).add("issuer", poison()))
                .build();
        assertThat(faults(odd.toString())).containsExactly("PROOF incomplete");
    }

    // ---- parts of another kind than they should be

    private static final JsonArray ODD = StrictJson.object(
                    "{\"odd\":[null,true,0,-1,1e300,\"\",\"x\",\"did:web:\",\"https://\","
                            + "\"#\",[],[null],[[]],[0],{},[{}],{\"id\":0},{\"type\":{}}]}")
            .orElseThrow()
            .getJsonArray("odd");

    /** With each part in turn replaced by each of the odd ones. */
    private static List<JsonValue> mutated(JsonValue value) {
        return mutated(value, ODD);
    }

    /** Fewer, where each is asked for at a site. */
    private static final List<JsonValue> FEW = List.copyOf(ODD.subList(ODD.size() - 5, ODD.size()));

    private static List<JsonValue> mutated(JsonValue value, List<JsonValue> odds) {
        List<JsonValue> all = new ArrayList<>();
        if (value instanceof JsonObject object) {
            object.forEach((name, part) -> {
                for (JsonValue odd : odds) {
                    all.add(Json.createObjectBuilder(object).add(name, odd).build());
                }
                mutated(part, odds)
                        .forEach(changed -> all.add(Json.createObjectBuilder(object)
                                .add(name, changed)
                                .build()));
            });
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                for (JsonValue odd : odds) {
                    all.add(Json.createArrayBuilder(array).set(i, odd).build());
                }
                for (JsonValue changed : mutated(array.get(i), odds)) {
                    all.add(Json.createArrayBuilder(array).set(i, changed).build());
                }
            }
        }
        return all;
    }

    @Test
    void aBadgeWithAPartOfAnotherKindIsNotGenuineAndAnsweredLikeAnyOther() throws Exception {
        JsonObject badge = key.sign(
                badge().add(
                                "credentialStatus",
                                Json.createObjectBuilder()
                                        .add("id", "https://localhost/status/1#7")
                                        .add("type", "BitstringStatusListEntry")
                                        .add("statusPurpose", "revocation")
                                        .add("statusListIndex", "7")
                                        .add("statusListCredential", "https://localhost:1/status/1"))
                        .build(),
                did + "#" + key.multikey(),
                "eddsa-rdfc-2022");
        for (JsonValue odd : mutated(badge)) {
            assertThat(verification.of(odd.toString(), "a@example.org").overall())
                    .as("%s", odd)
                    .isNotEqualTo(Verdict.Outcome.PASSED);
            String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + did + "\"}";
            assertThat(verification.of(compact(header, odd.toString())).overall())
                    .isNotEqualTo(Verdict.Outcome.PASSED);
        }
    }

    @Test
    void aRecordWithAPartOfAnotherKindIsNotGenuine() throws Exception {
        JsonObject record = Json.createObjectBuilder(badge().build())
                .add("type", texts("VerifiableCredential", "ClrCredential"))
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("type", texts("ClrSubject"))
                                .add(
                                        "verifiableCredential",
                                        Json.createArrayBuilder()
                                                .add(Json.createObjectBuilder()
                                                        .add("type", texts("OpenBadgeCredential"))
                                                        .add(
                                                                "endorsement",
                                                                Json.createArrayBuilder()
                                                                        .add(Json.createObjectBuilder()
                                                                                .add("proof", proof()))))))
                .add("proof", proof())
                .build();
        for (JsonValue odd : mutated(record)) {
            assertThat(verification.of(odd.toString()).overall()).isNotEqualTo(Verdict.Outcome.PASSED);
        }
    }

    @Test
    void whatAnIssuerPublishesOfAnotherKindIsNoKeyAndNoList() throws Exception {
        try (WebSite site = new WebSite()) {
            String named = site.did() + ":NAME";
            JsonObject document = Json.createObjectBuilder()
                    .add("id", named)
                    .add(
                            "verificationMethod",
                            Json.createArrayBuilder()
                                    .add(Json.createObjectBuilder()
                                            .add("id", named + "#key")
                                            .add("type", "Multikey")
                                            .add("controller", named)
                                            .add("publicKeyMultibase", key.multikey()))
                                    .add(Json.createObjectBuilder()
                                            .add("id", named + "#jwk")
                                            .add("type", "JsonWebKey")
                                            .add("controller", named)
                                            .add("publicKeyJwk", key.jwk())))
                    .add("assertionMethod", texts(named + "#key", named + "#jwk"))
                    .build();
            int number = 0;
            for (JsonValue odd : mutated(document, FEW)) {
                String name = "i" + number++;
                site.put("/" + name + "/did.json", odd.toString().replace("NAME", name));
                JsonObject badge = by(site.did() + ":" + name);
                JsonObject proof = Json.createObjectBuilder(proof())
                        .add("verificationMethod", site.did() + ":" + name + "#key")
                        .build();
                assertThat(verification
                                .of(Json.createObjectBuilder(badge)
                                        .add("proof", proof)
                                        .build()
                                        .toString())
                                .overall())
                        .isNotEqualTo(Verdict.Outcome.PASSED);
                String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + site.did() + ":" + name + "#jwk\"}";
                assertThat(verification.of(compact(header, badge.toString())).overall())
                        .isNotEqualTo(Verdict.Outcome.PASSED);
            }
        }
    }

    @Test
    void whatAnOlderIssuerHostsOfAnotherKindIsAnsweredLikeAnythingElse() throws Exception {
        try (WebSite site = new WebSite()) {
            JsonObject all = StrictJson.object(("""
                    {"assertion": {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "AT/assertion",
                      "recipient": {"type": "email", "hashed": true, "salt": "s", "identity": "sha256$00"}, "badge": "AT/badge",
                      "issuedOn": "2026-01-01T00:00:00Z", "expires": "2199-01-01T00:00:00Z", "endorsement": ["AT/endorsement"],
                      "verification": {"type": "HostedBadge"}, "evidence": [{"id": "AT/e"}], "image": "AT/i"},
                     "badge": {"type": "BadgeClass", "id": "AT/badge", "name": "Welding", "issuer": "AT/issuer"},
                     "issuer": {"type": "Issuer", "id": "AT/issuer", "name": "One", "publicKey": ["AT/key"],
                      "revocationList": "AT/list", "verification": {"startsWith": "AT/", "allowedOrigins": ["localhost"]}},
                     "endorsement": {"type": "Endorsement", "id": "AT/endorsement", "claim": {"id": "AT/badge"},
                      "issuer": "AT/issuer", "issuedOn": "2026-01-01T00:00:00Z", "verification": {"type": "HostedBadge"}},
                     "key": {"type": "CryptographicKey", "id": "AT/key", "owner": "AT/issuer", "publicKeyPem": "nonsense"},
                     "list": {"type": "RevocationList", "id": "AT/list", "revokedAssertions": [{"id": "AT/other"}]}}""")).orElseThrow();
            int number = 0;
            for (JsonValue odd : mutated(all, FEW)) {
                String at = "/h" + number++;
                JsonObject here = StrictJson.object(odd.toString().replace("AT/", site.at(at) + "/"))
                        .orElseThrow();
                here.forEach((name, part) -> site.put(at + "/" + name, part.toString()));
                String brought = String.valueOf(here.get("assertion"));
                long begin = System.nanoTime();
                int asked = site.asked();
                assertThat(verification.of(brought, "a@example.org")).isNotNull();
                assertThat(verification.of(site.at(at + "/assertion"))).isNotNull();
                String signed = brought.replace("HostedBadge", "SignedBadge");
                assertThat(verification
                                .of(compact("{\"alg\":\"RS256\"}", signed))
                                .overall())
                        .isNotEqualTo(Verdict.Outcome.PASSED);
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .as(brought)
                        .isLessThan(Duration.ofSeconds(5));
                assertThat(site.asked() - asked).as(brought).isLessThanOrEqualTo(10);
            }
        }
    }

    // ---- tokens

    private static String compact(String header, String payload) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(payload.getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(new byte[64]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'alg':'none'",
                "'alg':'None','kid':'KID'",
                "'alg':'HS256','kid':'KID'",
                "'alg':'EdDSA','kid':'KID','crit':['exp']",
                "'alg':'EdDSA','kid':'KID','b64':false,'crit':['b64']",
                "'alg':'EdDSA','kid':'KID','jku':'https://evil.example/jwks'",
                "'alg':'EdDSA','kid':'KID','x5u':'https://evil.example/cert'",
                "'alg':'EdDSA','kid':'KID','zip':'DEF'",
                "'alg':'EdDSA','kid':'KID','kid':'KID'",
                "'alg':'EdDSA','kid':'../../../../etc/passwd'",
                "'alg':'EdDSA','kid':'file:///etc/passwd'",
                "'alg':'EdDSA','kid':'jar:file:///app.jar!/key'",
                "'alg':'EdDSA','kid':'http://169.254.169.254/latest/meta-data'",
                "'alg':'EdDSA','kid':'http://[::ffff:169.254.169.254]/key'",
                "'alg':'EdDSA','kid':'https://user@evil.example/key'",
                "'alg':'EdDSA','kid':'did:web:evil.example@localhost'",
                "'alg':'EdDSA','kid':['KID']",
                "'alg':'EdDSA','kid':''",
                "'alg':'EdDSA'",
                "'alg':['EdDSA'],'kid':'KID'",
                "'kid':'KID'"
            })
    void noTrickOfATokensHeaderMakesItGenuine(String header) {
        JsonObject credential = badge().build();
        String text = "{" + header.replace('\'', '"').replace("KID", did) + "}";
        assertThat(answer(compact(text, credential.toString()))).isNotEqualTo("This badge is genuine and in force");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kty':'EC','crv':'P-256','x':'__________________________________________8','y':'__________________________________________8'}",
                "{'kty':'EC','crv':'P-256','x':'_________________________________________________________w','y':'AA'}",
                "{'kty':'EC','crv':'P-384','x':'AA','y':'AA'}",
                "{'kty':'EC','crv':'P-256','x':'','y':''}",
                "{'kty':'EC','crv':'P-256'}",
                "{'kty':'EC','crv':'secp256k1','x':'AQ','y':'AQ'}",
                "{'kty':'EC','crv':'P-9','x':'AQ','y':'AQ'}",
                "{'kty':'EC','crv':5,'x':5,'y':[]}",
                "{'kty':'OKP','crv':'Ed25519','x':'AA'}",
                "{'kty':'OKP','crv':'Ed25519','x':'__________________________________________8'}",
                "{'kty':'OKP','crv':'X25519','x':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'}",
                "{'kty':'OKP','crv':'Ed448','x':'AA'}",
                "{'kty':'RSA','n':'','e':''}",
                "{'kty':'RSA','n':'AQAB','e':'AQAB'}",
                "{'kty':'RSA','n':'LONG','e':'LONG'}",
                "{'kty':'RSA','n':'!','e':'AQAB'}",
                "{'kty':'RSA','n':'AQAB','e':'AQAB','x5c':['nonsense']}",
                "{'kty':'oct','k':'AAAA'}",
                "{'kty':['EC']}",
                "{'kty':'EC','kty':'RSA'}",
                "{}",
                "nonsense"
            })
    void aKeyThatIsNoneSignedNothing(String jwk) {
        String text = jwk.replace('\'', '"').replace("LONG", "_".repeat(40_000));
        String issuer = "did:jwk:" + IndependentSigner.base64(text.getBytes(StandardCharsets.UTF_8));
        JsonObject badge = by(issuer);
        for (String algorithm : List.of("EdDSA", "ES256", "ES384", "RS256", "PS256")) {
            String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + issuer + "#0\"}";
            assertThat(answer(compact(header, badge.toString()))).as(algorithm).isEqualTo(NO);
        }
        for (String suite : List.of("eddsa-rdfc-2022", "ecdsa-jcs-2019")) {
            JsonObject proof = Json.createObjectBuilder(proof())
                    .add("cryptosuite", suite)
                    .add("verificationMethod", issuer + "#0")
                    .build();
            assertThat(answer(Json.createObjectBuilder(badge)
                            .add("proof", proof)
                            .build()
                            .toString()))
                    .as(suite)
                    .isEqualTo(NO);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "did:key:",
                "did:key:z",
                "did:key:z0OIl",
                "did:key:zDnaeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
                "did:web:",
                "did:web:localhost%3A99999",
                "did:web:user%40localhost",
                "did:web:user:secret@localhost",
                "did:web:localhost:..:..:etc",
                "did:web:[::1]",
                "did:web:169.254.169.254",
                "did:web:0x7f.1%3A1",
                "did:jwk:%%%",
                "did:ion:somebody",
                "https://",
                "https://localhost:99999/",
                "https://user:secret@localhost/",
                "http://[fe80::1%25eth0]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://169.254.169.254/latest/meta-data",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "x"
            })
    void anIssuerThatLeadsNowhereIsNotCalledGenuine(String issuer) throws Exception {
        JsonObject badge = by(issuer);
        String genuine = "This badge is genuine and in force";
        for (String method : List.of(issuer, issuer + "#0", issuer + "#" + key.multikey())) {
            JsonObject proof = Json.createObjectBuilder(proof())
                    .add("verificationMethod", method)
                    .build();
            String embedded =
                    Json.createObjectBuilder(badge).add("proof", proof).build().toString();
            assertThat(answer(embedded)).as(method).isNotEqualTo(genuine);
            String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + method + "\"}";
            assertThat(answer(compact(header, badge.toString()))).as(method).isNotEqualTo(genuine);
        }
    }

    // ---- images and lists that grow when they are unpacked

    private static byte[] chunk(String type, byte[] data) {
        byte[] typed = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(typed);
        return ByteBuffer.allocate(8 + typed.length)
                .putInt(data.length)
                .put(typed)
                .putInt((int) checksum.getValue())
                .array();
    }

    private static byte[] png(byte[]... chunks) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        List.of(chunks).forEach(png::writeBytes);
        return png.toByteArray();
    }

    private static byte[] zipped(int bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (DeflaterOutputStream stream = new DeflaterOutputStream(zipped, new Deflater(9))) {
            for (int i = 0; i < bytes; i += 8192) {
                stream.write(new byte[8192]);
            }
        }
        return zipped.toByteArray();
    }

    @Test
    void anImageThatUnpacksToVeryMuchHoldsNothing() throws Exception {
        byte[] bomb = zipped(100 << 20);
        byte[] international = ByteBuffer.allocate(23 + bomb.length)
                .put("openbadgecredential".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {0, 1, 0, 0})
                .put(bomb)
                .array();
        byte[] latin = ByteBuffer.allocate(21 + bomb.length)
                .put("openbadgecredential".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {0, 0})
                .put(bomb)
                .array();
        assertThat(BakedCredential.in(png(chunk("iTXt", international)))).isEmpty();
        assertThat(BakedCredential.in(png(chunk("zTXt", latin)))).isEmpty();
        assertThat(BakedCredential.in(
                        png(ByteBuffer.allocate(12).putInt(Integer.MAX_VALUE).array())))
                .isEmpty();
        assertThat(BakedCredential.in(png(ByteBuffer.allocate(12).putInt(-1).array())))
                .isEmpty();
        assertThat(BakedCredential.in(png(chunk("iTXt", new byte[] {'x'})))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
                "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY x '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
                "<!DOCTYPE svg SYSTEM 'http://169.254.169.254/x.dtd'>"
            })
    void aDrawingReadsNoFileAndNoEntity(String type) {
        String svg =
                type + "<svg xmlns='http://www.w3.org/2000/svg' xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'>"
                        + "<openbadges:credential>&x;</openbadges:credential></svg>";
        assertThat(BakedCredential.in(svg.getBytes(StandardCharsets.UTF_8)).orElse(""))
                .doesNotContain("root")
                .doesNotContain("aaaa");
    }

    @Test
    void aListThatUnpacksToVeryMuchClearsNoBadge() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 200; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
        try (WebSite site = new WebSite()) {
            String address = site.at("/status/1");
            String encoded = "u" + IndependentSigner.base64(bomb.toByteArray());
            JsonObject list = ElsewhereBadges.list(address, did, encoded).build();
            String method = did + "#" + key.multikey();
            site.put("/status/1", key.sign(list, method, "eddsa-rdfc-2022").toString());
            JsonObject badge = badge().add(
                            "credentialStatus",
                            Json.createObjectBuilder()
                                    .add("id", address + "#7")
                                    .add("type", "BitstringStatusListEntry")
                                    .add("statusPurpose", "revocation")
                                    .add("statusListIndex", "7")
                                    .add("statusListCredential", address))
                    .build();
            assertThat(faults(key.sign(badge, method, "eddsa-rdfc-2022").toString()))
                    .containsExactly("STATUS list-unreadable");
        }
    }

    // ---- those who do not answer

    @Test
    void whileVeryManyAreCheckedNothingIsLostAndNoMorePlacesAreTaken() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(ChecksAtOnce.MOST);
        ExecutorService others = Executors.newFixedThreadPool(ChecksAtOnce.MOST);
        String sound = signed().toString();
        try {
            for (int i = 0; i < ChecksAtOnce.MOST; i++) {
                others.execute(() -> checks.one(() -> {
                    taken.countDown();
                    try {
                        return over.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
            HttpBrowser.Page busy = new HttpBrowser().post(settings.at("/verify"), Map.of("text", sound));
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.header("Retry-After")).isPresent();
            assertThat(busy.select("[role=alert]").text()).startsWith("Very many badges are being checked");
            assertThat(busy.select("textarea").text()).isEqualTo(sound);
        } finally {
            over.countDown();
            others.shutdown();
        }
        assertThat(answer(sound)).isEqualTo("This badge is genuine and in force");
    }

    @Test
    void anAddressHasOnlySoManyBadgesCheckedInAMinuteAndLosesNothing() throws Exception {
        String sound = signed().toString();
        MockHttpServletRequest theirs = new MockHttpServletRequest();
        theirs.setRemoteAddr("203.0.113.60");
        while (ration.admits(theirs)) {
            // until they have had their share
        }
        HttpBrowser often = new HttpBrowser().header("X-Forwarded-For", "192.0.2.1, 203.0.113.60");
        HttpBrowser.Page page =
                often.post(settings.at("/verify"), Map.of("text", sound, "recipient", "rosa@example.org"));
        assertThat(page.status()).isEqualTo(429);
        assertThat(page.header("Retry-After")).contains("60");
        assertThat(page.select("[role=alert]").text()).startsWith("More badges have been checked from your address");
        assertThat(page.select("textarea").text()).isEqualTo(sound);
        assertThat(page.select("#recipient").val()).isEqualTo("rosa@example.org");
        HttpBrowser.Page ours = often.get(settings.at("/verify?credential=" + UUID.randomUUID()));
        assertThat(ours.status()).isEqualTo(429);
        assertThat(ours.header("Retry-After")).contains("60");
        assertThat(often.get(settings.at("/verify")).status())
                .as("the page with its form")
                .isEqualTo(200);
        assertThat(answer(sound)).as("others wait for nobody").isEqualTo("This badge is genuine and in force");
    }

    @Test
    void whoAnswersSlowlyTakesTheTimeOfOneCheckAndNoMore() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            asked.incrementAndGet();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        slow.start();
        try {
            String at = "http://localhost:" + slow.getAddress().getPort() + "/";
            long begin = System.nanoTime();
            CheckTime time = new CheckTime(Duration.ofMillis(700));
            List<Integer> answers = List.of(
                    documents.at(at + "1", "*/*", time).status(),
                    documents.at(at + "2", "*/*", time).status(),
                    documents.at(at + "3", "*/*", time).status());
            assertThat(time.left()).isLessThan(Duration.ofMillis(100));
            assertThat(answers).containsExactly(0, 0, 0);
            assertThat(asked).hasValue(1);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        } finally {
            over.countDown();
            slow.stop(0);
        }
    }
}
