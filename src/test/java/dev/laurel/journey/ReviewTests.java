package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Persons;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Ways to one person's work and data, and what each person finds at their end. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final String DEBUGGING = "cs-systematic-debugging";

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Persons persons;

    private CanvasDev lms;

    @BeforeAll
    void start() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        lms.register("moodle");
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    private CanvasDevSession session(String dress, String hat) {
        return new CanvasDevSession(lms, dress, hat);
    }

    private Page review(String hat, String of) {
        CanvasDevSession session = session("moodle", hat);
        CanvasDev.Link link = session.link(HINGE);
        return session.openReview(link.courseId(), link.assignmentId(), of);
    }

    private void starts(String dress, String hat, String microCredential) {
        Page page = session(dress, hat).openMicroCredential(microCredential);
        if (!page.select("form[action$=/evidence/start]").isEmpty()) {
            page.form("form[action$=/evidence/start]").submit();
        }
    }

    @Test
    @DisplayName(
            "SR-01 a submission review shows who leads the course where the work of for_user stands, and nothing of it")
    void reviewByTheCoordinator() {
        starts("moodle", "marcus", HINGE);
        Page page = review("priya", "marcus");
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.select("h1").text()).isEqualTo("Marcus Lee");
        assertThat(page.select("dl.facts").text()).contains("In progress", "The teacher", "No date is promised");
        assertThat(page.text()).contains("Evidence, ratings and feedback are between the earner and the assessors");
        assertThat(page.select("a[href*=/evidence]")).isEmpty();
        assertThat(page.select("form[action*=/grades/]"))
                .as("there is no grade to send again, only a state")
                .isEmpty();
        String window = page.select("body").attr("data-window");
        assertThat(page.open(window).select("h1").text()).as("reloaded").isEqualTo("Marcus Lee");
        Page cohort = page.click("a[href$=/cohort]");
        assertThat(cohort.select("tbody").text()).contains("Marcus Lee");
        assertThat(cohort.select("form[action*=/grades/]")).isEmpty();
    }

    @Test
    @DisplayName("SR-01 a submission review of one's own work opens it")
    void reviewOfOnesOwn() {
        starts("moodle", "aisha", HINGE);
        Page page = review("aisha", "aisha");
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.select(".card.next .status").text()).isEqualTo("Draft, your turn");
        assertThat(page.click("main a.primary").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("SR-01 a submission review of somebody who has not started says so")
    void reviewOfNothing() {
        Page page = review("priya", "elena");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Nothing was started from this place yet");
    }

    @Test
    void theNameOfAColumnInMoodlesGradebookOpensTheLinkItself() {
        for (String hat : List.of("priya", "marcus")) {
            CanvasDevSession session = session("moodle", hat);
            CanvasDev.Link link = session.link(HINGE);
            Page page = session.openFromGradebook(link.courseId(), link.assignmentId());
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.select("h1").text())
                    .isEqualTo(session("moodle", hat)
                            .openMicroCredential(HINGE)
                            .select("h1")
                            .text());
        }
    }

    @Test
    void whoGoesFromAGradeToTheWorkFindsOneLineOfTheCohort() {
        starts("canvas", "dana", HINGE);
        CanvasDevSession priya = session("canvas", "priya");
        CanvasDev.Link link = priya.link(HINGE);
        Page page = priya.openStored(link.courseId(), link.assignmentId(), reviewAddress("Dana Ortiz", link));
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.select("h1").text()).isEqualTo("Dana Ortiz");
        assertThat(page.select("dl.facts").text()).contains("In progress", "The teacher");
        String window = page.select("body").attr("data-window");
        assertThat(page.open(window).select("h1").text()).as("reloaded").isEqualTo("Dana Ortiz");
    }

    @Test
    void theEarnerFindsTheirOwnPageThereAndOthersTheirs() {
        starts("canvas", "marcus", HINGE);
        CanvasDevSession marcus = session("canvas", "marcus");
        CanvasDev.Link link = marcus.link(HINGE);
        String address = reviewAddress("Marcus Lee", link);
        assertThat(marcus.openStored(link.courseId(), link.assignmentId(), address)
                        .select(".card.next .status")
                        .text())
                .isEqualTo("Draft, your turn");
        Page another = session("canvas", "elena").openStored(link.courseId(), link.assignmentId(), address);
        assertThat(another.status()).isEqualTo(200);
        assertThat(another.text()).doesNotContain("Marcus").contains("Start your evidence");
    }

    @Test
    void workOfAnotherCourseIsNotShown() {
        starts("canvas", "ben", DEBUGGING);
        CanvasDevSession priya = session("canvas", "priya");
        CanvasDev.Link elsewhere = priya.link(HINGE);
        Page page = priya.openStored(
                elsewhere.courseId(), elsewhere.assignmentId(), reviewAddress("Ben Carter", priya.link(DEBUGGING)));
        assertThat(page.select("h1").text()).isEqualTo("Cohort");
        assertThat(page.select("tbody tr:contains(Ben Carter)").text())
                .as("on the roster at the most")
                .doesNotContain("In progress");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "../../etc/passwd", "7b0e5f3e-2f1a-4d55-9a55-0f3a4a2f9a10"})
    void anAddressThatMeansNoWorkOpensTheUsualPage(String submission) {
        CanvasDevSession priya = session("canvas", "priya");
        CanvasDev.Link link = priya.link(HINGE);
        Page page = priya.openStored(
                link.courseId(), link.assignmentId(), settings.at("/lti/launch?submission=" + submission) + "");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select("h1").text()).isEqualTo("Cohort");
    }

    /** The address that goes with the scores of that person's work, as it was opened from that assignment. */
    private String reviewAddress(String name, CanvasDev.Link link) {
        UUID submission = jdbc.sql("select s.id from submission s join person p on p.id = s.earner_id"
                        + " join submission_place l on l.submission_id = s.id"
                        + " join lti_resource_link k on k.id = l.resource_link_id"
                        + " join lti_deployment d on d.id = k.deployment_id"
                        + " join lti_registration r on r.id = d.registration_id"
                        + " where p.name = ? and k.platform_id = ? and r.issuer = ?")
                .param(name)
                .param(link.resourceLinkId())
                .param(lms.issuer("canvas"))
                .query(UUID.class)
                .single();
        return settings.at("/lti/launch?submission=" + submission).toString();
    }

    @Test
    @DisplayName("DP-01 a data privacy launch says what is kept of that person, in numbers")
    void privacy() {
        starts("moodle", "ben", HINGE);
        Page page = session("moodle", "sam").openPrivacy("ben");
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.select("h1").text()).isEqualTo("What Laurel keeps about this person");
        assertThat(page.select("dl.facts").text()).contains("Ben Carter");
        assertThat(page.text()).contains("One micro-credential started, one attempt in all", "no files", "No badge");
        assertThat(page.text()).contains("Nobody else can do it for them");
        assertThat(page.select("main a, main form")).as("no way into the work").isEmpty();
        String window = page.select("body").attr("data-window");
        assertThat(page.open(window).select("dl.facts").text()).contains("Ben Carter");
    }

    @Test
    @DisplayName("DP-01 a data privacy launch about somebody who was never here says that nothing is kept")
    void privacyOfAStranger() {
        Page page = session("moodle", "sam").openPrivacy("dana");
        assertThat(page.status()).isEqualTo(200);
        // A roster that was read meanwhile may have named her; nothing else is known of her either way.
        assertThat(page.text()).containsAnyOf("Nothing is kept", "No micro-credential was started");
    }

    @Test
    void theStudentViewIsPracticeFromItsFirstPageAndLeavesNothingBehind() {
        CanvasDevSession view = session("canvas", "test");
        Page first = view.openMicroCredential(HINGE);
        assertThat(first.select(".notice").text()).contains("practice", "counts for nothing");
        first.form("form[action$=/evidence/start]").submit();
        Page again = view.openMicroCredential(HINGE);
        assertThat(again.select(".notice").text()).contains("practice");
        assertThat(jdbc.sql("select count(*) from gradebook_place g join submission s on s.id = g.submission_id"
                                + " where s.practice = true")
                        .query(Integer.class)
                        .single())
                .as("scores owed")
                .isZero();
        Page cohort = session("canvas", "priya").openMicroCredential(HINGE);
        assertThat(cohort.text()).doesNotContain("Test Student");
    }

    @Test
    void anObserverSeesWhatIsAskedAndNothingOfAnybody() {
        starts("canvas", "ben", DEBUGGING);
        Page page = session("canvas", "olga").openMicroCredential(DEBUGGING);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select(".notice").text()).contains("You look on in this course");
        assertThat(page.text()).doesNotContain("Ben");
        assertThat(page.select("main form[method=post], main a.primary")).isEmpty();
        String window = page.select("body").attr("data-window");
        assertThat(page.open(window + "/counts").select("main form[method=post]"))
                .isEmpty();
        for (String path : new String[] {"/cohort", "/preview", "/evidence"}) {
            assertThat(page.open(window + path).status()).as(path).isBetween(400, 499);
        }
    }

    @Test
    void theCohortSaysWhereTwoAccountsCarryOneAddress() {
        starts("canvas", "elena", DEBUGGING);
        TenantId tenant = new TenantId(jdbc.sql("select tenant_id from person where name = 'Elena Rossi'"
                        + " order by created_at fetch first row only")
                .query(UUID.class)
                .single());
        persons.behind(TestLaunches.learner(tenant)
                .called(new UserProfile("E. Rossi", null, null, "elena.rossi@prairieview.example"))
                .launch());
        Page cohort = session("canvas", "priya").openMicroCredential(DEBUGGING);
        assertThat(cohort.select("tr:contains(Elena Rossi) .shared").text())
                .isEqualTo("Same e-mail address as another account");
        assertThat(cohort.text()).contains("Laurel never joins them by itself").doesNotContain("E. Rossi");
    }

    @Test
    void somebodyWhoIsNotSignedInIsToldWhyTheyMustBe() {
        Page page = session("canvas", "nobody").openCourseTool("4021");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.select("h1").text()).isEqualTo("We need to know whose work this is");
    }
}
