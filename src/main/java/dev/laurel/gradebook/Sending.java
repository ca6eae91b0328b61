package dev.laurel.gradebook;

import dev.laurel.gradebook.Place.Owed;
import dev.laurel.gradebook.Standing.Decision;
import dev.laurel.lti.services.Scores.GradeHandling;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One score on its way, in one node's hands.
 *
 * @param timestamp of the score; what may have arrived before keeps the timestamp it had
 * @param shown the grade that the gradebook shows unless somebody changed it there; null where nobody can tell
 * @param doubts how often this very score was sent before without a clear answer
 * @param namings how often launches had said something new of its column when it was taken
 */
record Sending(
        Place place,
        Standing standing,
        GradeHandling handling,
        Owed owed,
        Instant timestamp,
        @Nullable Double shown,
        int doubts,
        int namings) {

    private static final String GRADE = "grade ";

    /** Whether these words named a grade. */
    static boolean isGrade(@Nullable String words) {
        return words != null && words.startsWith(GRADE);
    }

    /** Names what is said: the same words for the same score, so that a repetition is known as one. */
    static String words(Owed owed, Standing standing) {
        if (owed == Owed.GRADE) {
            Decision decision = Objects.requireNonNull(standing.decision());
            return GRADE + decision.attempt() + " " + standing.best();
        }
        return "state " + standing.version();
    }
}
