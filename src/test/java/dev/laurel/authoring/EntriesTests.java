package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.system.YamlDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a page of the editor shows and what its form says, without a browser or a database. */
class EntriesTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path SAMPLES = Path.of("src/main/resources/demo/catalogue");

    /** Every micro-credential of every sample. */
    static List<ObjectNode> samples() throws IOException {
        List<ObjectNode> samples = new ArrayList<>();
        try (Stream<Path> files = Files.list(SAMPLES)) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode document : documents(file)) {
                    if (document.path("kind").asString().equals("micro-credential")) {
                        samples.add((ObjectNode) document);
                    }
                }
            }
        }
        return samples;
    }

    private static List<JsonNode> documents(Path file) {
        try {
            return YamlDocuments.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (YamlDocuments.Unreadable e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode sample() {
        return (ObjectNode)
                documents(SAMPLES.resolve("literacy-high-frequency-words.yaml")).get(0);
    }

    private static Map<String, List<String>> shown(EditorSection section, ObjectNode document) {
        return new LinkedHashMap<>(Sheet.of(section, document).entries());
    }

    @Test
    void thereAreSamplesOfEveryScale() throws IOException {
        assertThat(samples()).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyPageSavedUnchangedLeavesTheDocumentToTheLetter(ObjectNode sample) {
        ObjectNode document = sample.deepCopy();
        for (EditorSection section : EditorSection.values()) {
            Map<String, List<String>> sent = shown(section, document);
            // Browsers end the lines of what they send with two characters.
            sent.replaceAll((name, values) ->
                    values.stream().map(value -> value.replace("\n", "\r\n")).toList());
            new Entries(sent).fill(section, document);
            assertThat(document).as(section.name()).isEqualTo(sample);
        }
    }

    /** The words of a document, all of them, wherever they stand. */
    private static void words(JsonNode node, String path, List<String> words) {
        if (node.isContainer()) {
            node.propertyStream().forEach(entry -> words(entry.getValue(), path + "." + entry.getKey(), words));
            if (node.isArray()) {
                node.forEach(entry -> words(entry, path, words));
            }
        } else if (!node.isNull()) {
            words.add(path.substring(1));
        }
    }

    @Test
    void showsEveryWordOfADocumentOnSomePage() throws IOException {
        List<String> unseen = new ArrayList<>();
        for (ObjectNode sample : samples()) {
            List<String> words = new ArrayList<>();
            words(sample, "", words);
            StringBuilder pages = new StringBuilder();
            for (EditorSection section : EditorSection.values()) {
                shown(section, sample).keySet().forEach(name -> pages.append(name.replaceAll("\\[\\d+]", ""))
                        .append('\n'));
            }
            words.stream()
                    .distinct()
                    .filter(word -> !("\n" + pages).contains("\n" + word + "\n"))
                    .forEach(unseen::add);
        }
        // What the house gives out, and boxes without a tick, which browsers do not send.
        assertThat(unseen.stream().distinct().toList())
                .filteredOn(word -> !word.endsWith(".id") && !word.endsWith(".key") && !word.endsWith(".value"))
                .isSubsetOf(
                        "schema",
                        "kind",
                        "id",
                        "version",
                        "status",
                        "submission.parts.artefacts.shareable",
                        "scoring.resubmission.reteach_required");
    }

    @Test
    void keepsWhatWasTypedEvenWhereANumberIsMeant() {
        ObjectNode document = sample();
        Map<String, List<String>> sent = shown(EditorSection.AUDIENCE, document);
        sent.put("hours.credited", List.of("about ten"));
        sent.put("hours.typical_low", List.of(" 9 "));
        sent.put("audience.roles", List.of("coach\r\n\r\n  teacher "));
        new Entries(sent).fill(EditorSection.AUDIENCE, document);
        assertThat(document.at("/hours/credited").stringValue()).isEqualTo("about ten");
        assertThat(document.at("/hours/typical_low").intValue()).isEqualTo(9);
        assertThat(document.at("/audience/roles")).hasToString("[\"coach\",\"teacher\"]");
        assertThat(shown(EditorSection.AUDIENCE, document)).containsEntry("hours.credited", List.of("about ten"));
    }

    @Test
    void writesWhatRenewalAsksForAndLeavesItOutWhenNothingIsAsked() {
        ObjectNode document = sample();
        document.remove("renewal");
        Map<String, List<String>> sent = shown(EditorSection.BADGE, document);
        sent.put("badge.validity_months", List.of("60"));
        sent.put("renewal.asks", List.of("Tell of a year."));
        sent.put("renewal.hours", List.of("10"));
        sent.put("renewal.files_required", List.of("true"));
        new Entries(sent).fill(EditorSection.BADGE, document);
        assertThat(document.get("renewal"))
                .hasToString("{\"asks\":\"Tell of a year.\",\"hours\":10,\"files_required\":true}");
        sent = shown(EditorSection.BADGE, document);
        assertThat(sent).containsEntry("renewal.asks", List.of("Tell of a year."));
        sent.put("renewal.asks", List.of(""));
        sent.put("renewal.hours", List.of(""));
        sent.remove("renewal.files_required");
        new Entries(sent).fill(EditorSection.BADGE, document);
        assertThat(document.has("renewal")).isFalse();
    }

    @Test
    void leavesOutWhatWasEmptiedAndALicenceWithoutAName() {
        ObjectNode document = sample();
        Map<String, List<String>> sent = shown(EditorSection.BADGE, document);
        sent.put("license.name", List.of("CC BY 4.0"));
        sent.put("scoring.random_second_rate", List.of("12,5 %"));
        new Entries(sent).fill(EditorSection.BADGE, document);
        assertThat(document.at("/license/name").stringValue()).isEqualTo("CC BY 4.0");
        assertThat(document.at("/scoring/random_second_rate").doubleValue()).isEqualTo(0.125);
        sent = shown(EditorSection.BADGE, document);
        assertThat(sent).containsEntry("scoring.random_second_rate", List.of("12.5"));
        sent.put("license.name", List.of(""));
        sent.put("scoring.random_second_rate", List.of(""));
        new Entries(sent).fill(EditorSection.BADGE, document);
        assertThat(document.has("license")).isFalse();
        assertThat(document.at("/scoring").has("random_second_rate")).isFalse();
    }

    @Test
    void writesIntoTheRowThatWasMeantWhateverWasPutBeforeIt() {
        ObjectNode seen = sample();
        Map<String, List<String>> sent = shown(EditorSection.METHOD, seen);
        sent.put("method_components[0].name", List.of("Mine"));
        ObjectNode moved = sample();
        assertThat(new Rearrangement(EditorSection.METHOD, moved).move("method_components[0]", 1))
                .contains("method_components[1]");
        new Entries(sent).fill(EditorSection.METHOD, moved);
        assertThat(moved.at("/method_components/0/id").stringValue()).isEqualTo("M1");
        assertThat(moved.at("/method_components/0/name").stringValue()).isEqualTo("Mine");
        assertThat(moved.at("/method_components/1")).isEqualTo(seen.at("/method_components/1"));
    }

    @Test
    void keepsTheRubricOfAPartWhoseEvidenceIsWritten() {
        ObjectNode document = sample();
        Map<String, List<String>> sent = shown(EditorSection.WORK, document);
        sent.put("submission.parts[1].title", List.of("Other work"));
        new Entries(sent).fill(EditorSection.WORK, document);
        assertThat(document.at("/submission/parts/1/criteria")).isEqualTo(sample().at("/submission/parts/1/criteria"));
        assertThat(document.at("/submission/parts/1/title").stringValue()).isEqualTo("Other work");
    }

    @Test
    void doesNotEmptyAListThatThePageDidNotShow() {
        ObjectNode document = sample();
        ((ObjectNode) document.at("/submission/parts/1")).put("pass_rule", "pass_fail");
        Map<String, List<String>> sent = shown(EditorSection.RUBRIC, document);
        sent.keySet().removeIf(name -> name.startsWith("submission.parts[1].criteria"));
        new Entries(sent).fill(EditorSection.RUBRIC, document);
        assertThat(document.at("/submission/parts/1/criteria")).isEqualTo(sample().at("/submission/parts/1/criteria"));
    }

    @Test
    void takesALevelOutWithItsWordsAndPutsBothBack() {
        ObjectNode document = sample();
        Rearrangement rows = new Rearrangement(EditorSection.RUBRIC, document);
        Rearrangement.Taken taken = rows.remove("scale.levels[1]").orElseThrow();
        assertThat(taken.label()).isEqualTo("Progressing");
        assertThat(document.at("/submission/parts/1/criteria/0/descriptors").has("progressing"))
                .isFalse();
        assertThat(rows.putBack(taken)).contains("scale.levels[1]");
        assertThat(document).isEqualTo(sample());
    }

    @Test
    void putsAnArtefactBackIntoItsPartWhereverThatHasGone() {
        ObjectNode document = sample();
        Rearrangement rows = new Rearrangement(EditorSection.WORK, document);
        Rearrangement.Taken taken =
                rows.remove("submission.parts[1].artefacts[0]").orElseThrow();
        rows.move("submission.parts[1]", -1);
        assertThat(rows.putBack(taken)).contains("submission.parts[0].artefacts[0]");
        rows.move("submission.parts[0]", 1);
        assertThat(document).isEqualTo(sample());
        rows.remove("submission.parts[1]");
        assertThat(rows.putBack(taken)).as("its part is gone").isEmpty();
    }

    @Test
    void givesNewRowsNamesThatNobodyHadBefore() {
        ObjectNode document = sample();
        Rearrangement rows = new Rearrangement(EditorSection.WORK, document);
        String kept = "{\"row\":{\"id\":\"A5\"}}";
        Optional<String> added = rows.add("submission.parts[1].artefacts", document + kept);
        assertThat(added).isPresent();
        List<String> ids = new ArrayList<>();
        document.at("/submission/parts/1/artefacts")
                .forEach(artefact -> ids.add(artefact.path("id").asString()));
        assertThat(ids).doesNotHaveDuplicates().doesNotContain("A5");
    }

    @ParameterizedTest
    @MethodSource("wrongActs")
    void changesNothingForAnActThatThePageDoesNotHave(EditorSection section, String on) {
        ObjectNode document = sample();
        Rearrangement rows = new Rearrangement(section, document);
        assertThat(rows.add(on, "")).isEmpty();
        assertThat(rows.move(on, 1)).isEmpty();
        assertThat(rows.remove(on)).isEmpty();
        assertThat(document).isEqualTo(sample());
    }

    static List<Object[]> wrongActs() {
        return List.of(
                new Object[] {EditorSection.BASICS, "alignments"},
                new Object[] {EditorSection.BASICS, "alignments[0]"},
                new Object[] {EditorSection.RUBRIC, "submission.parts[0]"},
                new Object[] {EditorSection.WORK, "submission.parts[9].artefacts[0]"},
                new Object[] {EditorSection.WORK, "submission.parts[99]"},
                new Object[] {EditorSection.METHOD, "method_components[-1]"},
                new Object[] {EditorSection.METHOD, "title"},
                new Object[] {EditorSection.METHOD, ""});
    }

    @ParameterizedTest
    @EnumSource(EditorSection.class)
    void everyFieldHasItsWords(EditorSection section) throws IOException {
        Properties words = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("src/main/resources/messages/authoring.properties"))) {
            words.load(reader);
        }
        assertThat(words).containsKey("authoring.page." + section.key());
        for (String field : fields(section.fields(), "")) {
            assertThat(words).containsKey("authoring.edit." + field);
        }
        for (String list : lists(section.fields(), "")) {
            assertThat(words).containsKeys("authoring.row." + list, "authoring.add." + list, "authoring.none." + list);
        }
        for (String choice : choices(section.fields(), "")) {
            assertThat(words).containsKey("authoring.word." + choice);
        }
    }

    private static List<String> fields(List<Field> fields, String prefix) {
        return fields.stream()
                .flatMap(field -> Stream.concat(
                        Stream.of(prefix + field.name()),
                        field instanceof Field.Rows rows
                                ? fields(rows.fields(), prefix + field.name() + ".").stream()
                                : Stream.empty()))
                .toList();
    }

    private static List<String> lists(List<Field> fields, String prefix) {
        return fields.stream()
                .filter(Field.Rows.class::isInstance)
                .map(Field.Rows.class::cast)
                .flatMap(rows -> Stream.concat(
                        Stream.of(prefix + rows.name()), lists(rows.fields(), prefix + rows.name() + ".").stream()))
                .toList();
    }

    private static List<String> choices(List<Field> fields, String prefix) {
        return fields.stream()
                .flatMap(field -> field instanceof Field.Choice choice
                        ? choice.words().stream().map(word -> prefix + choice.name() + "." + word)
                        : field instanceof Field.Rows rows
                                ? choices(rows.fields(), prefix + rows.name() + ".").stream()
                                : Stream.empty())
                .toList();
    }

    @Test
    void leadsEveryProblemToThePageThatMendsIt() {
        assertThat(EditorSection.of("submission.parts[1].criteria[0].descriptors.met"))
                .isEqualTo(EditorSection.RUBRIC);
        assertThat(EditorSection.of("submission.parts[0].passing_criteria")).isEqualTo(EditorSection.RUBRIC);
        assertThat(EditorSection.of("scale.cut")).isEqualTo(EditorSection.RUBRIC);
        assertThat(EditorSection.of("submission.parts[1].artefacts[0].accepts[0]"))
                .isEqualTo(EditorSection.WORK);
        assertThat(EditorSection.of("submission.parts")).isEqualTo(EditorSection.WORK);
        assertThat(EditorSection.of("resources[2]")).isEqualTo(EditorSection.RESEARCH);
        assertThat(EditorSection.of("hours")).isEqualTo(EditorSection.AUDIENCE);
        assertThat(EditorSection.of("keywords[0]")).isEqualTo(EditorSection.AUDIENCE);
        assertThat(EditorSection.of("license.url")).isEqualTo(EditorSection.BADGE);
        assertThat(EditorSection.of("nobody-knows")).isEqualTo(EditorSection.BASICS);
    }
}
