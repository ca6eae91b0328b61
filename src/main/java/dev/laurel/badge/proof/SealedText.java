package dev.laurel.badge.proof;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * A text that an organisation has signed and that is no credential: a JSON Web Signature in compact form (RFC 7515, 7.1).
 * Its header holds {@code alg}, {@code kid} (a DID with the key's fragment) and {@code typ}, and nothing else; the type
 * keeps what is signed for one purpose from passing for another (RFC 8725, 3.11).
 */
public final class SealedText {

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");
    private static final Set<String> ALGORITHMS =
            Set.of(AlgorithmIdentifiers.RSA_USING_SHA256, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private final String compact;
    private final String kid;
    private final String payload;

    private SealedText(String compact, String kid, String payload) {
        this.compact = compact;
        this.kid = kid;
        this.payload = payload;
    }

    /**
     * Signs a text. The same text, key and type give the same bytes.
     *
     * @param kid of the key, as the issuer's DID document calls it
     */
    public static String seal(JwtKey key, String kid, String type, String payload) {
        return key.sign(payload, kid, type);
    }

    /** Reads without trusting; empty when it is no such text, or of another type, algorithm or header. */
    public static Optional<SealedText> of(String text, String type) {
        if (!COMPACT.matcher(text).matches()) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        Optional<JsonObject> header = decoded(parts[0]).flatMap(StrictJson::object);
        Optional<String> payload = decoded(parts[1]);
        if (header.isEmpty() || payload.isEmpty() || !header.get().keySet().equals(HEADERS)) {
            return Optional.empty();
        }
        String kid = member(header.get(), "kid");
        boolean fits = ALGORITHMS.contains(member(header.get(), "alg"))
                && member(header.get(), "typ").equals(type)
                && kid.startsWith("did:")
                && kid.indexOf('#') > 0;
        return fits ? Optional.of(new SealedText(text, kid, payload.get())) : Optional.empty();
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(base64)))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String member(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : "";
    }

    /** The key that is said to have signed. */
    public String kid() {
        return kid;
    }

    /** Whoever is said to have signed. */
    public String did() {
        return kid.substring(0, kid.indexOf('#'));
    }

    /** What is signed; to be trusted once {@link #isBy} says so. */
    public String payload() {
        return payload;
    }

    /** Whether this public key signed the text as it stands. */
    public boolean isBy(Key publicKey) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(new AlgorithmConstraints(
                ConstraintType.PERMIT,
                AlgorithmIdentifiers.RSA_USING_SHA256,
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256));
        try {
            jws.setCompactSerialization(compact);
            jws.setKey(publicKey);
            return jws.verifySignature();
        } catch (JoseException e) {
            return false; // a key of another kind, or too short
        }
    }
}
