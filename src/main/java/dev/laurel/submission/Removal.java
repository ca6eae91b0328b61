package dev.laurel.submission;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That the evidence of a submission is going to be removed, or was. Decision, ratings and badge stay in any case.
 *
 * @param removeAt when it goes, at the earliest
 * @param removedAt when it went; absent while it is there
 * @param extended whether its earner has kept it longer than was agreed
 */
public record Removal(
        Reason reason,
        Instant noticedAt,
        Instant removeAt,
        @Nullable Instant removedAt,
        boolean extended) {

    /** Why. */
    public enum Reason {
        /** It has been kept as long as was agreed. */
        RETENTION,
        /** The earner withdrew it. */
        WITHDRAWN,
        /** The earner asked for all of their data to be deleted. */
        REQUEST;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isDone() {
        return removedAt != null;
    }

    public boolean canBeUndone() {
        return reason == Reason.WITHDRAWN && removedAt == null;
    }
}
