package dev.laurel.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The lines of {@code who-may-do-what.txt}. */
final class Table {

    private static final Set<String> AT_THE_LMS = Set.of(
            "earner",
            "other earner",
            "coordinator",
            "assistant",
            "developer",
            "course administrator",
            "LMS administrator",
            "observer",
            "learner elsewhere",
            "coordinator elsewhere");

    private static final Map<String, Set<String>> GROUPS = Map.of(
            "learners",
            Set.of("earner", "other earner", "learner elsewhere"),
            "course staff",
            Set.of("coordinator", "assistant", "developer", "coordinator elsewhere"),
            "at the LMS",
            AT_THE_LMS);

    private Table() {}

    /**
     * @param may who gets through
     * @param harmless who is answered and changes nothing
     * @param own who gets a page of their own in which nothing of the district shows
     * @param form what is sent along, as the table spells it
     */
    record Line(
            String method,
            String path,
            boolean everybody,
            Set<String> may,
            Set<String> own,
            Set<String> harmless,
            String form) {

        /** Whether nobody gets through by hand. */
        boolean isClosed() {
            return !everybody && may.isEmpty() && own.isEmpty();
        }

        boolean lets(String who) {
            return everybody || may.contains(who) || own.contains(who);
        }

        /** What it has in common with the pattern of its handler: {@code GET /assess/{}}. */
        String shape() {
            return shape(method, path);
        }

        static String shape(String method, String pattern) {
            StringBuilder shape = new StringBuilder(method).append(' ');
            int depth = 0;
            for (char each : pattern.toCharArray()) {
                if (each == '{' && depth++ == 0) {
                    shape.append("{}");
                } else if (each == '}') {
                    depth--;
                } else if (depth == 0) {
                    shape.append(each);
                }
            }
            return shape.toString();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Line> read() {
        try {
            return Files.readAllLines(Path.of("src/test/resources/who-may-do-what.txt")).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Table::line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String text) {
        String[] columns = text.split("\\|", -1);
        String[] route = columns[0].strip().split(" +", 2);
        List<String> names = new ArrayList<>(Arrays.stream(columns[1].split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
        Set<String> own = names.stream()
                .filter(name -> name.startsWith("("))
                .map(name -> name.substring(1, name.length() - 1))
                .collect(Collectors.toSet());
        Set<String> harmless = names.stream()
                .filter(name -> name.startsWith("~"))
                .map(name -> name.substring(1))
                .collect(Collectors.toSet());
        names.removeIf(name -> name.startsWith("(") || name.startsWith("~"));
        boolean everybody = names.remove("everybody");
        Set<String> may = new LinkedHashSet<>();
        names.forEach(name -> may.addAll(GROUPS.getOrDefault(name, Set.of(name))));
        return new Line(
                route[0], route[1], everybody, may, own, harmless, columns.length > 2 ? columns[2].strip() : "");
    }
}
