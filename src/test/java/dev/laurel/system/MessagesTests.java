package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** English and Spanish say the same: the same keys, the same blanks to fill in, nothing left out. */
class MessagesTests {

    static final Path MESSAGES = Path.of("src/main/resources/messages");

    private static final List<Pattern> SAID = List.of(
            Pattern.compile("\"([^\"\\n]*)\""),
            Pattern.compile("'([^'\\n]*)'"),
            Pattern.compile("#\\{([a-z][\\w.-]*)"));
    private static final Pattern BLANK = Pattern.compile("\\{(\\d+)");
    private static final int LONGEST_SHARED = 25;

    static List<String> modules() throws IOException {
        try (Stream<Path> files = Files.list(MESSAGES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.contains("_"))
                    .map(name -> name.replace(".properties", ""))
                    .sorted()
                    .toList();
        }
    }

    static Properties load(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(MESSAGES.resolve(file))) {
            properties.load(reader);
        }
        return properties;
    }

    @Test
    void everyFileIsLoadedByTheApplication() throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(reader);
        }
        assertThat(settings.getProperty("spring.messages.basename").split(","))
                .containsExactlyInAnyOrderElementsOf(
                        modules().stream().map(module -> "messages/" + module).toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void bothLanguagesHaveTheSameKeysWithTheSameBlanks(String module) throws IOException {
        Properties english = load(module + ".properties");
        Properties spanish = load(module + "_es.properties");
        assertThat(new TreeSet<>(spanish.stringPropertyNames()))
                .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        List<String> wrong = new ArrayList<>();
        for (String key : english.stringPropertyNames()) {
            if (!blanks(english.getProperty(key)).equals(blanks(spanish.getProperty(key)))) {
                wrong.add(key);
            }
        }
        assertThat(wrong).as("other blanks in Spanish").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyKeyBelongsToItsModuleAndSaysSomething(String module) throws IOException {
        for (String file : List.of(module + ".properties", module + "_es.properties")) {
            Properties messages = load(file);
            for (String key : messages.stringPropertyNames()) {
                assertThat(key).as(file).startsWith(module + ".");
                assertThat(messages.getProperty(key)).as(file + " " + key).isNotBlank();
            }
        }
    }

    /** An apostrophe is doubled where blanks are filled in, and single where the text is used as it stands. */
    @ParameterizedTest
    @MethodSource("modules")
    void apostrophesComeOutAsTheyAreMeant(String module) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String file : List.of(module + ".properties", module + "_es.properties")) {
            Properties messages = load(file);
            for (String key : messages.stringPropertyNames()) {
                String text = messages.getProperty(key);
                if (blanks(text).isEmpty()) {
                    if (text.contains("''")) {
                        wrong.add(file + " " + key + ": " + text);
                    }
                } else {
                    new MessageFormat(text, Locale.ENGLISH);
                    if (text.replace("''", "").contains("'")) {
                        wrong.add(file + " " + key + ": " + text);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void spanishIsSpanish(String module) throws IOException {
        Properties english = load(module + ".properties");
        Properties spanish = load(module + "_es.properties");
        assertThat(english.stringPropertyNames())
                .filteredOn(key -> english.getProperty(key).equals(spanish.getProperty(key)))
                .allSatisfy(key -> assertThat(
                                BLANK.matcher(english.getProperty(key)).replaceAll(""))
                        .as(key)
                        .hasSizeLessThan(LONGEST_SHARED));
    }

    /**
     * Keys are written out, or begin with a text that ends in a dot or a hyphen, or with one that others are put behind: what is
     * put behind is written out too.
     */
    @ParameterizedTest
    @MethodSource("modules")
    void everyKeyIsUsed(String module) throws IOException {
        Set<String> said = said();
        assertThat(load(module + ".properties").stringPropertyNames())
                .filteredOn(key -> !said.contains(key) && cuts(key).noneMatch(cut -> isMade(key, cut, said)))
                .as("used by no page and no class")
                .isEmpty();
    }

    /** Where a key may be put together: behind each dot and hyphen. */
    private static IntStream cuts(String key) {
        return IntStream.range(1, key.length()).filter(at -> ".-".indexOf(key.charAt(at - 1)) >= 0);
    }

    private static boolean isMade(String key, int cut, Set<String> said) {
        boolean ofModule = key.indexOf('.') == cut - 1;
        String behind = key.substring(cut);
        return !ofModule
                && (said.contains(key.substring(0, cut))
                        || said.contains(key.substring(0, cut - 1))
                                && (said.contains(key.substring(cut - 1))
                                        || cuts(behind)
                                                .mapToObj(end -> behind.substring(0, end - 1))
                                                .anyMatch(said::contains)
                                        || said.contains(behind)));
    }

    /** Every text in quotes, and every key that a template names. */
    private static Set<String> said() throws IOException {
        Set<String> said = new HashSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(one -> one.toString().matches(".*\\.(java|html|js)"))
                    .toList()) {
                String text = Files.readString(file);
                SAID.stream()
                        .flatMap(pattern -> pattern.matcher(text).results())
                        .forEach(match -> said.add(match.group(1)));
            }
        }
        return said;
    }

    private static Set<String> blanks(String text) {
        Set<String> found = new TreeSet<>();
        BLANK.matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }
}
