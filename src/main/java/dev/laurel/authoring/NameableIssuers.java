package dev.laurel.authoring;

import dev.laurel.tenant.TenantId;

/** In whose name a tenant's badges may be signed, as the step knows it that signs them. */
public interface NameableIssuers {

    /** Whether a tenant's micro-credentials and stacks may name that organization as their issuer. */
    boolean mayName(TenantId tenant, String organisation);
}
