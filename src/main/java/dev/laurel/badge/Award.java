package dev.laurel.badge;

import dev.laurel.submission.SubmissionId;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One badge of one person.
 *
 * @param credentialId the last part of its public address, {@code /credentials/<credentialId>}
 * @param submission absent for a badge that is made of others
 * @param name the badge's own name, in the language of its content
 * @param validUntil absent when it does not expire
 * @param proceeding notice that it may be revoked, while there is one; for its earner alone
 * @param reason why it was revoked or suspended; for its earner alone
 * @param byRule whether a rule gave that reason, so that it is for the record, in English
 */
public record Award(
        String credentialId,
        @Nullable SubmissionId submission,
        String name,
        Instant issuedAt,
        @Nullable Instant validUntil,
        Status status,
        Addresses addresses,
        @Nullable Proceeding proceeding,
        @Nullable String reason,
        boolean byRule) {

    public enum Status {
        VALID,
        EXPIRED,
        /** Does not count for now. */
        SUSPENDED,
        /** Issued anew: another badge counts in its place. */
        SUPERSEDED,
        REVOKED
    }

    /**
     * Where the badge can be shared and downloaded, absolute and public.
     *
     * @param page to share: a page for people, the credential for machines
     * @param json the signed credential
     * @param jwt the same as a signed JSON Web Token
     * @param png the image with the credential baked in
     * @param svg the same as a drawing
     */
    public record Addresses(URI page, URI json, URI jwt, URI png, URI svg) {}
}
