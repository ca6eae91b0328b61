package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import dev.laurel.submission.AttemptReturned;
import java.time.Instant;

/** What was handed in is not complete; the words say what is missing. */
public record NotComplete(AttemptId attempt, String words, Instant returnedAt) implements AttemptReturned {

    /** Without the words, which are the earner's to read. */
    @Override
    public String toString() {
        return "NotComplete[" + attempt + ", " + returnedAt + "]";
    }
}
