package dev.laurel.assessment;

import dev.laurel.submission.AppealAnswered;
import dev.laurel.submission.AttemptId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An appeal was answered: others rate the attempt afresh, or the decision stands. */
public record AppealDecided(
        AttemptId attempt,
        boolean reopened,
        String words,
        @Nullable Instant expectedBy,
        Instant answeredAt) implements AppealAnswered {

    /** Words to the earner stay out of logs. */
    @Override
    public String toString() {
        return "AppealDecided[" + attempt + ", reopened=" + reopened + "]";
    }
}
