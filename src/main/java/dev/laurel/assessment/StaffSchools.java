package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import dev.laurel.tenant.School;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.Schools;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** At which schools those work who rate. */
@Component
class StaffSchools {

    /** Nobody works at more, and one page shows them. */
    static final int MOST = 20;

    private final JdbcClient jdbc;
    private final Schools schools;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    StaffSchools(JdbcClient jdbc, Schools schools, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.schools = schools;
        this.events = events;
        this.clock = clock;
    }

    /** Those of one tenant, by name. */
    List<School> of(StaffId staff, TenantId tenant) {
        return jdbc.sql("select k.id, k.name from assessment_staff_school s join tenant_school k on k.id = s.school_id"
                        + " where s.staff_id = :staff and s.tenant_id = :tenant order by k.name_key")
                .param("staff", staff.value())
                .param("tenant", tenant.value())
                .query((row, number) ->
                        new School(new SchoolId(row.getObject("id", UUID.class)), row.getString("name")))
                .list();
    }

    /** Who works at one of them. */
    List<StaffId> at(TenantId tenant, Collection<SchoolId> where) {
        return where.isEmpty()
                ? List.of()
                : jdbc
                        .sql("select distinct staff_id from assessment_staff_school"
                                + " where tenant_id = :tenant and school_id in (:schools)")
                        .param("tenant", tenant.value())
                        .param("schools", where.stream().map(SchoolId::value).toList())
                        .query(UUID.class)
                        .list()
                        .stream()
                        .map(StaffId::new)
                        .toList();
    }

    boolean worksAt(TenantId tenant, StaffId staff, SchoolId school) {
        return jdbc.sql("select count(*) from assessment_staff_school"
                                + " where staff_id = :staff and tenant_id = :tenant and school_id = :school")
                        .param("staff", staff.value())
                        .param("tenant", tenant.value())
                        .param("school", school.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /**
     * Notes that somebody works there; noting it twice changes nothing. False where there are {@link #MOST} already.
     *
     * @throws IllegalArgumentException for a name that is none
     */
    @Transactional
    boolean add(StaffId staff, TenantId tenant, String name, StaffId by) {
        School school = schools.named(tenant, name);
        List<School> there = of(staff, tenant);
        if (there.contains(school)) {
            return true;
        }
        if (there.size() >= MOST) {
            return false;
        }
        jdbc.sql("insert into assessment_staff_school (staff_id, tenant_id, school_id, said_by, said_at)"
                        + " values (:staff, :tenant, :school, :by, :now) on conflict do nothing")
                .param("staff", staff.value())
                .param("tenant", tenant.value())
                .param("school", school.id().value())
                .param("by", by.value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        events.publishEvent(new SchoolStated(staff, tenant, school.id()));
        return true;
    }

    @Transactional
    void remove(StaffId staff, TenantId tenant, SchoolId school) {
        int removed = jdbc.sql("delete from assessment_staff_school"
                        + " where staff_id = :staff and tenant_id = :tenant and school_id = :school")
                .param("staff", staff.value())
                .param("tenant", tenant.value())
                .param("school", school.value())
                .update();
        if (removed > 0) {
            events.publishEvent(new SchoolStated(staff, tenant, school));
        }
    }
}
