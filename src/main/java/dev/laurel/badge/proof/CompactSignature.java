package dev.laurel.badge.proof;

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

/** What every signed text in compact form has in common here, credential or not (RFC 7515, 7.1). */
final class CompactSignature {

    /**
     * What issuers may sign with; {@code none} and shared secrets are not among them. Open Badges 3.0 asks for the first and
     * permits others (8.2.3).
     */
    static final Set<String> ALGORITHMS = Set.of(
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.EDDSA);

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private CompactSignature() {}

    static boolean isForm(String text) {
        return FORM.matcher(text).matches();
    }

    /** The text of a part; empty when it is no base64url of UTF-8. */
    static Optional<String> decoded(String part) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(part)))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether this public key signed the text as it stands. */
    static boolean isBy(Key publicKey, String compact) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS.toArray(String[]::new)));
        try {
            jws.setCompactSerialization(compact);
            jws.setKey(publicKey);
            return jws.verifySignature();
        } catch (JoseException e) {
            return false; // a key of another kind, or too short
        }
    }
}
