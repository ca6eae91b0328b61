package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;

/** A person of a tenant, who earned badges there. */
record Owner(TenantId tenant, PersonId person) {}
