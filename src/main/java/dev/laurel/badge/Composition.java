package dev.laurel.badge;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.PersonId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A badge for several others. When it is earned is for whoever composes it to say; this module signs it and cites the
 * others in it.
 *
 * @param key asked for again with the same key, the same badge is meant
 * @param parts what it is made of, at least one
 * @param inPlaceOf credential id of an earlier badge for the same that this one renews; absent for a first one
 * @param wanted by which officer it is renewed; absent where a rule says so
 */
public record Composition(
        UUID key,
        TenantId tenant,
        PersonId earner,
        VersionId achievement,
        List<Part> parts,
        Instant completedAt,
        @Nullable String inPlaceOf,
        @Nullable Wanted wanted) {

    /** An officer's word. @param words why, for the record and the earner */
    public record Wanted(StaffId officer, String words) {}

    /** As a rule says. */
    public Composition(
            UUID key,
            TenantId tenant,
            PersonId earner,
            VersionId achievement,
            List<Part> parts,
            Instant completedAt,
            @Nullable String inPlaceOf) {
        this(key, tenant, earner, achievement, parts, completedAt, inPlaceOf, null);
    }

    public Composition {
        parts = List.copyOf(parts);
    }

    /**
     * A badge that it is made of.
     *
     * @param credentialId absent for a badge of another issuer
     * @param address of the badge, as its {@code id}
     */
    public record Part(@Nullable String credentialId, URI address, String name) {}
}
