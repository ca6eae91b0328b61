package dev.laurel.badge;

import dev.laurel.tenant.TenantId;
import java.time.Instant;

/** A badge has been revoked for good; its status list says so. */
public record BadgeRevoked(String credentialId, TenantId tenant, Instant revokedAt) {}
