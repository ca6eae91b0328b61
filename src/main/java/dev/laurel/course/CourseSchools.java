package dev.laurel.course;

import dev.laurel.lti.ContextId;
import dev.laurel.tenant.School;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.Schools;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which school's teachers learn in a course, as whoever leads it says; a course of a whole district has none. */
@Component
public class CourseSchools {

    /** More places than the courses of one school have. */
    private static final int MOST = 2000;

    private final JdbcClient jdbc;
    private final Schools schools;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    CourseSchools(JdbcClient jdbc, Schools schools, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.schools = schools;
        this.events = events;
        this.clock = clock;
    }

    public Optional<School> of(TenantId tenant, ContextId course) {
        return jdbc.sql("select school_id from course_school where context_id = :course and tenant_id = :tenant")
                .param("course", course.value())
                .param("tenant", tenant.value())
                .query(UUID.class)
                .optional()
                .flatMap(id -> schools.find(tenant, new SchoolId(id)));
    }

    /**
     * Keeps what was said.
     *
     * @param typed its name as typed; empty to take it away
     * @throws IllegalArgumentException for a name that is none
     */
    @Transactional
    public void say(TenantId tenant, ContextId course, String typed) {
        SchoolId now = typed.isBlank() ? null : schools.named(tenant, typed).id();
        if (now != null && insert(tenant, course, now)) {
            events.publishEvent(new CourseSchoolSaid(tenant, null, now));
            return;
        }
        SchoolId before = hold(tenant, course).orElse(null);
        if (before == null || before.equals(now)) {
            return;
        }
        change(tenant, course, now);
        events.publishEvent(new CourseSchoolSaid(tenant, before, now));
    }

    /** False where the course has a school already; waits for whoever says one at this moment. */
    private boolean insert(TenantId tenant, ContextId course, SchoolId school) {
        return jdbc.sql("insert into course_school (context_id, tenant_id, school_id, said_at)"
                                + " values (:course, :tenant, :school, :now) on conflict do nothing")
                        .param("course", course.value())
                        .param("tenant", tenant.value())
                        .param("school", school.value())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                > 0;
    }

    /** Its school, which nobody else changes until this is over. */
    private Optional<SchoolId> hold(TenantId tenant, ContextId course) {
        return jdbc.sql("select school_id from course_school where context_id = :course and tenant_id = :tenant"
                        + " for update")
                .param("course", course.value())
                .param("tenant", tenant.value())
                .query(UUID.class)
                .optional()
                .map(SchoolId::new);
    }

    private void change(TenantId tenant, ContextId course, @Nullable SchoolId school) {
        String sql = school == null
                ? "delete from course_school where context_id = :course and tenant_id = :tenant"
                : "update course_school set school_id = :school, said_at = :now"
                        + " where context_id = :course and tenant_id = :tenant";
        jdbc.sql(sql)
                .param("course", course.value())
                .param("tenant", tenant.value())
                .param("school", school == null ? null : school.value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** The schools of the courses that these places are in. */
    public Set<SchoolId> ofPlaces(TenantId tenant, Collection<PlacementId> places) {
        return places.isEmpty()
                ? Set.of()
                : jdbc
                        .sql("select distinct s.school_id from course_school s join course_placement p"
                                + " on p.context_id = s.context_id where s.tenant_id = :tenant and p.id in (:places)")
                        .param("tenant", tenant.value())
                        .param("places", places.stream().map(PlacementId::value).toList())
                        .query(UUID.class)
                        .list()
                        .stream()
                        .map(SchoolId::new)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** What stands in the courses of a school; at most two thousand. */
    public List<PlacementId> placesOf(TenantId tenant, @Nullable SchoolId school) {
        return school == null
                ? List.of()
                : jdbc
                        .sql("select p.id from course_school s join course_placement p on p.context_id = s.context_id"
                                + " where s.tenant_id = :tenant and s.school_id = :school order by p.id"
                                + " fetch first " + MOST + " rows only")
                        .param("tenant", tenant.value())
                        .param("school", school.value())
                        .query(UUID.class)
                        .list()
                        .stream()
                        .map(PlacementId::new)
                        .toList();
    }
}
