package dev.canvasdev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether canvas-dev is compared with all that was recorded, or a reason stands here why not. */
class EverySampleTests {

    private static final Path SAMPLES = Path.of("src/test/resources/lms-samples");
    private static final Path TESTS = Path.of("src/test/java/dev/canvasdev");

    private static final Map<String, String> NOT_COMPARED = Map.of(
            "canvas/registration-response.older-install-without-deployment",
            "canvas-dev is a Canvas of today; Laurel's own tests of registration read it",
            "canvas/tool-configuration",
            "what a tool publishes; Laurel's own is compared with it, and canvas-dev's page for developer keys reads that",
            "canvas/claims/deep-linking-editor_button.coordinator-teacher",
            "canvas-dev has no editor for rich text, and Laurel asks for no button in one; Laurel's launches are given it",
            "moodle/cookies-in-iframe",
            "what a browser sent, not Moodle; the tests of cookies in a frame look at the browser themselves");

    private static final Map<String, String> ERRORS_NOT_MADE = Map.of(
            "ags-token-expired-2",
                    "a rare wording of the same refusal; Canvas chooses, and canvas-dev says the usual one",
            "ags-token-aud", "needs a second host of another institution; canvas-dev has one",
            "ags-invalid-key", "needs accounts below accounts; canvas-dev has one account",
            "ags-no-tool", "needs a tool that is installed below the account; canvas-dev installs for all courses");

    @Test
    void everyRecordedMessageIsComparedOrSaysWhyNot() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            List<String> samples = files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> SAMPLES.relativize(file)
                            .toString()
                            .replace('\\', '/')
                            .replaceAll("\\.json$", ""))
                    .toList();
            assertThat(samples).hasSizeGreaterThan(80);
            String tests = tests();
            assertThat(samples.stream().filter(sample -> !names(tests, sample.replaceAll(".*/", ""))))
                    .as("neither compared nor excused")
                    .containsExactlyInAnyOrderElementsOf(NOT_COMPARED.keySet());
        }
    }

    @Test
    void everyErrorOfCanvasIsMadeOrSaysWhyNot() throws IOException {
        String tests = tests();
        assertThat(CanvasErrors.all().stream()
                        .map(error -> (String) error.get("name"))
                        .filter(name -> !names(tests, name)))
                .as("neither made nor excused")
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(ERRORS_NOT_MADE.keySet()));
    }

    /** As the end of a text or of a word in one, so that a name within a longer one does not count. */
    private static boolean names(String tests, String name) {
        return Pattern.compile("[\"/ ]" + Pattern.quote(name) + "[\", ]")
                .matcher(tests)
                .find();
    }

    private static String tests() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.filter(file -> !file.endsWith("EverySampleTests.java"))
                    .map(EverySampleTests::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
