package dev.laurel.badge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The public side of an issuer's key for JSON Web Tokens. Like its sibling it stays published for as long as what it
 * signed is to verify.
 *
 * @param publicJwk as JSON (RFC 7517)
 * @param waiting to be seen in the document of the issuer's domain; until then it signs nothing
 * @param exposedAt since when others may know it, if so
 */
record JwtIssuerKey(
        int number,
        String publicJwk,
        Instant validFrom,
        @Nullable Instant retiredAt,
        boolean waiting,
        @Nullable Instant exposedAt) {

    /** The key's name behind the {@code #} of its address in the DID document. */
    public String fragment() {
        return "jwt-" + number;
    }
}
