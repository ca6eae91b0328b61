package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
import java.time.Instant;

/**
 * An earner asked for a decision to be looked at again.
 *
 * @param answerBy by when they were promised an answer
 */
public record AppealLodged(AttemptId attempt, TenantId tenant, Instant lodgedAt, Instant answerBy) {}
