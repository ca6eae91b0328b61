package dev.laurel.submission;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fact, told by whoever scores, that an attempt needs more time than was promised. Owned here, so that nothing here knows who scores. */
public interface DecisionPostponed {

    AttemptId attempt();

    /** By when a decision can be expected now; absent while nobody can tell. */
    @Nullable
    Instant expectedBy();

    Instant postponedAt();
}
