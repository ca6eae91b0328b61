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
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

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
    }
}
