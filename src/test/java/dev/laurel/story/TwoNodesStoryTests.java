package dev.laurel.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CallLog;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.Assessor;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.TestSurroundings;
import dev.laurel.support.ToolProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Two processes that share one PostgreSQL: whatever is to be done by itself is done by one of them, and by either. It brings
 * its own PostgreSQL, so it needs no second run on one.
 */
class TwoNodesStoryTests {

    private static final Duration SOON = Duration.ofSeconds(120);

    @Test
    @DisplayName(
            "what two nodes do by themselves a platform is asked once, and one that is left goes on with all of it")
    void eachThingOnce() throws Exception {
        Path data = Files.createTempDirectory("laurel-two-nodes");
        int port = TestSurroundings.freePort();
        int otherPort = TestSurroundings.freePort();
        String database = TestSurroundings.newPostgres();
        Map<String, String> shared = new HashMap<>(Map.of("SPRING_DATASOURCE_URL", database));
        try (CanvasDev lms = CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl("http://localhost:" + port));
                ToolProcess first = ToolProcess.ofClassPath(port, data, shared)) {
            shared.put("LAUREL_BASE_URL", "http://localhost:" + port);
            try (ToolProcess second = ToolProcess.ofClassPath(otherPort, data, shared)) {
                assertThat(second.pid()).isNotEqualTo(first.pid());
                assertThat(keys(otherPort)).as("the keys of both").isEqualTo(keys(port));
                lms.register("canvas");
                KilledBetweenDecisionAndGradeTests.handsIn(lms, "dana");
                KilledBetweenDecisionAndGradeTests.handsIn(lms, "marcus");
                await().atMost(SOON).until(() -> calls(lms, NoticeHandler.IS).size() == 2);
                await().atMost(SOON)
                        .until(() -> !calls(lms, TwoNodesStoryTests::isRoster).isEmpty());

                decides(otherPort, lms, "dana");
                compareOnce(database, 1);
                await().atMost(SOON)
                        .until(() ->
                                number(database, "select count(*) from gradebook_check where checked_at is not null")
                                        == 1);
                // Two looks of each node later nothing has come twice.
                await().during(Duration.ofSeconds(12))
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> true);
                assertThat(calls(lms, NoticeHandler.IS))
                        .as("each handler named")
                        .hasSize(2);
                assertThat(calls(lms, TwoNodesStoryTests::isRoster))
                        .as("the roster asked for")
                        .hasSize(1);
                assertThat(calls(lms, call -> call.path().contains("/results")))
                        .as("compared")
                        .hasSize(1);
                assertThat(grades(lms, "dana")).as("grade sent").isEqualTo(1);
                assertThat((List<?>) KilledBetweenDecisionAndGradeTests.cell(lms, "dana")
                                .get("comments"))
                        .hasSize(1);

                first.kill();
                decides(otherPort, lms, "marcus");
                assertThat(grades(lms, "marcus")).as("by the one that is left").isEqualTo(1);
                compareOnce(database, 2);
                await().atMost(SOON)
                        .until(() -> calls(lms, call -> call.path().contains("/results"))
                                        .size()
                                == 2);
            }
        }
    }

    /** Of the notification service, where the tool names itself. */
    private static final class NoticeHandler {

        private static final Predicate<CallLog.Call> IS =
                call -> call.method().equals("PUT") && call.path().contains("notice");
    }

    /** Of the course, and its first page. */
    private static boolean isRoster(CallLog.Call call) {
        return call.path().contains("names_and_roles")
                && !call.path().contains("rlid")
                && !call.path().contains("page=");
    }

    private static List<CallLog.Call> calls(CanvasDev lms, Predicate<CallLog.Call> of) {
        return lms.calls().all().stream().filter(of).toList();
    }

    private static String keys(int port) {
        return new HttpBrowser().get("http://localhost:" + port + "/lti/jwks").body();
    }

    private static void decides(int port, CanvasDev lms, String hat) {
        Assessor.signsIn("http://localhost:" + port, "luis", "demo-assessor")
                .takesNext()
                .findsEverythingMet();
        await().atMost(SOON)
                .until(() -> KilledBetweenDecisionAndGradeTests.cell(lms, hat).get("grade") instanceof Number);
    }

    /** As if a day had passed since so many grades arrived. */
    private static void compareOnce(String database, int grades) throws SQLException {
        await().atMost(SOON)
                .until(() -> number(
                                database,
                                "select count(*) from gradebook_place where state = 'DELIVERED' and told_decision > 0")
                        == grades);
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update gradebook_check set next_check_at = now()");
        }
    }

    private static int number(String database, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            return found.getInt(1);
        }
    }

    private static long grades(CanvasDev lms, String hat) {
        String subject =
                String.valueOf(KilledBetweenDecisionAndGradeTests.cell(lms, hat).get("user"));
        return calls(
                        lms,
                        call -> call.path().contains("/scores")
                                && String.valueOf(call.body()).contains("scoreGiven")
                                && String.valueOf(call.body()).contains(subject))
                .size();
    }
}
