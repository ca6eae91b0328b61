package dev.laurel.submission;

import java.time.Instant;

/** The fact, told by whoever scores, that somebody has taken an attempt for scoring: it can no longer be withdrawn. */
public interface ScoringBegan {

    AttemptId attempt();

    Instant beganAt();
}
