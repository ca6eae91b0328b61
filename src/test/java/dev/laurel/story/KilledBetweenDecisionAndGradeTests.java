package dev.laurel.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.canvasdev.Faults.ServiceFault;
import dev.laurel.support.Assessor;
import dev.laurel.support.Teacher;
import dev.laurel.support.TestSurroundings;
import dev.laurel.support.ToolProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Laurel as a process of its own, killed by the operating system (SIGKILL) between decisions and their grades: one grade has
 * been taken by a platform that Laurel never heard so from, and of the other the platform, down by then, holds nothing.
 * Started again, each arrives once.
 */
@Tag("database")
class KilledBetweenDecisionAndGradeTests {

    private static final String MICRO_CREDENTIAL = "lit-hfw-mapping";
    /** Of whom the platform has the grade when the process dies. */
    private static final String UNHEARD = "dana";
    /** Of whom it has none. */
    private static final String UNSENT = "marcus";

    @Test
    @DisplayName(
            "a process killed between decision and grade is started again, and each grade arrives once: the one that "
                    + "the platform has, unheard, and the one that it has not")
    void eachGradeArrivesOnce() throws IOException {
        Path data = Files.createTempDirectory("laurel-killed");
        int port = TestSurroundings.freePort();
        Map<String, String> database = TestSurroundings.onPostgres()
                ? Map.of("SPRING_DATASOURCE_URL", TestSurroundings.newPostgres())
                : Map.of();
        try (CanvasDev lms =
                CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl("http://localhost:" + port))) {
            ToolProcess first = ToolProcess.ofClassPath(port, data, database);
            try {
                lms.register("canvas");
                handsIn(lms, UNHEARD);
                handsIn(lms, UNSENT);
                Assessor assessor = Assessor.signsIn("http://localhost:" + port, "luis", "demo-assessor")
                        .takesNext();
                // Longer than Laurel waits: whatever else happens here, it never hears that this grade was taken.
                lms.faults().slowness(Duration.ofSeconds(40));
                lms.faults().nextServiceCalls(ServiceFault.SLOW, 5);
                assessor.findsEverythingMet();
                await().atMost(Duration.ofSeconds(60)).until(() -> hasGrade(lms, UNHEARD));

                lms.faults().clear();
                lms.faults().tokenEndpointDown(true);
                lms.faults().nextServiceCalls(ServiceFault.UNAVAILABLE, 10_000);
                assessor.takesNext().findsEverythingMet();
                assertThat(cell(lms, UNSENT).get("grade"))
                        .as("decided, and the platform holds nothing of it")
                        .isNull();
            } finally {
                first.kill();
            }
            lms.faults().clear();

            try (ToolProcess second = ToolProcess.ofClassPath(port, data, database)) {
                assertThat(second.pid()).isNotEqualTo(first.pid());
                // The second process has sent the one too, and the platform held it already.
                await().atMost(Duration.ofSeconds(120)).until(() -> takenGrades(lms, UNHEARD) >= 1);
                await().atMost(Duration.ofSeconds(120)).until(() -> hasGrade(lms, UNSENT));
            }
            for (String hat : List.of(UNHEARD, UNSENT)) {
                assertThat(hasGrade(lms, hat)).as(hat).isTrue();
                assertThat((List<?>) cell(lms, hat).get("comments"))
                        .as("one grade, one comment: " + hat)
                        .hasSize(1);
                assertThat((List<?>) cell(lms, hat).get("attempts"))
                        .as("one submission: " + hat)
                        .hasSize(1);
            }
            assertThat(takenGrades(lms, UNSENT)).as("sent once").isEqualTo(1);
        }
    }

    static void handsIn(CanvasDev lms, String hat) {
        Teacher.opens(lms, "canvas", hat, MICRO_CREDENTIAL)
                .starts()
                .providesEverything()
                .submits();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cell(lms, hat).get("attempts") instanceof List<?> attempts && !attempts.isEmpty());
    }

    private static boolean hasGrade(CanvasDev lms, String hat) {
        return cell(lms, hat).get("grade") instanceof Number grade && grade.doubleValue() == 100;
    }

    /** Calls that brought somebody's grade and were answered with success. */
    private static int takenGrades(CanvasDev lms, String hat) {
        String subject = String.valueOf(cell(lms, hat).get("user"));
        return (int) lms.calls().all().stream()
                .filter(call -> call.path().contains("/scores") && call.status() == 200)
                .filter(call -> String.valueOf(call.body()).contains("scoreGiven"))
                .filter(call -> String.valueOf(call.body()).contains(subject))
                .count();
    }

    /** Somebody's grade there. */
    static Map<?, ?> cell(CanvasDev lms, String hat) {
        return ((List<?>) lms.gradebook("canvas").get("cells"))
                .stream()
                        .map(cell -> (Map<?, ?>) cell)
                        .filter(cell -> hat.equals(cell.get("hat")))
                        .findFirst()
                        .orElse(Map.of());
    }
}
