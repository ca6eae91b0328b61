package dev.laurel.badge;

import dev.laurel.badge.proof.Multikey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The public side of an issuer's key. A retired one signs nothing new and stays published, because badges signed by it
 * must still verify.
 */
record IssuerKey(
        int number,
        Multikey publicKey,
        Instant validFrom,
        @Nullable Instant retiredAt) {

    /** The key's name behind the {@code #} of its address. Never the key itself: some verifiers read that as did:key. */
    public String fragment() {
        return "key-" + number;
    }
}
