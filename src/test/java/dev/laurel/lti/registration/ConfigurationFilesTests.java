package dev.laurel.lti.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.system.LaurelSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files in {@code lti-config/} are what the tool serves, for a Laurel at https://laurel.example. With {@code
 * -Dlaurel.write-lti-config=true} they are written anew.
 */
class ConfigurationFilesTests {

    private static final Path FOLDER = Path.of("lti-config");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfigurationPages pages = new ConfigurationPages(
            new LaurelSettings(URI.create("https://laurel.example"), Path.of("target"), false, false, false, null),
            JSON);

    @ParameterizedTest
    @EnumSource(HandForm.class)
    void eachFileIsWhatIsServed(HandForm form) throws IOException {
        Path file = FOLDER.resolve(form.key())
                .resolve(form == HandForm.CANVAS ? "developer-key.json" : "configuration.json");
        String served = pages.document(form.key());
        if (Boolean.getBoolean("laurel.write-lti-config")) {
            Files.writeString(file, served + "\n");
        }
        assertThat(JSON.readTree(Files.readString(file))).isEqualTo(JSON.readTree(served));
    }

    @ParameterizedTest
    @EnumSource(HandForm.class)
    void eachClickPathNamesEveryQuestionAndAnswerAsTheScreenDoes(HandForm form) throws IOException {
        String path = Files.readString(FOLDER.resolve(form.key()).resolve("README.md"));
        assertThat(path).contains(form.steps("path").get(0));
        ToolDescription tool = ToolDescription.of(
                new LaurelSettings(URI.create("https://laurel.example"), Path.of("target"), false, false, false, null));
        for (HandForm.Entry entry : form.entries(tool)) {
            assertThat(path).contains(form.word(entry.field()));
            assertThat(path)
                    .contains(
                            entry.isChoice()
                                    ? form.choices(entry.field())
                                    : List.of(entry.value().lines().findFirst().orElseThrow()));
        }
        for (String word : form.steps("back")) {
            assertThat(path).contains(word);
        }
    }

    @Test
    void thereIsAFolderForEachLmsAndNoOther() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(List.of(HandForm.values()).stream()
                            .map(HandForm::key)
                            .toList());
        }
    }
}
