package dev.laurel.tenant;

import java.util.UUID;

/** A school of a tenant. */
public record SchoolId(UUID value) {}
