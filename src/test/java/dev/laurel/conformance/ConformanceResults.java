package dev.laurel.conformance;

import dev.laurel.support.TestSurroundings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes down how the tests that show a conformance case ended, and at the end of the run {@code target/conformance.md}: every
 * case with its results on both databases. JUnit finds this by itself (junit-platform.properties).
 */
public final class ConformanceResults implements TestWatcher, BeforeAllCallback {

    private static final Path RESULTS = Path.of("target/conformance");
    private static final Path PAGE = Path.of("target/conformance.md");

    private record Result(String id, String test, boolean passed) {}

    /** What one JVM has run; closed by JUnit, after each class where two JVMs share the tests, or at the end. */
    private static final class Run implements AutoCloseable {

        private final ConcurrentLinkedQueue<Result> results = new ConcurrentLinkedQueue<>();

        @Override
        public void close() throws IOException {
            if (results.isEmpty()) {
                return;
            }
            Path directory =
                    Files.createDirectories(RESULTS.resolve(TestSurroundings.onPostgres() ? "PostgreSQL" : "H2"));
            try (FileChannel lock =
                    FileChannel.open(RESULTS.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                Map<String, List<Result>> byTest = results.stream()
                        .collect(Collectors.groupingBy(Result::test, TreeMap::new, Collectors.toList()));
                for (Map.Entry<String, List<Result>> each : byTest.entrySet()) {
                    Files.write(
                            directory.resolve(each.getKey() + ".tsv"),
                            each.getValue().stream()
                                    .map(result -> result.id() + "\t" + result.test() + "\t" + result.passed())
                                    .sorted()
                                    .toList());
                }
                Files.writeString(PAGE, page());
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        run(context);
    }

    private static Run run(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ConformanceResults.class))
                .computeIfAbsent(Run.class, type -> new Run(), Run.class);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        note(context, true);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        note(context, false);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        note(context, false);
    }

    /** The case may stand in the name of the test or, where that has several sets of arguments, of what holds them. */
    private static void note(ExtensionContext context, boolean passed) {
        String test = context.getRequiredTestClass().getSimpleName();
        TreeSet<String> ids = new TreeSet<>(Case.idsIn(context.getDisplayName()));
        context.getParent().ifPresent(holder -> ids.addAll(Case.idsIn(holder.getDisplayName())));
        ids.forEach(id -> run(context).results.add(new Result(id, test, passed)));
    }

    private static String page() throws IOException {
        Map<String, List<Result>> byDatabase = new TreeMap<>();
        try (Stream<Path> files = Files.walk(RESULTS, 2)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".tsv")).toList()) {
                List<Result> results = byDatabase.computeIfAbsent(
                        file.getParent().getFileName().toString(), database -> new ArrayList<>());
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split("\t");
                    results.add(new Result(parts[0], parts[1], Boolean.parseBoolean(parts[2])));
                }
            }
        }
        StringBuilder page = new StringBuilder("# Conformance, as last run\n\n| Case | Level | What |");
        byDatabase
                .keySet()
                .forEach(database -> page.append(' ').append(database).append(" |"));
        page.append(" Tests |\n|---|---|---|")
                .append("---|".repeat(byDatabase.size()))
                .append("---|\n");
        for (Case each : Case.all()) {
            page.append("| %s | %s | %s |".formatted(each.id(), each.level(), each.what()));
            TreeSet<String> tests = new TreeSet<>();
            byDatabase.values().forEach(results -> {
                List<Result> own = results.stream()
                        .filter(result -> result.id().equals(each.id()))
                        .toList();
                own.forEach(result -> tests.add(result.test()));
                page.append(' ').append(words(own)).append(" |");
            });
            page.append(' ').append(String.join(", ", tests)).append(" |\n");
        }
        return page.toString();
    }

    private static String words(List<Result> results) {
        long failed = results.stream().filter(result -> !result.passed()).count();
        return Optional.of(failed)
                .filter(count -> count > 0)
                .map(count -> "**" + count + " failed**")
                .orElse(results.isEmpty() ? "not run" : results.size() + " passed");
    }
}
