package dev.laurel.gradebook;

import dev.laurel.lti.services.ScoreNotAccepted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the newest grade or state for one person and place stands.
 *
 * @param graded whether a grade is part of it, or only the state
 * @param percent the grade as the platform shows it, 0 to 100; null without a grade
 * @param since when the state began
 * @param nextTry when it is sent again; null unless waiting
 * @param reason why it was not accepted; null unless that happened
 */
public record GradeStatus(
        State state,
        boolean graded,
        @Nullable Integer percent,
        Instant since,
        @Nullable Instant nextTry,
        ScoreNotAccepted.@Nullable Reason reason) {

    public enum State {
        WAITING,
        DELIVERED,
        CANNOT_BE_DELIVERED
    }
}
