package dev.laurel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class CatalogueExportTests {

    /** What YAML is known to misread, and what files are known to lose. */
    private static final List<String> AWKWARD = List.of(
            "no",
            "Null",
            "~",
            "1.0",
            "0x1F",
            "1_000",
            "2026-11-29",
            "12:30:45",
            "1e3",
            "- dash",
            "# comment",
            "a: b",
            "{brace}",
            "[bracket]",
            "'single'",
            "\"double\"",
            "back\\slash",
            "two\nlines",
            "tab\there",
            "ends with colon:",
            "%percent",
            "@at",
            "`tick`",
            "&anchor *alias",
            "!tag",
            "| pipe",
            "> fold",
            "Ünïcödé ñ",
            "漢字",
            "\u2028 separator",
            "😀 beyond",
            "---",
            "...",
            "x\n\n---\nkind: stack",
            "<<",
            "=",
            "a very long text ".repeat(60).strip());

    private static List<CatalogueFile.Document> read(String yaml) {
        return CatalogueFile.read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .documents();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "literacy-high-frequency-words.yaml",
                "formative-hinge-questions.yaml",
                "cs-endorsement-stack.yaml"
            })
    void importsEverySampleAgainAsItWas(String file) {
        for (CatalogueFile.Document document : read(CatalogueFileTests.sample(file))) {
            assertThat(read(CatalogueExport.yaml(document.status(), document.content())))
                    .containsExactly(document);
        }
    }

    @Test
    void whatRenewalAsksForGoesOutAndComesInAgain() {
        String yaml = CatalogueFileTests.LITERACY
                .replace("validity_months: null", "validity_months: 60")
                .replace(
                        "status: published",
                        "status: published\nrenewal: {asks: Tell of a year., term_months: 36, opens_months: 3, hours: 10,"
                                + " min_words: 200, files_required: true}");
        CatalogueFile.Document document = read(yaml).get(0);
        assertThat(read(CatalogueExport.yaml(document.status(), document.content())))
                .containsExactly(document);
        assertThat(CatalogueFile.microCredential(new VersionId(new UUID(0, 1)), document.content())
                        .renewal())
                .isEqualTo(new MicroCredential.Renewal("Tell of a year.", 36, 3, 10, 200, true));
    }

    @Test
    void howManyAttemptsThereAreGoesOutAndComesInAgain() {
        CatalogueFile.Document document = read(CatalogueFileTests.LITERACY.replace(
                        "coach_gate_after_attempts: 3", "coach_gate_after_attempts: 3, max_attempts: 4"))
                .get(0);
        assertThat(read(CatalogueExport.yaml(document.status(), document.content())))
                .containsExactly(document);
        assertThat(CatalogueFile.microCredential(new VersionId(new UUID(0, 1)), document.content())
                        .scoring()
                        .resubmission()
                        .maxAttempts())
                .isEqualTo(4);
    }

    @Test
    void thatALicenseMayDependOnItGoesOutAndComesInAgain() {
        String yaml = CatalogueFileTests.LITERACY.replace("model: conditional_double", "license_bearing: true");
        CatalogueFile.Document document = read(yaml).get(0);
        assertThat(read(CatalogueExport.yaml(document.status(), document.content())))
                .containsExactly(document);
        MicroCredential.Scoring scoring = CatalogueFile.microCredential(
                        new VersionId(new UUID(0, 1)), document.content())
                .scoring();
        assertThat(scoring.licenseBearing()).isTrue();
        assertThat(scoring.model())
                .as("two rate it unless its file says otherwise")
                .isEqualTo("independent_double");
    }

    @Test
    void nothingDependsOnItUnlessItSaysSo() {
        CatalogueFile.Document open = read(CatalogueFileTests.LITERACY.replace("model: conditional_double", ""))
                .get(0);
        MicroCredential.Scoring scoring = CatalogueFile.microCredential(new VersionId(new UUID(0, 1)), open.content())
                .scoring();
        assertThat(scoring.licenseBearing()).isFalse();
        assertThat(scoring.model()).isEqualTo("conditional_double");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DRAFT", "PUBLISHED", "RETIRED"})
    void keepsTheState(String status) {
        CatalogueFile.Document document = read(CatalogueFileTests.LITERACY).get(0);
        assertThat(read(CatalogueExport.yaml(VersionStatus.valueOf(status), document.content())))
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.status()).isEqualTo(VersionStatus.valueOf(status));
                    assertThat(again.contentHash()).isEqualTo(document.contentHash());
                });
    }

    @Test
    void beginsWithWhatAReaderLooksForFirst() {
        CatalogueFile.Document document = read(CatalogueFileTests.LITERACY).get(0);
        assertThat(CatalogueExport.yaml(VersionStatus.PUBLISHED, document.content())
                        .lines())
                .startsWith(
                        "---",
                        "schema: \"micro-credential/1\"",
                        "kind: \"micro-credential\"",
                        "id: \"lit-hfw-mapping\"",
                        "version: \"1.0.0\"",
                        "status: \"published\"");
    }

    @RepeatedTest(200)
    void importsWhateverTextsAnAuthorWroteAsTheyWere(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String sample = random.nextBoolean() ? CatalogueFileTests.LITERACY : CatalogueFileTests.STACK;
        List<CatalogueFile.Document> documents = read(sample);
        CatalogueFile.Document document = documents.get(random.nextInt(documents.size()));
        ObjectNode content = (ObjectNode) JsonMapper.shared().readTree(document.content());
        change(content, random);
        List<CatalogueFile.Document> changed = read(CatalogueExport.yaml(document.status(), content.toString()));
        assertThat(JsonMapper.shared().readTree(changed.get(0).content())).isEqualTo(content);
        assertThat(read(CatalogueExport.yaml(document.status(), changed.get(0).content())))
                .containsExactlyElementsOf(changed);
    }

    /** Puts other words into the fields that take any. */
    private static void change(JsonNode node, Random random) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                if (List.of("description", "instructions", "rationale", "note", "avoid", "do", "privacy_notice")
                                .contains(name)
                        && object.get(name).isString()
                        && random.nextInt(3) > 0) {
                    object.put(name, words(random));
                } else {
                    change(object.get(name), random);
                }
            }
        } else if (node instanceof ArrayNode list) {
            list.forEach(entry -> change(entry, random));
        }
    }

    private static String words(Random random) {
        StringBuilder words = new StringBuilder();
        int pieces = 1 + random.nextInt(3);
        for (int i = 0; i < pieces; i++) {
            words.append(i == 0 ? "" : random.nextBoolean() ? " " : "\n")
                    .append(AWKWARD.get(random.nextInt(AWKWARD.size())));
        }
        return words.substring(0, Math.min(words.length(), 290));
    }
}
