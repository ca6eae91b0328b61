package dev.laurel.person;

import dev.laurel.tenant.TenantId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The signed-in member of staff; a controller parameter on staff pages.
 *
 * @param grants in which role this person acts for which tenants; a role without any may be missing
 */
public record StaffMember(StaffId id, String displayName, Map<StaffRole, Set<TenantId>> grants) {

    public StaffMember {
        grants = grants.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, grant -> Set.copyOf(grant.getValue())));
    }

    /** Tenants whose submissions this person may score. */
    public Set<TenantId> assesses() {
        return as(StaffRole.ASSESSOR);
    }

    /** Tenants whose disputes this person may settle. */
    public Set<TenantId> leads() {
        return as(StaffRole.LEAD_ASSESSOR);
    }

    /** Tenants whose submissions this person may look through for completeness. */
    public Set<TenantId> checks() {
        return as(StaffRole.COMPLETENESS_REVIEWER);
    }

    /** Tenants whose micro-credentials this person may write. */
    public Set<TenantId> writes() {
        return as(StaffRole.AUTHOR);
    }

    /** Tenants whose micro-credentials this person may publish. */
    public Set<TenantId> reviews() {
        return as(StaffRole.CONTENT_REVIEWER);
    }

    /** Tenants whose badges this person looks after. */
    public Set<TenantId> issues() {
        return as(StaffRole.ISSUER_OFFICER);
    }

    /** Tenants whose claims this person may decide. */
    public Set<TenantId> recognises() {
        return as(StaffRole.RECOGNITION_OFFICER);
    }

    private Set<TenantId> as(StaffRole role) {
        return grants.getOrDefault(role, Set.of());
    }

    /** Whether work of this tenant may come to this person's desk at all. */
    public boolean scoresFor(TenantId tenant) {
        return assesses().contains(tenant) || leads().contains(tenant) || checks().contains(tenant);
    }

    @Override
    public String toString() {
        return "StaffMember[" + id.value() + "]";
    }
}
