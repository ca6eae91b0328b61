package dev.laurel.badge;

import dev.laurel.tenant.TenantId;

/** A badge came in the place of an earlier one of the same person. */
public record BadgeSucceeded(String earlierId, String credentialId, TenantId tenant) {}
