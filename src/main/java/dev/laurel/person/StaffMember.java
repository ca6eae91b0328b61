package dev.laurel.person;

import dev.laurel.tenant.TenantId;
import java.io.Serializable;
import java.util.Set;

/**
 * The signed-in member of staff; a controller parameter on staff pages.
 *
 * @param assesses tenants whose submissions this person may score
 */
public record StaffMember(StaffId id, String displayName, Set<TenantId> assesses) implements Serializable {

    public StaffMember {
        assesses = Set.copyOf(assesses);
    }

    @Override
    public String toString() {
        return "StaffMember[" + id.value() + "]";
    }
}
