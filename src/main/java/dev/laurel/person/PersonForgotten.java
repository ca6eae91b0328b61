package dev.laurel.person;

import dev.laurel.tenant.TenantId;

/** A person asked for deletion, and it was carried out: name and address are gone, the number stays. */
public record PersonForgotten(TenantId tenant, PersonId person) {}
