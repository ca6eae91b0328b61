package dev.laurel.badge;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A badge of somebody, by what others may be composed of.
 *
 * @param achievement the version of the micro-credential or stack that it stands for
 * @param validUntil absent when it does not expire
 */
public record Holding(
        String credentialId,
        TenantId tenant,
        PersonId earner,
        VersionId achievement,
        String name,
        Instant issuedAt,
        @Nullable Instant validUntil,
        Award.Status status) {}
