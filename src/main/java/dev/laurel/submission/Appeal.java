package dev.laurel.submission;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An appeal as the earner wrote it, and the answer.
 *
 * @param answeredAt absent while it is open, and so are {@code reopened} and {@code answer}
 * @param reopened whether others rate the attempt afresh
 */
public record Appeal(
        String words,
        Instant lodgedAt,
        @Nullable Instant answeredAt,
        @Nullable Boolean reopened,
        @Nullable String answer) {

    /** Personal words stay out of logs. */
    @Override
    public String toString() {
        return "Appeal[" + lodgedAt + "]";
    }
}
