package dev.laurel.benchmark;

import dev.laurel.support.TestSurroundings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What awarding costs as it really runs: decisions are told as the scoring module tells them, and Laurel, a process of its own
 * on PostgreSQL, signs, stores and tells on until nothing is left to tell. Prints the figures of {@code docs/benchmarks.md} and
 * ends with an error when a badge is missing, doubled or failed.
 *
 * <p>It runs twice: first with nobody but the badges' own module hearing of decisions, which tells what awarding costs by
 * itself, then with everybody. Usage: badges of a season, badges of each other kind, badges to warm up with.
 */
public final class AwardBenchmark {

    private AwardBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int exit = 0;
        for (String hearing : List.of("alone", "all")) {
            Path data = Files.createTempDirectory("laurel-awards");
            try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_wal_size", "4GB")
                    .start()) {
                System.out.println(hearing.equals("alone") ? "Awarding alone:" : "Everybody hears of it:");
                exit |= laurel(postgres, data, hearing, arguments).start().waitFor();
            }
        }
        System.exit(exit);
    }

    private static ProcessBuilder laurel(EmbeddedPostgres postgres, Path data, String hearing, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.laurel.badge.SeasonOfAwards"));
        command.add(hearing);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        int port = TestSurroundings.freePort();
        builder.environment()
                .putAll(Map.of(
                        "SERVER_PORT",
                        Integer.toString(port),
                        "LAUREL_BASE_URL",
                        "http://localhost:" + port,
                        "LAUREL_DATA_DIR",
                        data.toString(),
                        "LAUREL_DEMO",
                        "true",
                        "LAUREL_ADMIN_PASSWORD",
                        TestSurroundings.OPERATOR_PASSWORD,
                        "SPRING_DATASOURCE_URL",
                        postgres.getJdbcUrl("postgres", "postgres"),
                        "SPRING_MAIN_BANNERMODE",
                        "off",
                        "LOGGING_THRESHOLD_CONSOLE",
                        "OFF",
                        "LOGGING_FILE_NAME",
                        data.resolve("laurel.log").toString()));
        return builder;
    }
}
