package dev.laurel.wallet;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A badge from elsewhere in a wallet.
 *
 * @param form {@code OB3}, {@code JWT} or {@code OB2}
 * @param badgeId by which its issuer knows it
 * @param issuer its name
 * @param achievement {@code id} of what it stands for
 * @param outcome of the latest check, {@code PASSED}, {@code FAILED} or {@code UNKNOWN}
 */
record Import(
        UUID id,
        String form,
        String badgeId,
        String name,
        String issuer,
        String issuerId,
        String achievement,
        @Nullable Instant issuedAt,
        @Nullable Instant validUntil,
        String text,
        String outcome,
        Instant broughtAt,
        Instant checkedAt) {

    /** Whether its own address can be opened. */
    public boolean hasPage() {
        return badgeId.startsWith("https://");
    }

    /** Its part of the keys of messages. */
    public String outcomeKey() {
        return outcome.toLowerCase(Locale.ROOT);
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Import[" + id + ", " + form + ", " + outcome + "]";
    }
}
