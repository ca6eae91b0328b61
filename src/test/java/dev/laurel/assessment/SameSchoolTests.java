package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.assessment.Staffing.Reason;
import dev.laurel.course.CourseSchools;
import dev.laurel.course.MemberSchools;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Listeners;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.School;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.Schools;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Nobody rates the work of teachers of their own school. */
@LaurelTest
class SameSchoolTests {

    private static final String RIDGEVIEW = "Ridgeview Elementary";

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    StaffSchools staffSchools;

    @Autowired
    CourseSchools courses;

    @Autowired
    MemberSchools members;

    @Autowired
    Schools schools;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    private AssessmentFixtures given;
    private Listeners schoolsOfCourses;
    private TenantId district;
    private StaffMember colleague;

    @BeforeEach
    void aColleague() {
        given = new AssessmentFixtures(context);
        schoolsOfCourses = Listeners.of(jdbc, "submission.%-school%");
        district = given.district();
        colleague = given.appointed(district, StaffRole.ASSESSOR);
    }

    private Optional<CaseId> take(StaffMember by) {
        return queue.takeNext(by, UUID.randomUUID());
    }

    private void worksAt(StaffMember whose, String school) {
        staffSchools.add(whose.id(), district, school, whose.id());
        heard();
    }

    private ContextId course(AttemptId attempt) {
        return new ContextId(jdbc.sql("select p.context_id from submission_place s join course_placement p"
                        + " on p.id = s.placement_id where s.submission_id = ?")
                .param(attempt.submission().value())
                .query(UUID.class)
                .single());
    }

    private void courseIsOf(AttemptId attempt, String school) {
        courses.say(district, course(attempt), school);
        heard();
    }

    private void heard() {
        schoolsOfCourses.awaitHeard();
        given.waitUntilHeard();
    }

    private AttemptId handedIn() {
        AttemptId attempt = new HandedInEvidence(context, district).handIn();
        given.waitUntilHeard();
        return attempt;
    }

    @Test
    void workOfTheOwnSchoolIsNeverOfferedHoweverItIsSpelled() {
        worksAt(colleague, RIDGEVIEW);
        HandedInEvidence work = new HandedInEvidence(context, district);
        courses.say(district, course(work.attempt()), "  ridgeview   ELEMENTARY. ");
        AttemptId attempt = work.handIn();
        given.waitUntilHeard();

        assertThat(take(colleague)).isEmpty();
        assertThat(take(given.appointed(district, StaffRole.ASSESSOR))).contains(given.caseOf(attempt));
        assertThat(schools.of(district)).hasSize(1);
    }

    @Test
    void itDoesNotMatterWhichWasSaidFirst() {
        AttemptId attempt = handedIn();
        courseIsOf(attempt, RIDGEVIEW);
        worksAt(colleague, RIDGEVIEW);
        assertThat(take(colleague)).isEmpty();

        StaffMember another = given.appointed(district, StaffRole.ASSESSOR);
        AttemptId second = handedIn();
        worksAt(another, "Hillside High");
        courseIsOf(second, "Hillside High");
        assertThat(take(another)).as("the first piece alone").contains(given.caseOf(attempt));
        assertThat(take(another)).isEmpty();
    }

    @Test
    void whatIsHeldGoesToSomebodyElseAndWhatWasSaidByMistakeIsTakenBack() {
        AttemptId attempt = handedIn();
        CaseId held = take(colleague).orElseThrow();
        worksAt(colleague, RIDGEVIEW);
        courseIsOf(attempt, RIDGEVIEW);
        assertThat(queue.seatOf(context.getBean(Cases.class).find(held).orElseThrow(), colleague))
                .isEmpty();
        assertThat(take(colleague)).isEmpty();
        assertThat(given.audit(held.value())).contains("SCHOOL_BARRED");
        assertThat(context.getBean(AuditTrail.class).of(attempt.submission()))
                .as("would tell the earner who scores for the district")
                .noneMatch(step -> step.what().contains("school"));

        courseIsOf(attempt, "");
        assertThat(take(colleague)).contains(held);
        queue.release(held, colleague, false);
        courseIsOf(attempt, RIDGEVIEW);
        assertThat(take(colleague)).isEmpty();
        staffSchools.remove(
                colleague.id(), district, schools.named(district, RIDGEVIEW).id());
        heard();
        assertThat(take(colleague)).contains(held);
    }

    @Test
    void whatAnotherDistrictSaysOfASchoolIsNothingHere() {
        AttemptId attempt = handedIn();
        courseIsOf(attempt, RIDGEVIEW);
        worksAt(colleague, RIDGEVIEW);
        SchoolId school = schools.named(district, RIDGEVIEW).id();
        TenantId elsewhere = given.district();
        Assignments assignments = context.getBean(Assignments.class);
        assertThat(staffSchools.worksAt(elsewhere, colleague.id(), school)).isFalse();
        assertThat(assignments.isBarredFor(elsewhere, school, attempt.submission(), colleague.id()))
                .isFalse();
        assignments.dropBars(elsewhere, school, null);
        queue.keepFromSchool(
                elsewhere,
                attempt.submission(),
                given.appointed(district, StaffRole.ASSESSOR).id(),
                school);

        assertThat(staffSchools.worksAt(district, colleague.id(), school)).isTrue();
        assertThat(assignments.isBarredFor(district, school, attempt.submission(), colleague.id()))
                .isTrue();
        assertThat(take(colleague)).isEmpty();
        assertThat(jdbc.sql("select count(*) from assessment_assignment where school_id = ?")
                        .param(school.value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void leadsReadThatNobodyIsLeftForIt() {
        worksAt(colleague, RIDGEVIEW);
        AttemptId attempt = handedIn();
        courseIsOf(attempt, RIDGEVIEW);

        assertThat(context.getBean(Staffing.class).in(List.of(district)))
                .extracting(Staffing.Shortage::reason)
                .containsExactly(Reason.ALL_BARRED);
    }

    @Test
    void aSchoolOfTheSameNameInAnotherDistrictIsAnotherSchool() {
        TenantId other = given.district();
        staffSchools.add(colleague.id(), other, RIDGEVIEW, colleague.id());
        AttemptId attempt = handedIn();
        courseIsOf(attempt, RIDGEVIEW);
        assertThat(take(colleague)).contains(given.caseOf(attempt));
    }

    @Test
    void itIsSaidOnThePagesOfCoordinatorAssessorAndLead() {
        HttpBrowser atTheLms = new HttpBrowser();
        Windows windows = new Windows(settings, registrations, district);
        Teacher coordinator = Teacher.in(
                atTheLms, windows.open(atTheLms, "coordinator" + district.value(), "lit-hfw-mapping", "Instructor"));
        Page course = coordinator.at("/course/school");
        Page tooLong = course.form("form").set("school", "x".repeat(201)).submit();
        assertThat(tooLong.select("[role=alert]").text()).contains("at most 200 letters");
        assertThat(tooLong.select("input[name=school]").attr("value")).hasSize(201);
        Page kept = tooLong.form("form").set("school", RIDGEVIEW).submit();
        assertThat(kept.select("[role=status]").text()).contains("no work of this course");

        StaffMember lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        HttpBrowser desk = signIn(colleague);
        Page own = desk.get(at("/assess")).click("a[href='/assess/schools']");
        assertThat(own.text()).contains("No school is named yet.");
        assertThat(own.select("datalist option").eachAttr("value")).contains(RIDGEVIEW);
        Page none =
                own.form("form[action^=/assess/schools/]").set("school", "  ").submit();
        assertThat(none.text()).contains("A school needs a name");
        Page added = none.form("form[action^=/assess/schools/]")
                .set("school", RIDGEVIEW)
                .submit();
        assertThat(added.text()).contains("Added.", RIDGEVIEW);

        HttpBrowser ofTheLead = signIn(lead);
        Page ofColleague = ofTheLead.get(at(
                "/assess/lead/people/" + district.value() + "/" + colleague.id().value() + "/schools"));
        assertThat(ofColleague.text()).contains(RIDGEVIEW);
        Page removed = ofColleague.form("form[action$=/removal]").submit();
        assertThat(removed.text()).contains("Removed.", "No school is named yet.");
        assertThat(staffSchools.of(colleague.id(), district)).isEmpty();
    }

    private String at(String path) {
        return settings.at(path).toString();
    }

    private HttpBrowser signIn(StaffMember who) {
        HttpBrowser browser = new HttpBrowser();
        String login = jdbc.sql("select login from staff_account where id = ?")
                .param(who.id().value())
                .query(String.class)
                .single();
        browser.get(at("/sign-in"))
                .submit("form[action$=sign-in]", Map.of("login", login, "password", "correct horse battery"));
        return browser;
    }

    @Test
    void ofTwoWhoSayACoursesSchoolAtOnceTheSecondIsKept() throws Exception {
        ContextId course = new ContextId(UUID.randomUUID());
        TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
        ExecutorService another = Executors.newSingleThreadExecutor();
        try {
            Future<?> second = transaction.execute(status -> {
                courses.say(district, course, RIDGEVIEW);
                Future<?> waits = another.submit(() -> courses.say(district, course, "Hillside High"));
                assertThatExceptionOfType(TimeoutException.class)
                        .as("nobody knows yet what the first says")
                        .isThrownBy(() -> waits.get(500, TimeUnit.MILLISECONDS));
                return waits;
            });
            second.get(60, TimeUnit.SECONDS);
        } finally {
            another.shutdownNow();
        }
        assertThat(courses.of(district, course)).map(School::name).contains("Hillside High");
        courses.say(district, course, "Hillside High");
        courses.say(district, course, " ");
        assertThat(courses.of(district, course)).isEmpty();
        heard();
    }

    private LtiUserId account(AttemptId attempt) {
        return new LtiUserId(jdbc.sql("select lti_user_id from submission_place where submission_id = ?")
                .param(attempt.submission().value())
                .query(UUID.class)
                .single());
    }

    private void teachesAt(AttemptId attempt, String school) {
        members.say(district, account(attempt), school, new LtiUserId(UUID.randomUUID()));
        heard();
    }

    @Test
    void whereATeacherWorksGoesBeforeTheSchoolOfTheCourse() {
        StaffMember elsewhere = given.appointed(district, StaffRole.ASSESSOR);
        AttemptId attempt = handedIn();
        courseIsOf(attempt, RIDGEVIEW);
        worksAt(colleague, RIDGEVIEW);
        worksAt(elsewhere, "Hillside High");
        assertThat(take(colleague)).isEmpty();

        teachesAt(attempt, "hillside  high");
        assertThat(take(elsewhere)).as("their own school now").isEmpty();
        CaseId held = take(colleague).orElseThrow();
        assertThat(held).isEqualTo(given.caseOf(attempt));

        teachesAt(attempt, "");
        assertThat(queue.seatOf(context.getBean(Cases.class).find(held).orElseThrow(), colleague))
                .as("the course's holds again")
                .isEmpty();
        assertThat(take(colleague)).isEmpty();
        assertThat(take(elsewhere)).contains(held);
    }

    @Test
    void whereATeacherOfACourseOfManySchoolsWorksIsKnownWhenTheWorkComesIn() {
        HandedInEvidence work = new HandedInEvidence(context, district);
        worksAt(colleague, RIDGEVIEW);
        teachesAt(work.attempt(), RIDGEVIEW);
        work.handIn();
        given.waitUntilHeard();
        assertThat(take(colleague)).isEmpty();
        TenantId other = given.district();
        assertThat(members.of(other, List.of(account(work.attempt())))).isEmpty();
    }

    @Test
    void whoLeadsACourseSaysItBesideTheName() {
        HttpBrowser atTheLms = new HttpBrowser();
        Windows windows = new Windows(settings, registrations, district);
        Teacher coordinator = Teacher.in(
                atTheLms, windows.open(atTheLms, "coordinator" + district.value(), "lit-hfw-mapping", "Instructor"));
        assertThat(coordinator.at("/course/school").text()).contains("Nobody is known yet.");
        HttpBrowser theirs = new HttpBrowser();
        Teacher.in(theirs, windows.open(theirs, "ana" + district.value(), "lit-hfw-mapping", "Learner"))
                .starts();

        Page page = coordinator.at("/course/school");
        assertThat(page.select("#teachers ~ ul li").text()).contains("Name of ana");
        Page tooLong = page.form("form[action*='/course/school/']")
                .set("school", "x".repeat(201))
                .submit();
        assertThat(tooLong.select("#teachers ~ ul [role=alert]").text()).contains("at most 200 letters");
        assertThat(tooLong.select("#teachers ~ ul input[name=school]").attr("value"))
                .hasSize(201);
        Page kept = tooLong.form("form[action*='/course/school/']")
                .set("school", "Hillside High")
                .submit();
        assertThat(kept.select("[role=status]").text()).contains("none of this teacher");
        assertThat(kept.select("#teachers ~ ul input[name=school]").attr("value"))
                .isEqualTo("Hillside High");
        Page taken =
                kept.form("form[action*='/course/school/']").set("school", "").submit();
        assertThat(taken.select("[role=status]").text()).contains("What holds of the course");
    }

    @Test
    void aDeclaredConflictStaysWhenTheSchoolGoes() {
        AttemptId attempt = handedIn();
        CaseId held = take(colleague).orElseThrow();
        queue.release(held, colleague, true);
        worksAt(colleague, RIDGEVIEW);
        courseIsOf(attempt, RIDGEVIEW);
        staffSchools.remove(
                colleague.id(), district, schools.named(district, RIDGEVIEW).id());
        heard();
        assertThat(take(colleague)).isEmpty();
    }
}
