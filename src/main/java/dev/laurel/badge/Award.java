package dev.laurel.badge;

import dev.laurel.submission.SubmissionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One badge of one person.
 *
 * @param credentialId the last part of its public address, {@code /credentials/<credentialId>}
 */
public record Award(
        String credentialId,
        SubmissionId submission,
        Instant issuedAt,
        @Nullable Instant validUntil,
        Status status) {

    public enum Status {
        VALID,
        EXPIRED,
        REVOKED
    }
}
