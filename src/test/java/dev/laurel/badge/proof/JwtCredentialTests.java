package dev.laurel.badge.proof;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens of random content, signed with one library and read with the JDK alone. */
class JwtCredentialTests {

    private static final int CREDENTIALS = 1_000;
    private static final String KID = "https://laurel.example/issuers/here/keys/jwt-1";
    private static final byte[] PRIVATE_KEY = JwtKey.newPrivateKey();
    private static final JwtKey KEY = JwtKey.of(KID, PRIVATE_KEY);
    private static final PublicKey PUBLIC_KEY = publicKey(PRIVATE_KEY);

    @Test
    @Tag("any-database")
    void signsWhateverIsInACredentialAsOthersReadIt() throws Exception {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < CREDENTIALS; i++) {
            String which = "credential " + i + " of seed " + seed;
            JsonObject credential = withOddText(DataIntegrityTests.randomCredential(random, i), random);
            String jwt = JwtCredential.sign(credential, KEY);

            assertThat(isSigned(jwt)).as(which).isTrue();
            String[] parts = jwt.split("\\.");
            assertThat(part(parts[0]).getString("kid")).as(which).isEqualTo(KID);
            JsonObject payload = part(parts[1]);
            JsonObjectBuilder rest = Json.createObjectBuilder(payload);
            List.of("iss", "sub", "jti", "nbf", "exp").forEach(rest::remove);
            assertThat(rest.build()).as(which).isEqualTo(credential);
            assertThat(payload.getString("jti")).as(which).isEqualTo(credential.getString("id"));
            assertThat(payload.getString("iss"))
                    .as(which)
                    .isEqualTo(credential.getJsonObject("issuer").getString("id"));
            assertThat(payload.getJsonNumber("nbf").longValueExact())
                    .as(which)
                    .isEqualTo(OffsetDateTime.parse(credential.getString("validFrom"))
                            .toEpochSecond());

            JwtCredential token = JwtCredential.of(jwt);
            assertThat(token.credential()).as(which).isEqualTo(credential);
            assertThat(token.contradiction()).as(which).isEmpty();
            assertThat(token.isBy(PUBLIC_KEY)).as(which).isTrue();

            String forged = parts[0] + "." + changed(parts[1], random) + "." + parts[2];
            assertThat(isAccepted(forged)).as(which).isFalse();
        }
    }

    /** What a canonical form may not hold, a token may: control characters, long texts, many criteria. */
    private static JsonObject withOddText(JsonObject credential, Random random) {
        StringBuilder description = new StringBuilder(DataIntegrityTests.oddText(random));
        for (int i = random.nextInt(20); i > 0; i--) {
            description.append((char) random.nextInt(0x20)).append(DataIntegrityTests.oddText(random));
        }
        if (random.nextInt(50) == 0) {
            description.append("long ".repeat(4_000));
        }
        JsonArrayBuilder tags = Json.createArrayBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
            tags.add(DataIntegrityTests.oddText(random));
        }
        JsonObject subject = credential.getJsonObject("credentialSubject");
        JsonObjectBuilder achievement =
                Json.createObjectBuilder(subject.getJsonObject("achievement")).add("tag", tags);
        return Json.createObjectBuilder(credential)
                .add("description", description.toString())
                .add("credentialSubject", Json.createObjectBuilder(subject).add("achievement", achievement))
                .build();
    }

    /** The payload with one letter or digit of its text exchanged for another. */
    private static String changed(String payload, Random random) {
        char[] text = decoded(payload).toCharArray();
        int at;
        do {
            at = random.nextInt(text.length);
        } while (text[at] >= 0x80 || !Character.isLetterOrDigit(text[at]));
        text[at] = text[at] == '7' ? '8' : '7';
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(text).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isAccepted(String jwt) {
        try {
            return JwtCredential.of(jwt).isBy(PUBLIC_KEY);
        } catch (JwtCredential.Unreadable e) {
            return false;
        }
    }

    private static boolean isSigned(String jwt) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(PUBLIC_KEY);
        signature.update(jwt.substring(0, jwt.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(jwt.substring(jwt.lastIndexOf('.') + 1)));
    }

    private static PublicKey publicKey(byte[] pkcs8) {
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static JsonObject part(String part) {
        try (JsonReader reader = Json.createReader(new StringReader(decoded(part)))) {
            return reader.readObject();
        }
    }
}
