package dev.laurel.authoring;

import dev.laurel.authoring.Field.Choice;
import dev.laurel.authoring.Field.Cut;
import dev.laurel.authoring.Field.Evidence;
import dev.laurel.authoring.Field.Input;
import dev.laurel.authoring.Field.Kind;
import dev.laurel.authoring.Field.Row;
import dev.laurel.authoring.Field.Rows;
import dev.laurel.system.Sha256;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A page of the editor, filled in: what stands in each of its fields. */
record Sheet(List<Shown> fields) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * A field as it is shown.
     *
     * @param name its address in the document, such as {@code submission.parts[1].title}
     * @param kind {@code line}, {@code text}, {@code lines}, {@code words}, {@code whole}, {@code percent}, {@code
     *     yes_no}, {@code choice}, {@code cut}, {@code evidence}, {@code descriptors} or {@code rows}
     * @param value what stands in it; of ticks and rows, nothing
     * @param options what can be chosen or filled in: words, levels, artefacts and questions
     */
    record Shown(String name, String kind, String value, List<Option> options, List<Line> rows) {

        /** For the element that shows it; ids of elements hold no brackets. */
        public String element() {
            return Sheet.element(name);
        }

        /** The end of the message key that names it. */
        public String word() {
            return name.replaceAll("\\[\\d+]", "");
        }
    }

    /**
     * Something to choose.
     *
     * @param value what a form says for it
     * @param label the author's own word for it; empty where a message has it
     * @param text what is written for it, of a descriptor
     */
    record Option(String value, String label, boolean chosen, String text) {}

    /**
     * A row of a list.
     *
     * @param key what finds it again, whatever has been put before it
     * @param id the name that others know it by, such as A2; empty where there is none
     */
    record Line(String name, String key, String id, String title, int number, boolean last, List<Shown> fields) {

        public String element() {
            return Sheet.element(name);
        }

        /** The field of that short name. @throws java.util.NoSuchElementException when the row has none */
        public Shown field(String wanted) {
            return fields.stream()
                    .filter(field -> field.name().equals(name + "." + wanted))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static String element(String name) {
        return "f-" + name.replaceAll("[^A-Za-z0-9]+", "-");
    }

    static Sheet of(EditorSection section, ObjectNode document) {
        return new Sheet(shown(section.fields(), "", document, document));
    }

    private static List<Shown> shown(List<Field> fields, String prefix, ObjectNode holder, ObjectNode document) {
        return fields.stream()
                .map(field -> shown(field, prefix + field.name(), at(holder, field.name()), document))
                .toList();
    }

    private static Shown shown(Field field, String name, @Nullable JsonNode node, ObjectNode document) {
        if (field instanceof Input input) {
            return new Shown(
                    name, input.kind().name().toLowerCase(Locale.ROOT), text(input, node), List.of(), List.of());
        }
        if (field instanceof Choice choice) {
            return choice(choice, name, line(node));
        }
        if (field instanceof Evidence) {
            return new Shown(name, "evidence", "", evidence(node, document), List.of());
        }
        if (field instanceof Rows rows) {
            return new Shown(name, "rows", "", List.of(), lines(rows, name, node, document));
        }
        boolean cut = field instanceof Cut;
        String value = cut ? line(node) : "";
        List<Option> options = levels(document).stream()
                .map(level -> {
                    String key = line(level.get("key"));
                    return new Option(
                            key,
                            line(level.get("label")),
                            cut && key.equals(value),
                            cut || node == null ? "" : line(node.get(key)));
                })
                .toList();
        return new Shown(name, cut ? "cut" : "descriptors", value, options, List.of());
    }

    private static Shown choice(Choice choice, String name, String value) {
        List<Option> options = new ArrayList<>();
        if (choice.optional() || value.isEmpty()) {
            options.add(new Option("", "", value.isEmpty(), ""));
        }
        choice.words().forEach(word -> options.add(new Option(word, "", word.equals(value), "")));
        return new Shown(name, "choice", value, List.copyOf(options), List.of());
    }

    private static List<Line> lines(Rows rows, String name, @Nullable JsonNode node, ObjectNode document) {
        List<Line> lines = new ArrayList<>();
        List<ObjectNode> held = held(node);
        for (int i = 0; i < held.size(); i++) {
            ObjectNode row = held.get(i);
            String at = name + "[" + i + "]";
            List<Shown> fields = shown(
                    rows.row() == Row.RUBRIC_PART ? rubricFields(rows, row) : rows.fields(), at + ".", row, document);
            lines.add(new Line(
                    at,
                    key(rows, row),
                    rows.row().key().isEmpty() ? "" : line(row.get(rows.row().key())),
                    title(row),
                    i + 1,
                    i + 1 == held.size(),
                    fields));
        }
        return List.copyOf(lines);
    }

    /** A part has words to pass by, or criteria; both only while somebody changes one into the other. */
    private static List<Field> rubricFields(Rows rows, ObjectNode part) {
        boolean passFail = "pass_fail".equals(line(part.get("pass_rule")));
        return rows.fields().stream()
                .filter(field -> field instanceof Rows
                        ? !passFail || !held(part.get(field.name())).isEmpty()
                        : passFail || !line(part.get(field.name())).isEmpty())
                .toList();
    }

    /** What a row is told apart by: its own name, or else its words. */
    static String key(Rows rows, ObjectNode row) {
        if (!rows.row().key().isEmpty()) {
            return line(row.get(rows.row().key()));
        }
        StringBuilder words = new StringBuilder();
        for (Field field : rows.fields()) {
            if (field instanceof Input input) {
                words.append(text(input, at(row, input.name()))).append('\n');
            } else {
                words.append(line(at(row, field.name()))).append('\n');
            }
        }
        return Sha256.hex(words.toString()).substring(0, 12);
    }

    static List<ObjectNode> held(@Nullable JsonNode list) {
        List<ObjectNode> rows = new ArrayList<>();
        if (list instanceof ArrayNode) {
            list.forEach(row -> {
                if (row instanceof ObjectNode object) {
                    rows.add(object);
                }
            });
        }
        return rows;
    }

    static String title(ObjectNode row) {
        for (String name : List.of("title", "name", "label", "prompt", "citation", "code", "framework", "id")) {
            String words = line(row.get(name));
            if (!words.isEmpty()) {
                return words.length() > 120 ? words.substring(0, 119).strip() + "…" : words;
            }
        }
        return "";
    }

    private static List<ObjectNode> levels(ObjectNode document) {
        return held(at(document, "scale.levels"));
    }

    private static List<Option> evidence(@Nullable JsonNode node, ObjectNode document) {
        List<String> ticked = new ArrayList<>();
        if (node instanceof ArrayNode) {
            node.forEach(one -> ticked.add(line(one)));
        }
        List<Option> options = new ArrayList<>();
        for (ObjectNode part : held(at(document, "submission.parts"))) {
            for (String list : List.of("questions", "artefacts")) {
                for (ObjectNode asked : held(part.get(list))) {
                    String id = line(asked.get("id"));
                    options.add(new Option(id, title(asked), ticked.remove(id), ""));
                }
            }
        }
        ticked.forEach(gone -> options.add(new Option(gone, "", true, "")));
        return List.copyOf(options);
    }

    /** The value of a field below a mapping, by its path; null where there is none. */
    static @Nullable JsonNode at(ObjectNode holder, String path) {
        JsonNode node = holder;
        for (String name : path.split("\\.", -1)) {
            node = node instanceof ObjectNode object ? object.get(name) : null;
        }
        return node == null || node.isNull() ? null : node;
    }

    static String line(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isContainer()) {
            return "";
        }
        return tidy(node.asString());
    }

    /** As a browser sends it back: its line ends are told as one character, and the outermost are not told at all. */
    static String tidy(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\0", "").strip();
    }

    /** What stands in the control. */
    static String text(Input input, @Nullable JsonNode node) {
        return switch (input.kind()) {
            case LINE -> line(node).replace('\n', ' ');
            case TEXT, WHOLE -> line(node);
            case LINES -> joined(node, "\n");
            case WORDS -> joined(node, ", ");
            case PERCENT ->
                node != null && node.isNumber()
                        ? node.decimalValue()
                                .movePointRight(2)
                                .stripTrailingZeros()
                                .toPlainString()
                        : line(node);
            case YES_NO -> String.valueOf(node == null ? input.usually() : node.booleanValue(false));
        };
    }

    private static String joined(@Nullable JsonNode node, String between) {
        if (!(node instanceof ArrayNode)) {
            return line(node);
        }
        List<String> entries = new ArrayList<>();
        node.forEach(entry -> entries.add(line(entry).replace('\n', ' ')));
        return String.join(between, entries);
    }

    /** What a document holds for what stands in the control; null for nothing. */
    static @Nullable JsonNode node(Input input, String text) {
        String words = input.kind() == Kind.LINE ? tidy(text).replace('\n', ' ') : tidy(text);
        return switch (input.kind()) {
            case LINE, TEXT -> words.isEmpty() ? null : JSON.getNodeFactory().stringNode(words);
            case LINES -> list(words.split("\n", -1));
            case WORDS -> list(words.split("[,;\\s]+", -1));
            case WHOLE -> {
                if (words.isEmpty()) {
                    yield null;
                }
                yield words.matches("\\d{1,9}")
                        ? JSON.getNodeFactory().numberNode(Integer.parseInt(words))
                        : JSON.getNodeFactory().stringNode(words);
            }
            case PERCENT -> {
                String number = words.replace("%", "").replace(',', '.').strip();
                if (number.isEmpty()) {
                    yield null;
                }
                yield number.matches("\\d{1,4}(\\.\\d{1,4})?")
                        ? JSON.getNodeFactory()
                                .numberNode(
                                        new BigDecimal(number).movePointLeft(2).doubleValue())
                        : JSON.getNodeFactory().stringNode(words);
            }
            case YES_NO -> JSON.getNodeFactory().booleanNode(text.equals("true"));
        };
    }

    private static ArrayNode list(String[] entries) {
        ArrayNode list = JSON.createArrayNode();
        for (String entry : entries) {
            if (!entry.isBlank()) {
                list.add(entry.strip());
            }
        }
        return list;
    }

    /** What a browser sends for this page as it stands. */
    Map<String, List<String>> entries() {
        Map<String, List<String>> entries = new LinkedHashMap<>();
        collect(fields, entries);
        return entries;
    }

    private static void collect(List<Shown> fields, Map<String, List<String>> entries) {
        for (Shown field : fields) {
            switch (field.kind()) {
                case "rows" -> {
                    entries.put(field.name() + Entries.ROWS, List.of(""));
                    field.rows().forEach(line -> {
                        entries.put(line.name() + Entries.ROW, List.of(line.key()));
                        collect(line.fields(), entries);
                    });
                }
                case "evidence" -> {
                    List<String> ticked = new ArrayList<>(List.of(""));
                    field.options().stream().filter(Option::chosen).forEach(option -> ticked.add(option.value()));
                    entries.put(field.name(), List.copyOf(ticked));
                }
                case "descriptors" ->
                    field.options()
                            .forEach(
                                    option -> entries.put(field.name() + "." + option.value(), List.of(option.text())));
                case "yes_no" -> {
                    if (field.value().equals("true")) {
                        entries.put(field.name(), List.of("true"));
                    }
                }
                default -> entries.put(field.name(), List.of(field.value()));
            }
        }
    }

    /** The same for the same words, and for no others. */
    String digest() {
        return Sha256.hex(JSON.writeValueAsString(entries())).substring(0, 24);
    }
}
