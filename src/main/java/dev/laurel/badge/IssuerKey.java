package dev.laurel.badge;

import dev.laurel.badge.proof.Multikey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The public side of an issuer's key. A retired one signs nothing new and stays published, because badges signed by it
 * must still verify.
 *
 * @param waiting to be seen in the document of the issuer's domain; until then it signs nothing
 * @param exposedAt since when others may know it, if so
 */
record IssuerKey(
        int number,
        Multikey publicKey,
        Instant validFrom,
        @Nullable Instant retiredAt,
        boolean waiting,
        @Nullable Instant exposedAt) {

    /** The key's name behind the {@code #} of its address. Never the key itself: some verifiers read that as did:key. */
    public String fragment() {
        return "key-" + number;
    }
}
