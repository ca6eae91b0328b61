package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.Assessor;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Teacher;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** What coordinator and operator see of grades that arrived, differ or cannot be delivered, and what their buttons do. */
@LaurelTest
@TestPropertySource(
        properties = {"laurel.demo=true", "laurel.registration-open=true", "spring.application.name=grades"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GradesPageTests {

    private static final String WORDS = "lit-hfw-mapping";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;
    private CanvasDev.Link link;

    @BeforeAll
    void twoPeopleEarnIt() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        link = new CanvasDevSession(lms, "canvas", "priya").link(WORDS);
        earns("dana");
        await().atMost(SOON).until(() -> grade("dana") == 100);
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    @Test
    @Order(1)
    @DisplayName("a grade that a teacher changed in the gradebook is shown, left alone, and replaced only when asked")
    void neverOverwritesSilently() {
        lms.grade("canvas", link.lineItemId(), "dana", 83.0);
        Page page = grades("all").form("form[action$=/grades/check]").submit();
        assertThat(page.status()).isEqualTo(200);
        await().atMost(SOON)
                .until(() -> grades("attention").text().contains("The gradebook says 83 %, Laurel sent 100 %."));
        Page differs = grades("attention");
        assertThat(differs.select("tbody tr").text()).contains("Dana Ortiz", "leaves it as it is");
        assertThat(grade("dana")).as("nothing is sent by comparing").isEqualTo(83);

        Page sent = differs.form("tbody form").submit();
        assertThat(sent.select("[role=status]").text()).contains("on its way again");
        await().atMost(SOON).until(() -> grade("dana") == 100);
        await().atMost(SOON)
                .until(() ->
                        !grades("arrived").select("tbody tr:contains(Dana)").isEmpty());
        grades("all").form("form[action$=/grades/check]").submit();
        await().atMost(SOON).until(() -> grades("arrived").text().contains("In the gradebook, compared"));
    }

    @Test
    @Order(2)
    @DisplayName("a grade that was cleared in the gradebook is told from one that was changed")
    void seesAClearedGrade() {
        lms.grade("canvas", link.lineItemId(), "dana", null);
        grades("all").form("form[action$=/grades/check]").submit();
        await().atMost(SOON).until(() -> grades("attention").text().contains("No grade there"));
        assertThat(grades("attention").text()).contains("took the grade of 100 %");
    }

    @Test
    @Order(3)
    @DisplayName(
            "what a concluded course refuses is said in words to coordinator and operator, and sent when it is mended")
    void saysWhatCannotBeDelivered() {
        earnsInAConcludedCourse();
        Page page = grades("attention");
        String line = page.select("tbody tr:contains(Marcus)").text();
        assertThat(line).contains("On its way", "The course is concluded", "Open the course again", "once a day");
        assertThat(grades("waiting").select("tbody tr:contains(Marcus)")).isEmpty();

        Page console = operator();
        assertThat(console.text()).contains("The course is concluded", "Open the course again or publish");
        assertThat(console.text()).doesNotContain("Marcus", "Dana");

        Page all = page.form("form[action$=/grades/again]").submit();
        assertThat(all.select("[role=status]").text()).contains("What was stuck is on its way again");
        await().atMost(SOON)
                .until(() ->
                        !grades("attention").select("tbody tr:contains(Marcus)").isEmpty());

        lms.conclude("canvas", link.courseId(), false);
        Page again = console.form("form[action$=/again]").submitWith("button[name=reason]");
        assertThat(again.text()).contains("One grade is on its way again.");
        await().atMost(SOON).until(() -> grade("marcus") == 100);
    }

    @Test
    @Order(4)
    @DisplayName("the cohort's button sends a grade again, too, and another course's grade nobody sends from here")
    void sendsAgainFromTheCohort() {
        lms.grade("canvas", link.lineItemId(), "marcus", 40.0);
        Page cohort = new CanvasDevSession(lms, "canvas", "priya").openMicroCredential(WORDS);
        Page sent = cohort.form("tbody tr:contains(Marcus) form").submit();
        assertThat(sent.select("[role=status]").text()).contains("on its way again");
        await().atMost(SOON).until(() -> grade("marcus") == 100);

        CanvasDevSession priya = new CanvasDevSession(lms, "canvas", "priya");
        Page own = priya.openMicroCredential(WORDS);
        String window = own.select("body").attr("data-window");
        URI elsewhere = own.uri().resolve(window + "/grades/" + UUID.randomUUID() + "/" + UUID.randomUUID());
        String token = own.select("meta[name=csrf-token]").attr("content");
        assertThat(priya.browser().post(elsewhere, Map.of("_csrf", token)).status())
                .isEqualTo(404);
    }

    private void earnsInAConcludedCourse() {
        Teacher.opens(lms, "canvas", "marcus", WORDS)
                .starts()
                .providesEverything()
                .submits();
        await().atMost(SOON).until(() -> waiting() == 0);
        Assessor assessor = Assessor.signsIn(settings.baseUrl().toString(), "luis", "demo-assessor")
                .takesNext();
        await().atMost(SOON).until(() -> waiting() == 0);
        lms.conclude("canvas", link.courseId(), true);
        assessor.findsEverythingMet();
        await().atMost(SOON)
                .until(() -> jdbc.sql("select count(*) from gradebook_place where reason = 'COURSE_CLOSED'")
                                .query(Integer.class)
                                .single()
                        == 1);
    }

    private void earns(String hat) {
        Teacher.opens(lms, "canvas", hat, WORDS).starts().providesEverything().submits();
        Assessor.signsIn(settings.baseUrl().toString(), "luis", "demo-assessor")
                .takesNext()
                .findsEverythingMet();
    }

    private int waiting() {
        return jdbc.sql("select (select count(*) from gradebook_place where state = 'WAITING') "
                        + "+ (select count(*) from event_publication)")
                .query(Integer.class)
                .single();
    }

    private Page grades(String show) {
        Page cohort = new CanvasDevSession(lms, "canvas", "priya").openMicroCredential(WORDS);
        Page grades = cohort.click("a[href$=/grades]");
        return show.equals("attention") ? grades : grades.click(".tabs a[href$=show=" + show + "]");
    }

    private Page operator() {
        Page signIn = new HttpBrowser().get(settings.at("/admin/grades").toString());
        return signIn.form("input[name=password]")
                .set("login", "admin")
                .set("password", TestSurroundings.OPERATOR_PASSWORD)
                .submit();
    }

    private double grade(String hat) {
        return ((List<?>) lms.gradebook("canvas").get("cells"))
                .stream()
                        .map(cell -> (Map<?, ?>) cell)
                        .filter(cell -> hat.equals(cell.get("hat"))
                                && link.assignmentId().equals(cell.get("assignment")))
                        .map(cell -> cell.get("grade"))
                        .filter(Number.class::isInstance)
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .findFirst()
                        .orElse(-1);
    }
}
