package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.canvasdev.Faults.ServiceFault;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The coordinator's cohort with the roster of a real course, in both dresses, over HTTP. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
class CohortTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;
    private String dress;
    private CanvasDevSession priya;

    @BeforeEach
    void start() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    private void dressed(String dress) {
        this.dress = dress;
        lms.register(dress);
        priya = new CanvasDevSession(lms, dress, "priya");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    void everybodyOnTheRosterIsThereWhetherTheyOpenedOrNot(String dress) {
        dressed(dress);
        lms.faults().rosterPageSize(2);
        starts("aisha");
        new CanvasDevSession(lms, dress, "marcus").openMicroCredential(HINGE);
        Page cohort = refreshed();

        assertThat(cohort.select("#roster").text()).contains("learners", "Last refreshed");
        assertThat(line(cohort, "Aisha Brown")).contains("In progress", "The teacher");
        assertThat(line(cohort, "Marcus Lee")).contains("Not started yet");
        assertThat(line(cohort, "Elena Rossi")).contains("Not opened yet", "Nothing yet");
        assertThat(cohort.select("tbody").text()).doesNotContain("Priya", "Test Student");
        assertThat(cohort.select("tbody tr").first().text()).contains("Aisha Brown");

        Page fresh = cohort.click(".tabs a[href*=show=new]");
        assertThat(fresh.select("tbody").text())
                .contains("Marcus Lee", "Elena Rossi")
                .doesNotContain("Aisha");
        assertThat(fresh.click(".tabs a[href*=show=progress]").select("tbody tr"))
                .hasSize(1);
        assertThat(cohort.select(".tabs").text()).contains("Everybody (", "Not started (", "Earned (0)");
        assertThat(cohort.select(".tabs a[href*=show=left]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    void whoLeavesTheCourseKeepsTheirWorkAndStandsApart(String dress) {
        dressed(dress);
        starts("ben");
        String course = priya.link(HINGE).courseId();
        assertThat(line(refreshed(), "Ben Carter")).contains("In progress");

        priya.deactivate(course, "ben");
        priya.deactivate(course, "elena");
        Page cohort = refreshed();
        assertThat(cohort.select("tbody").text()).doesNotContain("Ben Carter", "Elena Rossi");
        Page left = cohort.click(".tabs a[href*=show=left]");
        assertThat(left.select("tbody tr")).hasSize(1);
        assertThat(line(left, "Ben Carter")).contains("In progress", "Left the course", "Nobody, the teacher left");

        priya.enroll(course, "ben", "STUDENT");
        Page back = refreshed();
        assertThat(line(back, "Ben Carter")).contains("In progress").doesNotContain("Left the course");
        assertThat(new CanvasDevSession(lms, dress, "ben")
                        .openMicroCredential(HINGE)
                        .select(".card.next .status")
                        .text())
                .isEqualTo("Draft, your turn");
    }

    @Test
    void workOnHoldIsSaidToBeAndALeadActsNext() {
        dressed("canvas");
        Teacher aisha = Teacher.opens(lms, "canvas", "aisha", HINGE)
                .starts()
                .providesEverything()
                .submits();
        refreshed();
        assertThat(line(cohort(), "Aisha Brown")).contains("In progress").doesNotContain("On hold");
        await().atMost(SOON).until(() -> putOnHold() == 1);

        assertThat(line(cohort(), "Aisha Brown"))
                .contains("On hold", "A lead assessor means to decide", "A lead assessor")
                .doesNotContain("In progress", "page two");
        Page module = aisha.opensAgain(HINGE);
        assertThat(module.open(module.select("body").attr("data-window") + "/evidence")
                        .select("#held")
                        .text())
                .contains("Your work is on hold.", "Read why");
    }

    @Test
    void aFirstDraftOnHoldIsSaidToBeAndItsEarnerIsNotBlamed() {
        dressed("canvas");
        starts("aisha");
        assertThat(line(refreshed(), "Aisha Brown")).contains("In progress", "The teacher");
        OnHold.theLatestDraft(jdbc);
        assertThat(line(cohort(), "Aisha Brown"))
                .contains("On hold", "A lead assessor means to decide")
                .doesNotContain("In progress", "The teacher", "face");
    }

    /** What was handed in last, as a lead does it. */
    private int putOnHold() {
        return jdbc.sql(
                        "insert into assessment_hold (id, tenant_id, case_id, because, words, held_at, clock_from, until,"
                                + " with_earner) select :id, tenant_id, id, 'PRIVACY', 'A name on page two', :now, :now, :until,"
                                + " false from assessment_case where state in ('IN_CHECK', 'WAITING')"
                                + " and submission_id = (select submission_id from submission_attempt"
                                + " where submitted_at is not null order by submitted_at desc fetch first 1 row only)")
                .param("id", UUID.randomUUID())
                .param("now", Timestamp.from(Instant.now()))
                .param("until", Timestamp.from(Instant.now().plus(Duration.ofDays(5))))
                .update();
    }

    @Test
    void anAssistantWhomMoodleCallsALearnerStandsInNoCohort() {
        dressed("moodle");
        assertThat(line(refreshed(), "Luis Gómez")).contains("Not opened yet");
        Page hisOwn = new CanvasDevSession(lms, "moodle", "luis").openMicroCredential(HINGE);
        assertThat(hisOwn.select("h1").text()).isEqualTo("Cohort");
        assertThat(refreshed().select("tbody").text()).doesNotContain("Luis");
    }

    @Test
    void whoStartsAfterTheLastRefreshIsThereAtOnceAndWhoIsOnNoRosterStandsApart() {
        dressed("canvas");
        refreshed();
        String course = priya.link(HINGE).courseId();
        priya.deactivate(course, "dana");
        refreshed();
        priya.enroll(course, "dana", "STUDENT");
        starts("dana");
        assertThat(line(cohort(), "Dana Ortiz")).contains("In progress");

        jdbc.sql("delete from course_roster_member").update();
        assertThat(line(cohort(), "Dana Ortiz")).contains("In progress");
        priya.deactivate(course, "dana");
        Page left = refreshed().click(".tabs a[href*=show=left]");
        assertThat(line(left, "Dana Ortiz")).contains("Not on the roster of the course");
    }

    @Test
    void whoIsNotGivenTheLinkIsNoPartOfItsCohortUntilTheyBegin() {
        dressed("canvas");
        starts("ben");
        refreshed();
        int everybody = cohort().select("tbody tr").size();
        notAssigned("Elena Rossi", "Ben Carter");
        Page cohort = cohort();
        assertThat(cohort.select("tbody").text()).doesNotContain("Elena Rossi");
        assertThat(cohort.select("#roster").text())
                .contains("to some of the course only. One learner without it is not listed below.");
        assertThat(line(cohort, "Ben Carter")).as("has begun").contains("In progress");
        assertThat(cohort.select("tbody tr")).hasSize(everybody - 1);
        assertThat(cohort.select(".tabs").text())
                .contains("Everybody (" + (everybody - 1) + ")", "Not started (" + (everybody - 2) + ")");
        Page course = cohort.click("a[href$=/course]");
        assertThat(course.text()).as("still in the course").contains("Elena Rossi");

        starts("elena");
        assertThat(line(cohort(), "Elena Rossi")).contains("In progress");
        Page whole = refreshed();
        assertThat(whole.select("tbody tr")).as("the platform gives it to all").hasSize(everybody);
        assertThat(whole.select("#roster").text()).doesNotContain("some of the course only");
    }

    /** As if the platform gave the link to everybody but them. */
    private void notAssigned(String... names) {
        for (String name : names) {
            assertThat(jdbc.sql("insert into course_not_assigned (resource_link_id, lti_user_id, context_id, tenant_id)"
                                    + " select p.resource_link_id, m.lti_user_id, m.context_id, m.tenant_id"
                                    + " from course_placement p join course_roster_member m"
                                    + " on m.context_id = p.context_id and m.name = :name"
                                    + " join lti_resource_link k on k.id = p.resource_link_id"
                                    + " where k.platform_id = :link")
                            .param("name", name)
                            .param("link", priya.link(HINGE).resourceLinkId())
                            .update())
                    .isPositive();
        }
    }

    @Test
    void aPlatformThatKeepsNamesToItselfIsSaidSo() {
        dressed("canvas");
        lms.faults().namesHidden(true);
        Page cohort = refreshed();
        assertThat(cohort.select("#roster").text()).contains("Your platform keeps names to itself");
        assertThat(cohort.select("tbody th").eachText()).containsOnly("Name not told by the platform");
        starts("aisha");
        new CanvasDevSession(lms, "canvas", "marcus").openMicroCredential(HINGE);
        assertThat(line(cohort(), "Aisha Brown")).contains("In progress");
        assertThat(line(cohort(), "Marcus Lee")).contains("Not started yet");
    }

    @Test
    void aPlatformThatGivesNoRosterIsSaidSoWithWhatToDo() {
        dressed("canvas");
        refreshed();
        // More than one: some other call may come before the roster's.
        lms.faults().nextServiceCalls(ServiceFault.SERVER_ERROR, 20);
        Page down = press();
        lms.faults().clear();
        assertThat(down.select("#roster .notice").text())
                .contains("could not be reached", "Laurel tries again by itself");
        assertThat(down.select("tbody tr")).isNotEmpty();

        Page none = press(
                () -> jdbc.sql("update lti_context set memberships_url = null").update());
        assertThat(none.select("#roster .notice").text())
                .contains("gives Laurel no roster", "Names and Role Provisioning", "Refresh roster");
    }

    @Test
    void aLargeCourseIsPagedAndTheFilterStandsInTheAddress() {
        dressed("canvas");
        refreshed();
        manyMore(60);
        Page first = cohort().click(".tabs a[href*=show=new]");
        assertThat(first.select("tbody tr")).hasSize(25);
        assertThat(first.uri().getQuery()).contains("show=new");
        Page second = first.click("nav.pages a[rel=next]");
        assertThat(second.uri().getQuery()).contains("show=new", "page=1");
        assertThat(second.select("tbody tr")).hasSize(25);
        assertThat(second.select("tbody th").eachText())
                .doesNotContainAnyElementsOf(first.select("tbody th").eachText());
        Page last = second.click("nav.pages a[rel=next]");
        assertThat(last.select("nav.pages a[rel=next]")).isEmpty();
        assertThat(last.select("nav.pages").text()).contains("3 of 3");
    }

    private void starts(String hat) {
        new CanvasDevSession(lms, dress, hat)
                .openMicroCredential(HINGE)
                .form("form[action$=/evidence/start]")
                .submit();
    }

    private Page cohort() {
        return priya.openMicroCredential(HINGE);
    }

    private Page refreshed() {
        Page page = press();
        assertThat(page.select("#roster [role=status]").text()).contains("as your platform has it now");
        return page;
    }

    /** Presses "Refresh roster", some time after the last press. */
    private Page press() {
        return press(() -> {});
    }

    private Page press(Runnable meanwhile) {
        Page page = cohort();
        meanwhile.run();
        await().atMost(SOON)
                .until(() -> jdbc.sql("select count(*) from course_roster where claimed_until is not null")
                                .query(Integer.class)
                                .single()
                        == 0);
        jdbc.sql("update course_roster set tried_at = :at, due_at = :later")
                .param("at", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("later", Timestamp.from(Instant.now().plusSeconds(3600)))
                .update();
        return page.form("form[action$=/roster]").submit();
    }

    private static String line(Page cohort, String name) {
        return cohort.select("tbody tr:contains(" + name + ")").text();
    }

    private void manyMore(int people) {
        Map<String, Object> roster = jdbc.sql("select context_id, tenant_id from course_roster"
                        + " where refreshed_at is not null order by refreshed_at desc fetch first 1 row only")
                .query()
                .listOfRows()
                .get(0);
        for (int i = 0; i < people; i++) {
            jdbc.sql("insert into course_roster_member (context_id, lti_user_id, tenant_id, name, staff)"
                            + " values (:context, :account, :tenant, :name, false)")
                    .param("context", roster.get("context_id"))
                    .param("tenant", roster.get("tenant_id"))
                    .param("account", java.util.UUID.randomUUID())
                    .param("name", "Learner " + (100 + i))
                    .update();
        }
    }
}
