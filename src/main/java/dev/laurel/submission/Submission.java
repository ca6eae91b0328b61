package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;

/** Where one earner stands with one version. @param since when the state began */
public record Submission(
        SubmissionId id,
        TenantId tenant,
        PersonId earner,
        VersionId version,
        int attempt,
        SubmissionState state,
        Instant since) {}
