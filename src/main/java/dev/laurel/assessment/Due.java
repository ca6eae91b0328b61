package dev.laurel.assessment;

import java.time.Duration;
import java.time.Instant;

/** A due date as it stands now. */
record Due(Instant at, boolean late, boolean soon) {

    /** What is due within this time is due soon. */
    static final Duration SOON = Duration.ofHours(24);

    static Due of(Instant at, Instant now) {
        boolean late = at.isBefore(now);
        return new Due(at, late, !late && at.isBefore(now.plus(SOON)));
    }
}
