package dev.laurel.system;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A mapping of a YAML or JSON document that a person wrote, read field by field. What is missing or of the wrong kind is told to the listener
 * with its path and a harmless stand-in is returned, so that one reading finds every problem; whoever reads must not use
 * the result once a problem was told. {@link #end()} tells the fields that nobody asked for.
 */
public final class Section {

    private final String path;
    private final ObjectNode fields;
    private final BiConsumer<String, Fault> problems;
    private final Set<String> asked = new HashSet<>();

    /** @param path of the mapping within its document; empty for the document itself */
    public Section(String path, ObjectNode fields, BiConsumer<String, Fault> problems) {
        this.path = path;
        this.fields = fields;
        this.problems = problems;
    }

    /** Tells a problem with the named field of this mapping; an empty name means the mapping itself. */
    public void problem(String name, Fault fault) {
        problems.accept(pathOf(name), fault);
    }

    /** The same in words that are known in English only. */
    public void problem(String name, String sentence) {
        problem(name, Fault.said(sentence));
    }

    private String pathOf(String name) {
        if (name.isEmpty()) {
            return path;
        }
        return path.isEmpty() ? name : path + "." + name;
    }

    private @Nullable JsonNode ask(String name) {
        asked.add(name);
        JsonNode node = fields.get(name);
        return node == null || node.isNull() ? null : node;
    }

    public boolean has(String name) {
        JsonNode node = fields.get(name);
        return node != null && !node.isNull();
    }

    /** A text that must be there and not be blank, at most {@code longest} characters. */
    public String text(String name, int longest) {
        JsonNode node = ask(name);
        if (node == null) {
            problem(name, Fault.of("system.fault.missing"));
            return "";
        }
        return textOf(name, node, longest);
    }

    public @Nullable String optionalText(String name, int longest) {
        JsonNode node = ask(name);
        return node == null ? null : textOf(name, node, longest);
    }

    private String textOf(String name, JsonNode node, int longest) {
        if (!node.isString()) {
            problem(name, Fault.of(node.isValueNode() ? "system.fault.text.quotes" : "system.fault.text"));
            return "";
        }
        String text = node.stringValue().strip();
        if (text.isEmpty()) {
            problem(name, Fault.of("system.fault.empty"));
        } else if (text.length() > longest) {
            problem(name, Fault.of("system.fault.longer", longest));
        }
        return text;
    }

    /** A text of a given shape, described in {@code shape} in English. */
    public String text(String name, Pattern pattern, String shape) {
        return text(name, pattern, Fault.said("must be " + shape));
    }

    /** A text of a given shape; {@code otherwise} says what it must be. */
    public String text(String name, Pattern pattern, Fault otherwise) {
        String text = text(name, 300);
        if (!text.isEmpty() && !pattern.matcher(text).matches()) {
            problem(name, otherwise);
            return "";
        }
        return text;
    }

    /** An http or https address, or null where there is none. */
    public @Nullable String optionalAddress(String name) {
        String text = optionalText(name, 2000);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(text);
            if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null) {
                return text;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        problem(name, Fault.of("system.fault.address"));
        return null;
    }

    public int integer(String name, int least, int most) {
        Integer value = optionalInteger(name, least, most);
        if (value == null && !has(name)) {
            problem(name, Fault.of("system.fault.missing"));
        }
        return value == null ? least : value;
    }

    public int integer(String name, int least, int most, int otherwise) {
        Integer value = optionalInteger(name, least, most);
        return value == null ? otherwise : value;
    }

    public @Nullable Integer optionalInteger(String name, int least, int most) {
        JsonNode node = ask(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            problem(name, Fault.of("system.fault.whole", least, most));
            return null;
        }
        return node.intValue();
    }

    /** A positive number of at most three decimals, or null where there is none. */
    public @Nullable BigDecimal optionalDecimal(String name, int most) {
        JsonNode node = ask(name);
        if (node == null) {
            return null;
        }
        BigDecimal value = node.isNumber() ? node.decimalValue().stripTrailingZeros() : BigDecimal.ZERO;
        if (value.signum() <= 0 || value.scale() > 3 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            problem(name, Fault.of("system.fault.decimal", most));
            return null;
        }
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    /** A day, or null where there is none. */
    public @Nullable LocalDate optionalDay(String name) {
        String text = optionalText(name, 300);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            problem(name, Fault.of("system.fault.day"));
            return null;
        }
    }

    /** A number from 0 to 1, or null where there is none. */
    public @Nullable Double optionalShare(String name) {
        JsonNode node = ask(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber() || node.doubleValue() < 0 || node.doubleValue() > 1) {
            problem(name, Fault.of("system.fault.share"));
            return null;
        }
        return node.doubleValue();
    }

    public boolean yesOrNo(String name, boolean otherwise) {
        JsonNode node = ask(name);
        if (node == null) {
            return otherwise;
        }
        if (!node.isBoolean()) {
            problem(name, Fault.of("system.fault.truth"));
            return otherwise;
        }
        return node.booleanValue();
    }

    public boolean yesOrNo(String name) {
        if (!has(name)) {
            problem(name, Fault.of("system.fault.missing"));
        }
        return yesOrNo(name, false);
    }

    /** One of some words, each standing for a value; where there is none, the problem is told and the first is taken. */
    public <T> T oneOf(String name, Map<String, T> values) {
        String word = text(name, 300);
        T value = values.get(word);
        if (value == null) {
            if (!word.isEmpty()) {
                problem(name, Fault.of("system.fault.one-of", String.join(", ", values.keySet())));
            }
            return values.values().iterator().next();
        }
        return value;
    }

    /** Words and what they stand for, in the order given. */
    public static <T> Map<String, T> words(String word, T value, String word2, T value2) {
        Map<String, T> words = new LinkedHashMap<>();
        words.put(word, value);
        words.put(word2, value2);
        return words;
    }

    public static <T> Map<String, T> words(String word, T value, String word2, T value2, String word3, T value3) {
        Map<String, T> words = words(word, value, word2, value2);
        words.put(word3, value3);
        return words;
    }

    /** A list of texts that must be there; it may be empty when {@code fewest} is 0. */
    public List<String> texts(String name, int fewest, int longest) {
        List<String> texts = new ArrayList<>();
        JsonNode node = list(name, fewest);
        for (int i = 0; node != null && i < node.size(); i++) {
            texts.add(textOf(name + "[" + i + "]", node.get(i), longest));
        }
        return List.copyOf(texts);
    }

    public List<String> optionalTexts(String name, int longest) {
        return has(name) ? texts(name, 0, longest) : none(name);
    }

    private List<String> none(String name) {
        asked.add(name);
        return List.of();
    }

    private @Nullable JsonNode list(String name, int fewest) {
        JsonNode node = ask(name);
        if (node == null) {
            problem(name, Fault.of("system.fault.missing"));
            return null;
        }
        if (!node.isArray()) {
            problem(name, Fault.of("system.fault.list"));
            return null;
        }
        if (node.size() < fewest) {
            problem(name, fewest == 1 ? Fault.of("system.fault.empty") : Fault.of("system.fault.fewer", fewest));
        }
        return node;
    }

    /** A mapping that must be there. */
    public <T> T section(String name, Function<Section, T> reader) {
        JsonNode node = ask(name);
        if (node instanceof ObjectNode object) {
            return read(name, object, reader);
        }
        problem(name, Fault.of(node == null ? "system.fault.missing" : "system.fault.group"));
        return reader.apply(new Section(path, fields.objectNode(), (field, sentence) -> {}));
    }

    /** A mapping, or null where there is none. */
    public <T> @Nullable T optionalSection(String name, Function<Section, T> reader) {
        if (has(name)) {
            return section(name, reader);
        }
        asked.add(name);
        return null;
    }

    public <T> List<T> sections(String name, int fewest, Function<Section, T> reader) {
        List<T> read = new ArrayList<>();
        JsonNode node = list(name, fewest);
        for (int i = 0; node != null && i < node.size(); i++) {
            String at = name + "[" + i + "]";
            if (node.get(i) instanceof ObjectNode object) {
                read.add(read(at, object, reader));
            } else {
                problem(at, Fault.of("system.fault.group"));
            }
        }
        return List.copyOf(read);
    }

    public <T> List<T> optionalSections(String name, Function<Section, T> reader) {
        if (has(name)) {
            return sections(name, 0, reader);
        }
        asked.add(name);
        return List.of();
    }

    private <T> T read(String name, ObjectNode object, Function<Section, T> reader) {
        Section section = new Section(pathOf(name), object, problems);
        T read = reader.apply(section);
        section.end();
        return read;
    }

    /** Passes a field over, so that {@link #end()} does not tell it: what is wrong with it was told before. */
    public void skip(String name) {
        asked.add(name);
    }

    /** The names of the fields, for a mapping whose keys are the author's own. */
    public Set<String> names() {
        return Set.copyOf(fields.propertyNames());
    }

    /** Tells every field that nobody asked for: most often a misspelt one, whose words would be lost in silence. */
    public void end() {
        for (String name : fields.propertyNames()) {
            if (!asked.contains(name)) {
                problem(name, Fault.of("system.fault.unknown"));
            }
        }
    }
}
