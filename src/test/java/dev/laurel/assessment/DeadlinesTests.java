package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.Staffing.Reason;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nobody waits without knowing: dates that pass, work that lies, and work that nobody can do. */
@LaurelTest
class DeadlinesTests {

    private static final Duration WEEKS = Duration.ofDays(40);

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Scoring scoring;

    @Autowired
    Deadlines deadlines;

    @Autowired
    Staffing staffing;

    @Autowired
    Submissions submissions;

    @Autowired
    Staff staff;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;

    @BeforeEach
    void aDistrict() {
        given = new AssessmentFixtures(context);
        district = given.district();
    }

    private Optional<CaseId> take(StaffMember by) {
        return queue.takeNext(by, UUID.randomUUID());
    }

    /** As if the case had been due, and everything of it taken, so long ago. */
    private Submission told(AttemptId attempt) {
        return submissions.find(attempt.submission()).orElseThrow();
    }

    private void promised(AttemptId attempt, Instant by) {
        jdbc.sql("update submission set expected_by = :at where id = :id")
                .param("at", Timestamp.from(by))
                .param("id", attempt.submission().value())
                .update();
    }

    @Test
    void takesOverdueWorkBackAndAsksAnotherFirst() {
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        StaffMember li = given.appointed(district, StaffRole.ASSESSOR);
        CaseId late = given.waiting(given.literacy(), given.attempt(), district);
        assertThat(take(rosa)).contains(late);
        given.rateAll(late, rosa);
        given.longAgo(late, WEEKS, WEEKS);
        CaseId fresh = given.waiting(given.literacy(), given.attempt(), district);

        deadlines.look();
        deadlines.look();

        assertThat(given.audit(late)).containsOnlyOnce("TAKEN_BACK");
        assertThat(take(rosa)).as("her next, though the other is due first").contains(fresh);
        assertThat(take(li)).contains(late);
        assertThat(scoring.open(late, li).sheet().ratings()).as("of Rosa's").isEmpty();
    }

    @Test
    void givesWhoTakesSomethingLateTheirTimeAllTheSame() {
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        CaseId late = given.waiting(given.literacy(), given.attempt(), district);
        take(rosa);
        given.longAgo(late, WEEKS, Duration.ofMinutes(5));

        deadlines.look();

        assertThat(given.audit(late)).doesNotContain("TAKEN_BACK");
        assertThat(scoring.open(late, rosa).held().id()).isEqualTo(late);
    }

    @Test
    void givesToOthersAtOnceWhatSomebodyHoldsWhoseAccountEnded() {
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        StaffMember li = given.appointed(district, StaffRole.ASSESSOR);
        CaseId id = given.waiting(given.literacy(), given.attempt(), district);
        assertThat(take(rosa)).contains(id);
        deadlines.look();
        assertThat(take(li)).as("while Rosa is there").isEmpty();

        staff.end(rosa.id());
        deadlines.look();
        deadlines.look();

        assertThat(given.audit(id)).containsOnlyOnce("TAKEN_BACK");
        assertThat(take(li)).contains(id);
    }

    @Test
    void givesToOthersAtOnceWhatSomebodyHoldsWhoMayNotScoreThereAnyMore() {
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR, StaffRole.LEAD_ASSESSOR);
        StaffMember li = given.appointed(district, StaffRole.ASSESSOR);
        CaseId id = given.waiting(given.literacy(), given.attempt(), district);
        take(rosa);
        staff.revoke(rosa.id(), StaffRole.ASSESSOR, district);
        deadlines.look();
        assertThat(take(li)).as("while Rosa has a task there").isEmpty();

        staff.revoke(rosa.id(), StaffRole.LEAD_ASSESSOR, district);
        deadlines.look();

        assertThat(take(li)).contains(id);
        staff.grant(rosa.id(), StaffRole.ASSESSOR, district);
        assertThat(take(staff.find(rosa.id()).orElseThrow())).as("held by Li").isEmpty();
    }

    @Test
    void takesNothingBackThatIsNotDueYet() {
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        CaseId id = given.waiting(given.literacy(), given.attempt(), district);
        take(rosa);
        given.longAgo(id, Duration.ofDays(-3), WEEKS);

        deadlines.look();

        assertThat(given.audit(id)).doesNotContain("TAKEN_BACK", "PROMISE_MOVED");
    }

    @Test
    void tellsTheEarnerALaterDateAndWhatWasPromisedFirst() {
        given.appointed(district, StaffRole.ASSESSOR);
        String address = UUID.randomUUID() + "@teachers.example";
        AttemptId attempt =
                new HandedInEvidence(context, district, new UserProfile("Ann Lee", "Ann", "Lee", address)).handIn();
        given.waitUntilHeard();
        CaseId id = given.caseOf(attempt);
        given.longAgo(id, WEEKS, WEEKS);
        Instant promise = Instant.now().minus(WEEKS).truncatedTo(ChronoUnit.MILLIS);
        promised(attempt, promise);

        deadlines.look();

        await().untilAsserted(() -> {
            assertThat(told(attempt).promisedBy()).isEqualTo(promise);
            assertThat(told(attempt).expectedBy()).isAfter(Instant.now());
        });
        Instant expected = told(attempt).expectedBy();
        deadlines.look();
        given.waitUntilHeard();
        assertThat(told(attempt).expectedBy()).as("said once").isEqualTo(expected);
        assertThat(given.audit(id)).containsOnlyOnce("PROMISE_MOVED");
        assertThat(Mailbox.latest(address, 1).subject()).contains("takes longer than we said");
        assertThat(Mailbox.to(address)).hasSize(1);
    }

    @Test
    void namesNoDateWhereNobodyCanKeepItAndOneAsSoonAsSomebodyCan() {
        AttemptId attempt = new HandedInEvidence(context, district).handIn();
        given.waitUntilHeard();
        CaseId id = given.caseOf(attempt);
        given.longAgo(id, WEEKS, WEEKS);

        deadlines.look();
        deadlines.look();

        await().untilAsserted(() -> {
            assertThat(told(attempt).promisedBy()).isNotNull();
            assertThat(told(attempt).expectedBy()).isNull();
        });
        assertThat(given.audit(id)).containsOnlyOnce("PROMISE_MOVED");

        given.appointed(district, StaffRole.ASSESSOR);
        deadlines.look();

        await().untilAsserted(
                        () -> assertThat(told(attempt).expectedBy()).isNotNull().isAfter(Instant.now()));
    }

    private List<Reason> reasons() {
        return staffing.in(List.of(district)).stream()
                .map(Staffing.Shortage::reason)
                .toList();
    }

    @Test
    void saysThatNobodyAssesses() {
        given.waiting(given.literacy(), given.attempt(), district);

        assertThat(reasons()).containsExactly(Reason.NOBODY);
    }

    @Test
    void saysThatTwoAreAskedForAndOneIsThere() {
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        CaseId id = given.waiting(given.hinge(), given.attempt(), district);
        given.waiting(given.literacy(), given.attempt(), district);

        Staffing.Shortage shortage = staffing.in(List.of(district)).get(0);
        assertThat(reasons()).containsExactly(Reason.TOO_FEW);
        assertThat(shortage.asked()).isEqualTo(2);
        assertThat(shortage.acting()).isEqualTo(1);
        assertThat(shortage.submissions()).isEqualTo(1);

        assertThat(take(rosa)).contains(id);
        given.rateAll(id, rosa);
        given.handIn(id, rosa);
        assertThat(reasons()).as("with the first rating in").containsExactly(Reason.TOO_FEW);

        given.appointed(district, StaffRole.ASSESSOR);
        assertThat(reasons()).isEmpty();
    }

    @Test
    void saysThatEverybodyWhoIsLeftHasAConflictOfInterest() {
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        CaseId id = given.waiting(given.literacy(), given.attempt(), district);
        take(rosa);
        assertThat(reasons()).as("while she is at work").isEmpty();
        queue.release(id, rosa, true);

        assertThat(reasons()).containsExactly(Reason.ALL_BARRED);
    }

    @Test
    void saysThatNobodyIsLeftToSettleADispute() {
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        StaffMember li = given.appointed(district, StaffRole.ASSESSOR);
        CaseId id = given.waiting(given.hinge(), given.attempt(), district);
        for (StaffMember one : List.of(rosa, li)) {
            take(one);
            given.rateAll(id, one, one == li ? new String[] {"C2"} : new String[0]);
            given.handIn(id, one);
        }

        assertThat(reasons()).containsExactly(Reason.NOBODY_SETTLES);

        given.appointed(district, StaffRole.LEAD_ASSESSOR);
        assertThat(reasons()).isEmpty();
    }

    private HttpBrowser signIn(StaffRole... roles) {
        HttpBrowser browser = new HttpBrowser();
        Colleague.of(staff, "Greta Holm", district, roles).signsIn(settings, browser);
        return browser;
    }

    @Test
    void leadsAndOperatorsReadWhatNobodyCanDoAndWhatToDo() {
        CaseId id = given.waiting(given.hinge(), given.attempt(), district);
        given.longAgo(id, Duration.ofDays(4000), WEEKS);
        given.appointed(district, StaffRole.ASSESSOR);
        String name = context.getBean(Tenants.class).nameOf(district).orElseThrow();

        HttpBrowser.Page lead = signIn(StaffRole.LEAD_ASSESSOR).get(settings.at("/assess/lead"));
        assertThat(lead.status()).isEqualTo(200);
        assertThat(lead.text())
                .contains(name)
                .contains("2 people must rate each submission")
                .contains("Ask the operator of Laurel to let more people score")
                .contains("Nobody has taken it");

        HttpBrowser admin = new HttpBrowser();
        Colleague.operator(settings, admin, "/sign-in");
        assertThat(admin.get(settings.at("/admin/staff")).text())
                .contains(name)
                .contains("let one more person score for this district");
    }

    @Test
    void anAssessorReadsWhenLateWorkGoesToSomebodyElseAndThatItWent() {
        HttpBrowser greta = signIn(StaffRole.ASSESSOR);
        CaseId id = given.waiting(given.literacy(), given.attempt(), district);
        greta.get(settings.at("/assess")).submit("form[action$=/assess/next]", Map.of());
        given.longAgo(id, WEEKS, Duration.ofMinutes(1));
        assertThat(greta.get(settings.at("/assess")).text()).contains("Goes to somebody else unless you hand it in by");
        assertThat(signIn(StaffRole.LEAD_ASSESSOR)
                        .get(settings.at("/assess/lead"))
                        .text())
                .contains(id.label(), "Greta Holm");

        given.longAgo(id, WEEKS, WEEKS);
        deadlines.look();

        assertThat(greta.get(settings.at("/assess")).text())
                .contains("Submission " + id.label() + " went back to the queue because it was overdue");
    }
}
