package dev.laurel.assessment;

import dev.laurel.submission.AttemptClosed;
import dev.laurel.submission.AttemptId;
import java.time.Instant;

/** A lead ended a hold by closing the work; the words say why. */
public record WorkClosed(AttemptId attempt, String words, Instant closedAt) implements AttemptClosed {

    /** Without the words, which are the earner's to read. */
    @Override
    public String toString() {
        return "WorkClosed[" + attempt + ", " + closedAt + "]";
    }
}
