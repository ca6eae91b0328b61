package dev.laurel.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version that takes no new starts.
 *
 * @param until by when whoever began with it has to hand in; null where nobody said
 */
public record Closing(@Nullable Instant until) {

    /** Whether the time of those who began is over, too. */
    public boolean isOver(Instant now) {
        return until != null && !until.isAfter(now);
    }
}
