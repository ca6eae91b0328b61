package dev.laurel.assessment;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a rater has put down for one criterion so far.
 *
 * @param level a key of the criterion's levels; absent while only words are written
 * @param revision counts the changes, from 1
 */
record Rating(String criterionId, @Nullable String level, String words, int revision, Instant savedAt) {

    boolean says(@Nullable String otherLevel, String otherWords) {
        return Objects.equals(level, otherLevel) && words.equals(otherWords);
    }
}
