package dev.laurel.recognition;

import dev.laurel.system.Sha256;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A badge that somebody earned elsewhere: with another account of this installation, or with another issuer.
 *
 * @param id of a badge of this installation its credential id; of another what {@link #idOf} makes of its address
 * @param issuer the name that it gives itself: to be shown, never to be decided by
 * @param issuerId by which its issuer was verified; empty for a badge of this installation
 * @param achievement {@code id} of what it stands for; empty for a badge of this installation
 * @param issuedAt absent when it does not say
 * @param checkedAt when it was last looked at; absent for a badge of this installation
 * @param address where it can be looked at, or its {@code id}
 * @param earnedIn the tenant that it was earned with; absent for one of another issuer
 * @param document the signed credential, where it is one that can be put beside others (Open Badges 3.0 in JSON)
 */
public record Brought(
        String id,
        String name,
        String issuer,
        String issuerId,
        String achievement,
        @Nullable Instant issuedAt,
        @Nullable Instant validUntil,
        State state,
        @Nullable Instant checkedAt,
        String address,
        @Nullable TenantId earnedIn,
        @Nullable String document) {

    private static final int DIGITS = 56;

    public enum State {
        VERIFIED,
        /** Revoked, suspended, expired, or no longer what its issuer signed. */
        FAILED,
        /** Its issuer could not be asked. */
        UNKNOWN;

        /** As message keys spell it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same for the same badge, whoever brings it and however often. */
    public static String idOf(String address) {
        return "ext-" + Sha256.hex(address).substring(0, DIGITS);
    }

    /** Whether this installation issued it. */
    public boolean isOurs() {
        return earnedIn != null;
    }

    /** Without the document, which is personal enough. */
    @Override
    public String toString() {
        return "Brought[" + id + ", " + state + "]";
    }
}
