package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JourneyTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final String DEBUGGING = "cs-systematic-debugging";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Catalogue catalogue;

    @Autowired
    Publishing publishing;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;

    @BeforeAll
    void start() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    @Test
    void aFirstVisitSaysWhatItProvesHowLongWhatIsNeededAndHowToStart() {
        Page page = new CanvasDevSession(lms, "canvas", "dana").openMicroCredential(HINGE);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select("h1").text()).isEqualTo("Using Hinge Questions to Decide the Next Teaching Move");
        assertThat(page.select(".proves").text()).contains("designs diagnostic questions tied to one learning goal");
        assertThat(page.select(".needs").text())
                .contains("10 to 18 hours", "5 pieces of evidence and 4 written answers", "15 credited hours");
        assertThat(page.select(".steps li[aria-current=step]").text()).isEqualTo("Learn");
        assertThat(page.select("form[action$=/evidence/start] button.primary").text())
                .isEqualTo("Start your evidence");
        assertThat(page.select("main .primary")).hasSize(1);
    }

    @Test
    void everyWindowOfAFirstVisitIsItsOwn() {
        Page one = new CanvasDevSession(lms, "canvas", "elena").openMicroCredential(HINGE);
        Page other = new CanvasDevSession(lms, "canvas", "ben").openMicroCredential(HINGE);
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("Content-Type").orElseThrow()).isEqualToIgnoringCase("text/html;charset=UTF-8");
        String window = one.select("body").attr("data-window");
        String otherWindow = other.select("body").attr("data-window");
        String token = one.select("meta[name=csrf-token]").attr("content");
        String otherToken = other.select("meta[name=csrf-token]").attr("content");
        assertThat(otherWindow).startsWith("/l/").isNotEqualTo(window);
        assertThat(otherToken).isNotEmpty().isNotEqualTo(token);
        assertThat(other.body()).doesNotContain(window, token);
        assertThat(other.body().replace(otherWindow, window).replace(otherToken, token))
                .isEqualTo(one.body());
        assertThat(other.form("form[action$=/evidence/start]").action().getPath())
                .isEqualTo(otherWindow + "/evidence/start");
    }

    @Test
    void whatAnAdministratorFindsOnAFirstVisitNobodyElseDoes() {
        CanvasDev.Link link = new CanvasDevSession(lms, "canvas", "priya").link("cs-trace-before-write");
        CanvasDevSession priya = new CanvasDevSession(lms, "canvas", "priya");
        priya.enroll(link.courseId(), "sam", "STUDENT");
        Page administrator =
                new CanvasDevSession(lms, "canvas", "sam").openAssignment(link.courseId(), link.assignmentId());
        priya.deactivate(link.courseId(), "sam");
        assertThat(administrator.select("form[action$=/evidence/start]")).hasSize(1);
        assertThat(administrator.select("a[href$=/connection]")).hasSize(1);
        Page teacher = new CanvasDevSession(lms, "canvas", "dana").openAssignment(link.courseId(), link.assignmentId());
        assertThat(teacher.select("form[action$=/evidence/start]")).hasSize(1);
        assertThat(teacher.select("a[href$=/connection]")).isEmpty();
    }

    @Test
    void aVersionThatIsRetiredOffersNoStartAndTellsWhoeverBeganTheLastDay() {
        String item = "cs-inclusive-project";
        VersionId version =
                catalogue.current(new MicroCredentialId(item)).orElseThrow().versionId();
        String content = publishing.content(version).orElseThrow();
        CanvasDevSession began = new CanvasDevSession(lms, "canvas", "dana");
        began.openMicroCredential(item).form("form[action$=/evidence/start]").submit();
        assertThat(new CanvasDevSession(lms, "canvas", "ben")
                        .openMicroCredential(item)
                        .select("form[action$=/evidence/start]"))
                .as("this page is kept for the next one")
                .hasSize(1);
        try {
            publishing.takeOffOffer(version, Instant.now().plus(Duration.ofDays(30)));
            Page fresh = new CanvasDevSession(lms, "canvas", "ben").openMicroCredential(item);
            assertThat(fresh.select("form[action$=/evidence/start]")).isEmpty();
            assertThat(fresh.select(".card.next").text()).contains("takes no new starts");
            assertThat(fresh.open(fresh.select("body").attr("data-window") + "/evidence")
                            .select("form[action$=/evidence/start]"))
                    .isEmpty();
            Page going = began.openMicroCredential(item);
            assertThat(going.select(".card.next .notice").text()).contains("Hand in by");
            assertThat(going.select(".card.next .notice time")).hasSize(1);
            Page evidence = going.click("main a.primary");
            assertThat(evidence.text()).contains("After this day a draft closes");

            jdbc.sql("update submission set state = 'CLOSED' where version_id = :version")
                    .param("version", version.value())
                    .update();
            Page closed = began.openMicroCredential(item);
            assertThat(closed.select(".card.next").text()).contains("Nothing is deleted");
            assertThat(closed.select("form[action$=/evidence/start]")).isEmpty();
            Page readable = closed.click(".card.next a[href$=/evidence]");
            assertThat(readable.text()).contains("everything below can be read").doesNotContain("??");
            assertThat(readable.click("a.requirement").status()).isEqualTo(200);
            Page cohort = new CanvasDevSession(lms, "canvas", "priya").openMicroCredential(item);
            assertThat(cohort.select("tbody tr:contains(Dana)").text()).contains("Closed, its version ended");
        } finally {
            publishing.publish(version, content);
        }
    }

    @Test
    void theSecondLaunchShowsTheNewState() {
        CanvasDevSession marcus = new CanvasDevSession(lms, "canvas", "marcus");
        marcus.openMicroCredential(HINGE).form("form[action$=/evidence/start]").submit();
        Page again = marcus.openMicroCredential(HINGE);
        assertThat(again.select(".card.next .status").text()).isEqualTo("Draft, your turn");
        assertThat(again.select(".card.next > .row time")).hasSize(1);
        assertThat(again.select("#done").text()).isEqualTo("0 of 9 requirements complete");
        assertThat(again.select(".steps li[aria-current=step]").text()).isEqualTo("Prepare");
        assertThat(again.select("main a.primary").text()).isEqualTo("Continue your evidence");
        assertThat(again.select("main a.primary").attr("href")).endsWith("/evidence");
    }

    @Test
    void thePageSaysBeforehandThatEvidenceWillBeDeletedAndAfterwardsThatItWas() {
        CanvasDevSession elena = new CanvasDevSession(lms, "canvas", "elena");
        elena.openMicroCredential(DEBUGGING)
                .form("form[action$=/evidence/start]")
                .submit();
        UUID submission = jdbc.sql("select s.id from submission s join person p on p.id = s.earner_id"
                        + " join catalog_version v on v.id = s.version_id"
                        + " where p.name = 'Elena Rossi' and v.item_id = ? order by s.since desc fetch first row only")
                .param(DEBUGGING)
                .query(UUID.class)
                .single();
        jdbc.sql("update submission set state = 'EARNED' where id = ?")
                .param(submission)
                .update();
        jdbc.sql("insert into submission_removal (submission_id, tenant_id, reason, state_since, noticed_at, remove_at)"
                        + " select id, tenant_id, 'RETENTION', since, since, since from submission where id = ?")
                .param(submission)
                .update();
        Page before = elena.openMicroCredential(DEBUGGING);
        assertThat(before.select("#removal").text())
                .contains(
                        "Your evidence has been kept as long as agreed. It will be deleted",
                        "Your badge, the decision and the feedback stay",
                        "Take a copy first");
        assertThat(before.click("#removal a[href$=/data]").select("h1").text()).isEqualTo("Your data");
        jdbc.sql("update submission_removal set removed_at = remove_at, reason = 'REQUEST' where submission_id = ?")
                .param(submission)
                .update();
        assertThat(elena.openMicroCredential(DEBUGGING).select("#removal").text())
                .contains("Your evidence was deleted, as you asked, on", "What was decided about it stands");
    }

    @Test
    void aCoordinatorSeesWhoIsInProgressAndNothingMore() {
        new CanvasDevSession(lms, "canvas", "aisha")
                .openMicroCredential(HINGE)
                .form("form[action$=/evidence/start]")
                .submit();
        Page cohort = new CanvasDevSession(lms, "canvas", "priya").openMicroCredential(HINGE);
        assertThat(cohort.select("h1").text()).isEqualTo("Cohort");
        String line = cohort.select("tbody tr:contains(Aisha)").text();
        assertThat(line).contains("In progress", "The teacher").doesNotContain("Draft");
        assertThat(cohort.click(".tabs a[href*=show=earned]").select("tbody tr:contains(Aisha)"))
                .isEmpty();
        assertThat(cohort.click(".tabs a[href*=show=progress]").select("tbody tr:contains(Aisha)"))
                .hasSize(1);
    }

    @Test
    void aCoordinatorCanLookAtThePageAsATeacherButNotStart() {
        Page cohort = new CanvasDevSession(lms, "canvas", "priya").openMicroCredential(HINGE);
        Page preview = cohort.click("a[href$=/preview]");
        assertThat(preview.select("#rubric")).hasSize(1);
        assertThat(preview.select("form[method=post], a.primary")).isEmpty();
    }

    @Test
    void aLinkThatStandsForNothingSaysWhatToDo() {
        try (CanvasDev fresh = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()))) {
            fresh.register("canvas");
            String course =
                    new CanvasDevSession(fresh, "canvas", "elena").link(HINGE).courseId();
            Page learner = new CanvasDevSession(fresh, "canvas", "elena").openCourseTool(course);
            assertThat(learner.status()).isEqualTo(200);
            assertThat(learner.select("h1").text()).isEqualTo("No micro-credential stands here yet");
            assertThat(learner.select("#how")).isEmpty();
            Page coordinator = new CanvasDevSession(fresh, "canvas", "priya").openCourseTool(course);
            assertThat(coordinator.select("#how")).hasSize(1);
        }
    }

    @Test
    void anAdministratorWithoutARoleInTheCourseLearnsThatLaurelIsConnected() {
        String course = new CanvasDevSession(lms, "canvas", "sam").link(HINGE).courseId();
        Page page = new CanvasDevSession(lms, "canvas", "sam").openCourseTool(course);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select("h1").text()).isEqualTo("Laurel is connected");
    }
}
