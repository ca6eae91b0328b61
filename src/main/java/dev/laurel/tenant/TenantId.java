package dev.laurel.tenant;

import java.util.UUID;

/** A district, state or association whose data is kept apart from all others'. */
public record TenantId(UUID value) {}
