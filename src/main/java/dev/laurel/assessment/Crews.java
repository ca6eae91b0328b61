package dev.laurel.assessment;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who does what in a tenant at this moment. */
@Component
class Crews {

    private final Staff staff;

    Crews(Staff staff) {
        this.staff = staff;
    }

    /** People who act in one role, and the seats that are theirs; nobody may be there. */
    record Crew(StaffRole role, Set<Seat> seats, Set<StaffId> people) {}

    /**
     * Disputes are the leads' to settle and checks the reviewers'; a tenant that has none any more leaves them to its
     * assessors. Each seat belongs to one crew.
     */
    List<Crew> of(TenantId tenant) {
        return of(Set.of(tenant)).getOrDefault(tenant, List.of());
    }

    /** The same of several tenants. */
    Map<TenantId, List<Crew>> of(Collection<TenantId> tenants) {
        Map<TenantId, Map<StaffRole, Set<StaffId>>> acting = staff.acting(
                List.of(StaffRole.LEAD_ASSESSOR, StaffRole.COMPLETENESS_REVIEWER, StaffRole.ASSESSOR), tenants);
        Map<TenantId, List<Crew>> crews = new LinkedHashMap<>();
        tenants.forEach(tenant -> crews.put(tenant, of(acting.getOrDefault(tenant, Map.of()))));
        return crews;
    }

    private static List<Crew> of(Map<StaffRole, Set<StaffId>> acting) {
        List<Crew> crews = new ArrayList<>();
        Set<Seat> assessors = EnumSet.of(Seat.FIRST, Seat.SECOND);
        for (StaffRole role : List.of(StaffRole.LEAD_ASSESSOR, StaffRole.COMPLETENESS_REVIEWER)) {
            Seat seat = role == StaffRole.LEAD_ASSESSOR ? Seat.ADJUDICATOR : Seat.CHECK;
            Set<StaffId> people = acting.getOrDefault(role, Set.of());
            if (people.isEmpty()) {
                assessors.add(seat);
            } else {
                crews.add(new Crew(role, EnumSet.of(seat), people));
            }
        }
        crews.add(new Crew(StaffRole.ASSESSOR, assessors, acting.getOrDefault(StaffRole.ASSESSOR, Set.of())));
        return crews;
    }
}
