package dev.laurel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@LaurelTest
@ExtendWith(OutputCaptureExtension.class)
class CatalogueAtStartTests {

    @Autowired
    CatalogueImport catalogueImport;

    @Autowired
    Catalogue catalogue;

    @Autowired
    LaurelSettings settings;

    @TempDir
    Path directory;

    private final String id = "s" + UUID.randomUUID();

    private void start(@Nullable Path dir, boolean demo) {
        LaurelSettings laurel = new LaurelSettings(settings.baseUrl(), settings.dataDir(), false, false, demo, null);
        new CatalogueAtStart(catalogueImport, new CatalogueSettings(dir, 300), laurel).afterSingletonsInstantiated();
    }

    private void write(String file, String yaml) throws IOException {
        Files.writeString(directory.resolve(file), yaml);
    }

    private String literacy(String itemId) {
        return CatalogueFileTests.LITERACY.replace("id: lit-hfw-mapping", "id: " + itemId);
    }

    @Test
    void leavesAFileWithMistakesOutSaysWhyAndPublishesTheOthers(CapturedOutput output) throws IOException {
        write("a-bad.yaml", literacy(id + "-bad").replace("cut: demonstrated", "cut: mastered"));
        write("b-good.YML", literacy(id));
        write("notes.txt", "not a catalogue file");
        start(directory, false);
        assertThat(catalogue.current(new MicroCredentialId(id))).isPresent();
        assertThat(catalogue.current(new MicroCredentialId(id + "-bad"))).isEmpty();
        assertThat(output.getAll())
                .contains("a-bad.yaml is left out of the catalogue")
                .contains("document 1 (" + id + "-bad), scale.cut: names no level of the scale")
                .doesNotContain("notes.txt");
    }

    @Test
    void warnsOfAStackWhoseMembersAreNotThereYet(CapturedOutput output) throws IOException {
        write(
                "stack.yaml",
                CatalogueFileTests.STACK
                        .substring(0, CatalogueFileTests.STACK.indexOf("\n---"))
                        .replace("id: cs-3-8-foundations", "id: " + id)
                        .replace("id: cs-inclusive-project", "id: not-written-yet"));
        start(directory, false);
        assertThat(catalogue.current(new StackId(id))).isPresent();
        assertThat(output.getAll()).contains("not-written-yet 1.0.0, which is not in the catalogue yet");
    }

    @Test
    void doesNotStartWithADirectoryThatIsNotThere() {
        assertThatThrownBy(() -> start(directory.resolve("nowhere"), false))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void publishesTheDemonstrationWhenItIsAskedFor(CapturedOutput output) {
        start(null, true);
        assertThat(output.getAll())
                .contains("cs-endorsement-stack.yaml: 0 published, 4 there before")
                .contains("formative-hinge-questions.yaml: 0 published, 1 there before")
                .contains("literacy-high-frequency-words.yaml: 0 published, 1 there before");
    }
}
