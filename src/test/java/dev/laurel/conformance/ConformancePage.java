package dev.laurel.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/conformance.md}: each case, its state, and the tests that show it. Made from the names of the tests. */
final class ConformancePage {

    static final Path FILE = Path.of("docs/conformance.md");

    private static final Path TESTS = Path.of("src/test/java");
    /** Speaks of cases and shows none. */
    private static final Path OURS = TESTS.resolve("dev/laurel/conformance");

    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern LINE =
            Pattern.compile("^\\| ([A-Z]+-\\d\\d) \\| \\w+ \\| [^|]+ \\| [^|]+ \\| ([^|]*) \\|$", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("`(\\w+)`");
    private static final String PASSES = "passes";
    private static final String IN_BROWSER = "passes, in Chromium";
    private static final String NOT_YET = "not yet";
    /** What lets a test be skipped while the build stays green. */
    private static final Pattern SKIPPING =
            Pattern.compile("@(Disabled|Enabled)\\w*|\\bassum(e|ing)(That|True|False)\\b");

    /** What is skipped, and loudly, where there is no Chromium. */
    private static final Pattern BROWSING = Pattern.compile("@InBrowser\\b|\\bBrowser\\.Session\\b");

    private ConformancePage() {}

    /** Classes by the case that one of their tests carries in its name. */
    static Map<String, Set<String>> testsByCase() throws IOException {
        Map<String, Set<String>> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Tests.java") && !path.startsWith(OURS))
                    .toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                for (String id : idsIn(Files.readString(file))) {
                    tests.computeIfAbsent(id, key -> new TreeSet<>()).add(name);
                }
            }
        }
        return tests;
    }

    /** Of these classes, those with something that lets a test be skipped. */
    static Set<String> skippable(Set<String> classes) throws IOException {
        return having(SKIPPING, classes);
    }

    /** Of these classes, those that run in a browser, and nowhere without one. */
    static Set<String> browsing(Set<String> classes) throws IOException {
        return having(BROWSING, classes);
    }

    private static Set<String> having(Pattern words, Set<String> classes) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Tests.java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (classes.contains(name)
                        && words.matcher(Files.readString(file)).find()) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /** Names of tests are texts that begin with the id: display names, and names of sets of arguments. */
    static Set<String> idsIn(String source) {
        Set<String> ids = new TreeSet<>();
        Matcher text = TEXT.matcher(source);
        while (text.find()) {
            ids.addAll(Case.idsIn(text.group(1)));
        }
        return ids;
    }

    /** Classes by case, as the page says. */
    static Map<String, Set<String>> read(String page) {
        return LINE.matcher(page).results().collect(Collectors.toMap(line -> line.group(1), line -> NAMED.matcher(
                        line.group(2))
                .results()
                .map(named -> named.group(1))
                .collect(Collectors.toCollection(TreeSet::new))));
    }

    static String write(Map<String, Set<String>> tests) throws IOException {
        Set<String> browsing =
                browsing(tests.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        List<Case> cases = Case.all();
        long shown = cases.stream().filter(each -> tests.containsKey(each.id())).count();
        StringBuilder page = new StringBuilder("""
                # Conformance

                What LTI 1.3 and its services ask of a tool, what OpenID Connect, OAuth and JWT practice add, and what real platforms do.
                *Must* is a standard or a plain need of security, *should* is what districts notice. The tests that show a case carry its id in
                their names. A case *passes* when such tests are there and one of them at least can never be skipped: they are part of every build,
                which fails when one of them fails, and also when this page is not what the tests say. A case that *passes, in Chromium* is shown
                there alone: where none is installed the build skips its tests and says so; `.ci/run` installs it. How each ended on either
                database stands in `target/conformance.md` after a build. This page is made by `mvn test -Dtest=ConformanceTests -Dlaurel.conformance.write=true`.

                """);
        page.append(shown)
                .append(" of ")
                .append(cases.size())
                .append(" cases pass; none was set aside as not applicable.\n\n");
        page.append("| Case | Level | What | State | Shown by |\n|---|---|---|---|---|\n");
        for (Case each : cases) {
            String by = tests.getOrDefault(each.id(), Set.of()).stream()
                    .map(test -> "`" + test + "`")
                    .collect(Collectors.joining(", "));
            page.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            each.id(),
                            each.level(),
                            each.what(),
                            state(tests.getOrDefault(each.id(), Set.of()), browsing),
                            by.isEmpty() ? "no test" : by));
        }
        return page.toString();
    }

    private static String state(Set<String> shownBy, Set<String> browsing) {
        if (shownBy.isEmpty()) {
            return NOT_YET;
        }
        return browsing.containsAll(shownBy) ? IN_BROWSER : PASSES;
    }
}
