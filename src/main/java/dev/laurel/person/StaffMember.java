package dev.laurel.person;

import dev.laurel.tenant.TenantId;
import java.io.Serializable;
import java.util.Set;

/**
 * The signed-in member of staff; a controller parameter on staff pages.
 *
 * @param assesses tenants whose submissions this person may score
 * @param leads tenants whose disputes this person may settle
 * @param checks tenants whose submissions this person may look through for completeness
 * @param issues tenants whose badges this person looks after
 * @param writes tenants whose micro-credentials this person may write
 * @param reviews tenants whose micro-credentials this person may publish
 * @param recognises tenants whose claims this person may decide
 */
public record StaffMember(
        StaffId id,
        String displayName,
        Set<TenantId> assesses,
        Set<TenantId> leads,
        Set<TenantId> checks,
        Set<TenantId> writes,
        Set<TenantId> reviews,
        Set<TenantId> issues,
        Set<TenantId> recognises)
        implements Serializable {

    public StaffMember {
        assesses = Set.copyOf(assesses);
        leads = Set.copyOf(leads);
        checks = Set.copyOf(checks);
        issues = Set.copyOf(issues);
        writes = Set.copyOf(writes);
        reviews = Set.copyOf(reviews);
        recognises = Set.copyOf(recognises);
    }

    /** Somebody who assesses and nothing else. */
    public StaffMember(StaffId id, String displayName, Set<TenantId> assesses) {
        this(id, displayName, assesses, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
    }

    /** Whether work of this tenant may come to this person's desk at all. */
    public boolean scoresFor(TenantId tenant) {
        return assesses.contains(tenant) || leads.contains(tenant) || checks.contains(tenant);
    }

    @Override
    public String toString() {
        return "StaffMember[" + id.value() + "]";
    }
}
