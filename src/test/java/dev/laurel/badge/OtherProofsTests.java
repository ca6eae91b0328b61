package dev.laurel.badge;

import static dev.laurel.badge.ElsewhereBadges.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.badge.proof.IndependentSigner;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.WebSite;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** Badges of issuers elsewhere, with kinds of proofs that Laurel checks and does not make. */
@LaurelTest
class OtherProofsTests {

    @Autowired
    Verification verification;

    private WebSite site;
    private IndependentSigner ed25519;
    private IndependentSigner p256;
    private IndependentSigner p384;

    @BeforeEach
    void anIssuerElsewhere() throws Exception {
        site = new WebSite();
        ed25519 = IndependentSigner.ed25519();
        p256 = IndependentSigner.p256();
        p384 = IndependentSigner.p384();
        publishes();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void publishes(JsonObjectBuilder... more) {
        JsonArrayBuilder methods = Json.createArrayBuilder()
                .add(method("#ed", ed25519.multikey()))
                .add(method("#p256", p256.multikey()))
                .add(method("#p384", p384.multikey()));
        JsonArrayBuilder names = texts(site.did() + "#ed", site.did() + "#p256", site.did() + "#p384");
        for (JsonObjectBuilder each : more) {
            JsonObject method = each.build();
            methods.add(method);
            names.add(method.getString("id"));
        }
        site.put(
                "/.well-known/did.json",
                Json.createObjectBuilder()
                        .add("id", site.did())
                        .add("verificationMethod", methods)
                        .add("assertionMethod", names)
                        .build()
                        .toString());
    }

    private JsonObjectBuilder method(String fragment, String multikey) {
        return Json.createObjectBuilder()
                .add("id", site.did() + fragment)
                .add("type", "Multikey")
                .add("controller", site.did())
                .add("publicKeyMultibase", multikey);
    }

    private JsonObjectBuilder badge(String... contexts) {
        return ElsewhereBadges.badge(
                site.at("/badges/" + UUID.randomUUID()),
                site.did(),
                site.at("/achievements/1"),
                "Planning with families",
                contexts);
    }

    private JsonObject usual() {
        return badge(PackagedContexts.CREDENTIALS_V2, PackagedContexts.OPEN_BADGES_3_0_3)
                .build();
    }

    private JsonObject signed(JsonObject document, String suite) throws Exception {
        boolean edwards = suite.toLowerCase(Locale.ROOT).startsWith("ed");
        return edwards
                ? ed25519.sign(document, site.did() + "#ed", suite)
                : p256.sign(document, site.did() + "#p256", suite);
    }

    private List<String> faults(String brought) {
        return verification.of(brought).checks().stream()
                .filter(check ->
                        check.outcome() == Verdict.Outcome.FAILED || check.outcome() == Verdict.Outcome.UNKNOWN)
                .map(check -> check.step() + " " + check.reason())
                .toList();
    }

    // ---- suites of Data Integrity

    @ParameterizedTest
    @ValueSource(strings = {"eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"})
    void aBadgeIsGenuineByAnyKnownSuiteAndNoneOnceItIsChanged(String suite) throws Exception {
        JsonObject badge = signed(usual(), suite);
        Verdict verdict = verification.of(badge.toString());
        assertThat(verdict.overall()).as("%s", verdict.checks()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(faults(badge.toString().replace("Three meetings", "No meeting")))
                .containsExactly("SIGNATURE wrong");
        assertThat(faults(badge.toString().replace("03:04:05Z", "03:04:06Z")))
                .as("its proof changed")
                .containsExactly("SIGNATURE wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecdsa-rdfc-2019", "ecdsa-jcs-2019"})
    void aBadgeByTheLongerCurveIsGenuineAndNoneOnceItIsChanged(String suite) throws Exception {
        JsonObject badge = p384.sign(usual(), site.did() + "#p384", suite);
        Verdict verdict = verification.of(badge.toString());
        assertThat(verdict.overall()).as("%s", verdict.checks()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(faults(badge.toString().replace("Three meetings", "No meeting")))
                .containsExactly("SIGNATURE wrong");
        assertThat(faults(badge.toString().replace("03:04:05Z", "03:04:06Z")))
                .as("its proof changed")
                .containsExactly("SIGNATURE wrong");
        assertThat(faults(badge.toString().replace("#p384", "#p256")))
                .as("a key of the shorter curve")
                .containsExactly("SIGNATURE wrong");
        String other = IndependentSigner.p384()
                .sign(usual(), site.did() + "#p384", suite)
                .toString();
        assertThat(faults(other)).as("a key that the issuer does not list").containsExactly("SIGNATURE wrong");
        assertThat(faults(p256.sign(usual(), site.did() + "#p384", suite).toString()))
                .as("by another key than it names")
                .containsExactly("SIGNATURE wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecdsa-rdfc-2019-p384.json", "ecdsa-jcs-2019-p384.json"})
    void aBadgeThatAnotherLibrarySignedByTheLongerCurveIsGenuine(String file) throws Exception {
        String badge =
                new ClassPathResource("dev/laurel/badge/elsewhere/" + file).getContentAsString(StandardCharsets.UTF_8);
        Verdict verdict = verification.of(badge);
        assertThat(verdict.overall()).as("%s", verdict.checks()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(faults(badge.replace("Three meetings", "No meeting"))).containsExactly("SIGNATURE wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eddsa-jcs-2022", "ecdsa-rdfc-2019"})
    void aKeyOfAnotherKindOrOfSomebodyElseSignedNothing(String suite) throws Exception {
        JsonObject badge = signed(usual(), suite);
        boolean edwards = suite.startsWith("ed");
        String other = badge.toString()
                .replace(site.did() + (edwards ? "#ed" : "#p256"), site.did() + (edwards ? "#p256" : "#ed"));
        assertThat(faults(other)).containsExactly("SIGNATURE wrong");
        JsonObject stranger = IndependentSigner.p256().sign(usual(), site.did() + "#p256", "ecdsa-rdfc-2019");
        assertThat(faults(stranger.toString())).containsExactly("SIGNATURE wrong");
    }

    @Test
    void wordsOfContextsThatNobodyKnowsAreNotBelievedEvenWhereTheTextIsSigned() throws Exception {
        JsonObject odd = signed(
                badge(PackagedContexts.CREDENTIALS_V2, PackagedContexts.OPEN_BADGES_3_0_3, "https://odd.example/v1")
                        .build(),
                "eddsa-jcs-2022");
        assertThat(faults(odd.toString())).contains("CONTEXT unknown");
        JsonObject badge = signed(usual(), "eddsa-jcs-2022");
        JsonObject more = Json.createObjectBuilder(badge)
                .add(
                        "@context",
                        texts(
                                PackagedContexts.CREDENTIALS_V2,
                                PackagedContexts.OPEN_BADGES_3_0_3,
                                PackagedContexts.OPEN_BADGES_EXTENSIONS))
                .build();
        assertThat(faults(more.toString()))
                .as("a context was put behind those that were signed")
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bbs-2023", "ecdsa-sd-2023", "eddsa-rdfc-2099"})
    void aSuiteThatNobodyKnowsHereCannotBeJudged(String suite) throws Exception {
        String badge = signed(usual(), "eddsa-rdfc-2022").toString().replace("eddsa-rdfc-2022", suite);
        assertThat(faults(badge)).contains("PROOF other-suite");
    }

    // ---- proofs upon proofs

    private static String withProofs(JsonObject bare, JsonObject... proofs) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        List.of(proofs).forEach(all::add);
        return Json.createObjectBuilder(bare).add("proof", all).build().toString();
    }

    private static String newId() {
        return "urn:uuid:" + UUID.randomUUID();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eddsa-rdfc-2022", "eddsa-jcs-2022"})
    void aProofUponAnotherCoversThatOneToo(String suite) throws Exception {
        JsonObject bare = usual();
        IndependentSigner assessor = IndependentSigner.ed25519();
        String witness = "did:key:" + assessor.multikey() + "#" + assessor.multikey();
        JsonObject first = assessor.proofUpon(bare, witness, suite, newId());
        JsonObject second = ed25519.proofUpon(bare, site.did() + "#ed", suite, newId(), first);
        JsonObject third = ed25519.proofUpon(bare, site.did() + "#ed", suite, newId(), first, second);
        assertThat(faults(withProofs(bare, first, second))).isEmpty();
        assertThat(faults(withProofs(bare, second, first))).as("in any order").isEmpty();
        assertThat(faults(withProofs(bare, first, second, third))).isEmpty();

        assertThat(faults(withProofs(bare, second)))
                .as("the one that it was made upon was taken away")
                .containsExactly("PROOF chain-broken");
        assertThat(faults(withProofs(bare, first, first, second)))
                .as("nobody can tell which one it was made upon")
                .containsExactly("PROOF chain-broken");
        JsonObject another = assessor.proofUpon(bare, witness, suite, first.getString("id"), second);
        assertThat(faults(withProofs(bare, another, second)))
                .as("another in the place of that one")
                .containsExactly("SIGNATURE wrong");
        JsonObject bareOfAll =
                Json.createObjectBuilder(second).remove("previousProof").build();
        assertThat(faults(withProofs(bare, first, bareOfAll)))
                .as("it does not say so any more")
                .containsExactly("SIGNATURE wrong");
        assertThat(faults(withProofs(bare, first, second).replace("Three meetings", "No meeting")))
                .containsExactly("SIGNATURE wrong");
        assertThat(faults(withProofs(bare, first)))
                .as("the first one alone is by somebody else")
                .containsExactly("KEY not-the-issuers");
    }

    @ParameterizedTest
    @CsvSource({"eddsa-jcs-2022, eddsa-rdfc-2022", "eddsa-rdfc-2022, eddsa-jcs-2022"})
    void aProofUponOneOfAnotherSuiteCoversThatOneToo(String earlier, String suite) throws Exception {
        JsonObject bare = usual();
        IndependentSigner assessor = IndependentSigner.ed25519();
        String witness = "did:key:" + assessor.multikey() + "#" + assessor.multikey();
        JsonObject first = assessor.proofUpon(bare, witness, earlier, newId());
        JsonObject second = ed25519.proofUpon(bare, site.did() + "#ed", suite, newId(), first);
        assertThat(faults(withProofs(bare, first, second))).isEmpty();
        JsonObject another = assessor.proofUpon(bare, witness, earlier, first.getString("id"), second);
        assertThat(faults(withProofs(bare, another, second)))
                .as("another in the place of that one")
                .containsExactly("SIGNATURE wrong");
        JsonObject odd = Json.createObjectBuilder(first)
                .add("@context", texts(PackagedContexts.CREDENTIALS_V2))
                .build();
        assertThat(faults(withProofs(bare, odd, second)))
                .as("it names other contexts than the badge")
                .isNotEmpty();
    }

    @Test
    void whatOthersMadeUponTheIssuersProofCountsNeitherWay() throws Exception {
        JsonObject bare = usual();
        IndependentSigner notary = IndependentSigner.ed25519();
        String witness = "did:key:" + notary.multikey() + "#" + notary.multikey();
        JsonObject own = ed25519.proofUpon(bare, site.did() + "#ed", "eddsa-rdfc-2022", newId());
        JsonObject beside = notary.proofUpon(bare, witness, "eddsa-rdfc-2022", newId(), own);
        JsonObject broken =
                Json.createObjectBuilder(beside).add("previousProof", newId()).build();
        assertThat(faults(withProofs(bare, own, beside))).isEmpty();
        assertThat(faults(withProofs(bare, own, broken))).isEmpty();
        assertThat(faults(withProofs(bare, beside))).containsExactly("PROOF chain-broken");
    }

    @Test
    void saysOfWhichKindAProofIs() throws Exception {
        for (String suite : List.of("eddsa-jcs-2022", "ecdsa-rdfc-2019")) {
            assertThat(verification.of(signed(usual(), suite).toString()).checks())
                    .filteredOn(check -> check.step() == Verdict.Step.PROOF)
                    .extracting(Verdict.Check::detail)
                    .containsExactly(suite);
        }
    }

    // ---- the first badges of Open Badges 3.0

    @ParameterizedTest
    @ValueSource(strings = {"context.json", "context-3.0.1.json", "context-3.0.2.json"})
    void anOldBadgeByEd25519Signature2020IsGenuineAndItsDatesAreRead(String context) throws Exception {
        JsonObjectBuilder old = badge(
                        PackagedContexts.CREDENTIALS_V1,
                        "https://purl.imsglobal.org/spec/ob/v3p0/" + context,
                        PackagedContexts.ED25519_2020)
                .remove("validFrom")
                .add("issuanceDate", "2023-05-01T00:00:00Z");
        JsonObject badge = signed(old.build(), "Ed25519Signature2020");
        Verdict verdict = verification.of(badge.toString());
        assertThat(verdict.overall()).as("%s", verdict.checks()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(verdict.checks())
                .anyMatch(check ->
                        check.step() == Verdict.Step.SCHEMA && check.reason().equals("older"));
        assertThat(faults(badge.toString().replace("Three meetings", "No meeting")))
                .containsExactly("SIGNATURE wrong");
        JsonObject over = signed(
                Json.createObjectBuilder(badge)
                        .remove("proof")
                        .add("expirationDate", "2024-05-01T00:00:00Z")
                        .build(),
                "Ed25519Signature2020");
        assertThat(faults(over.toString())).containsExactly("DATES expired");
    }

    @Test
    void withoutItsContextThatOldTypeWouldNotBeSigned() throws Exception {
        JsonObject badge = signed(usual(), "eddsa-rdfc-2022");
        JsonObject renamed = Json.createObjectBuilder(badge)
                .add(
                        "proof",
                        Json.createObjectBuilder(badge.getJsonObject("proof"))
                                .remove("cryptosuite")
                                .add("type", "Ed25519Signature2020"))
                .build();
        assertThat(faults(renamed.toString())).isNotEmpty();
    }

    // ---- status lists as tokens

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private void listsKey(KeyPair rsa) {
        RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
        publishes(Json.createObjectBuilder()
                .add("id", site.did() + "#rsa")
                .add("type", "JsonWebKey")
                .add("controller", site.did())
                .add(
                        "publicKeyJwk",
                        Json.createObjectBuilder()
                                .add("kty", "RSA")
                                .add(
                                        "n",
                                        IndependentSigner.base64(
                                                unsigned(key.getModulus().toByteArray())))
                                .add(
                                        "e",
                                        IndependentSigner.base64(
                                                key.getPublicExponent().toByteArray()))));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private JsonObjectBuilder list(String address) {
        return ElsewhereBadges.list(
                address, site.did(), StatusBits.withSet(List.of(7)).encode());
    }

    /** What is said of two badges, one with its bit set, by a list that is this token. */
    private List<String> status(String address, String token) throws Exception {
        site.put(
                address.substring(site.at("").length()),
                200,
                "application/vc+jwt",
                token.getBytes(StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (int index : new int[] {7, 8}) {
            JsonObject badge = signed(
                    Json.createObjectBuilder(usual())
                            .add(
                                    "credentialStatus",
                                    Json.createObjectBuilder()
                                            .add("id", address + "#" + index)
                                            .add("type", "BitstringStatusListEntry")
                                            .add("statusPurpose", "revocation")
                                            .add("statusListIndex", Integer.toString(index))
                                            .add("statusListCredential", address))
                            .build(),
                    "eddsa-rdfc-2022");
            verification.of(badge.toString()).checks().stream()
                    .filter(check -> check.step() == Verdict.Step.STATUS)
                    .forEach(check -> said.add(check.outcome() + " " + check.reason()));
        }
        return said;
    }

    private String newAddress() {
        return site.at("/status/" + UUID.randomUUID());
    }

    @Test
    void aStatusListThatIsATokenIsReadLikeAnyOther() throws Exception {
        KeyPair rsa = rsa();
        listsKey(rsa);
        String header = "{\"alg\":\"RS256\",\"typ\":\"vc+jwt\",\"cty\":\"vc\",\"kid\":\"" + site.did() + "#rsa\"}";
        String address = newAddress();
        assertThat(status(
                        address,
                        IndependentSigner.rs256(
                                rsa, header, list(address).build().toString())))
                .containsExactly("FAILED revoked", "PASSED passed");

        String forged = newAddress();
        assertThat(status(
                        forged,
                        IndependentSigner.rs256(
                                rsa(), header, list(forged).build().toString())))
                .containsExactly("FAILED list-not-genuine", "FAILED list-not-genuine");

        String other = newAddress();
        assertThat(status(
                        other,
                        IndependentSigner.rs256(
                                rsa, header, list(newAddress()).build().toString())))
                .as("a list of another address")
                .containsOnly("FAILED list-from-elsewhere");

        String over = newAddress();
        assertThat(status(
                        over,
                        IndependentSigner.rs256(
                                rsa,
                                header,
                                list(over)
                                        .add(
                                                "exp",
                                                Instant.now().minusSeconds(60).getEpochSecond())
                                        .build()
                                        .toString())))
                .containsOnly("FAILED list-not-in-force");

        String none = newAddress();
        assertThat(status(
                        none,
                        IndependentSigner.rs256(
                                rsa,
                                header.replace("RS256", "none"),
                                list(none).build().toString())))
                .containsOnly("FAILED list-not-genuine");
    }

    // ---- status lists of before Bitstring Status List

    private JsonObjectBuilder olderList(String address, String purpose) {
        return Json.createObjectBuilder()
                .add(
                        "@context",
                        texts(
                                PackagedContexts.CREDENTIALS_V1,
                                PackagedContexts.STATUS_LIST_2021,
                                PackagedContexts.ED25519_2020))
                .add("id", address)
                .add("type", texts("VerifiableCredential", "StatusList2021Credential"))
                .add("issuer", site.did())
                .add("issuanceDate", "2023-01-01T00:00:00Z")
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("id", address + "#list")
                                .add("type", "StatusList2021")
                                .add("statusPurpose", purpose)
                                .add(
                                        "encodedList",
                                        StatusBits.withSet(List.of(7)).encode().substring(1)));
    }

    private JsonObject olderBadge(String address, int index, String purpose) throws Exception {
        return signed(
                badge(
                                PackagedContexts.CREDENTIALS_V1,
                                "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
                                PackagedContexts.STATUS_LIST_2021,
                                PackagedContexts.ED25519_2020)
                        .remove("validFrom")
                        .add("issuanceDate", "2023-05-01T00:00:00Z")
                        .add(
                                "credentialStatus",
                                Json.createObjectBuilder()
                                        .add("id", address + "#" + index)
                                        .add("type", "StatusList2021Entry")
                                        .add("statusPurpose", purpose)
                                        .add("statusListIndex", Integer.toString(index))
                                        .add("statusListCredential", address))
                        .build(),
                "Ed25519Signature2020");
    }

    /** What is said of two badges, one with its bit set, by what lies at the address. */
    private List<String> olderStatus(String address, String purpose, String list) throws Exception {
        site.put(address.substring(site.at("").length()), list);
        List<String> said = new ArrayList<>();
        for (int index : new int[] {7, 8}) {
            verification.of(olderBadge(address, index, purpose).toString()).checks().stream()
                    .filter(check -> check.step() == Verdict.Step.STATUS)
                    .forEach(check -> said.add(check.outcome() + " " + check.reason()));
        }
        return said;
    }

    @ParameterizedTest
    @CsvSource({"revocation, revoked", "suspension, suspended"})
    void anOlderBadgeIsRevokedOrSuspendedByTheOlderList(String purpose, String what) throws Exception {
        String address = newAddress();
        assertThat(olderStatus(
                        address,
                        purpose,
                        signed(olderList(address, purpose).build(), "Ed25519Signature2020")
                                .toString()))
                .containsExactly("FAILED " + what, "PASSED passed");
        assertThat(faults(olderBadge(address, 8, purpose).toString())).isEmpty();
        String moved = olderBadge(address, 7, purpose).toString().replace("\"7\"", "\"8\"");
        assertThat(faults(moved)).as("another index than was signed").containsExactly("SIGNATURE wrong");
    }

    @Test
    void anOlderListIsBelievedOnlyAsItsIssuerSignedItForThatAddressAndPurposeAndWhileItIsInForce() throws Exception {
        String changed = newAddress();
        String list = signed(olderList(changed, "revocation").build(), "Ed25519Signature2020")
                .toString();
        String cleared = list.replace(
                StatusBits.withSet(List.of(7)).encode().substring(1),
                StatusBits.withSet(List.of()).encode().substring(1));
        assertThat(cleared).isNotEqualTo(list);
        assertThat(olderStatus(changed, "revocation", cleared)).containsOnly("FAILED list-not-genuine");

        String stranger = newAddress();
        assertThat(olderStatus(
                        stranger,
                        "revocation",
                        IndependentSigner.ed25519()
                                .sign(
                                        olderList(stranger, "revocation").build(),
                                        site.did() + "#ed",
                                        "Ed25519Signature2020")
                                .toString()))
                .containsOnly("FAILED list-not-genuine");

        String elsewhere = newAddress();
        assertThat(olderStatus(elsewhere, "revocation", list)).containsOnly("FAILED list-from-elsewhere");

        String other = newAddress();
        assertThat(olderStatus(
                        other,
                        "suspension",
                        signed(olderList(other, "revocation").build(), "Ed25519Signature2020")
                                .toString()))
                .containsOnly("FAILED list-for-another-purpose");

        String over = newAddress();
        assertThat(olderStatus(
                        over,
                        "revocation",
                        signed(
                                        olderList(over, "revocation")
                                                .add("expirationDate", "2024-01-01T00:00:00Z")
                                                .build(),
                                        "Ed25519Signature2020")
                                .toString()))
                .containsOnly("FAILED list-not-in-force");

        String newer = newAddress();
        assertThat(olderStatus(
                        newer,
                        "revocation",
                        signed(list(newer).build(), "eddsa-rdfc-2022").toString()))
                .as("a list of the other kind")
                .containsOnly("FAILED list-of-another-kind");

        String broken = newAddress();
        JsonObject unreadable = olderList(broken, "revocation").build();
        assertThat(olderStatus(
                        broken,
                        "revocation",
                        signed(
                                        Json.createObjectBuilder(unreadable)
                                                .add(
                                                        "credentialSubject",
                                                        Json.createObjectBuilder(
                                                                        unreadable.getJsonObject("credentialSubject"))
                                                                .add("encodedList", "H4sIAAAA"))
                                                .build(),
                                        "Ed25519Signature2020")
                                .toString()))
                .containsOnly("FAILED list-unreadable");
    }

    @Test
    void anOlderListMayBeATokenWithItsCredentialInAClaimOfItsOwn() throws Exception {
        KeyPair rsa = rsa();
        listsKey(rsa);
        String address = newAddress();
        String payload = Json.createObjectBuilder()
                .add("iss", site.did())
                .add("jti", address)
                .add("vc", olderList(address, "revocation").remove("issuer"))
                .build()
                .toString();
        String token = IndependentSigner.rs256(
                rsa, "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + site.did() + "#rsa\"}", payload);
        assertThat(olderStatus(address, "revocation", token)).containsExactly("FAILED revoked", "PASSED passed");
        String forged = IndependentSigner.rs256(
                rsa(), "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + site.did() + "#rsa\"}", payload);
        assertThat(olderStatus(newAddress(), "revocation", forged)).containsOnly("FAILED list-not-genuine");
    }

    // ---- Open Badges 2.0, signed

    private record Signed(KeyPair key, String issuer, String badge, String creator) {}

    private Signed issuer(boolean listed, boolean owned, String... revoked) throws Exception {
        KeyPair key = rsa();
        String name = UUID.randomUUID().toString();
        String issuer = site.at("/issuer/" + name);
        String badge = site.at("/badge/" + name);
        String creator = site.at("/key/" + name);
        String list = site.at("/revoked/" + name);
        JsonObjectBuilder profile = Json.createObjectBuilder()
                .add("@context", HostedDocuments.CONTEXT)
                .add("type", "Issuer")
                .add("id", issuer)
                .add("name", "An association")
                .add("url", "https://association.example")
                .add("revocationList", list);
        if (listed) {
            profile.add("publicKey", texts(site.at("/key/older"), creator));
        }
        put(issuer, profile);
        put(
                badge,
                Json.createObjectBuilder()
                        .add("@context", HostedDocuments.CONTEXT)
                        .add("type", "BadgeClass")
                        .add("id", badge)
                        .add("name", "Planning with families, 2.0")
                        .add("issuer", issuer));
        put(
                creator,
                Json.createObjectBuilder()
                        .add("@context", HostedDocuments.CONTEXT)
                        .add("type", "CryptographicKey")
                        .add("id", creator)
                        .add("owner", owned ? issuer : site.at("/issuer/other"))
                        .add(
                                "publicKeyPem",
                                "-----BEGIN PUBLIC KEY-----\n"
                                        + Base64.getMimeEncoder()
                                                .encodeToString(key.getPublic().getEncoded())
                                        + "\n-----END PUBLIC KEY-----\n"));
        JsonArrayBuilder entries = Json.createArrayBuilder();
        for (String each : revoked) {
            entries.add(Json.createObjectBuilder().add("id", each).add("revocationReason", "A mistake"));
        }
        put(
                list,
                Json.createObjectBuilder()
                        .add("@context", HostedDocuments.CONTEXT)
                        .add("type", "RevocationList")
                        .add("id", list)
                        .add("issuer", issuer)
                        .add("revokedAssertions", entries));
        return new Signed(key, issuer, badge, creator);
    }

    private void put(String address, JsonObjectBuilder document) {
        site.put(address.substring(site.at("").length()), document.build().toString());
    }

    private static String assertion(Signed by, String id, String kind) {
        return Json.createObjectBuilder()
                .add("@context", HostedDocuments.CONTEXT)
                .add("type", "Assertion")
                .add("id", id)
                .add(
                        "recipient",
                        Json.createObjectBuilder()
                                .add("type", "email")
                                .add("hashed", false)
                                .add("identity", "maya@example.org"))
                .add("badge", by.badge())
                .add("issuedOn", "2025-01-01T00:00:00Z")
                .add(
                        "verification",
                        Json.createObjectBuilder().add("type", kind).add("creator", by.creator()))
                .build()
                .toString();
    }

    private static String signed(Signed by, String id) throws Exception {
        return IndependentSigner.rs256(by.key(), "{\"alg\":\"RS256\"}", assertion(by, id, "SignedBadge"));
    }

    @Test
    void aSignedAssertionIsGenuineByTheKeyThatItsIssuerLists() throws Exception {
        Signed by = issuer(true, true);
        String token = signed(by, "urn:uuid:" + UUID.randomUUID());
        Verdict verdict = verification.of(token, "maya@example.org");
        assertThat(verdict.overall()).as("%s", verdict.checks()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(verdict.name()).isEqualTo("Planning with families, 2.0");
        assertThat(faults(token.substring(0, token.length() - 8) + "AAAAAAAA")).containsExactly("SIGNATURE wrong");
        String forged = IndependentSigner.rs256(
                rsa(), "{\"alg\":\"RS256\"}", assertion(by, "urn:uuid:" + UUID.randomUUID(), "SignedBadge"));
        assertThat(faults(forged)).containsExactly("SIGNATURE wrong");
        String unsigned = IndependentSigner.base64("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + token.split("\\.")[1] + ".AA";
        assertThat(faults(unsigned)).containsExactly("SIGNATURE wrong");
    }

    @Test
    void aKeyThatTheIssuerDoesNotListOrThatIsAnothersSpeaksForNobody() throws Exception {
        assertThat(faults(signed(issuer(false, true), "urn:uuid:1"))).containsExactly("KEY not-the-issuers");
        assertThat(faults(signed(issuer(true, false), "urn:uuid:2"))).containsExactly("KEY not-published");
    }

    @Test
    void aSignedAssertionIsRevokedByTheListOfItsIssuer() throws Exception {
        String id = "urn:uuid:" + UUID.randomUUID();
        Signed by = issuer(true, true, id);
        assertThat(faults(signed(by, id))).containsExactly("STATUS revoked");
        assertThat(faults(signed(by, "urn:uuid:" + UUID.randomUUID()))).isEmpty();
    }

    @Test
    void anAssertionThatSaysItIsHostedIsNotBelievedBecauseSomebodySignedIt() throws Exception {
        Signed by = issuer(true, true);
        String token = IndependentSigner.rs256(
                by.key(), "{\"alg\":\"RS256\"}", assertion(by, site.at("/nowhere"), "HostedBadge"));
        assertThat(faults(token)).containsExactly("PROOF signed-as-hosted");
        assertThat(faults(assertion(by, "urn:uuid:3", "SignedBadge")))
                .as("without its signature it is nothing")
                .containsExactly("PROOF not-hosted");
    }
}
