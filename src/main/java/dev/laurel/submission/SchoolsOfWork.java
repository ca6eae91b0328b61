package dev.laurel.submission;

import dev.laurel.course.CourseSchoolSaid;
import dev.laurel.course.CourseSchools;
import dev.laurel.course.PlacementId;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** At which schools the earner of some work teaches, as far as the courses say that it was opened from. */
@Component
public class SchoolsOfWork {

    private final JdbcClient jdbc;
    private final SubmissionRows submissions;
    private final CourseSchools courses;
    private final ApplicationEventPublisher events;

    SchoolsOfWork(
            JdbcClient jdbc, SubmissionRows submissions, CourseSchools courses, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.submissions = submissions;
        this.courses = courses;
        this.events = events;
    }

    public Set<SchoolId> of(TenantId tenant, SubmissionId submission) {
        return courses.ofPlaces(tenant, submissions.placesOf(tenant, submission));
    }

    /**
     * Work of a school that is handed in and not earned.
     *
     * @param after the last of the page before; null for the first page
     */
    public List<SubmissionId> at(TenantId tenant, SchoolId school, @Nullable SubmissionId after, int most) {
        List<PlacementId> places = courses.placesOf(tenant, school);
        return places.isEmpty()
                ? List.of()
                : jdbc
                        .sql("select s.id from submission s where s.tenant_id = :tenant and s.practice = false"
                                + " and s.state not in ('DRAFT', 'EARNED', 'CLOSED')"
                                + (after == null ? "" : " and s.id > :after")
                                + " and exists (select 1 from submission_place p where p.submission_id = s.id"
                                + " and p.placement_id in (:places)) order by s.id fetch first :most rows only")
                        .param("tenant", tenant.value())
                        .param("after", after == null ? null : after.value())
                        .param("places", places.stream().map(PlacementId::value).toList())
                        .param("most", most)
                        .query(UUID.class)
                        .list()
                        .stream()
                        .map(SubmissionId::new)
                        .toList();
    }

    /** What a course says of its school is news about the work in it. */
    @ApplicationModuleListener(id = "submission.course-school")
    void on(CourseSchoolSaid said) {
        if (said.before() != null) {
            events.publishEvent(new SchoolOfWorkSaid(said.tenant(), said.before()));
        }
        if (said.now() != null) {
            events.publishEvent(new SchoolOfWorkSaid(said.tenant(), said.now()));
        }
    }
}
