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
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** Badges as issuers elsewhere really write them: where their keys are, by which algorithms, and what is in the badge besides. */
@LaurelTest
class IssuersElsewhereTests {

    @Autowired
    Verification verification;

    private WebSite site;

    @BeforeEach
    void site() throws IOException {
        site = new WebSite();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private JsonObjectBuilder badge(String issuer) {
        return ElsewhereBadges.badge(
                site.at("/badges/" + UUID.randomUUID()),
                issuer,
                site.at("/achievements/1"),
                "Planning with families",
                PackagedContexts.CREDENTIALS_V2,
                PackagedContexts.OPEN_BADGES_3_0_3,
                PackagedContexts.OPEN_BADGES_EXTENSIONS);
    }

    private static JsonObject signed(IndependentSigner by, JsonObjectBuilder badge, String method) throws Exception {
        return by.sign(badge.build(), method, "eddsa-rdfc-2022");
    }

    /** With the claims of Open Badges 3.0, 8.2.4.1. */
    private static String token(IndependentSigner by, String kid, JsonObjectBuilder badge) throws Exception {
        JsonObject credential = badge.build();
        return by.token(Json.createObjectBuilder().add("kid", kid), withClaims(credential, credential));
    }

    private static JsonObject withClaims(JsonObject payload, JsonObject credential) {
        return Json.createObjectBuilder(payload)
                .add("iss", credential.getJsonObject("issuer").getString("id"))
                .add("jti", credential.getString("id"))
                .add("sub", credential.getJsonObject("credentialSubject").getString("id"))
                .add(
                        "nbf",
                        Instant.parse(credential.getString("validFrom", credential.getString("issuanceDate", "")))
                                .getEpochSecond())
                .build();
    }

    private List<String> faults(String brought) {
        return verification.of(brought).checks().stream()
                .filter(check ->
                        check.outcome() == Verdict.Outcome.FAILED || check.outcome() == Verdict.Outcome.UNKNOWN)
                .map(check -> check.step() + " " + check.outcome() + " " + check.reason())
                .toList();
    }

    private String newPath() {
        return "/issuers/" + UUID.randomUUID();
    }

    private static JsonObjectBuilder method(String id, String controller) {
        return Json.createObjectBuilder().add("id", id).add("type", "Multikey").add("controller", controller);
    }

    private String publishes(String path, JsonObjectBuilder more) {
        String issuer = site.at(path);
        JsonObject profile = Json.createObjectBuilder()
                .add("id", issuer)
                .add("type", texts("Profile"))
                .add("name", "An association")
                .addAll(more)
                .build();
        return site.put(path, profile.toString());
    }

    // ---- keys in the profile of an https issuer

    @Test
    void aKeyWithinTheProfileOfAnIssuerCountsOnlyWhereItIsForAssertionsAndItsOwn() throws Exception {
        IndependentSigner key = IndependentSigner.ed25519();
        String path = newPath();
        String issuer = site.at(path);
        String name = issuer + "#key-0";
        JsonObject own =
                method(name, issuer).add("publicKeyMultibase", key.multikey()).build();

        publishes(path, Json.createObjectBuilder().add("verificationMethod", own));
        assertThat(faults(signed(key, badge(issuer), name).toString())).isEmpty();
        assertThat(faults(
                        signed(IndependentSigner.ed25519(), badge(issuer), name).toString()))
                .containsExactly("SIGNATURE FAILED wrong");

        String several = newPath();
        String second = site.at(several);
        publishes(
                several,
                Json.createObjectBuilder()
                        .add(
                                "verificationMethod",
                                Json.createArrayBuilder()
                                        .add(method("#key-0", second).add("publicKeyMultibase", key.multikey()))
                                        .add(method("#key-1", second).add("publicKeyMultibase", key.multikey()))
                                        .add(method("#key-2", issuer).add("publicKeyMultibase", key.multikey())))
                        .add("assertionMethod", texts("#key-0", "#key-2")));
        assertThat(faults(signed(key, badge(second), second + "#key-0").toString()))
                .isEmpty();
        assertThat(faults(signed(key, badge(second), second + "#key-1").toString()))
                .as("not for assertions")
                .containsExactly("KEY FAILED not-published");
        assertThat(faults(signed(key, badge(second), second + "#key-2").toString()))
                .as("of another controller")
                .containsExactly("KEY FAILED not-published");
        assertThat(faults(signed(key, badge(second), name).toString()))
                .as("of another profile on the same site")
                .containsExactly("KEY FAILED not-published");
    }

    private String keyAt(String path, IndependentSigner key, String issuer) {
        return site.put(
                path,
                method(site.at(path), issuer)
                        .add("publicKeyMultibase", key.multikey())
                        .build()
                        .toString());
    }

    @Test
    void whoeverMayPutAFileOnTheSiteOfAnIssuerSignsNoBadgeInItsName() throws Exception {
        IndependentSigner forger = IndependentSigner.ed25519();
        IndependentSigner key = IndependentSigner.ed25519();
        String listing = newPath();
        String issuer = site.at(listing);
        String beside = site.at(newPath());
        publishes(
                listing,
                Json.createObjectBuilder()
                        .add(
                                "verificationMethod",
                                Json.createArrayBuilder()
                                        .add(method(issuer + "#key-0", issuer)
                                                .add("publicKeyMultibase", key.multikey()))
                                        .add(beside)));
        String upload = keyAt("/uploads/" + UUID.randomUUID() + ".txt", forger, issuer);
        assertThat(faults(signed(forger, badge(issuer), upload).toString()))
                .as("the issuer lists its keys, and not this one")
                .containsExactly("KEY FAILED not-the-issuers");
        String another = "/uploads/" + UUID.randomUUID() + ".txt";
        publishesAt(another, issuer, forger);
        assertThat(faults(signed(forger, badge(issuer), site.at(another) + "#key-0")
                        .toString()))
                .as("a profile of the same name elsewhere on its site")
                .containsExactly("KEY FAILED not-the-issuers");
        String same = keyAt("/uploads/" + UUID.randomUUID() + ".txt", key, issuer);
        assertThat(faults(signed(key, badge(issuer), same).toString()))
                .as("a key that it lists, under another name")
                .isEmpty();
        keyAt(beside.substring(site.at("").length()), key, issuer);
        assertThat(faults(signed(key, badge(issuer), beside).toString()))
                .as("a name that it lists")
                .isEmpty();

        String silent = newPath();
        String without = publishes(silent, Json.createObjectBuilder());
        String anybodys = keyAt("/uploads/" + UUID.randomUUID() + ".txt", forger, without);
        assertThat(faults(signed(forger, badge(without), anybodys).toString()))
                .as("it lists none, and whose this is nobody can tell")
                .containsExactly("KEY UNKNOWN not-listed");
        String below = keyAt(silent + "/keys/1", key, without);
        assertThat(faults(signed(key, badge(without), below).toString())).isEmpty();
        String known = keyAt("/.well-known/" + UUID.randomUUID(), key, without);
        assertThat(faults(signed(key, badge(without), known).toString())).isEmpty();
        String nowhere = site.at(newPath());
        String theirs = keyAt("/uploads/" + UUID.randomUUID() + ".txt", forger, nowhere);
        assertThat(faults(signed(forger, badge(nowhere), theirs).toString()))
                .as("the issuer has no document at all")
                .containsExactly("KEY UNKNOWN not-listed");
        String whole = site.at("");
        String anywhere = keyAt("/uploads/" + UUID.randomUUID() + ".txt", forger, whole);
        assertThat(faults(signed(forger, badge(whole), anywhere).toString()))
                .as("the issuer is the site, and takes files of others")
                .containsExactly("KEY UNKNOWN not-listed");
        String down = newPath();
        site.put(down, 503, "text/plain", new byte[0]);
        String closed = keyAt("/uploads/" + UUID.randomUUID() + ".txt", forger, site.at(down));
        assertThat(faults(signed(forger, badge(site.at(down)), closed).toString()))
                .as("the issuer cannot be asked")
                .containsExactly("KEY UNKNOWN elsewhere");
    }

    private void publishesAt(String path, String issuer, IndependentSigner key) {
        String method = site.at(path) + "#key-0";
        site.put(
                path,
                Json.createObjectBuilder()
                        .add("id", issuer)
                        .add("type", texts("Profile"))
                        .add("verificationMethod", method(method, issuer).add("publicKeyMultibase", key.multikey()))
                        .build()
                        .toString());
    }

    @Test
    void aFileThatAnEarnerPublishesHereIsNoKeyAndNoIssuer() throws Exception {
        IndependentSigner forger = IndependentSigner.ed25519();
        String file = "/credentials/evidence/" + UUID.randomUUID();
        publishesAt(file, site.at(file), forger);
        assertThat(faults(signed(forger, badge(site.at(file)), site.at(file) + "#key-0")
                        .toString()))
                .containsExactly("KEY FAILED not-published");
        IndependentSigner other = IndependentSigner.p256();
        String key = "/credentials/evidence/" + UUID.randomUUID();
        site.put(key, other.jwk().toString());
        assertThat(faults(token(other, site.at(key), badge(site.at(key))))).containsExactly("KEY FAILED not-published");
        for (String written :
                List.of("/credentials/%65vidence/", "//credentials//evidence/", "/x/%2e%2e/credentials/evidence/")) {
            String odd = written + UUID.randomUUID();
            assertThat(faults(token(other, site.at(odd), badge(site.at(odd)))))
                    .as(odd)
                    .containsExactly("KEY FAILED not-published");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s/../../uploads/%s",
                "%s/./../%s",
                "%s/%%2e%%2e/%%2E%%2E/uploads/%s",
                "%s/..%%2fuploads%%2F%s",
                "%s/..%%5c..%%5Cuploads/%s",
                "%s/..;/..;/uploads/%s",
                "%s/%%252e%%252e/uploads/%s",
                "%s?file=/uploads/%s",
                "%s/keys?file=/uploads/%s"
            })
    void aKeyThatOnlySeemsToLieBelowTheIssuerIsNotItsOwn(String form) throws Exception {
        IndependentSigner forger = IndependentSigner.p256();
        IndependentSigner signer = IndependentSigner.ed25519();
        String path = newPath();
        String issuer = publishes(path, Json.createObjectBuilder());
        for (String start : List.of(path, "/.well-known")) {
            String written = form.formatted(start, UUID.randomUUID());
            lies(written, forger.jwk().toString());
            assertThat(faults(token(forger, site.at(written), badge(issuer))))
                    .as(written)
                    .doesNotContain("SIGNATURE FAILED wrong")
                    .containsAnyOf("KEY UNKNOWN not-listed", "KEY FAILED not-published", "KEY UNKNOWN elsewhere");
            String proof = form.formatted(start, UUID.randomUUID());
            lies(
                    proof,
                    method(site.at(proof), issuer)
                            .add("publicKeyMultibase", signer.multikey())
                            .build()
                            .toString());
            assertThat(faults(signed(signer, badge(issuer), site.at(proof)).toString()))
                    .as(proof)
                    .containsAnyOf("KEY UNKNOWN not-listed", "KEY FAILED not-published", "KEY UNKNOWN elsewhere");
        }
    }

    /** The site takes the address as many servers do: decoded, and without what leads up. */
    private void lies(String address, String json) {
        String path = URI.create(site.at(address)).getPath();
        site.put(path, json);
        site.put(URI.create(path.replace("\\", "/")).normalize().getPath(), json);
    }

    // ---- tokens of https issuers

    @Test
    void aTokenIsByAKeyThatTheProfileListsWhereItListsAny() throws Exception {
        IndependentSigner key = IndependentSigner.p256();
        IndependentSigner other = IndependentSigner.p256();
        String path = newPath();
        String issuer = site.at(path);
        publishes(
                path,
                Json.createObjectBuilder()
                        .add(
                                "verificationMethod",
                                Json.createArrayBuilder()
                                        .add(method(issuer + "#key-0", issuer).add("publicKeyJwk", key.jwk()))));
        String theirs = site.put(newPath(), key.jwk().toString());
        String anybodys = site.put(newPath(), other.jwk().toString());
        assertThat(faults(token(key, issuer + "#key-0", badge(issuer)))).isEmpty();
        assertThat(faults(token(key, "#key-0", badge(issuer)))).isEmpty();
        assertThat(faults(token(key, theirs, badge(issuer)))).isEmpty();
        assertThat(faults(token(other, anybodys, badge(issuer))))
                .as("a key of somebody else on the same site")
                .containsExactly("KEY FAILED not-the-issuers");
        assertThat(faults(token(other, site.at(path + "/elsewhere"), badge(issuer))))
                .containsExactly("KEY FAILED not-published");
    }

    @Test
    void whereTheProfileListsNoKeysOneCountsThatOnlyTheIssuerCanHavePutThere() throws Exception {
        IndependentSigner key = IndependentSigner.p256();
        String path = newPath();
        String issuer = publishes(path, Json.createObjectBuilder());
        String below = site.put(path + "/keys/1", key.jwk().toString());
        assertThat(faults(token(key, below, badge(issuer)))).isEmpty();

        String set = site.put(
                "/.well-known/jwks.json",
                Json.createObjectBuilder()
                        .add(
                                "keys",
                                Json.createArrayBuilder()
                                        .add(Json.createObjectBuilder(
                                                        IndependentSigner.p256().jwk())
                                                .add("kid", "older"))
                                        .add(Json.createObjectBuilder(key.jwk()).add("kid", "key-1")))
                        .build()
                        .toString());
        assertThat(faults(token(key, set + "#key-1", badge(issuer)))).isEmpty();
        assertThat(faults(token(key, set + "#older", badge(issuer)))).containsExactly("SIGNATURE FAILED wrong");
        assertThat(faults(token(key, set, badge(issuer)))).containsExactly("KEY FAILED not-published");

        String somewhere = site.put(newPath(), key.jwk().toString());
        assertThat(faults(token(key, somewhere, badge(issuer)))).containsExactly("KEY UNKNOWN not-listed");
        String longer = site.put(path + "-2", key.jwk().toString());
        assertThat(faults(token(key, longer, badge(issuer)))).containsExactly("KEY UNKNOWN not-listed");
        try (WebSite stranger = new WebSite()) {
            assertThat(faults(token(key, stranger.put("/key", key.jwk().toString()), badge(issuer))))
                    .containsExactly("KEY FAILED not-the-issuers");
        }
    }

    // ---- algorithms and identifiers of tokens

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "ES256", "ES384"})
    void aTokenIsReadByEveryUsualAlgorithmAndIdentifier(String algorithm) throws Exception {
        IndependentSigner key =
                switch (algorithm) {
                    case "EdDSA" -> IndependentSigner.ed25519();
                    case "ES256" -> IndependentSigner.p256();
                    default -> IndependentSigner.p384();
                };
        String didKey = "did:key:" + key.multikey();
        String didJwk =
                "did:jwk:" + IndependentSigner.base64(key.jwk().toString().getBytes(StandardCharsets.UTF_8));
        site.put(
                "/.well-known/did.json",
                Json.createObjectBuilder()
                        .add("id", site.did())
                        .add(
                                "verificationMethod",
                                Json.createArrayBuilder()
                                        .add(method(site.did() + "#multi", site.did())
                                                .add("publicKeyMultibase", key.multikey()))
                                        .add(method(site.did() + "#json", site.did())
                                                .add("type", "JsonWebKey")
                                                .add("publicKeyJwk", key.jwk())))
                        .add("assertionMethod", texts(site.did() + "#multi", site.did() + "#json"))
                        .build()
                        .toString());
        for (String kid : List.of(
                didKey + "#" + key.multikey(),
                didKey,
                didJwk + "#0",
                didJwk,
                site.did() + "#multi",
                site.did() + "#json")) {
            String issuer = kid.replaceFirst("#.*", "");
            String token = token(key, kid, badge(issuer));
            assertThat(faults(token)).as(kid).isEmpty();
            IndependentSigner stranger =
                    algorithm.equals("EdDSA") ? IndependentSigner.ed25519() : IndependentSigner.p256();
            assertThat(faults(token(stranger, kid, badge(issuer)))).as(kid).containsExactly("SIGNATURE FAILED wrong");
        }
        assertThat(faults(token(key, site.did() + "#multi", badge(didKey))))
                .containsExactly("KEY FAILED not-the-issuers");
        assertThat(faults(token(key, "did:jwk:e30#0", badge("did:jwk:e30"))))
                .containsExactly("KEY FAILED not-published");
    }

    @Test
    void anEmbeddedProofIsReadByAKeyThatIsPublishedAsJson() throws Exception {
        IndependentSigner key = IndependentSigner.ed25519();
        String did = "did:jwk:" + IndependentSigner.base64(key.jwk().toString().getBytes(StandardCharsets.UTF_8));
        assertThat(faults(signed(key, badge(did), did + "#0").toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES512", "RS512", "ES256K"})
    void anAlgorithmThatIsNotKnownHereIsNoFault(String algorithm) throws Exception {
        IndependentSigner key = IndependentSigner.p256();
        String did = "did:key:" + key.multikey();
        String token = token(key, did, badge(did));
        String header = Json.createObjectBuilder()
                .add("alg", algorithm)
                .add("kid", did)
                .build()
                .toString();
        String changed =
                IndependentSigner.base64(header.getBytes(StandardCharsets.UTF_8)) + token.substring(token.indexOf('.'));
        assertThat(faults(changed)).containsExactly("PROOF UNKNOWN unknown-algorithm");
    }

    /**
     * Made by {@code jose} 6.2.18, {@code @digitalbazaar/vc} with a proof that says no date, and by the specifications' steps
     * in JavaScript: a proof upon another with {@code jsonld} (the same steps find the example of vc-di-eddsa genuine), and
     * odd numbers as the engine writes them.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ed25519.jwt",
                "p384.jwt",
                "rsa.jwt",
                "eddsa-rdfc-2022-not-dated.json",
                "eddsa-rdfc-2022-chain.json",
                "eddsa-jcs-2022-numbers.json"
            })
    void whatOtherLibrariesSignedIsGenuine(String file) throws Exception {
        String badge = new ClassPathResource("dev/laurel/badge/elsewhere/" + file)
                .getContentAsString(StandardCharsets.UTF_8)
                .strip();
        Verdict verdict = verification.of(badge);
        assertThat(verdict.overall()).as("%s", verdict.checks()).isEqualTo(Verdict.Outcome.PASSED);
        String changed = file.endsWith(".jwt")
                ? badge.substring(0, badge.length() - 8) + "AAAAAAAA"
                : badge.replace("\"validFrom\": \"2026", "\"validFrom\": \"2025");
        assertThat(faults(changed)).containsExactly("SIGNATURE FAILED wrong");
    }

    // ---- data model 1.1

    @Test
    void aTokenOfDataModelOneHasItsBadgeInAClaim() throws Exception {
        IndependentSigner key = IndependentSigner.p256();
        String did = "did:key:" + key.multikey();
        JsonObject older = ElsewhereBadges.badge(
                        site.at("/badges/" + UUID.randomUUID()),
                        did,
                        site.at("/achievements/1"),
                        "Planning with families",
                        PackagedContexts.CREDENTIALS_V1,
                        "https://purl.imsglobal.org/spec/ob/v3p0/context.json")
                .remove("validFrom")
                .add("issuanceDate", "2023-05-01T00:00:00Z")
                .build();
        JsonObject wrapped =
                withClaims(Json.createObjectBuilder().add("vc", older).build(), older);
        assertThat(faults(token(key, did, wrapped))).isEmpty();
        assertThat(verification.of(token(key, did, wrapped)).name()).isEqualTo("Planning with families");
        assertThat(faults(token(key, did, withClaims(older, older))))
                .as("without the claim around it")
                .isEmpty();
        JsonObject brief = Json.createObjectBuilder(wrapped)
                .add("vc", Json.createObjectBuilder(older).remove("id").remove("issuanceDate"))
                .build();
        assertThat(faults(token(key, did, brief)))
                .as("what the claims say is not said again")
                .isEmpty();

        assertThat(faults(token(
                        key,
                        did,
                        Json.createObjectBuilder(wrapped).add("nbf", 1).build())))
                .containsExactly("PROOF FAILED contradiction");
        assertThat(faults(token(
                        key,
                        did,
                        Json.createObjectBuilder(wrapped)
                                .add("iss", "did:key:zSomebodyElse")
                                .build())))
                .containsExactly("PROOF FAILED contradiction");
        long yesterday = Instant.now().minusSeconds(86_400).getEpochSecond();
        assertThat(faults(token(
                        key,
                        did,
                        Json.createObjectBuilder(wrapped).add("exp", yesterday).build())))
                .containsExactly("DATES FAILED expired");
    }

    private static String token(IndependentSigner by, String kid, JsonObject payload) throws Exception {
        return by.token(Json.createObjectBuilder().add("kid", kid).add("typ", "JWT"), payload);
    }

    // ---- proofs

    @Test
    void aProofNeedNotSayWhenItWasMade() throws Exception {
        IndependentSigner key = IndependentSigner.ed25519();
        String did = "did:key:" + key.multikey();
        String method = did + "#" + key.multikey();
        JsonObject badge = key.sign(badge(did).build(), method, "eddsa-rdfc-2022", false);
        assertThat(badge.getJsonObject("proof")).doesNotContainKey("created");
        assertThat(faults(badge.toString())).isEmpty();
    }

    @Test
    void ofSeveralProofsOneThatIsKnownIsEnoughAndNoneMayBeWrong() throws Exception {
        IndependentSigner first = IndependentSigner.ed25519();
        IndependentSigner second = IndependentSigner.p256();
        IndependentSigner notary = IndependentSigner.ed25519();
        site.put(
                "/.well-known/did.json",
                Json.createObjectBuilder()
                        .add("id", site.did())
                        .add(
                                "verificationMethod",
                                Json.createArrayBuilder()
                                        .add(method(site.did() + "#ed", site.did())
                                                .add("publicKeyMultibase", first.multikey()))
                                        .add(method(site.did() + "#p256", site.did())
                                                .add("publicKeyMultibase", second.multikey())))
                        .add("assertionMethod", texts(site.did() + "#ed", site.did() + "#p256"))
                        .build()
                        .toString());
        JsonObject bare = badge(site.did()).build();
        JsonObject one = first.sign(bare, site.did() + "#ed", "eddsa-rdfc-2022").getJsonObject("proof");
        JsonObject other =
                second.sign(bare, site.did() + "#p256", "ecdsa-rdfc-2019").getJsonObject("proof");
        String witness = "did:key:" + notary.multikey() + "#" + notary.multikey();
        JsonObject beside = notary.sign(bare, witness, "eddsa-rdfc-2022").getJsonObject("proof");
        JsonObject unknown =
                Json.createObjectBuilder(one).add("cryptosuite", "bbs-2023").build();
        JsonObject wrong = Json.createObjectBuilder(other)
                .add("proofValue", one.getString("proofValue"))
                .build();

        assertThat(faults(with(bare, one, other))).isEmpty();
        assertThat(faults(with(bare, one, unknown))).isEmpty();
        assertThat(faults(with(bare, beside, one)))
                .as("a notary beside the issuer")
                .isEmpty();
        assertThat(faults(with(bare, one, wrong))).containsExactly("SIGNATURE FAILED wrong");
        assertThat(faults(with(bare, beside))).containsExactly("KEY FAILED not-the-issuers");
        assertThat(faults(with(bare, unknown, unknown))).contains("PROOF FAILED other-suite");
        assertThat(faults(with(bare, one, one, one, one, one, one))).contains("PROOF FAILED too-many-proofs");
        assertThat(faults(with(bare, one, other).replace("Three meetings", "No meeting")))
                .containsExactly("SIGNATURE FAILED wrong");
    }

    @Test
    void whatOthersSignedBesideTheIssuerCountsNeitherWayHoweverOldOrDamaged() throws Exception {
        IndependentSigner key = IndependentSigner.ed25519();
        IndependentSigner notary = IndependentSigner.ed25519();
        String did = "did:key:" + key.multikey();
        JsonObject bare = badge(did).build();
        JsonObject own =
                key.sign(bare, did + "#" + key.multikey(), "eddsa-rdfc-2022").getJsonObject("proof");
        String witness = "did:key:" + notary.multikey() + "#" + notary.multikey();
        JsonObject beside = notary.sign(bare, witness, "eddsa-rdfc-2022").getJsonObject("proof");
        JsonObject future = changed(beside, "created", "2199-01-01T00:00:00Z");
        JsonObject over = changed(beside, "expires", "2020-01-01T00:00:00Z");
        JsonObject undated = changed(beside, "created", "some day");
        JsonObject cut = changed(beside, "proofValue", "z3");
        JsonObject nobodys =
                Json.createObjectBuilder(cut).remove("verificationMethod").build();
        JsonObject wordy = changed(beside, "seenBy", "a clerk");
        for (JsonObject other : List.of(future, over, undated, cut, nobodys, wordy)) {
            assertThat(faults(with(bare, own, other))).as(other.toString()).isEmpty();
            assertThat(faults(with(bare, other, own))).as(other.toString()).isEmpty();
            assertThat(faults(with(bare, other))).as("alone: " + other).isNotEmpty();
        }
        assertThat(faults(with(bare, own, changed(own, "created", "2199-01-01T00:00:00Z"))))
                .contains("PROOF FAILED from-the-future");
        assertThat(faults(with(bare, own, changed(own, "expires", "2020-01-01T00:00:00Z"))))
                .contains("PROOF FAILED run-out");
        assertThat(faults(with(bare, own, changed(own, "proofValue", "z3")))).contains("PROOF FAILED incomplete");
    }

    private static JsonObject changed(JsonObject proof, String member, String value) {
        return Json.createObjectBuilder(proof).add(member, value).build();
    }

    private static String with(JsonObject badge, JsonObject... proofs) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        List.of(proofs).forEach(all::add);
        return Json.createObjectBuilder(badge).add("proof", all).build().toString();
    }

    // ---- records of the first Comprehensive Learner Record 2.0

    @Test
    void aRecordInTheWordsOfTheFirstContextIsRead() throws Exception {
        IndependentSigner key = IndependentSigner.ed25519();
        String did = "did:key:" + key.multikey();
        String method = did + "#" + key.multikey();
        JsonObjectBuilder record = Json.createObjectBuilder()
                .add(
                        "@context",
                        texts(
                                PackagedContexts.CREDENTIALS_V2,
                                "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
                                PackagedContexts.OPEN_BADGES_3_0_3))
                .add("id", site.at("/records/1"))
                .add("type", texts("VerifiableCredential", "ClrCredential"))
                .add("name", "A record")
                .add(
                        "issuer",
                        Json.createObjectBuilder()
                                .add("id", did)
                                .add("type", texts("Profile"))
                                .add("name", "A state"))
                .add("validFrom", "2026-01-01T00:00:00Z")
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("id", "urn:uuid:" + UUID.randomUUID())
                                .add("type", texts("ClrSubject"))
                                .add(
                                        "verifiableCredential",
                                        Json.createArrayBuilder().add(signed(key, badge(did), method))));
        Verdict verdict = verification.of(signed(key, record, method).toString());
        assertThat(verdict.overall()).as("%s", verdict.checks()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(verdict.parts()).hasSize(1);
    }

    // ---- revocation by a plain list

    @Test
    void aPlainListOfTheIssuerSaysWhatItRevoked() throws Exception {
        IndependentSigner key = IndependentSigner.ed25519();
        String did = "did:key:" + key.multikey();
        for (String member : List.of("revokedCredential", "revokedCredentials")) {
            String address = site.at("/revoked/" + UUID.randomUUID());
            String[] badges = new String[3];
            String[] ids = new String[3];
            for (int i = 0; i < badges.length; i++) {
                JsonObject badge = signed(
                        key,
                        badge(did)
                                .add(
                                        "credentialStatus",
                                        Json.createObjectBuilder()
                                                .add("id", address)
                                                .add("type", "1EdTechRevocationList")),
                        did + "#" + key.multikey());
                badges[i] = badge.toString();
                ids[i] = badge.getString("id");
            }
            JsonObjectBuilder list = Json.createObjectBuilder()
                    .add("id", address)
                    .add(
                            member,
                            Json.createArrayBuilder()
                                    .add(Json.createObjectBuilder()
                                            .add("id", ids[1])
                                            .add("revocationReason", "A mistake"))
                                    .add(Json.createObjectBuilder()
                                            .add("id", ids[2])
                                            .add("revoked", false)));
            JsonObject built = list.add("issuer", did).build();
            String later = site.at("/revoked/" + UUID.randomUUID());
            site.put(address.substring(site.at("").length()), built.toString());
            assertThat(faults(badges[0])).isEmpty();
            assertThat(faults(badges[1])).containsExactly("STATUS FAILED revoked");
            assertThat(faults(badges[2])).isEmpty();

            site.put(
                    later.substring(site.at("").length()),
                    Json.createObjectBuilder(built)
                            .add("id", later)
                            .add("issuer", "did:key:zSomebodyElse")
                            .build()
                            .toString());
            JsonObject misled = signed(
                    key,
                    badge(did)
                            .add(
                                    "credentialStatus",
                                    Json.createObjectBuilder().add("id", later).add("type", "1EdTechRevocationList")),
                    did + "#" + key.multikey());
            assertThat(faults(misled.toString())).containsExactly("STATUS FAILED list-of-others");
        }
    }

    // ---- endorsements

    @Test
    void anEndorsementCountsOnlyBySignatureAndOfThisBadge() throws Exception {
        IndependentSigner key = IndependentSigner.ed25519();
        IndependentSigner state = IndependentSigner.ed25519();
        String did = "did:key:" + key.multikey();
        String endorser = "did:key:" + state.multikey();
        String method = endorser + "#" + state.multikey();
        JsonObject ofThis = state.sign(endorsement(endorser, site.at("/achievements/1")), method, "eddsa-rdfc-2022");
        JsonObject ofAnother = state.sign(endorsement(endorser, site.at("/achievements/2")), method, "eddsa-rdfc-2022");
        JsonObject forged = IndependentSigner.ed25519()
                .sign(endorsement(endorser, site.at("/achievements/1")), method, "eddsa-rdfc-2022");
        JsonObject bare = endorsement(endorser, did);
        String compact = state.token(Json.createObjectBuilder().add("kid", endorser), withClaims(bare, bare));

        assertThat(faults(endorsed(key, did, ofThis))).isEmpty();
        assertThat(verification.of(endorsed(key, did, ofThis)).checks())
                .filteredOn(check -> check.step() == Verdict.Step.ENDORSEMENT)
                .extracting(Verdict.Check::detail)
                .containsExactly("A state");
        assertThat(faults(endorsed(key, did, forged))).containsExactly("ENDORSEMENT FAILED wrong");
        assertThat(faults(endorsed(key, did, ofAnother))).containsExactly("ENDORSEMENT FAILED wrong");
        assertThat(faults(endorsed(key, did, ofThis, ofThis, ofThis, ofThis, ofThis, ofThis)))
                .containsExactly("ENDORSEMENT UNKNOWN too-many");

        // Only tokens can hold tokens: no context of Open Badges 3.0 has a word for them.
        assertThat(faults(token(key, did, badge(did).add("endorsementJwt", texts(compact)))))
                .isEmpty();
        String cut = compact.substring(0, compact.length() - 6) + "AAAAAA";
        assertThat(faults(token(key, did, badge(did).add("endorsementJwt", texts(cut)))))
                .containsExactly("ENDORSEMENT FAILED wrong");
        assertThat(verification
                        .of(signed(key, badge(did), did + "#" + key.multikey()).toString())
                        .checks())
                .noneMatch(check -> check.step() == Verdict.Step.ENDORSEMENT);
    }

    private String endorsed(IndependentSigner key, String did, JsonObject... endorsements) throws Exception {
        JsonArrayBuilder all = Json.createArrayBuilder();
        List.of(endorsements).forEach(all::add);
        return signed(key, badge(did).add("endorsement", all), did + "#" + key.multikey())
                .toString();
    }

    private JsonObject endorsement(String endorser, String of) {
        return Json.createObjectBuilder()
                .add("@context", texts(PackagedContexts.CREDENTIALS_V2, PackagedContexts.OPEN_BADGES_3_0_3))
                .add("id", site.at("/endorsements/" + UUID.randomUUID()))
                .add("type", texts("VerifiableCredential", "EndorsementCredential"))
                .add("name", "A good badge")
                .add(
                        "issuer",
                        Json.createObjectBuilder()
                                .add("id", endorser)
                                .add("type", texts("Profile"))
                                .add("name", "A state"))
                .add("validFrom", "2026-01-01T00:00:00Z")
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("id", of)
                                .add("type", texts("EndorsementSubject"))
                                .add("endorsementComment", "We know it and think well of it"))
                .build();
    }
}
