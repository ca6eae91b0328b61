package dev.laurel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class CatalogueFileTests {

    static String sample(String name) {
        try {
            return new ClassPathResource("demo/catalogue/" + name).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a badge that never ends, so that tests can say otherwise. */
    static final String LITERACY = sample("literacy-high-frequency-words.yaml")
            .replace("validity_months: 60", "validity_months: null")
            .replaceFirst("(?s)\nrenewal:\n.*", "\n");

    static final String STACK = sample("cs-endorsement-stack.yaml");

    private static CatalogueFile read(String yaml) {
        return CatalogueFile.read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> problems(String yaml) {
        InvalidCatalogueFile invalid = catchThrowableOfType(InvalidCatalogueFile.class, () -> read(yaml));
        assertThat(invalid).as("the file should be refused").isNotNull();
        return invalid.problems().stream().map(CatalogueProblem::toString).toList();
    }

    private static String changed(String yaml, String text, String replacement) {
        assertThat(yaml).as("the sample holds what is to be changed").contains(text);
        return yaml.replace(text, replacement);
    }

    @ParameterizedTest
    @CsvSource({
        "literacy-high-frequency-words.yaml, 1",
        "formative-hinge-questions.yaml, 1",
        "cs-endorsement-stack.yaml, 4"
    })
    void readsEverySample(String file, int documents) {
        assertThat(read(sample(file)).documents()).hasSize(documents);
    }

    @Test
    void keepsEveryWordOfTheAuthor() {
        CatalogueFile.Document document = read(LITERACY).documents().get(0);
        VersionId versionId = new VersionId(UUID.randomUUID());
        MicroCredential literacy = CatalogueFile.microCredential(versionId, document.content());

        assertThat(literacy.versionId()).isEqualTo(versionId);
        assertThat(literacy.id().value()).isEqualTo("lit-hfw-mapping");
        assertThat(literacy.version()).isEqualTo("1.0.0");
        assertThat(literacy.title()).isEqualTo("Teaching High-Frequency Words Through Sound-Spelling Mapping");
        assertThat(literacy.audience().gradeBands()).containsExactly("K", "1", "2");
        assertThat(literacy.hours().credited()).isEqualTo(10);
        assertThat(literacy.methodComponents()).hasSize(4).first().satisfies(component -> assertThat(component.avoid())
                .isEqualTo("Treating every word on a frequency list as irregular."));
        assertThat(literacy.research().references()).hasSize(4);
        assertThat(literacy.resources())
                .extracting(MicroCredential.Resource::url)
                .containsExactly("https://ies.ed.gov/ncee/wwc/PracticeGuide/21", null);
        assertThat(literacy.alignments()).hasSize(5);
        assertThat(literacy.completionIndicators()).hasSize(3);
        assertThat(literacy.parts()).extracting(MicroCredential.Part::id).containsExactly("part1", "part2", "part3");
        MicroCredential.Part examples = literacy.part("part2").orElseThrow();
        assertThat(examples.artefacts()).element(2).satisfies(recording -> {
            assertThat(recording.accepts()).containsExactly("mp4", "m4v", "mov", "mp3", "m4a", "pdf");
            assertThat(recording.maxMegabytes()).isEqualTo(500);
            assertThat(recording.maxMinutes()).isEqualTo(12);
            assertThat(recording.captionsOrTranscript()).isEqualTo(MicroCredential.Captions.REQUESTED);
            assertThat(recording.alternatives()).hasSize(2);
        });
        assertThat(examples.criteria())
                .extracting(MicroCredential.AuthoredCriterion::evidence)
                .containsExactly(List.of("A1"), List.of("A1", "A2"), List.of("A3"), List.of("A4"));
        assertThat(literacy.scoring().randomSecondRate()).isEqualTo(0.1);
        assertThat(literacy.badge().validityMonths()).isNull();
    }

    @Test
    void readsAStackWithItsMembers() {
        List<CatalogueFile.Document> documents = read(STACK).documents();
        Stack stack = CatalogueFile.stack(
                new VersionId(UUID.randomUUID()), documents.get(0).content());

        assertThat(stack.members())
                .extracting(member -> member.id().value())
                .containsExactly("cs-trace-before-write", "cs-systematic-debugging", "cs-inclusive-project");
        assertThat(stack.completionRule().memberNotOlderThanMonths()).isEqualTo(60);
        assertThat(stack.order()).isEqualTo(Stack.Order.RECOMMENDED);
        assertThat(stack.creditedHours()).isEqualTo(24);
        assertThat(stack.capstone())
                .isEqualTo(new Stack.Capstone(
                        "One-page plan for the first year of teaching computer science", false, null));
        MicroCredential project = CatalogueFile.microCredential(
                new VersionId(UUID.randomUUID()), documents.get(3).content());
        assertThat(project.prerequisites())
                .containsExactly(
                        new MicroCredential.Prerequisite(new MicroCredentialId("cs-trace-before-write"), false));
    }

    @Test
    void givesTheSameContentTheSameHashInWhateverOrderItWasWritten() {
        String reordered = changed(LITERACY, "language: en\n", "")
                .concat("\nlanguage: en\n")
                .replace("status: published", "status: retired");
        CatalogueFile.Document one = read(LITERACY).documents().get(0);
        CatalogueFile.Document other = read(reordered).documents().get(0);
        assertThat(other.contentHash()).isEqualTo(one.contentHash());
        assertThat(other.status()).isEqualTo(VersionStatus.RETIRED);
        assertThat(read(changed(LITERACY, "credited: 10", "credited: 11"))
                        .documents()
                        .get(0)
                        .contentHash())
                .isNotEqualTo(one.contentHash());
    }

    /** Each line: what is changed in the literacy sample, into what, and what is said about it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        schema: micro-credential/1 | schema: micro-credential/9 | schema: must be micro-credential/1
        kind: micro-credential     | kind: course               | kind: must be one of micro-credential, stack
        id: lit-hfw-mapping        | id: Lit HFW                | id: must be 2 to 100 lower-case letters, digits and hyphens
        version: 1.0.0             | version: 1.0               | version: must be a text; put it in quotes
        version: 1.0.0             | version: one               | version: must be three numbers with dots between them, such as 1.0.0
        status: published          | status: ready              | status: must be one of draft, published, retired
        language: en               | language: in English       | language: must be a language tag such as en or es-MX
        typical_low: 8             | typical_low: 80            | hours.typical_low: is more than typical_high
        credited: 10               | credited: ten              | hours.credited: must be a whole number from 0 to 10000
        credited: 10               | credited: 2.5              | hours.credited: must be a whole number from 0 to 10000
        credited: 10               | credit: 10                 | hours.credited: is missing
        credited: 10               | credit: 10                 | hours.credit: is not a field that is known here
        grade_bands: [K, "1", "2"] | grade_bands: [K, 1, 2]     | audience.grade_bands[1]: must be a text; put it in quotes
        keywords: [phonics         | keywords: ["  "            | keywords[0]: is empty
        key_method:                | method:                    | key_method: is missing
        name: Sort before you teach| names: x                   | method_components[0].name: is missing
        - id: M2                   | - id: M1                   | method_components: have the id M1 more than once
        url: https://ies           | url: javascript:ies        | resources[0].url: must be an address that begins with https:// or http://
        attachment: word           | attached: word             | resources[1]: needs a url or an attachment
        cut: demonstrated          | cut: mastered              | scale.cut: names no level of the scale; the levels are not_yet, progressing, demonstrated
        cut: demonstrated          | cut: not_yet               | scale.cut: is the lowest level, so that everything would count as met
        label: Progressing, value: 1 | label: Progressing, value: 0 | scale.levels[1].value: must be more than the value of the level before
        key: progressing           | key: not_yet               | scale.levels: have the id not_yet more than once
        pass_rule: pass_fail       | pass_rule: average         | submission.parts[0].pass_rule: must be one of pass_fail, all_criteria_at_cut
        passing_criteria:          | passing:                   | submission.parts[0].passing_criteria: is missing, and pass_rule is pass_fail
        kind: reflection           | kind: essay                | submission.parts[2].kind: must be one of overview, artefacts, reflection
        {min: 120, max: 250}       | {min: 300, max: 250}       | submission.parts[0].questions[0].words.min: is more than max
        id: P3Q1                   | id: P1Q1                   | submission.parts: have the id P1Q1 more than once
        id: C2                     | id: part1                  | submission.parts: have the id part1 more than once
        evidence: [A3]             | evidence: [A9]             | submission.parts[1].criteria[2].evidence: names A9, which is no artefact or question of this micro-credential
        accepts: [pdf, docx]       | accepts: [.pdf, docx]      | submission.parts[1].artefacts[1].accepts[0]: must be a file name ending in lower case without the dot
        shareable: false           | alternative_accepts: [PDF]     | submission.parts[1].artefacts[0].alternative_accepts[0]: must be a file name ending in lower case without the dot
        max_mb: 500                | max_mb: 5000               | submission.parts[1].artefacts[2].max_mb: must be a whole number from 1 to 2048
        max_minutes: 12            | max_minutes: long          | submission.parts[1].artefacts[2].max_minutes: must be a whole number from 1 to 600
        captions_or_transcript: requested | captions_or_transcript: maybe | submission.parts[1].artefacts[2].captions_or_transcript: must be one of requested, required
        required: true             | required: often            | submission.parts[1].artefacts[0].required: must be true or false
        shareable: false           | share_note: Yours          | submission.parts[1].artefacts[0].share_note: goes only with shareable: true
        progressing: >-            | good: >-                   | submission.parts[1].criteria[0].descriptors.progressing: is missing
        progressing: >-            | good: >-                   | submission.parts[1].criteria[0].descriptors.good: is not a field that is known here
        model: conditional_double  | model: triple              | scoring.model: must be one of single, conditional_double, independent_double
        model: conditional_double  | license_bearing: perhaps   | scoring.license_bearing: must be true or false
        random_second_rate: 0.10   | random_second_rate: 10     | scoring.random_second_rate: must be a number from 0 to 1
        coach_gate_after_attempts: 3 | max_attempts: 21 | scoring.resubmission.max_attempts: must be a whole number from 1 to 20
        achievement_type: MicroCredential | achievement_type: badge | badge.achievement_type: must be an achievement type of Open Badges 3.0, such as MicroCredential, or one that begins with ext:
        status: published          | renewal: {asks: Tell of it} | renewal: is not needed: the badge has no validity_months, so it never ends
        status: published          | renewal: {hours: 10}       | renewal.asks: is missing
        validity_months: null      | validity_months: 0         | badge.validity_months: must be a whole number from 1 to 1200
        """)
    void saysWhatIsWrongAndWhere(String text, String replacement, String sentence) {
        assertThat(problems(changed(LITERACY, text, replacement)))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("test.yaml, document 1").endsWith(sentence));
    }

    @Test
    void tellsEveryProblemOfEveryDocumentAtOnce() {
        String twoMistakes = STACK.replace("title: Teaching Debugging as a Skill\n", "title: ''\n")
                .replace("credited: 24", "credited: many");
        assertThat(problems(twoMistakes))
                .containsExactly(
                        "test.yaml, document 1 (cs-3-8-foundations), hours.credited: must be a whole number from 0 to 10000",
                        "test.yaml, document 3 (cs-systematic-debugging), title: is empty");
    }

    @Test
    void doesNotBlameTheDescriptorsForAScaleThatIsMissing() {
        assertThat(problems(changed(LITERACY, "\nscale:\n", "\nlevels:\n")))
                .containsExactlyInAnyOrder(
                        "test.yaml, document 1 (lit-hfw-mapping), scale: is missing",
                        "test.yaml, document 1 (lit-hfw-mapping), levels: is not a field that is known here");
    }

    @Test
    void refusesAStackWhoseRuleItCannotKeep() {
        assertThat(problems(changed(STACK, "type: all_required", "type: three_of_five")))
                .containsExactly(
                        "test.yaml, document 1 (cs-3-8-foundations), completion_rule.type: must be one of all_required, n_of, groups");
    }

    @Test
    void refusesTheSameVersionTwiceInOneFile() {
        assertThat(problems(LITERACY + "\n---\n" + LITERACY))
                .containsExactly("test.yaml, document 2 (lit-hfw-mapping): is there twice in this file,"
                        + " with the same id and version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing but a comment\n", "---\n---\n"})
    void refusesAFileWithoutADocument(String yaml) {
        assertThat(problems(yaml)).containsExactly("test.yaml: holds no document");
    }

    @Test
    void namesTheLineOfBrokenYaml() {
        assertThat(problems("schema: micro-credential/1\ntitle: [never closed\nid: x\n"))
                .singleElement()
                .asString()
                .startsWith("test.yaml, document 1: is not readable YAML at line 2, column 8: a bracket is opened");
    }

    @Test
    void refusesAFieldThatIsThereTwice() {
        assertThat(problems(changed(LITERACY, "language: en", "language: en\nlanguage: es")))
                .singleElement()
                .asString()
                .contains("is not readable YAML at line");
    }

    @Test
    void refusesAListWhereADocumentIsExpected() {
        assertThat(problems("- one\n- two\n")).containsExactly("test.yaml, document 1: must be a group of fields");
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        assertThatThrownBy(() -> read("#".repeat(2 * 1024 * 1024 + 1))).hasMessage("test.yaml: is larger than 2 MB");
    }
}
