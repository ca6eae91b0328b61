package dev.laurel.badge.proof;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.security.Key;
import java.util.Optional;
import java.util.Set;

/**
 * A text that an organisation has signed and that is no credential: a JSON Web Signature in compact form (RFC 7515, 7.1).
 * Its header holds {@code alg}, {@code kid} (a DID with the key's fragment) and {@code typ}, and nothing else; the type
 * keeps what is signed for one purpose from passing for another (RFC 8725, 3.11).
 */
public final class SealedText {

    private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");

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
        if (!CompactSignature.isForm(text)) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        Optional<JsonObject> header = CompactSignature.decoded(parts[0]).flatMap(StrictJson::object);
        Optional<String> payload = CompactSignature.decoded(parts[1]);
        if (header.isEmpty() || payload.isEmpty() || !header.get().keySet().equals(HEADERS)) {
            return Optional.empty();
        }
        String kid = member(header.get(), "kid");
        boolean fits = CompactSignature.ALGORITHMS.contains(member(header.get(), "alg"))
                && member(header.get(), "typ").equals(type)
                && kid.startsWith("did:")
                && kid.indexOf('#') > 0;
        return fits ? Optional.of(new SealedText(text, kid, payload.get())) : Optional.empty();
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
        return CompactSignature.isBy(publicKey, compact);
    }
}
