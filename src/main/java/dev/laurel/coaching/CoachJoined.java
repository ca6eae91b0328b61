package dev.laurel.coaching;

import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;

/** Somebody has begun to help with this work: they never score it. Names nobody. */
public record CoachJoined(SubmissionId submission, TenantId tenant) {}
