package dev.laurel.coaching;

import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.util.Set;

/** Addresses that somebody has shown to be theirs elsewhere in Laurel, in lower case. */
public interface KnownAddresses {

    /** Those of the person behind an account. */
    Set<String> of(TenantId tenant, PersonId person);

    /** Those of whoever reads this address, itself among them when it is known. */
    Set<String> beside(String address);
}
