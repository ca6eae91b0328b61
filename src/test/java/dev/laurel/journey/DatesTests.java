package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** By when work is due: said here or by the platform, seen by teachers, and who is late by whom leads the course. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
class DatesTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final String MAPPING = "lit-hfw-mapping";

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;

    @BeforeEach
    void start() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        lms.register("moodle");
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    private CanvasDevSession priya() {
        return new CanvasDevSession(lms, "canvas", "priya");
    }

    private Page opens(String dress, String hat, String microCredential) {
        return new CanvasDevSession(lms, dress, hat).openMicroCredential(microCredential);
    }

    private static Page course(Page page) {
        return page.open(page.select("body").attr("data-window") + "/course");
    }

    private static Page dates(Page cohort) {
        return cohort.open(cohort.select("#dates a").attr("href"));
    }

    private static String due(Page page) {
        return page.select("#dates time").attr("datetime");
    }

    private static Instant day(int days) {
        return Instant.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String typed(Instant at) {
        return at.truncatedTo(ChronoUnit.MINUTES).toString().substring(0, 16);
    }

    @Test
    void nobodyButWhoLeadsTheCourseSaysDatesAndOnlyThere() {
        Page own = opens("canvas", "aisha", HINGE);
        Page cohort = opens("canvas", "priya", HINGE);
        String address = cohort.select("#dates a").attr("href");
        String place = address.replaceFirst(".*/dates/", "");
        assertThat(own.open(own.select("body").attr("data-window") + "/course/dates/" + place)
                        .status())
                .isEqualTo(404);
        Page elsewhere = opens("moodle", "priya", MAPPING);
        assertThat(elsewhere
                        .open(elsewhere.select("body").attr("data-window") + "/course/dates/" + place)
                        .status())
                .as("a course of another platform")
                .isEqualTo(404);
    }

    @Test
    void datesThatCannotBeMeantAreAskedForAgainAndNothingTypedIsLost() {
        Page form = dates(opens("canvas", "priya", HINGE));
        for (Map.Entry<Map<String, String>, String> wrong : Map.of(
                        Map.of("due", "2031-12-18T17:00", "zone", ""), "in which time zone",
                        Map.of("due", "someday", "zone", "America/Denver"), "cannot be read",
                        Map.of("due", "2031-12-18T17:00", "until", "2031-12-01T17:00", "zone", "America/Denver"),
                                "out of order")
                .entrySet()) {
            Page still = form.submit("form[action*=/course/dates/]", wrong.getKey());
            assertThat(still.status()).isEqualTo(200);
            assertThat(still.select("[role=alert]").text()).contains(wrong.getValue(), "Nothing has changed yet");
            assertThat(still.select("#due").attr("value"))
                    .isEqualTo(wrong.getKey().get("due"));
        }
        assertThat(opens("canvas", "priya", HINGE).select("#dates").text()).contains("Nobody has said");
    }

    @Test
    void whoLeadsTheCourseSaysADateByTheirClockAndTakesItAway() {
        Page cohort = opens("moodle", "priya", HINGE);
        Page kept = dates(cohort)
                .submit("form[action*=/course/dates/]", Map.of("due", "2031-12-18T17:00", "zone", "America/Denver"));
        assertThat(kept.select("[role=status]").text()).contains("The dates are kept");
        assertThat(kept.select("#due").attr("value"))
                .as("shown by the same clock")
                .isEqualTo("2031-12-18T17:00");

        Page teacher = opens("moodle", "aisha", HINGE);
        assertThat(due(teacher)).isEqualTo("2031-12-19T00:00:00Z");
        assertThat(teacher.select("#dates").text())
                .contains("The date comes from who leads your course", "Laurel takes your work after that date too");
        assertThat(course(cohort)
                        .select("[aria-labelledby=parts] tr:contains(Hinge) time")
                        .attr("datetime"))
                .isEqualTo("2031-12-19T00:00:00Z");

        Page gone = kept.submit("form[action*=/course/dates/]", Map.of("due", ""));
        assertThat(gone.select("[role=status]").text()).contains("are taken away");
        assertThat(opens("moodle", "aisha", HINGE).select("#dates")).isEmpty();
    }

    @Test
    void aDatePickedWithTheLinkIsThereWhenItIsFirstOpenedWhereThePlatformKeepsNone() {
        CanvasDevSession coordinator = new CanvasDevSession(lms, "moodle", "priya");
        coordinator.pickContent("2", picker -> picker.form("main form")
                .set("pick", "cs-trace-before-write")
                .set("due", "2031-12-18T17:00")
                .set("zone", "America/Chicago")
                .submitWith("button[value=choose]"));
        CanvasDev.Link made = lms.links("moodle").stream()
                .filter(link -> link.custom().containsKey("picked_due"))
                .findFirst()
                .orElseThrow();
        Page teacher =
                new CanvasDevSession(lms, "moodle", "marcus").openAssignment(made.courseId(), made.assignmentId());
        assertThat(due(teacher)).isEqualTo("2031-12-18T23:00:00Z");
        assertThat(dates(coordinator.openAssignment(made.courseId(), made.assignmentId()))
                        .select("#due")
                        .attr("value"))
                .isEqualTo("2031-12-18T17:00");
    }

    @Test
    void thePlatformsOwnDateStandsBeforeWhatWasTypedAndGoesWhenThePlatformTakesItAway() {
        Instant said = day(9);
        dates(opens("canvas", "priya", HINGE))
                .submit(
                        "form[action*=/course/dates/]",
                        Map.of("due", typed(day(30)), "until", typed(day(40)), "zone", "UTC"));
        CanvasDevSession priya = priya();
        priya.due(priya.link(HINGE), said);
        Page cohort = priya.openMicroCredential(HINGE);
        assertThat(due(cohort)).isEqualTo(said.toString());
        Page form = dates(cohort);
        assertThat(form.text()).contains("From your learning platform");
        assertThat(form.select("#due"))
                .as("what the platform says is changed there")
                .isEmpty();
        assertThat(form.select("#until")).hasSize(1);
        Page teacher = opens("canvas", "aisha", HINGE);
        assertThat(due(teacher)).isEqualTo(said.toString());
        assertThat(teacher.select("#dates").text()).contains("The date comes from your learning platform");

        priya.due(priya.link(HINGE), null);
        Page without = priya.openMicroCredential(HINGE);
        assertThat(without.select("#dates").text()).doesNotContain("Due by").contains("asks for it until");
    }

    @Test
    void anEarnersOwnExceptionIsTheirsAlone() {
        CanvasDevSession priya = priya();
        Instant ofAll = day(5);
        Instant later = day(12);
        priya.due(priya.link(HINGE), ofAll);
        priya.openMicroCredential(HINGE);
        priya.due(priya.link(HINGE), later);
        assertThat(due(opens("canvas", "aisha", HINGE)))
                .as("what her own launch says")
                .isEqualTo(later.toString());
        priya.due(priya.link(HINGE), ofAll);
        assertThat(due(priya.openMicroCredential(HINGE))).isEqualTo(ofAll.toString());
    }

    @Test
    void whoHasNotHandedInIsLateUntilTheyDo() {
        Teacher aisha = Teacher.opens(lms, "canvas", "aisha", HINGE).starts();
        Teacher marcus = Teacher.opens(lms, "canvas", "marcus", HINGE).starts().providesEverything();
        marcus.submits();
        CanvasDevSession priya = priya();
        Instant over = day(-3);
        priya.due(priya.link(HINGE), over);
        priya.openMicroCredential(HINGE).form("form[action$=/roster]").submit();
        await().atMost(Duration.ofSeconds(60)).until(() -> course(priya().openMicroCredential(HINGE))
                .select("[aria-labelledby=late] tbody")
                .text()
                .contains("Elena"));

        Page course = course(priya.openMicroCredential(HINGE));
        String late = course.select("[aria-labelledby=late] tbody").text();
        assertThat(late).contains("Aisha Brown", "Elena Rossi").doesNotContain("Marcus", "Priya");
        assertThat(course.select("[aria-labelledby=late] tr:contains(Elena)").text())
                .contains("Not started");
        int count = course.select("[aria-labelledby=late] tbody tr").size();
        assertThat(course.select("[aria-labelledby=parts] tr:contains(Hinge) td[data-label^=Late, not]")
                        .text())
                .isEqualTo(String.valueOf(count));
        assertThat(course.open(course.uri().getPath() + "?sort=due")
                        .select("[aria-labelledby=parts] tbody th")
                        .first()
                        .text())
                .as("by due date, that which has one first")
                .contains("Hinge");
        String csv =
                course.open(course.select("a[href$=export.csv]").attr("href")).body();
        assertThat(csv.lines().findFirst().orElseThrow()).endsWith(",Due,Late since");
        String date = over.toString().substring(0, 10);
        assertThat(csv.lines().filter(line -> line.startsWith("Aisha Brown,") && line.contains("Hinge")))
                .allMatch(line -> line.strip().endsWith("," + date + "," + date));
        assertThat(csv.lines().filter(line -> line.startsWith("Marcus") && line.contains("Hinge")))
                .allMatch(line -> line.strip().endsWith("," + date + ","));

        Page cohort = priya.openMicroCredential(HINGE);
        Page filtered = cohort.open(cohort.select("a[href*='show=late']").attr("href"));
        assertThat(filtered.select("main table tbody tr")).hasSize(count);
        assertThat(filtered.select("tr:contains(Aisha)").text()).contains("Late since");

        Page reminders = course.open(course.select("a[href$=/reminders]").attr("href"));
        assertThat(reminders.select("tr:contains(Aisha)").text()).contains("Late since");
        assertThat(reminders.select("[aria-labelledby=letter]").text())
                .contains("It was due by", "You can still hand it in");

        Page hers = aisha.opensAgain(HINGE);
        assertThat(hers.select("#dates.notice").text()).contains("Was due by", "You can still hand it in here");
        assertThat(hers.select(".next.now").text()).doesNotContain("There is no deadline");
        assertThat(marcus.opensAgain(HINGE).select("#dates.notice"))
                .as("handed in")
                .isEmpty();
        UUID hold = OnHold.theLatestDraft(jdbc);
        Page held = course(priya.openMicroCredential(HINGE));
        assertThat(held.select("[aria-labelledby=late] tbody").text())
                .as("on hold: it cannot be handed in")
                .contains("Elena")
                .doesNotContain("Aisha");
        assertThat(held.open(held.uri().getPath() + "/export.csv").body().lines())
                .filteredOn(line -> line.startsWith("Aisha Brown,") && line.contains("Hinge"))
                .allMatch(line -> line.strip().endsWith("," + date + ","));
        assertThat(priya.openMicroCredential(HINGE).select("tr:contains(Aisha)").text())
                .contains("On hold")
                .doesNotContain("Late since");
        jdbc.sql("update assessment_hold set released_at = held_at where id = :id")
                .param("id", hold)
                .update();
        aisha.providesEverything().submits();
        assertThat(course(priya.openMicroCredential(HINGE))
                        .select("[aria-labelledby=late] tbody")
                        .text())
                .doesNotContain("Aisha");
    }
}
