package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import dev.laurel.submission.DecisionPostponed;
import java.time.Instant;

/** One more rating turned out to be needed, and the promise made at handing in can no longer be kept. */
public record MoreTimeNeeded(AttemptId attempt, Instant expectedBy, Instant postponedAt) implements DecisionPostponed {}
