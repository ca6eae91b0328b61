package dev.laurel.badge;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notice that a badge may be revoked. Its earner is told why and heard before anything is decided.
 *
 * @param answerBy until when the earner may answer
 * @param answer what the earner said, as the officer wrote it down; absent while there is none
 */
public record Proceeding(
        UUID id,
        String reason,
        Instant openedAt,
        Instant answerBy,
        @Nullable String answer) {

    /** Whether it may be decided: the earner was heard, or had their time. */
    public boolean mayBeDecided(Instant now) {
        return answer != null || !now.isBefore(answerBy);
    }

    /** Without what is said in it. */
    @Override
    public String toString() {
        return "Proceeding[" + id + "]";
    }
}
