package dev.laurel.tenant;

/** A tenant and what people call it. */
public record Tenant(TenantId id, String name) {}
