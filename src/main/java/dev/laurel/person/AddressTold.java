package dev.laurel.person;

import dev.laurel.tenant.TenantId;

/** A platform told an address of somebody that was not known before. Does not say which. */
public record AddressTold(TenantId tenant, PersonId person) {}
