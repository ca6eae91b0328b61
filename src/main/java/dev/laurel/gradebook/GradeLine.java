package dev.laurel.gradebook;

import dev.laurel.course.PlacementId;
import dev.laurel.submission.SubmissionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One person's grade in one place of a course, with what the platform's gradebook was found to hold.
 *
 * @param finding how it compares
 * @param sent what the platform was told, in percent; null unless the gradebook holds something else
 * @param found what the gradebook holds, in percent; null when it holds no grade or the same
 * @param checkedAt when the column was compared last; null when it was not since the grade arrived
 */
public record GradeLine(
        SubmissionId submission,
        PlacementId placement,
        GradeStatus status,
        Finding finding,
        @Nullable Double sent,
        @Nullable Double found,
        @Nullable Instant checkedAt) {

    public enum Finding {
        /** The gradebook holds what was sent. */
        SAME,
        /** It holds another grade. */
        OTHER,
        /** It holds no grade. */
        NONE,
        /** It holds none for somebody who has left the course: platforms leave those out. */
        LEFT,
        /** Not compared, or there is nothing to compare. */
        UNKNOWN
    }

    /** Which lines a person wants to see. */
    public enum Show {
        /** What does not come right by itself: differences and what cannot be delivered. */
        ATTENTION,
        WAITING,
        ARRIVED,
        ALL
    }
}
