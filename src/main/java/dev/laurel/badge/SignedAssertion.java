package dev.laurel.badge;

import dev.laurel.badge.proof.JwtCredential;
import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * An Open Badges 2.0 assertion that its issuer signed instead of hosting it.
 *
 * @param compact the whole, as it was signed
 * @see <a href="https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#signed-badge">Open Badges 2.0,
 *     Badge Verification, Signed</a>
 */
record SignedAssertion(String compact, JsonObject assertion) {

    /** Empty when the text is no token, or one of something else. */
    static Optional<SignedAssertion> in(String text) {
        return JwtCredential.payload(text)
                .filter(HostedVerification::isAssertion)
                .map(assertion -> new SignedAssertion(text, assertion));
    }
}
