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
 * Laurel as a process of its own, killed by the operating system (SIGKILL) while the grade of a decision is on its way: the
 * platform has taken it and Laurel never heard so. Started again, it arrives once.
 */
@Tag("database")
class KilledBetweenDecisionAndGradeTests {

    private static final String MICRO_CREDENTIAL = "lit-hfw-mapping";

    @Test
    @DisplayName("a process killed between decision and grade is started again, and the grade arrives once")
    void theGradeArrivesOnce() throws IOException {
        Path data = Files.createTempDirectory("laurel-killed");
        int port = TestSurroundings.freePort();
        Map<String, String> database = TestSurroundings.onPostgres()
                ? Map.of("SPRING_DATASOURCE_URL", TestSurroundings.newPostgres())
                : Map.of();
        try (CanvasDev lms =
                CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl("http://localhost:" + port))) {
            ToolProcess first = start(port, data, database);
            try {
                lms.register("canvas");
                Teacher.opens(lms, "canvas", "dana", MICRO_CREDENTIAL)
                        .starts()
                        .providesEverything()
                        .submits();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> cell(lms).get("attempts") instanceof List<?> attempts && !attempts.isEmpty());
                Assessor assessor = Assessor.signsIn("http://localhost:" + port, "luis", "demo-assessor")
                        .takesNext();
                lms.faults().slowness(Duration.ofSeconds(5));
                lms.faults().nextServiceCalls(ServiceFault.SLOW, 5);
                assessor.findsEverythingMet();
                await().atMost(Duration.ofSeconds(60)).until(() -> hasGrade(lms));
            } finally {
                first.kill();
            }
            lms.faults().clear();

            try (ToolProcess second = start(port, data, database)) {
                assertThat(second.pid()).isNotEqualTo(first.pid());
                // The second process has sent it too, and the platform held it already.
                await().atMost(Duration.ofSeconds(60)).until(() -> gradeCalls(lms) >= 2);
            }
            assertThat(hasGrade(lms)).isTrue();
            assertThat((List<?>) cell(lms).get("comments"))
                    .as("one grade, one comment")
                    .hasSize(1);
            assertThat((List<?>) cell(lms).get("attempts")).as("one submission").hasSize(1);
        }
    }

    private static ToolProcess start(int port, Path data, Map<String, String> database) throws IOException {
        return ToolProcess.start(
                List.of(
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.laurel.LaurelApplication"),
                port,
                data,
                database);
    }

    private static boolean hasGrade(CanvasDev lms) {
        return cell(lms).get("grade") instanceof Number grade && grade.doubleValue() == 100;
    }

    private static int gradeCalls(CanvasDev lms) {
        return (int) lms.calls().all().stream()
                .filter(call -> call.path().contains("/scores")
                        && String.valueOf(call.body()).contains("scoreGiven"))
                .count();
    }

    private static Map<?, ?> cell(CanvasDev lms) {
        return ((List<?>) lms.gradebook("canvas").get("cells"))
                .stream()
                        .map(cell -> (Map<?, ?>) cell)
                        .filter(cell -> "dana".equals(cell.get("hat")))
                        .findFirst()
                        .orElse(Map.of());
    }
}
