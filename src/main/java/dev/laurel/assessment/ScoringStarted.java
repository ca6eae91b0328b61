package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import dev.laurel.submission.ScoringBegan;
import java.time.Instant;

/** An assessor took an attempt from the queue. */
public record ScoringStarted(AttemptId attempt, Instant beganAt) implements ScoringBegan {}
