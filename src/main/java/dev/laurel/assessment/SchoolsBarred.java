package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import dev.laurel.submission.SchoolOfWorkSaid;
import dev.laurel.submission.SchoolsOfWork;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Nobody rates the work of teachers of their own school. The queue asks where both work when work comes in; this hears of what
 * is said or taken back later, so that it does not matter which was first.
 */
@Component
class SchoolsBarred {

    private static final int AT_A_TIME = 200;

    private final SchoolsOfWork work;
    private final StaffSchools staff;
    private final Queue queue;
    private final Assignments assignments;

    SchoolsBarred(SchoolsOfWork work, StaffSchools staff, Queue queue, Assignments assignments) {
        this.work = work;
        this.staff = staff;
        this.queue = queue;
        this.assignments = assignments;
    }

    @ApplicationModuleListener(id = "assessment.school-stated")
    void on(SchoolStated said) {
        assignments.dropBars(said.tenant(), said.school(), said.staff());
        if (staff.worksAt(said.tenant(), said.staff(), said.school())) {
            keep(said.tenant(), said.school(), List.of(said.staff()));
        }
    }

    @ApplicationModuleListener(id = "assessment.school-of-work")
    void on(SchoolOfWorkSaid said) {
        assignments.dropBars(said.tenant(), said.school(), null);
        keep(said.tenant(), said.school(), staff.at(said.tenant(), List.of(said.school())));
    }

    private void keep(TenantId tenant, SchoolId school, List<StaffId> people) {
        if (people.isEmpty()) {
            return;
        }
        @Nullable SubmissionId last = null;
        List<SubmissionId> some;
        do {
            some = work.at(tenant, school, last, AT_A_TIME);
            for (SubmissionId submission : some) {
                if (work.of(tenant, submission).contains(school)) {
                    people.forEach(person -> queue.keepFromSchool(tenant, submission, person, school));
                }
                last = submission;
            }
        } while (some.size() == AT_A_TIME);
    }
}
