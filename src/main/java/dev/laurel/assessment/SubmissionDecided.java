package dev.laurel.assessment;

import dev.laurel.catalog.VersionId;
import dev.laurel.submission.AttemptDecided;
import dev.laurel.submission.AttemptId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Set;

/** An attempt has been decided: every required criterion carries a complete, recorded rating. */
public record SubmissionDecided(
        AttemptId attempt,
        TenantId tenant,
        VersionId version,
        boolean earned,
        int criteriaMet,
        int criteriaRequired,
        Set<String> unmetCriteria,
        Instant decidedAt)
        implements AttemptDecided {

    public SubmissionDecided {
        unmetCriteria = Set.copyOf(unmetCriteria);
    }
}
