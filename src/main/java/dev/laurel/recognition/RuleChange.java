package dev.laurel.recognition;

import dev.laurel.recognition.RecognitionDocuments.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
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
        List<ChangedField> fields) {

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

    public String kindKey() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param before what holds now; absent for a document that is new
     * @param places what people call where an authority decides, by its code
     */
    static List<ChangedField> between(
            Kind kind, @Nullable ObjectNode before, ObjectNode after, Map<AuthorityCode, Authority> places) {
        Map<String, String> one = new LinkedHashMap<>();
        Map<String, String> other = new LinkedHashMap<>();
        if (before != null) {
            flatten("", before, one);
        }
        flatten("", after, other);
        List<ChangedField> fields = new ArrayList<>();
        new TreeSet<>(Stream.concat(one.keySet().stream(), other.keySet().stream())
                        .toList())
                .forEach(path -> {
                    String was = one.getOrDefault(path, "");
                    String is = other.getOrDefault(path, "");
                    if (!was.equals(is) && !path.equals("schema") && !path.equals("kind")) {
                        fields.add(new ChangedField(kind, path, placed(path, was, places), placed(path, is, places)));
                    }
                });
        return fields;
    }

    /** Forms name an authority by its place. */
    private static String placed(String path, String value, Map<AuthorityCode, Authority> places) {
        Authority there = path.equals("within") || path.endsWith("authority") && AuthorityCode.isValid(value)
                ? places.get(new AuthorityCode(value))
                : null;
        return there == null ? value : there.place() + " (" + value + ")";
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
