package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;

/**
 * An earner handed in an attempt, complete and attested. Names nobody.
 *
 * @param expectedBy by when the earner was promised a decision
 */
public record EvidenceSubmitted(
        AttemptId attempt, TenantId tenant, VersionId version, Instant submittedAt, Instant expectedBy) {}
