package dev.laurel.submission;

import dev.laurel.course.CourseSchoolSaid;
import dev.laurel.course.CourseSchools;
import dev.laurel.course.MemberSchoolSaid;
import dev.laurel.course.MemberSchools;
import dev.laurel.course.PlacementId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonForgotten;
import dev.laurel.person.Persons;
import dev.laurel.tenant.School;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.TenantId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * At which schools the earner of some work teaches: those that were said of themselves, else those of the courses that it was
 * opened from.
 */
@Component
public class SchoolsOfWork {

    private final JdbcClient jdbc;
    private final SubmissionRows submissions;
    private final CourseSchools courses;
    private final MemberSchools members;
    private final Persons persons;
    private final ApplicationEventPublisher events;

    SchoolsOfWork(
            JdbcClient jdbc,
            SubmissionRows submissions,
            CourseSchools courses,
            MemberSchools members,
            Persons persons,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.submissions = submissions;
        this.courses = courses;
        this.members = members;
        this.persons = persons;
        this.events = events;
    }

    public Set<SchoolId> of(TenantId tenant, SubmissionId submission) {
        Set<SchoolId> own = members.of(tenant, accounts(tenant, submission)).values().stream()
                .map(School::id)
                .collect(Collectors.toUnmodifiableSet());
        return own.isEmpty() ? courses.ofPlaces(tenant, submissions.placesOf(tenant, submission)) : own;
    }

    private List<LtiUserId> accounts(TenantId tenant, SubmissionId submission) {
        return jdbc
                .sql("select distinct lti_user_id from submission_place where submission_id = :submission"
                        + " and tenant_id = :tenant")
                .param("submission", submission.value())
                .param("tenant", tenant.value())
                .query(UUID.class)
                .list()
                .stream()
                .map(LtiUserId::new)
                .toList();
    }

    /**
     * Work that may be of that school, is handed in and not earned: of its teachers, and of its courses. Which of it is,
     * {@link #of} says.
     *
     * @param after the last of the page before; null for the first page
     */
    public List<SubmissionId> at(TenantId tenant, SchoolId school, @Nullable SubmissionId after, int most) {
        List<PlacementId> places = courses.placesOf(tenant, school);
        List<LtiUserId> teachers = members.at(tenant, school);
        if (places.isEmpty() && teachers.isEmpty()) {
            return List.of();
        }
        // An empty list is no SQL; nothing has an id of zeros.
        UUID none = new UUID(0, 0);
        return jdbc
                .sql("select s.id from submission s where s.tenant_id = :tenant and s.practice = false"
                        + " and s.state not in ('DRAFT', 'EARNED', 'CLOSED')"
                        + (after == null ? "" : " and s.id > :after")
                        + " and exists (select 1 from submission_place p where p.submission_id = s.id"
                        + " and (p.placement_id in (:places) or p.lti_user_id in (:teachers)))"
                        + " order by s.id fetch first :most rows only")
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.value())
                .param(
                        "places",
                        places.isEmpty()
                                ? List.of(none)
                                : places.stream().map(PlacementId::value).toList())
                .param(
                        "teachers",
                        teachers.isEmpty()
                                ? List.of(none)
                                : teachers.stream().map(LtiUserId::value).toList())
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
        tell(said.tenant(), said.before(), said.now(), Set.of());
    }

    /** What is said of a teacher goes before what their courses say, so it is news of those schools, too. */
    @ApplicationModuleListener(id = "submission.member-school")
    void on(MemberSchoolSaid said) {
        List<PlacementId> places = jdbc
                .sql("select distinct placement_id from submission_place where tenant_id = :tenant"
                        + " and lti_user_id = :account")
                .param("tenant", said.tenant().value())
                .param("account", said.account().value())
                .query(UUID.class)
                .list()
                .stream()
                .map(PlacementId::new)
                .toList();
        tell(said.tenant(), said.before(), said.now(), courses.ofPlaces(said.tenant(), places));
    }

    private void tell(TenantId tenant, @Nullable SchoolId before, @Nullable SchoolId now, Set<SchoolId> others) {
        Set<SchoolId> all = new LinkedHashSet<>(others);
        if (before != null) {
            all.add(before);
        }
        if (now != null) {
            all.add(now);
        }
        all.forEach(school -> events.publishEvent(new SchoolOfWorkSaid(tenant, school)));
    }

    /** Where somebody teaches goes with their name. */
    @ApplicationModuleListener(id = "submission.school-of-the-forgotten")
    void on(PersonForgotten forgotten) {
        persons.accounts(forgotten.tenant(), forgotten.person())
                .forEach(account -> members.forget(forgotten.tenant(), account));
    }
}
