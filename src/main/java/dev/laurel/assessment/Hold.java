package dev.laurel.assessment;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That a piece of work is on hold, as its earner may know it.
 *
 * @param words of the lead; empty where the earner is asked, and reads the question itself
 * @param until by when the lead means to decide
 * @param withEarner whether it is their turn: they can go on with it, and not hand it in
 */
public record Hold(
        Because because,
        String words,
        Instant since,
        Instant until,
        @Nullable Instant releasedAt,
        boolean withEarner) {

    /** Why. */
    public enum Because {
        INTEGRITY,
        PRIVACY,
        OTHER;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
