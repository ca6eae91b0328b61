package dev.laurel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.support.LaurelTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LaurelTest
class CatalogueTests {

    @Autowired
    Catalogue catalogue;

    @Autowired
    CatalogueImport catalogueImport;

    @Autowired
    JdbcClient jdbc;

    /** A word that no other test of this database knows. */
    private final String word =
            "w" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    private final MicroCredentialId id = new MicroCredentialId(word);

    private String yaml(String version, String status, String title) {
        return CatalogueFileTests.LITERACY
                .replace("id: lit-hfw-mapping", "id: " + word)
                .replace("version: 1.0.0", "version: " + version)
                .replace("status: published", "status: " + status)
                .replaceFirst("title: .*", "title: " + title);
    }

    private CatalogueImport.Outcome publish(String yaml) {
        return catalogueImport.publish("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void publishesTheDirectoryAtStart() {
        assertThat(catalogue.current(new MicroCredentialId("assess-hinge-questions")))
                .get()
                .satisfies(hinge -> {
                    assertThat(hinge.scale().cut()).isEqualTo("demonstrated");
                    assertThat(hinge.rubric().criteria()).hasSize(6);
                });
        assertThat(catalogue.current(new StackId("cs-3-8-foundations"))).get().satisfies(stack -> assertThat(
                        stack.members())
                .allSatisfy(member -> assertThat(catalogue.version(member.id(), member.version()))
                        .isPresent()));
        assertThat(catalogue.current(new MicroCredentialId("cs-3-8-foundations")))
                .isEmpty();
    }

    @Test
    void changesNothingWhenTheSameIsImportedAgain() {
        assertThat(publish(yaml("1.0.0", "published", "First"))).isEqualTo(new CatalogueImport.Outcome(1, 0, 0));
        VersionId before = catalogue.current(id).orElseThrow().versionId();
        assertThat(publish(yaml("1.0.0", "published", "First"))).isEqualTo(new CatalogueImport.Outcome(0, 1, 0));
        assertThat(catalogue.current(id)).map(MicroCredential::versionId).contains(before);
    }

    @Test
    void refusesOtherContentForAPublishedVersion() {
        publish(yaml("1.0.0", "published", "First"));
        assertThatThrownBy(() -> publish(yaml("1.0.0", "published", "Changed")))
                .isInstanceOf(InvalidCatalogueFile.class)
                .hasMessage("test.yaml, document 1 (" + word + "), version: 1.0.0 was published before with other"
                        + " content, and a published version never changes; give this content a higher version");
        assertThat(catalogue.current(id)).map(MicroCredential::title).contains("First");
    }

    @Test
    void offersTheHighestNumberInWhateverOrderVersionsCome() {
        publish(yaml("1.10.0", "published", "Tenth"));
        publish(yaml("1.9.0", "published", "Ninth"));
        assertThat(catalogue.current(id)).map(MicroCredential::title).contains("Tenth");
        assertThat(catalogue.version(id, "1.9.0")).map(MicroCredential::title).contains("Ninth");
        assertThat(catalogue.version(id, "2.0.0")).isEmpty();
    }

    @Test
    void retiresAVersionWithoutForgettingIt() {
        publish(yaml("1.0.0", "published", "First"));
        publish(yaml("2.0.0", "published", "Second"));
        publish(yaml("2.0.0", "retired", "Second"));
        assertThat(catalogue.current(id)).map(MicroCredential::title).contains("First");
        publish(yaml("1.0.0", "retired", "First"));
        assertThat(catalogue.current(id)).isEmpty();
        assertThat(catalogue.search(word, 0, 10)).isEmpty();
        assertThat(catalogue.version(id, "2.0.0")).map(MicroCredential::title).contains("Second");
    }

    @Test
    void leavesDraftsOut() {
        assertThat(publish(yaml("1.0.0", "draft", "Draft"))).isEqualTo(new CatalogueImport.Outcome(0, 0, 1));
        assertThat(catalogue.version(id, "1.0.0")).isEmpty();
    }

    @Test
    void takesNothingOfAFileWithAMistake() {
        String second = yaml("2.0.0", "published", "Second").replace("credited: 10", "credited: many");
        assertThatThrownBy(() -> publish(yaml("1.0.0", "published", "First") + "\n---\n" + second))
                .hasMessageContaining("document 2 (" + word + "), hours.credited");
        assertThat(catalogue.version(id, "1.0.0")).isEmpty();
    }

    @Test
    void refusesAStackUnderTheIdOfAMicroCredential() {
        publish(yaml("1.0.0", "published", "First"));
        String stack = CatalogueFileTests.STACK
                .substring(0, CatalogueFileTests.STACK.indexOf("\n---"))
                .replace("id: cs-3-8-foundations", "id: " + word)
                .replace("version: 1.0.0\nstatus", "version: 3.0.0\nstatus");
        assertThatThrownBy(() -> publish(stack)).hasMessageContaining("is of another kind");
        assertThat(catalogue.current(id)).map(MicroCredential::title).contains("First");
    }

    @Test
    void findsByTheBeginningOfWordsWithoutAccentsOrCapitals() {
        publish(yaml("1.0.0", "published", "Evaluación formativa " + word));
        assertThat(titles("EVALUACION " + word)).containsExactly("Evaluación formativa " + word);
        assertThat(titles("eval form " + word.substring(0, 8))).hasSize(1);
        assertThat(titles("valuacion " + word)).isEmpty();
        assertThat(catalogue.count("phonics " + word)).as("keywords").isEqualTo(1);
        assertThat(catalogue.search("   ", 0, 5)).as("no words find everything").isNotEmpty();
    }

    @Test
    void findsNothingForSignsAndSurvivesThem() {
        assertThat(titles("%")).isEmpty();
        assertThat(titles("' or 'qzx'='qzx' --")).isEmpty();
        assertThat(catalogue.count("!!!")).isZero();
        assertThat(titles("x".repeat(5_000))).isEmpty();
    }

    @Test
    void findsAVersionByItsOwnWordsOnly() {
        publish(yaml("1.0.0", "published", "Alpha" + word));
        publish(yaml("2.0.0", "published", "Beta" + word));
        assertThat(titles("alpha" + word)).isEmpty();
        assertThat(titles("beta" + word)).containsExactly("Beta" + word);
    }

    @Test
    void pagesByTitle() {
        for (String letter : List.of("C", "a", "B")) {
            String item = word + "-" + letter.toLowerCase(Locale.ROOT);
            publish(yaml("1.0.0", "published", letter + " " + word).replace("id: " + word, "id: " + item));
        }
        assertThat(catalogue.count(word)).isEqualTo(3);
        assertThat(catalogue.search(word, 0, 2))
                .extracting(MicroCredential::title)
                .containsExactly("a " + word, "B " + word);
        assertThat(catalogue.search(word, 1, 2))
                .extracting(MicroCredential::title)
                .containsExactly("C " + word);
        assertThat(catalogue.search(word, 2, 2)).isEmpty();
    }

    @Test
    void publishesOnceWhenSeveralNodesStartTogether() throws Exception {
        int nodes = 3;
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            CyclicBarrier together = new CyclicBarrier(nodes);
            List<Callable<Integer>> starts = IntStream.range(0, nodes)
                    .<Callable<Integer>>mapToObj(node -> () -> {
                        together.await();
                        return publish(yaml("1.0.0", "published", "Together")).published();
                    })
                    .toList();
            int published = 0;
            for (Future<Integer> start : threads.invokeAll(starts)) {
                published += start.get();
            }
            assertThat(published).isEqualTo(1);
            assertThat(titles(word)).containsExactly("Together");
        } finally {
            threads.shutdown();
        }
    }

    private List<String> titles(String words) {
        return catalogue.search(words, 0, 50).stream()
                .map(MicroCredential::title)
                .toList();
    }
}
