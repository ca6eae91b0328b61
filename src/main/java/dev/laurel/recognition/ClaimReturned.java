package dev.laurel.recognition;

import dev.laurel.tenant.TenantId;
import java.time.Instant;

/** An officer asked the person who claims for more; nothing is decided before they have answered. */
public record ClaimReturned(ClaimId claim, TenantId tenant, Instant at) {}
