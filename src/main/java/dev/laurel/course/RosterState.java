package dev.laurel.course;

import dev.laurel.lti.services.RosterNotGiven;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a course's roster.
 *
 * @param refreshedAt when the platform last gave it; null when it never has
 * @param problem why it did not when it was asked last; null when it did, or was not asked yet
 * @param learners how many are in the course now
 * @param named how many of them the platform names
 */
public record RosterState(
        @Nullable Instant refreshedAt, RosterNotGiven.@Nullable Reason problem, int learners, int named) {

    static final RosterState UNKNOWN = new RosterState(null, null, 0, 0);

    public boolean isKnown() {
        return refreshedAt != null;
    }

    /** Whether the platform keeps the names of some learners to itself. */
    public boolean isNamesMissing() {
        return named < learners;
    }
}
