package dev.laurel.stack;

import dev.laurel.catalog.Stack;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody completed a stack.
 *
 * @param number 1, or more when the stack was completed again after its badge had ended
 * @param credentialId the stack's own badge
 * @param reviewSince since when an officer is to look at it, because a part was lost; absent when there is nothing to see
 * @param reviewPolicy what was done when the part was lost
 */
record Completion(
        CompletionId id,
        TenantId tenant,
        PersonId person,
        String stack,
        int number,
        VersionId version,
        String credentialId,
        Instant completedAt,
        @Nullable Instant reviewSince,
        Stack.@Nullable MemberLoss reviewPolicy) {

    /**
     * A badge that it is made of.
     *
     * @param lostBy absent while it is sound
     */
    record Part(
            String award,
            String name,
            @Nullable Instant lostAt,
            @Nullable Loss lostBy) {}

    /** What became of a part. */
    enum Loss {
        REVOKED,
        EXPIRED,
        /** A badge of another issuer that no longer verifies. */
        UNSOUND;

        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
