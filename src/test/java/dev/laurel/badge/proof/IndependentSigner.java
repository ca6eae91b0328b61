package dev.laurel.badge.proof;

import com.apicatalog.jsonld.JsonLdError;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
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
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Proofs as other issuers make them, on other parts than ours: another canonicalisation library, the JDK's signatures, base
 * 58 by big integers, and a canonical JSON that knows no more than these documents need.
 */
public final class IndependentSigner {

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private final KeyPair keys;
    private final boolean edwards;
    private final boolean longer;

    private IndependentSigner(KeyPair keys, boolean edwards, boolean longer) {
        this.keys = keys;
        this.edwards = edwards;
        this.longer = longer;
    }

    public static IndependentSigner ed25519() throws GeneralSecurityException {
        return new IndependentSigner(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), true, false);
    }

    public static IndependentSigner p256() throws GeneralSecurityException {
        return new IndependentSigner(curve("secp256r1"), false, false);
    }

    public static IndependentSigner p384() throws GeneralSecurityException {
        return new IndependentSigner(curve("secp384r1"), false, true);
    }

    private static KeyPair curve(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        return generator.generateKeyPair();
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
                (byte) (longer ? 0x81 : 0x80),
                0x24,
                (byte) (key.getW().getAffineY().testBit(0) ? 3 : 2)
            });
            bytes.writeBytes(padded(key.getW().getAffineX(), longer ? 48 : 32));
        }
        return "z" + base58(bytes.toByteArray());
    }

    private static byte[] padded(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[length];
        for (int i = 1; i <= Math.min(length, bytes.length); i++) {
            padded[length - i] = bytes[bytes.length - i];
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
        return sign(document, method, suite, true);
    }

    /** @param dated whether the proof says when it was made */
    public JsonObject sign(JsonObject document, String method, String suite, boolean dated)
            throws GeneralSecurityException, JsonLdError {
        JsonObject proof = proof(document, method, suite, dated, Json.createObjectBuilder());
        return Json.createObjectBuilder(document).add("proof", proof).build();
    }

    /**
     * A proof that others can name and that may be made upon earlier ones, which it covers besides the document.
     *
     * @see <a href="https://www.w3.org/TR/vc-data-integrity/#add-proof-set-chain">Data Integrity 1.0, Add Proof Set/Chain</a>
     */
    public JsonObject proofUpon(JsonObject bare, String method, String suite, String id, JsonObject... earlier)
            throws GeneralSecurityException, JsonLdError {
        JsonObjectBuilder more = Json.createObjectBuilder().add("id", id);
        if (earlier.length == 0) {
            return proof(bare, method, suite, true, more);
        }
        JsonArrayBuilder proofs = Json.createArrayBuilder();
        JsonArrayBuilder names = Json.createArrayBuilder();
        for (JsonObject each : earlier) {
            proofs.add(each);
            names.add(each.getString("id"));
        }
        JsonArray all = names.build();
        more.add("previousProof", all.size() == 1 ? all.get(0) : all);
        return proof(Json.createObjectBuilder(bare).add("proof", proofs).build(), method, suite, true, more);
    }

    private JsonObject proof(JsonObject document, String method, String suite, boolean dated, JsonObjectBuilder options)
            throws GeneralSecurityException, JsonLdError {
        boolean old = suite.equals("Ed25519Signature2020");
        options.add("type", old ? suite : "DataIntegrityProof");
        if (!old) {
            options.add("cryptosuite", suite);
        }
        if (dated) {
            options.add("created", "2026-01-02T03:04:05Z");
        }
        options.add("verificationMethod", method).add("proofPurpose", "assertionMethod");
        boolean jcs = suite.contains("-jcs-");
        JsonObject stated =
                jcs ? options.add("@context", document.get("@context")).build() : options.build();
        JsonObject read = Json.createObjectBuilder(stated)
                .add("@context", document.get("@context"))
                .build();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(hash(jcs ? canonical(stated) : triples(read)));
        message.writeBytes(hash(jcs ? canonical(document) : triples(document)));
        Signature signature = signature();
        signature.update(message.toByteArray());
        return Json.createObjectBuilder(stated)
                .add("proofValue", "z" + base58(signature.sign()))
                .build();
    }

    private byte[] hash(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance(longer ? "SHA-384" : "SHA-256").digest(bytes);
    }

    private byte[] triples(JsonObject document) throws GeneralSecurityException, JsonLdError {
        byte[] usual = IndependentVerifier.canonical(document);
        return longer ? numberedBySha384(new String(usual, StandardCharsets.UTF_8)) : usual;
    }

    /**
     * The canonical form with SHA-384: nodes without a name are numbered in the order of other hashes. Only for documents in
     * which each is told apart by its own triples (RDFC-1.0, 4.6).
     */
    private static byte[] numberedBySha384(String usual) throws GeneralSecurityException {
        List<String> lines = usual.lines().map(line -> line + "\n").toList();
        TreeMap<String, String> nodes = new TreeMap<>();
        Pattern node = Pattern.compile("_:c14n[0-9]+");
        for (String own :
                node.matcher(usual).results().map(MatchResult::group).distinct().toList()) {
            String about = lines.stream()
                    .map(line ->
                            node.matcher(line).replaceAll(found -> found.group().equals(own) ? "_:a" : "_:z"))
                    .filter(line -> line.contains("_:a"))
                    .sorted()
                    .collect(Collectors.joining());
            byte[] hash = MessageDigest.getInstance("SHA-384").digest(about.getBytes(StandardCharsets.UTF_8));
            if (nodes.put(HexFormat.of().formatHex(hash), own) != null) {
                throw new IllegalArgumentException("Two nodes that look the same");
            }
        }
        List<String> order = List.copyOf(nodes.values());
        return lines.stream()
                .map(line -> node.matcher(line).replaceAll(found -> "_:c14n" + order.indexOf(found.group())))
                .sorted()
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
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

    /** A token by the algorithm that goes with the key. */
    public String token(JsonObjectBuilder header, JsonObject payload) throws GeneralSecurityException {
        String algorithm = edwards ? "EdDSA" : longer ? "ES384" : "ES256";
        String stated = header.add("alg", algorithm).build().toString();
        String signed = base64(stated.getBytes(StandardCharsets.UTF_8)) + "."
                + base64(payload.toString().getBytes(StandardCharsets.UTF_8));
        Signature signature = signature();
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    /** The public key as a JSON Web Key. */
    public JsonObject jwk() {
        if (edwards) {
            byte[] spki = keys.getPublic().getEncoded();
            return Json.createObjectBuilder()
                    .add("kty", "OKP")
                    .add("crv", "Ed25519")
                    .add("x", base64(Arrays.copyOfRange(spki, spki.length - 32, spki.length)))
                    .build();
        }
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return Json.createObjectBuilder()
                .add("kty", "EC")
                .add("crv", longer ? "P-384" : "P-256")
                .add("x", base64(padded(key.getW().getAffineX(), longer ? 48 : 32)))
                .add("y", base64(padded(key.getW().getAffineY(), longer ? 48 : 32)))
                .build();
    }

    private Signature signature() throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance(edwards ? "Ed25519" : (longer ? "SHA384" : "SHA256") + "withECDSAinP1363Format");
        signature.initSign(keys.getPrivate());
        return signature;
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
