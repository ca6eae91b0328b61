package dev.laurel.recognition;

import dev.laurel.recognition.RecognitionDocuments.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a document would change in what holds now.
 *
 * @param version that it would become; absent where nothing changes
 * @param fields what it says differently; for a new document, everything it says
 */
record RuleChange(
        Kind kind,
        String name,
        AuthorityCode authority,
        State state,
        @Nullable Integer version,
        List<Field> fields) {

    private static final String FORM = "recognition.form.";

    RuleChange {
        fields = List.copyOf(fields);
    }

    enum State {
        NEW,
        CHANGED,
        SAME;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param path as the file names it, such as {@code amount.units}
     * @param before empty where something was added
     * @param after empty where something was taken out
     */
    record Field(String path, String before, String after) {}

    private static final Pattern ROW = Pattern.compile("(needs|equivalents)\\[(\\d+)](?:\\.(.*))?");

    /** The key of what the form calls a field; empty where no form has it. */
    public String label(Field field) {
        return switch (kind) {
            case RULE -> ofRule(field.path());
            case AUTHORITY -> ofAuthority(field.path());
            default -> "";
        };
    }

    private static String ofRule(String path) {
        return switch (path) {
            case "id", "authority" -> "recognition.change." + path;
            case "amount.per_credentials" -> "recognition.change.per-credentials";
            case "amount.per_hours" -> "recognition.change.per-hours";
            case "scope.every" -> FORM + "scope";
            default -> {
                String name = RuleForm.field(path);
                yield name.equals("form") ? "" : FORM + name;
            }
        };
    }

    private static String ofAuthority(String path) {
        Matcher row = ROW.matcher(path);
        if (!row.matches()) {
            return AuthorityForm.PLAIN.contains(path) ? FORM + path : "";
        }
        String of = row.group(1).equals("needs") ? "need-" : "eq-";
        String name = row.group(3) == null ? "" : row.group(3).replaceFirst("\\[.*", "");
        return switch (name) {
            case "" -> "";
            case "source.title", "source" -> FORM + of + "source";
            case "source.url" -> FORM + of + "url";
            case "checked_on" -> FORM + of + "checked";
            default -> AuthorityForm.CELLS.contains(of + name) ? FORM + of + name : "";
        };
    }

    /** The key of what the form calls the row of a field; empty where it stands in none. */
    public String rowLabel(Field field) {
        Matcher row = ROW.matcher(field.path());
        if (kind != Kind.AUTHORITY || !row.matches()) {
            return "";
        }
        return FORM + (row.group(1).equals("needs") ? "need" : "equivalent");
    }

    /** The number of that row. */
    public String row(Field field) {
        Matcher row = ROW.matcher(field.path());
        return row.matches() ? row.group(2) : "";
    }

    public String kindKey() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** @param before what holds now; absent for a document that is new */
    static List<Field> between(@Nullable ObjectNode before, ObjectNode after) {
        Map<String, String> one = new LinkedHashMap<>();
        Map<String, String> other = new LinkedHashMap<>();
        if (before != null) {
            flatten("", before, one);
        }
        flatten("", after, other);
        List<Field> fields = new ArrayList<>();
        new TreeSet<>(Stream.concat(one.keySet().stream(), other.keySet().stream())
                        .toList())
                .forEach(path -> {
                    String was = one.getOrDefault(path, "");
                    String is = other.getOrDefault(path, "");
                    if (!was.equals(is) && !path.equals("schema") && !path.equals("kind")) {
                        fields.add(new Field(path, was, is));
                    }
                });
        return fields;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node instanceof ObjectNode object) {
            for (String name : object.propertyNames()) {
                flatten(path.isEmpty() ? name : path + "." + name, object.get(name), into);
            }
        } else if (node instanceof ArrayNode list && list.valueStream().allMatch(JsonNode::isValueNode)) {
            into.put(path, list.valueStream().map(JsonNode::asString).collect(Collectors.joining(", ")));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(path + "[" + (i + 1) + "]", list.get(i), into);
            }
        } else if (!node.isNull()) {
            into.put(path, node.asString());
        }
    }
}
