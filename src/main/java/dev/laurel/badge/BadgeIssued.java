package dev.laurel.badge;

import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;

/** A credential has been signed and stored. */
public record BadgeIssued(String credentialId, TenantId tenant, SubmissionId submission, Instant issuedAt) {}
