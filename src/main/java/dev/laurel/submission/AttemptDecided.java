package dev.laurel.submission;

import java.time.Instant;
import java.util.Set;

/** The fact, told by whoever scores, that an attempt was decided. Owned here, so that nothing here knows who scores. */
public interface AttemptDecided {

    AttemptId attempt();

    boolean earned();

    /** Ids of the rubric criteria below their cut; empty when earned. */
    Set<String> unmetCriteria();

    Instant decidedAt();
}
