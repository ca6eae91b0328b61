package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
import java.time.Instant;

/** The evidence of a submission is gone: nobody may show what was copied from it any more. Its decision stands. */
public record EvidenceRemoved(SubmissionId submission, TenantId tenant, Instant removedAt) {}
