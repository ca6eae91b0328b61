package dev.laurel.submission;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A talk with a coach or colleague about the feedback, which comes before a further attempt where the micro-credential asks
 * for it. It can have been on any day since the decision.
 *
 * @param last today
 */
record CoachTalk(int attemptsBefore, LocalDate first, LocalDate last) {

    /** The day as typed; null when it is none on which the talk can have been. */
    @Nullable
    LocalDate day(@Nullable String typed) {
        try {
            LocalDate day = LocalDate.parse(typed == null ? "" : typed.strip());
            return isPossible(day) ? day : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    boolean isPossible(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }
}
