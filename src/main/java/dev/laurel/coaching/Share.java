package dev.laurel.coaching;

import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One draft shown to one person. Prints its id only.
 *
 * @param account of the course; absent for whoever reads {@code address}
 * @param coachName as the earner knows that person
 * @param language of the earner when it was shared, as a BCP 47 tag
 * @param openedAt since when that person helps; absent until they have opened it
 * @param endedAt when the earner took it back
 */
record Share(
        ShareId id,
        TenantId tenant,
        SubmissionId submission,
        PersonId earner,
        @Nullable LtiUserId account,
        @Nullable String address,
        String coachName,
        String language,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant openedAt,
        @Nullable Instant endedAt) {

    /** Whether that person may look at it. */
    boolean isInForce(Instant now) {
        return endedAt == null && now.isBefore(expiresAt);
    }

    /** Whether the earner has taken it back. */
    public boolean ended() {
        return endedAt != null;
    }

    /** By mail, or in the course. */
    public boolean byMail() {
        return address != null;
    }

    @Override
    public String toString() {
        return "Share[" + id.value() + "]";
    }
}
