package dev.laurel.authoring;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.util.UUID;

/**
 * Somebody asked for a review, gave a version back or published it.
 *
 * @param step the line of the history
 */
record ReviewStep(VersionId version, TenantId tenant, Move move, UUID step, StaffId by) {}
