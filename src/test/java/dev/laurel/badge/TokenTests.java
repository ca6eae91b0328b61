package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.WebSite;
import dev.laurel.system.LaurelSettings;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Badges as JSON Web Tokens, read with the JDK alone and not with the library that signs them. */
@LaurelTest
class TokenTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Issuers issuers;

    @Autowired
    Verification verification;

    BadgeFixtures fixtures;

    @BeforeEach
    void demonstration() {
        fixtures = new BadgeFixtures(context);
        BadgePagesTests.demonstrate(context);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo-sound", "demo-revoked", "demo-expired"})
    void isSignedByTheOneKeyThatItsHeaderLeadsTo(String id) throws Exception {
        String jwt = jwt(id);
        JsonObject header = part(jwt, 0);
        assertThat(header.keySet()).containsExactlyInAnyOrder("alg", "kid", "typ");
        assertThat(header.getString("alg")).isEqualTo("RS256");
        assertThat(header.getString("typ")).isEqualTo("JWT");
        HttpBrowser.Page answer =
                new HttpBrowser().header("Origin", "https://verifier.example").get(URI.create(header.getString("kid")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.header("Content-Type")).contains("application/json");
        JsonObject jwk = CredentialController.read(answer.body());
        assertThat(jwk.keySet()).containsExactlyInAnyOrder("kty", "n", "e", "kid", "alg", "use");
        assertThat(signedBy(jwt, jwk)).isTrue();
        assertThat(signedBy(jwt.substring(0, jwt.length() - 8) + "AAAAAAAA", jwk))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo-sound", "demo-revoked", "demo-expired"})
    void holdsTheCredentialAndClaimsWhatItSays(String id) {
        JsonObject payload = part(jwt(id), 1);
        JsonObject credential = IssuingTests.json(settings.at("/credentials/" + id + ".json"));
        assertThat(payload.getString("iss"))
                .isEqualTo(credential.getJsonObject("issuer").getString("id"));
        assertThat(payload.getString("sub"))
                .isEqualTo(credential.getJsonObject("credentialSubject").getString("id"));
        assertThat(payload.getString("jti")).isEqualTo(credential.getString("id"));
        assertThat(payload.getJsonNumber("nbf").longValueExact()).isEqualTo(seconds(credential, "validFrom"));
        if (credential.containsKey("validUntil")) {
            assertThat(payload.getJsonNumber("exp").longValueExact()).isEqualTo(seconds(credential, "validUntil"));
        } else {
            assertThat(payload).doesNotContainKey("exp");
        }
        JsonObjectBuilder rest = Json.createObjectBuilder(payload);
        List.of("iss", "sub", "jti", "nbf", "exp").forEach(rest::remove);
        assertThat(rest.build())
                .isEqualTo(Json.createObjectBuilder(credential).remove("proof").build());
    }

    @Test
    void listsBothKeysInTheDidDocument() {
        String jwt = jwt("demo-sound");
        String did = part(jwt, 1).getString("iss");
        JsonObject document =
                IssuingTests.json(settings.at("/issuers/" + did.substring(did.lastIndexOf(':') + 1) + "/did.json"));
        List<JsonObject> methods = document.getJsonArray("verificationMethod").getValuesAs(JsonObject.class);
        assertThat(methods).extracting(method -> method.getString("type")).contains("Multikey", "JsonWebKey");
        assertThat(methods).allSatisfy(method -> {
            assertThat(method.getString("controller")).isEqualTo(did);
            assertThat(method.getString("id")).startsWith(did + "#");
        });
        JsonObject own = methods.stream()
                .filter(method -> method.containsKey("publicKeyJwk"))
                .filter(method -> method.getJsonObject("publicKeyJwk")
                        .getString("kid")
                        .equals(part(jwt, 0).getString("kid")))
                .findFirst()
                .orElseThrow();
        assertThat(signedBy(jwt, own.getJsonObject("publicKeyJwk"))).isTrue();
        assertThat(document.getJsonArray("assertionMethod").getValuesAs(JsonString::getString))
                .containsExactlyInAnyOrderElementsOf(
                        methods.stream().map(method -> method.getString("id")).toList());
        assertThat(document.toString()).doesNotContain("\"d\":", "\"p\":", "\"q\":");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/credentials/demo-sound     | application/vc+jwt                  | application/vc+jwt",
                "/credentials/demo-sound     | application/jwt                     | application/jwt",
                "/credentials/demo-sound     | application/vc+jwt, application/vc;q=0.5 | application/vc+jwt",
                "/credentials/demo-sound     | application/vc, application/vc+jwt;q=0.5 | application/vc",
                "/credentials/demo-sound     | */*                                 | text/html",
                "/credentials/demo-sound.jwt | */*                                 | application/vc+jwt",
                "/credentials/demo-sound.jwt | text/html,*/*;q=0.8                 | application/vc+jwt",
                "/credentials/demo-sound.jwt | text/plain                          | text/plain",
                "/credentials/demo-sound.jwt | application/jwt                     | application/jwt",
                "/credentials/demo-sound.jwt | application/vc+jwt                  | application/vc+jwt",
                "/credentials/demo-sound.jwt | application/json                    | application/vc+jwt"
            })
    void answersInTheTypeThatWasAskedFor(String path, String accept, String type) {
        HttpBrowser.Page answer = new HttpBrowser()
                .header("Accept", accept)
                .header("Origin", "https://verifier.example")
                .get(settings.at(path));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(found -> assertThat(found).startsWith(type));
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        if (type.endsWith("jwt")) {
            assertThat(answer.body()).isEqualTo(jwt("demo-sound"));
        }
    }

    @Test
    void staysTheSameAndKeepsGoodAcrossANewKey() throws Exception {
        Award award = fixtures.earn(fixtures.achievement("lit-hfw-mapping"));
        String id = award.credentialId();
        String before = jwt(id);
        String did = part(before, 1).getString("iss");
        Issuer issuer = issuers.bySlug(did.substring(did.lastIndexOf(':') + 1)).orElseThrow();
        issuers.rotateKey(issuer);
        assertThat(jwt(id)).isEqualTo(before);
        assertThat(failures(before)).isEmpty();
        assertThat(signedBy(before, key(before))).isTrue();

        String after =
                jwt(fixtures.earn(fixtures.achievement("lit-hfw-mapping")).credentialId());
        assertThat(part(after, 0).getString("kid")).isNotEqualTo(part(before, 0).getString("kid"));
        assertThat(signedBy(after, key(after))).isTrue();
        assertThat(failures(after)).isEmpty();
    }

    @Test
    void keepsThePrivateKeySealed() throws Exception {
        jwt("demo-sound");
        List<byte[]> stored = jdbc.sql("select sealed_key from badge_issuer_jwt_key")
                .query((row, n) -> row.getBytes(1))
                .list();
        assertThat(stored).isNotEmpty().allSatisfy(bytes -> {
            boolean readable = true;
            try {
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (java.security.spec.InvalidKeySpecException e) {
                readable = false;
            }
            assertThat(readable).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"badge.png, image/png", "badge.svg, image/svg+xml"})
    void isBakedIntoImages(String file, String type) {
        byte[] image = new HttpBrowser()
                .get(settings.at("/credentials/demo-sound/" + file + "?form=jwt"))
                .bytes();
        String text = new String(image, StandardCharsets.ISO_8859_1);
        assertThat(text.split("openbadgecredential\0|verify=\"", -1)).hasSize(2);
        assertThat(BakedCredential.in(image)).contains(jwt("demo-sound"));
        HttpBrowser.Page page = new HttpBrowser()
                .get(settings.at("/verify"))
                .form("main form")
                .file("file", file, type, image)
                .submit();
        assertThat(page.select("h2").first().text()).isEqualTo("This badge is genuine and in force");
        assertThat(page.text()).contains("It is a signed token (JWT)");
        assertThat(new HttpBrowser()
                        .get(settings.at("/credentials/demo-sound/badge.png?form=paper"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void saysWhenATokenIsRevokedOrExpired() {
        assertThat(failures(jwt("demo-sound"))).isEmpty();
        assertThat(failures(jwt("demo-revoked"))).containsExactly("STATUS revoked");
        assertThat(failures(jwt("demo-expired"))).containsExactly("DATES expired");
    }

    @Test
    @Tag("any-database")
    void refusesEveryChangeOfThePayload() {
        String sound = jwt("demo-sound");
        JsonObject payload = part(sound, 1);
        int tried = 0;
        for (String changed : changes(payload)) {
            String forged = sound.replaceFirst("\\.[^.]+\\.", "." + encoded(changed) + ".");
            assertThat(verification.of(forged).overall()).as(changed).isEqualTo(Verdict.Outcome.FAILED);
            tried++;
        }
        assertThat(tried).isGreaterThan(100);
    }

    @Test
    void refusesWhatTheClaimsContradict() throws Exception {
        JsonObject payload = part(jwt("demo-sound"), 1);
        Map<String, JsonValue> wrong = Map.of(
                "iss", Json.createValue("did:web:elsewhere.example"),
                "sub", Json.createValue("urn:uuid:00000000-0000-0000-0000-000000000000"),
                "jti", Json.createValue("https://elsewhere.example/1"),
                "nbf", Json.createValue(1),
                "exp", Json.createValue(99999999999L));
        for (Map.Entry<String, JsonValue> claim : wrong.entrySet()) {
            String forged = signedByTheIssuer(Json.createObjectBuilder(payload)
                    .add(claim.getKey(), claim.getValue())
                    .build());
            assertThat(failures(forged)).containsExactly("PROOF contradiction " + claim.getKey());
        }
        for (String claim : List.of("iss", "sub", "jti", "nbf")) {
            String forged = signedByTheIssuer(
                    Json.createObjectBuilder(payload).remove(claim).build());
            assertThat(failures(forged)).containsExactly("PROOF contradiction " + claim);
        }
        assertThat(failures(signedByTheIssuer(payload))).isEmpty();
        JsonArray contexts = Json.createArrayBuilder(payload.getJsonArray("@context"))
                .add("https://elsewhere.example/context")
                .build();
        assertThat(failures(signedByTheIssuer(Json.createObjectBuilder(payload)
                        .add("@context", contexts)
                        .build())))
                .containsExactly("CONTEXT unknown \"https://elsewhere.example/context\"");
    }

    @Test
    void refusesKeysOfOthers() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair other = generator.generateKeyPair();
        RsaJsonWebKey jwk = new RsaJsonWebKey((RSAPublicKey) other.getPublic());
        String sound = jwt("demo-sound");
        String payload = part(sound, 1).toString();
        String kid = part(sound, 0).getString("kid");
        assertThat(failures(signed(payload, other.getPrivate(), jws -> {
                    jws.setKeyIdHeaderValue(kid);
                    return jws;
                })))
                .containsExactly("SIGNATURE wrong");
        assertThat(failures(signed(payload, other.getPrivate(), jws -> {
                    jws.setJwkHeader(jwk);
                    return jws;
                })))
                .containsExactly("KEY not-the-issuers");
        try (WebSite elsewhere = new WebSite()) {
            String theirs = elsewhere.put("/key", jwk.toJson(OutputControlLevel.PUBLIC_ONLY));
            for (String named : List.of(theirs, elsewhere.did() + "#key-1")) {
                assertThat(failures(signed(payload, other.getPrivate(), jws -> {
                            jws.setKeyIdHeaderValue(named);
                            return jws;
                        })))
                        .containsExactly("KEY not-the-issuers");
            }
            assertThat(failures(signed(payload, other.getPrivate(), jws -> {
                        jws.setKeyIdHeaderValue(elsewhere.at("/nothing"));
                        return jws;
                    })))
                    .containsExactly("KEY not-published " + elsewhere.at("/nothing"));
        }
        String unknown = kid.replaceFirst("jwt-[0-9]+", "jwt-999");
        assertThat(failures(signed(payload, other.getPrivate(), jws -> {
                    jws.setKeyIdHeaderValue(unknown);
                    return jws;
                })))
                .containsExactly("KEY not-published " + unknown);
    }

    @Test
    void refusesHeadersThatOpenBadgesDoesNotAllow() throws Exception {
        String sound = jwt("demo-sound");
        JsonObject header = part(sound, 0);
        String rest = sound.substring(sound.indexOf('.'));
        assertThat(failures(encoded(header.toString().replace("RS256", "none")) + rest))
                .containsExactly("PROOF other-algorithm");
        assertThat(failures(encoded(Json.createObjectBuilder(header)
                                .add("crit", Json.createArrayBuilder().add("b64"))
                                .build()
                                .toString())
                        + rest))
                .containsExactly("PROOF other-headers");
        assertThat(failures(encoded(Json.createObjectBuilder(header)
                                .remove("kid")
                                .build()
                                .toString())
                        + rest))
                .containsExactly("PROOF no-key");
        assertThat(failures(encoded(header.toString().replace("\"typ\":\"JWT\"", "\"typ\":\"other\"")) + rest))
                .containsExactly("PROOF other-headers");
        assertThat(failures(encoded("{\"alg\":\"RS256\"," + header.toString().substring(1)) + rest))
                .containsExactly("TEXT no-jwt");
        // the old trick: the public key as the secret of a symmetric signature
        JsonWebSignature symmetric = new JsonWebSignature();
        symmetric.setPayload(part(sound, 1).toString());
        symmetric.setAlgorithmHeaderValue("HS256");
        symmetric.setKeyIdHeaderValue(header.getString("kid"));
        symmetric.setKey(new HmacKey(key(sound).toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(failures(symmetric.getCompactSerialization())).containsExactly("PROOF other-algorithm");
        assertThat(failures("a.b.c")).containsExactly("TEXT no-jwt");
    }

    @Test
    void checksATokenOfAnIssuerElsewhere() throws Exception {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        try (WebSite elsewhere = new WebSite()) {
            String method = elsewhere.did() + "#es256";
            elsewhere.put(
                    "/.well-known/did.json",
                    Json.createObjectBuilder()
                            .add("id", elsewhere.did())
                            .add(
                                    "verificationMethod",
                                    Json.createArrayBuilder()
                                            .add(Json.createObjectBuilder()
                                                    .add("id", method)
                                                    .add("type", "JsonWebKey")
                                                    .add("controller", elsewhere.did())
                                                    .add(
                                                            "publicKeyJwk",
                                                            CredentialController.read(
                                                                    key.toJson(OutputControlLevel.PUBLIC_ONLY)))))
                            .add("assertionMethod", Json.createArrayBuilder().add(method))
                            .build()
                            .toString());
            JsonObject own = part(jwt("demo-sound"), 1);
            JsonObject foreign = Json.createObjectBuilder(own)
                    .add("iss", elsewhere.did())
                    .add(
                            "issuer",
                            Json.createObjectBuilder(own.getJsonObject("issuer"))
                                    .add("id", elsewhere.did()))
                    .remove("credentialStatus")
                    .build();
            for (UnaryOperator<JsonWebSignature> header : List.<UnaryOperator<JsonWebSignature>>of(
                    jws -> {
                        jws.setKeyIdHeaderValue(method);
                        return jws;
                    },
                    jws -> {
                        jws.setJwkHeader(key);
                        return jws;
                    })) {
                String jwt = signed(foreign.toString(), key.getPrivateKey(), jws -> {
                    jws.setAlgorithmHeaderValue("ES256");
                    return header.apply(jws);
                });
                assertThat(verification.of(jwt).overall()).isEqualTo(Verdict.Outcome.PASSED);
                assertThat(failures(jwt.substring(0, jwt.length() - 8) + "AAAAAAAA"))
                        .containsExactly("SIGNATURE wrong");
            }
            assertThat(elsewhere.asked()).isEqualTo(1);
        }
    }

    private static String signed(String payload, PrivateKey key, UnaryOperator<JsonWebSignature> header)
            throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue("RS256");
        jws.setPayload(payload);
        jws.setKey(key);
        return header.apply(jws).getCompactSerialization();
    }

    /** By the issuer's own key, so that nothing but the content can be what is wrong. */
    private String signedByTheIssuer(JsonObject payload) throws Exception {
        String did = payload.getJsonObject("issuer").getString("id");
        Issuer issuer = issuers.bySlug(did.substring(did.lastIndexOf(':') + 1)).orElseThrow();
        byte[] locked = jdbc.sql("select sealed_key from badge_issuer_jwt_key where issuer_id = :issuer"
                        + " order by number desc fetch first 1 row only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> row.getBytes(1))
                .single();
        byte[] pkcs8 = context.getBean(dev.laurel.system.KeyVault.class).open("badge-issuer-jwt-key", locked);
        return signed(
                payload.toString(),
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                jws -> {
                    jws.setKeyIdHeaderValue(issuers.jwtKey(issuer).kid());
                    return jws;
                });
    }

    /** The payload with one text or number changed, or one member gone, for every one of them. */
    static List<String> changes(JsonObject object) {
        List<String> changes = new ArrayList<>();
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            changes.add(Json.createObjectBuilder(object)
                    .remove(member.getKey())
                    .build()
                    .toString());
            for (JsonValue changed : changes(member.getValue())) {
                changes.add(Json.createObjectBuilder(object)
                        .add(member.getKey(), changed)
                        .build()
                        .toString());
            }
        }
        return changes;
    }

    private static List<JsonValue> changes(JsonValue value) {
        List<JsonValue> changes = new ArrayList<>();
        switch (value.getValueType()) {
            case STRING -> changes.add(Json.createValue(((JsonString) value).getString() + "x"));
            case NUMBER -> changes.add(Json.createValue(((jakarta.json.JsonNumber) value).longValue() + 1));
            case TRUE -> changes.add(JsonValue.FALSE);
            case ARRAY -> {
                JsonArray array = value.asJsonArray();
                for (int i = 0; i < array.size(); i++) {
                    int at = i;
                    changes(array.get(i))
                            .forEach(changed -> changes.add(Json.createArrayBuilder(array)
                                    .set(at, changed)
                                    .build()));
                }
            }
            case OBJECT ->
                changes(value.asJsonObject()).forEach(changed -> changes.add(CredentialController.read(changed)));
            default -> throw new IllegalArgumentException(value.toString());
        }
        return changes;
    }

    private List<String> failures(String text) {
        return verification.of(text).checks().stream()
                .filter(check -> check.outcome() == Verdict.Outcome.FAILED)
                // What is missing is missed by the schema, too; this is about what a forger could do about the
                // signature.
                .filter(check -> check.step() != Verdict.Step.SCHEMA)
                .map(check -> (check.step() + " " + check.reason() + " " + check.detail()).strip())
                .toList();
    }

    private String jwt(String id) {
        HttpBrowser.Page answer = new HttpBrowser().get(settings.at("/credentials/" + id + ".jwt"));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static JsonObject key(String jwt) {
        return IssuingTests.json(URI.create(part(jwt, 0).getString("kid")));
    }

    private static JsonObject part(String jwt, int number) {
        return CredentialController.read(
                new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[number]), StandardCharsets.UTF_8));
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean signedBy(String jwt, JsonObject jwk) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(
                            new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString("n"))),
                            new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString("e")))));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update(jwt.substring(0, jwt.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(jwt.substring(jwt.lastIndexOf('.') + 1)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long seconds(JsonObject credential, String member) {
        return OffsetDateTime.parse(credential.getString(member)).toEpochSecond();
    }
}
