package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A whole course at a glance, and as a table; for who leads it and nobody else. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
class CockpitTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final String MAPPING = "lit-hfw-mapping";

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Catalogue catalogue;

    @Autowired
    ApplicationContext context;

    private CanvasDev lms;

    @BeforeEach
    void start() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    private Page cohort() {
        return new CanvasDevSession(lms, "canvas", "priya").openMicroCredential(HINGE);
    }

    private static Page course(Page page) {
        return page.open(page.select("body").attr("data-window") + "/course");
    }

    private void quietFor(int days) {
        jdbc.sql("update submission set since = :then where since > :lately")
                .param("then", Timestamp.from(Instant.now().minus(Duration.ofDays(days))))
                .param("lately", Timestamp.from(Instant.now().minus(Duration.ofMinutes(5))))
                .update();
    }

    @Test
    void saysWhoIsWhereAndWhoIsStuckWithoutAnybodysEvidence() {
        Teacher.opens(lms, "canvas", "aisha", HINGE).starts().provides(1);
        quietFor(20);
        Teacher.opens(lms, "canvas", "aisha", MAPPING).starts();
        Teacher.opens(lms, "canvas", "marcus", HINGE).starts();
        Page cohort = cohort();
        cohort.form("form[action$=/roster]").submit();
        await().atMost(Duration.ofSeconds(60)).until(() -> course(cohort())
                .select("[aria-labelledby=people] tbody")
                .text()
                .contains("Elena"));
        Page course = course(cohort());
        assertThat(course.select("[aria-labelledby=stuck] tbody tr").eachText())
                .singleElement()
                .asString()
                .contains("Aisha Brown", "Hinge");
        assertThat(course.select("[aria-labelledby=people] tr:contains(Aisha)").text())
                .as("not started, in progress, earned, hours")
                .endsWith("2 0 0");
        assertThat(course.select("[aria-labelledby=people] tbody").text()).doesNotContain("Priya");
        assertThat(course.select("main a[href*=evidence]")).isEmpty();

        String csv =
                course.open(course.select("a[href$=export.csv]").attr("href")).body();
        assertThat(csv).startsWith("\uFEFFPerson,Micro-credential,State,Since,Acts next,");
        assertThat(csv.lines().filter(line -> line.startsWith("Aisha Brown,")).toList())
                .anyMatch(line -> line.contains("In progress") && line.contains("The teacher,20,0,"))
                .anyMatch(line -> line.contains("In progress") && line.contains("The teacher,,0,"));
        assertThat(csv.lines().filter(line -> line.contains("Elena Rossi")))
                .allMatch(line -> line.contains("Not started yet"));

        Page later =
                course.form("form[action$=/course/bound]").set("days", "30").submit();
        assertThat(later.select("[aria-labelledby=stuck] tbody tr")).isEmpty();
        assertThat(later.select("[aria-labelledby=stuck]").text()).contains("has not for 30 days");
        assertThat(course(cohort())
                        .submit("form[action$=/course/bound]", Map.of("days", "1"))
                        .select("#days option[selected]")
                        .attr("value"))
                .as("kept for the course, and only what there is to choose")
                .isEqualTo("30");
        assertThat(lateOf(later, "Hinge")).isEqualTo("0");
        waitsWithAssessors("Aisha", -1);
        waitsWithAssessors("Marcus", 1);
        assertThat(lateOf(course(cohort()), "Hinge"))
                .as("one of two is past its promised day")
                .isEqualTo("1");
        waitsWithAssessors("Aisha", 1);
        assertThat(lateOf(course(cohort()), "Hinge")).isEqualTo("0");
        jdbc.sql("update submission set state = 'DRAFT' where state = 'IN_SCORING' and expected_by is not null"
                        + " and id in (select submission_id from journey_course_work where name like 'Aisha%'"
                        + " or name like 'Marcus%')")
                .update();
    }

    @Test
    void aMonthSaysWhoEarnedWhatAndNothingElse() {
        Teacher.opens(lms, "canvas", "dana", MAPPING).starts();
        Teacher.opens(lms, "canvas", "aisha", HINGE).starts();
        Page page = course(cohort());
        Page empty = page.click("a[href$=/course/month]");
        assertThat(empty.select(".empty").text()).contains("Nothing was earned in this course in");
        String window = page.select("body").attr("data-window");
        for (String noMonth : List.of("2026-13", "last", "26-11", "1999-12", "9999-01", "2026-11-30")) {
            assertThat(page.open(window + "/course/month?month=" + noMonth).status())
                    .as(noMonth)
                    .isEqualTo(404);
        }

        Instant then = Instant.parse("2026-03-31T23:59:00Z");
        jdbc.sql("update submission set state = 'EARNED', since = :then where id = (select id from submission"
                        + " where version_id = :version and state = 'DRAFT' order by id desc fetch first 1 row only)")
                .param("then", Timestamp.from(then))
                .param(
                        "version",
                        catalogue
                                .current(new MicroCredentialId(MAPPING))
                                .orElseThrow()
                                .versionId()
                                .value())
                .update();
        Page march = page.open(window + "/course/month?month=2026-03");
        int hours = catalogue
                .current(new MicroCredentialId(MAPPING))
                .orElseThrow()
                .hours()
                .credited();
        assertThat(march.select("h1").text()).isEqualTo("What March 2026 came to");
        assertThat(march.select("[aria-labelledby=lines] tbody tr").eachText())
                .singleElement()
                .asString()
                .startsWith("Dana Ortiz")
                .endsWith(" " + hours);
        assertThat(march.select("dl.facts dd").eachText()).containsExactly("1", "1", String.valueOf(hours));
        assertThat(march.select("[aria-labelledby=sums] tbody tr")).hasSize(1);
        assertThat(march.text()).doesNotContain("Aisha");
        assertThat(march.click("a[rel=next]").select(".empty").text()).contains("April 2026");
        Page own = new CanvasDevSession(lms, "canvas", "aisha").openMicroCredential(HINGE);
        assertThat(own.open(own.select("body").attr("data-window") + "/course/month")
                        .status())
                .isEqualTo(404);
        jdbc.sql("update submission set state = 'DRAFT', since = :now where state = 'EARNED' and since = :then")
                .param("now", Timestamp.from(Instant.now()))
                .param("then", Timestamp.from(then))
                .update();
    }

    @Test
    void whatALeadKeepsOnHoldIsNotStuckWithItsTeacherNorRemindedOf() {
        Teacher.opens(lms, "canvas", "dana", HINGE).starts();
        UUID hold = OnHold.theLatestDraft(jdbc);
        quietFor(20);
        Page course = course(cohort());
        assertThat(course.select("[aria-labelledby=stuck]").text()).doesNotContain("Dana");
        assertThat(stuckIn(course)).isEqualTo("0");
        assertThat(course.open(course.uri().getPath() + "/reminders").text()).doesNotContain("Dana");
        assertThat(lineOfDana(course)).contains(",On hold,").contains(",A lead assessor,,0,");

        jdbc.sql("update assessment_hold set released_at = held_at where id = :id")
                .param("id", hold)
                .update();
        Page goesOn = course(cohort());
        assertThat(goesOn.select("[aria-labelledby=stuck] tbody").text()).contains("Dana");
        assertThat(stuckIn(goesOn)).isEqualTo("1");
        assertThat(lineOfDana(goesOn)).contains(",In progress,").contains(",The teacher,20,0,");
    }

    private static String stuckIn(Page course) {
        return course.select("[aria-labelledby=parts] tr:contains(Hinge) td[data-label^=Stuck]")
                .text();
    }

    private static String lineOfDana(Page course) {
        return course.open(course.uri().getPath() + "/export.csv")
                .body()
                .lines()
                .filter(line -> line.startsWith("Dana Ortiz,") && line.contains("inge"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void workThatHasEndedWithoutABadgeIsNobodysTurn() {
        Publishing publishing = context.getBean(Publishing.class);
        ObjectNode content = (ObjectNode) JsonMapper.shared()
                .readTree(publishing
                        .content(catalogue
                                .current(new MicroCredentialId(HINGE))
                                .orElseThrow()
                                .versionId())
                        .orElseThrow());
        String id = "limited-" + UUID.randomUUID();
        content.put("id", id);
        content.put("title", "Two attempts " + id);
        ((ObjectNode) content.at("/scoring/resubmission")).put("max_attempts", 2);
        VersionId limited = new VersionId(UUID.randomUUID());
        publishing.publish(limited, publishing.canonical(content));
        lms.register("moodle");
        CanvasDevSession priya = new CanvasDevSession(lms, "moodle", "priya");
        priya.pickContent(
                "2", picker -> picker.form("main form").set("pick", id).submitWith("button[value=choose]"));
        Teacher.opens(lms, "moodle", "ben", id).starts();
        publishing.takeOffOffer(limited, Instant.now().plus(Duration.ofDays(365)));

        notYet(limited, 1);
        Page turn = priya.openMicroCredential(id);
        assertThat(turn.select("tbody tr:contains(Ben)").text()).contains("In progress", "The teacher", "Quiet for 14");
        assertThat(course(turn).select("[aria-labelledby=stuck] tbody").text()).contains("Ben");

        notYet(limited, 2);
        assertEnded(priya, id);

        notYet(limited, 1);
        publishing.takeOffOffer(limited, Instant.now().minus(Duration.ofDays(1)));
        assertEnded(priya, id);

        // Eight days on hold before the end of the window: for this teacher it ends in a week.
        wasOnHold(limited, 10, 2);
        Page longer = priya.openMicroCredential(id);
        assertThat(longer.select("tbody tr:contains(Ben)").text())
                .contains("In progress", "The teacher")
                .doesNotContain("Ended");
        assertThat(longer.select("a[href$='show=progress']").text()).contains("(1)");
        assertThat(longer.open(longer.select("a[href$='show=progress']").attr("href"))
                        .select("tbody tr:contains(Ben)"))
                .hasSize(1);
        Page course = course(longer);
        assertThat(course.select("[aria-labelledby=stuck] tbody").text()).contains("Ben");
        assertThat(course.select("[aria-labelledby=parts] tr:contains(Two attempts) td[data-label=In progress]")
                        .text())
                .isEqualTo("1");
        assertThat(course.open(course.uri().getPath() + "/reminders").text()).contains("Ben");
        assertThat(course.open(course.uri().getPath() + "/export.csv").body().lines())
                .anyMatch(
                        line -> line.startsWith("Ben") && line.contains("In progress") && line.contains("The teacher"));

        notYet(limited, 2);
        assertEnded(priya, id);
    }

    private void wasOnHold(VersionId version, int fromDaysAgo, int untilDaysAgo) {
        jdbc.sql(
                        "insert into assessment_hold (id, tenant_id, submission_id, version_id, because, words, held_at, clock_from,"
                                + " until, with_earner, released_at) select :id, tenant_id, id, version_id, 'PRIVACY', 'A face', :from,"
                                + " :from, :until, true, :until from submission where version_id = :version")
                .param("id", UUID.randomUUID())
                .param("version", version.value())
                .param("from", Timestamp.from(Instant.now().minus(Duration.ofDays(fromDaysAgo))))
                .param("until", Timestamp.from(Instant.now().minus(Duration.ofDays(untilDaysAgo))))
                .update();
    }

    private void notYet(VersionId version, int attempt) {
        jdbc.sql(
                        "update submission set state = 'NOT_YET', attempt = :attempt, since = :then where version_id = :version")
                .param("attempt", attempt)
                .param("then", Timestamp.from(Instant.now().minus(Duration.ofDays(20))))
                .param("version", version.value())
                .update();
    }

    private static void assertEnded(CanvasDevSession priya, String id) {
        Page cohort = priya.openMicroCredential(id);
        assertThat(cohort.select("tbody tr:contains(Ben)").text())
                .contains("Ended", "Nobody, it has ended")
                .doesNotContain("Quiet", "In progress");
        assertThat(cohort.select("a[href$='show=progress']").text()).contains("(0)");
        assertThat(cohort.open(cohort.select("a[href$='show=progress']").attr("href"))
                        .select("main table"))
                .isEmpty();
        Page course = course(cohort);
        assertThat(course.select("[aria-labelledby=stuck] tbody")).isEmpty();
        assertThat(course.select("[aria-labelledby=parts] tr:contains(Two attempts) td[data-label=In progress]")
                        .text())
                .isEqualTo("0");
        assertThat(course.open(course.uri().getPath() + "/reminders").text()).doesNotContain("Ben");
        assertThat(course.open(course.uri().getPath() + "/export.csv").body().lines())
                .anyMatch(line -> line.startsWith("Ben") && line.contains("Ended") && line.contains("Nobody"));
    }

    @Test
    void theEntryInTheMenuOfACourseLeadsToTheWholeCourseAndBack() {
        String id = courseOfHinge();
        Page menu = new CanvasDevSession(lms, "canvas", "priya").openCourseTool(id);
        assertThat(menu.select("h1").text()).isEqualTo("Micro-credentials of this course");
        assertThat(menu.select("main").text()).contains("Hinge").doesNotContain("stands here yet");
        Page course = menu.open(menu.select("main a.button.primary").attr("href"));
        assertThat(course.select("[aria-labelledby=parts] tbody").text()).contains("Hinge");
        Page back = course.open(course.select("a.back").attr("href"));
        assertThat(back.status()).as("there is no cohort without a link").isEqualTo(200);
        assertThat(back.select("h1").text()).isEqualTo("Micro-credentials of this course");
        Page learner = new CanvasDevSession(lms, "canvas", "marcus").openCourseTool(id);
        assertThat(learner.select("main").text()).contains("Hinge").doesNotContain("whole course");
    }

    @Test
    void anAssignmentThatLacksItsMicroCredentialIsNoEntryOfTheCourse() {
        String id = courseOfHinge();
        Page menu = new CanvasDevSession(lms, "canvas", "priya").openCourseTool(id);
        assertThat(jdbc.sql("update lti_resource_link set lineitem_url = 'https://lms.example/lineitems/1'"
                                + " where id = (select resource_link_id from lti_launch where id = :launch)")
                        .param(
                                "launch",
                                UUID.fromString(
                                        menu.select("body").attr("data-window").substring("/l/".length())))
                        .update())
                .isOne();
        Page coordinator = new CanvasDevSession(lms, "canvas", "priya").openCourseTool(id);
        assertThat(coordinator.select("h1").text()).isEqualTo("No micro-credential stands here yet");
        assertThat(coordinator.select("main").text())
                .contains("teachers find nothing to start", "In this course", "Hinge")
                .doesNotContain("for the course as a whole");
        assertThat(coordinator
                        .open(coordinator.select("main a.button.primary").attr("href"))
                        .select("[aria-labelledby=parts] tbody")
                        .text())
                .contains("Hinge");
        Page learner = new CanvasDevSession(lms, "canvas", "marcus").openCourseTool(id);
        assertThat(learner.select("main").text())
                .contains("Nothing is missing on your side")
                .doesNotContain("for the course as a whole");
    }

    /** Where somebody has opened it. */
    private String courseOfHinge() {
        Teacher.opens(lms, "canvas", "aisha", HINGE).starts();
        return lms.links("canvas").stream()
                .filter(link -> HINGE.equals(link.custom().get("micro_credential")))
                .findFirst()
                .orElseThrow()
                .courseId();
    }

    private static String lateOf(Page course, String title) {
        return course.select("[aria-labelledby=parts] tr:contains(" + title + ") td[data-label=Late with assessors]")
                .text();
    }

    /** As if the hinge work of somebody had been handed in with that promise. */
    private void waitsWithAssessors(String name, int days) {
        assertThat(jdbc.sql("update submission set state = 'IN_SCORING', expected_by = :day where id in"
                                + " (select w.submission_id from journey_course_work w join submission s"
                                + " on s.id = w.submission_id join catalog_version v on v.id = s.version_id"
                                + " where w.name like :name and v.item_id = :hinge)")
                        .param("day", Timestamp.from(Instant.now().plus(Duration.ofDays(days))))
                        .param("name", name + "%")
                        .param("hinge", HINGE)
                        .update())
                .isPositive();
    }
}
