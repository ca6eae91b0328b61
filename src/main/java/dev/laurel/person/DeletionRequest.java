package dev.laurel.person;

import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody's wish that what is kept about them be deleted.
 *
 * @param carryOutAt until then it can be undone
 * @param badgesStay whether the pages of their badges that are open stay so
 */
public record DeletionRequest(
        UUID id, TenantId tenant, PersonId person, Instant askedAt, Instant carryOutAt, boolean badgesStay) {}
