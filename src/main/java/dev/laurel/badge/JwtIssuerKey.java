package dev.laurel.badge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The public side of an issuer's key for JSON Web Tokens. Like its sibling it stays published for as long as what it
 * signed is to verify.
 *
 * @param publicJwk as JSON (RFC 7517)
 */
record JwtIssuerKey(
        int number,
        String publicJwk,
        Instant validFrom,
        @Nullable Instant retiredAt) {

    /** The key's name behind the {@code #} of its address in the DID document. */
    public String fragment() {
        return "jwt-" + number;
    }
}
