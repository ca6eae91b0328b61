package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No sentence stands in a template, every key and icon that is named exists, and nothing breaks the content policy. */
class TemplatesTests {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Pattern KEY = Pattern.compile("#\\{([a-z][\\w.-]*[\\w-])[}(]");
    private static final Pattern KEY_BY_CODE = Pattern.compile("#messages\\.msg\\('([\\w.-]+)'[,)]");
    private static final Pattern PREFIX =
            Pattern.compile("(?:#\\{\\$\\{|#messages\\.msg\\()'([a-z][\\w.-]*[.-])'\\s*\\+");
    private static final Pattern ICON = Pattern.compile("assets\\.icon\\('([a-z0-9-]+)'\\)");
    private static final Pattern ICON_OF_FRAGMENT = Pattern.compile(":: (?:word|line)\\('[a-z]*', '([a-z0-9-]+)'");
    private static final Pattern FRAGMENT = Pattern.compile("th:fragment=\"([\\w-]+)");
    private static final Set<String> NAMES = Set.of("Laurel");
    private static final Set<String> SPOKEN_ATTRIBUTES = Set.of("title", "alt", "aria-label", "placeholder", "label");

    static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noSentenceStandsInATemplate(Path template) {
        List<String> sentences = new ArrayList<>();
        for (Element element : parse(template).getAllElements()) {
            if (!isReplaced(element) && !element.normalName().equals("kbd")) {
                for (TextNode text : element.textNodes()) {
                    String words = text.text().strip();
                    if (WORD.matcher(words).find() && !words.startsWith("[[") && !NAMES.contains(words)) {
                        sentences.add(words);
                    }
                }
            }
            for (Attribute attribute : element.attributes()) {
                if (SPOKEN_ATTRIBUTES.contains(attribute.getKey())
                        && WORD.matcher(attribute.getValue()).find()) {
                    sentences.add(attribute.toString());
                }
            }
        }
        assertThat(sentences).isEmpty();
    }

    /** {@code th:replace} comes first and takes the element with its condition away: what follows would show always. */
    @ParameterizedTest
    @MethodSource("templates")
    void noConditionStandsWhereItIsNotLookedAt(Path template) {
        assertThat(parse(template).getAllElements())
                .filteredOn(element -> element.hasAttr("th:replace"))
                .noneMatch(element -> element.hasAttr("th:if") || element.hasAttr("th:unless"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyKeyExists(Path template) throws IOException {
        Set<String> keys = keys();
        String text = text(template);
        Stream.of(KEY, KEY_BY_CODE)
                .flatMap(pattern -> pattern.matcher(text).results())
                .map(match -> match.group(1))
                .forEach(key -> assertThat(keys).contains(key));
        PREFIX.matcher(text).results().map(match -> match.group(1)).forEach(prefix -> assertThat(keys)
                .anyMatch(key -> key.startsWith(prefix)));
    }

    @Test
    void everyRefusalHasItsThreeSentences() throws IOException {
        Set<String> keys = keys();
        String modules = String.join("|", MessagesTests.modules());
        Pattern named = Pattern.compile("HttpStatus\\.\\w+,\\s*\"((?:" + modules + ")\\.[\\w.-]+[\\w-])\"");
        Set<String> refusals = new HashSet<>();
        for (Path source : sources()) {
            named.matcher(text(source)).results().forEach(match -> refusals.add(match.group(1)));
        }
        assertThat(refusals).hasSizeGreaterThan(5).allSatisfy(key -> assertThat(keys)
                .contains(key + ".title", key + ".text", key + ".next"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyIconIsInTheOneFile(Path template) {
        Set<String> drawn = icons();
        String text = text(template);
        Stream.of(ICON, ICON_OF_FRAGMENT)
                .flatMap(pattern -> pattern.matcher(text).results())
                .map(match -> match.group(1))
                .forEach(icon -> assertThat(drawn).contains(icon));
    }

    @Test
    void everyIconIsShownSomewhere() throws IOException {
        String all = Stream.concat(templates().stream(), sources().stream())
                .map(TemplatesTests::text)
                .collect(Collectors.joining());
        assertThat(icons()).allMatch(icon -> all.contains("'" + icon + "'") || all.contains('"' + icon + '"'));
    }

    @Test
    void everyFragmentIsPutSomewhere() throws IOException {
        String all = Stream.concat(templates().stream(), sources().stream())
                .map(TemplatesTests::text)
                .collect(Collectors.joining());
        assertThat(FRAGMENT.matcher(all).results().map(match -> match.group(1)))
                .allMatch(name ->
                        Pattern.compile(":: ?" + name + "\\b").matcher(all).find());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void nothingIsInlineThatTheContentPolicyForbids(Path template) {
        for (Element element : parse(template).getAllElements()) {
            assertThat(element.normalName()).isNotEqualTo("style");
            if (element.normalName().equals("script")) {
                assertThat(element.data()).isBlank();
            }
            for (Attribute attribute : element.attributes()) {
                assertThat(attribute.getKey()).doesNotStartWith("on").isNotIn("style", "th:style", "hx-on");
                assertThat(attribute.getValue()).doesNotContain("/webjars/", "javascript:");
            }
        }
    }

    private static Set<String> icons() {
        return Jsoup.parse(text(Path.of("src/main/resources/static/icons.svg"))).select("symbol").stream()
                .map(Element::id)
                .collect(Collectors.toSet());
    }

    private static boolean isReplaced(Element element) {
        for (Element at = element; at != null; at = at.parent()) {
            for (String attribute : List.of("th:text", "th:utext", "th:replace", "th:insert")) {
                if (at.hasAttr(attribute) && !at.normalName().equals("html")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Set<String> keys() throws IOException {
        Set<String> keys = new HashSet<>();
        for (String module : MessagesTests.modules()) {
            keys.addAll(MessagesTests.load(module + ".properties").stringPropertyNames());
        }
        return keys;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Document parse(Path template) {
        return Jsoup.parse(text(template));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
