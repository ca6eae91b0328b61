package dev.laurel.submission;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fact, told by whoever scores, that an appeal was answered. Owned here, so that nothing here knows who scores. */
public interface AppealAnswered {

    AttemptId attempt();

    /** Whether others rate the attempt afresh; otherwise the decision stands. */
    boolean reopened();

    /** Why, for the earner to read. */
    String words();

    /** By when a new decision is promised; absent where the decision stands. */
    @Nullable
    Instant expectedBy();

    Instant answeredAt();
}
