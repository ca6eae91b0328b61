package dev.laurel.assessment;

import dev.laurel.catalog.VersionId;
import dev.laurel.submission.AttemptId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;

/** One hand-in of an attempt and where it stands. Knows no earner. */
record AssessmentCase(
        CaseId id,
        TenantId tenant,
        AttemptId attempt,
        VersionId version,
        Instant submittedAt,
        Instant dueAt,
        CaseState state) {}
