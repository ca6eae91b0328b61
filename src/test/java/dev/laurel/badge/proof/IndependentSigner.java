package dev.laurel.badge.proof;

import com.apicatalog.jsonld.JsonLdError;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;

/**
 * Proofs as other issuers make them, on other parts than ours: another canonicalisation library, the JDK's signatures, base
 * 58 by big integers, and a canonical JSON that knows no more than these documents need.
 */
public final class IndependentSigner {

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private final KeyPair keys;
    private final boolean edwards;

    private IndependentSigner(KeyPair keys, boolean edwards) {
        this.keys = keys;
        this.edwards = edwards;
    }

    public static IndependentSigner ed25519() throws GeneralSecurityException {
        return new IndependentSigner(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), true);
    }

    public static IndependentSigner p256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new IndependentSigner(generator.generateKeyPair(), false);
    }

    /** The public key as a Multikey. */
    public String multikey() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (edwards) {
            byte[] spki = keys.getPublic().getEncoded();
            bytes.writeBytes(new byte[] {(byte) 0xED, 1});
            bytes.writeBytes(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
        } else {
            ECPublicKey key = (ECPublicKey) keys.getPublic();
            bytes.writeBytes(new byte[] {
                (byte) 0x80, 0x24, (byte) (key.getW().getAffineY().testBit(0) ? 3 : 2)
            });
            bytes.writeBytes(padded(key.getW().getAffineX()));
        }
        return "z" + base58(bytes.toByteArray());
    }

    private static byte[] padded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[32];
        for (int i = 1; i <= Math.min(32, bytes.length); i++) {
            padded[32 - i] = bytes[bytes.length - i];
        }
        return padded;
    }

    /**
     * The document with a proof.
     *
     * @param suite a cryptosuite, or {@code Ed25519Signature2020}
     */
    public JsonObject sign(JsonObject document, String method, String suite)
            throws GeneralSecurityException, JsonLdError {
        JsonObjectBuilder options = Json.createObjectBuilder();
        boolean old = suite.equals("Ed25519Signature2020");
        options.add("type", old ? suite : "DataIntegrityProof");
        if (!old) {
            options.add("cryptosuite", suite);
        }
        options.add("created", "2026-01-02T03:04:05Z")
                .add("verificationMethod", method)
                .add("proofPurpose", "assertionMethod");
        boolean jcs = suite.contains("-jcs-");
        JsonObject stated =
                jcs ? options.add("@context", document.get("@context")).build() : options.build();
        JsonObject read = Json.createObjectBuilder(stated)
                .add("@context", document.get("@context"))
                .build();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(sha256(jcs ? canonical(stated) : IndependentVerifier.canonical(read)));
        message.writeBytes(sha256(jcs ? canonical(document) : IndependentVerifier.canonical(document)));
        Signature signature = Signature.getInstance(edwards ? "Ed25519" : "SHA256withECDSAinP1363Format");
        signature.initSign(keys.getPrivate());
        signature.update(message.toByteArray());
        return Json.createObjectBuilder(document)
                .add("proof", Json.createObjectBuilder(stated).add("proofValue", "z" + base58(signature.sign())))
                .build();
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] canonical(JsonObject document) {
        return text(document).getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 8785 for whole numbers and for names and texts of ASCII. */
    private static String text(JsonValue value) {
        if (value instanceof JsonObject object) {
            List<String> members = new ArrayList<>();
            new TreeSet<>(object.keySet())
                    .forEach(name -> members.add(Json.createValue(name) + ":" + text(object.get(name))));
            return "{" + String.join(",", members) + "}";
        }
        if (value instanceof JsonArray array) {
            return "["
                    + String.join(
                            ",", array.stream().map(IndependentSigner::text).toList()) + "]";
        }
        if (value instanceof JsonNumber number && !number.isIntegral()) {
            throw new IllegalArgumentException("Not known here: " + number);
        }
        return value.toString();
    }

    private static String base58(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        BigInteger value = new BigInteger(1, bytes);
        while (value.signum() > 0) {
            BigInteger[] divided = value.divideAndRemainder(BigInteger.valueOf(58));
            text.append(ALPHABET.charAt(divided[1].intValue()));
            value = divided[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            text.append('1');
        }
        return text.reverse().toString();
    }

    /** RSA as JSON Web Signatures have it, by the JDK. */
    public static String rs256(KeyPair rsa, String header, String payload) throws GeneralSecurityException {
        String signed = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64(payload.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(rsa.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
