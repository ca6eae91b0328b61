package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.School;
import dev.laurel.tenant.Schools;
import dev.laurel.tenant.TenantId;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Whoever declares a conflict of interest declares it with a person, whatever that person hands in. */
@LaurelTest
class ConflictTests {

    private static final String ANOTHER = "cs-trace-before-write";

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    StaffSchools staffSchools;

    @Autowired
    Schools schools;

    @Autowired
    AuditTrail trail;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember assessor;

    @BeforeEach
    void anAssessor() {
        given = new AssessmentFixtures(context);
        district = given.district();
        assessor = given.appointed(district, StaffRole.ASSESSOR);
    }

    private Optional<CaseId> take(StaffMember by) {
        return queue.takeNext(by, UUID.randomUUID());
    }

    private AttemptId handedIn(HandedInEvidence evidence) {
        AttemptId attempt = evidence.handIn();
        given.waitUntilHeard();
        return attempt;
    }

    private void declare(CaseId about) {
        queue.release(about, assessor, true);
        given.waitUntilHeard();
    }

    @Test
    void whatThatPersonHandsInForAnythingElseIsNeverOffered() {
        HandedInEvidence evidence = new HandedInEvidence(context, district);
        handedIn(evidence);
        declare(take(assessor).orElseThrow());
        AttemptId later = handedIn(evidence.another(ANOTHER));

        assertThat(take(assessor)).isEmpty();
        assertThat(given.audit(given.caseOf(later))).contains("CONFLICT_BARRED");
        AttemptId somebodyElses = handedIn(new HandedInEvidence(context, district));
        assertThat(take(assessor)).contains(given.caseOf(somebodyElses));
        assertThat(take(assessor)).isEmpty();
    }

    @Test
    void whatIsOnTheirDeskOfThatPersonGoesToSomebodyElse() {
        HandedInEvidence evidence = new HandedInEvidence(context, district);
        AttemptId one = handedIn(evidence);
        AttemptId other = handedIn(evidence.another(ANOTHER));
        take(assessor).orElseThrow();
        take(assessor).orElseThrow();
        declare(given.caseOf(one));

        assertThat(take(assessor)).isEmpty();
        StaffMember next = given.appointed(district, StaffRole.ASSESSOR);
        assertThat(take(next)).isPresent();
        assertThat(take(next)).isPresent();
        assertThat(take(next)).isEmpty();
        assertThat(trail.of(other.submission()))
                .extracting(Assessments.Step::what)
                .doesNotContain("conflict-barred");
    }

    @Test
    void whoHelpedAnEarnerOfTheirSchoolIsStillKeptAwayWhenTheSchoolGoes() {
        AttemptId attempt = handedIn(new HandedInEvidence(context, district));
        staffSchools.add(assessor.id(), district, "Hill School", assessor.id());
        School school = schools.named(district, "Hill School");
        queue.keepFromSchool(district, attempt.submission(), assessor.id(), school.id());
        queue.keepFrom(attempt.submission(), assessor.id());
        staffSchools.remove(assessor.id(), district, school.id());
        given.waitUntilHeard();

        assertThat(take(assessor)).isEmpty();
        assertThat(take(given.appointed(district, StaffRole.ASSESSOR))).isPresent();
    }
}
