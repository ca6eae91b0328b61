package dev.laurel.badge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A badge that somebody brought and that could be read, with what was found about it.
 *
 * @param text as it is kept: JSON, or a compact token
 * @param form {@code OB3}, {@code JWT}, {@code OB2}, or {@code CLR} for a whole learner record
 * @param id its own address or identifier, by which its issuer knows it
 * @param issuer the issuer's name, or its identifier where it gives none
 * @param achievement {@code id} of what it stands for; empty when it does not say
 * @param issuedAt absent when it does not say
 * @param validUntil absent when it does not expire
 * @param ours whether this installation issued it
 */
public record BadgeBrought(
        Verdict verdict,
        String text,
        String form,
        String id,
        String name,
        String issuer,
        String issuerId,
        String achievement,
        @Nullable Instant issuedAt,
        @Nullable Instant validUntil,
        boolean ours) {

    /** Without the text, which is long and personal enough. */
    @Override
    public String toString() {
        return "BadgeBrought[" + form + ", " + verdict.overall() + "]";
    }
}
