package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import dev.laurel.submission.DecisionPostponed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The promise made at handing in can no longer be kept: one more rating is needed, or one is late.
 *
 * @param expectedBy absent while too few people may rate the submission to name a date
 */
public record MoreTimeNeeded(AttemptId attempt, @Nullable Instant expectedBy, Instant postponedAt)
        implements DecisionPostponed {}
