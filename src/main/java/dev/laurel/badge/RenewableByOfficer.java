package dev.laurel.badge;

import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.util.Optional;

/** Whoever composes badges of others, for an officer who renews one: only they know what it is made of and keep count. */
public interface RenewableByOfficer {

    /**
     * Has a badge composed for another term, of the same parts. Within a transaction.
     *
     * @param words what the officer was shown; kept with the badge
     * @return the later badge; empty when it is not the last of its kind, or one of its parts is lost
     */
    Optional<String> renew(TenantId tenant, String credentialId, StaffId officer, String words);
}
