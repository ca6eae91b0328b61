package dev.laurel.badge;

import dev.laurel.tenant.TenantId;
import java.time.Instant;

/** A credential was signed: the first time, or again under its id. */
public record BadgeSigned(String credentialId, TenantId tenant, Instant signedAt) {}
