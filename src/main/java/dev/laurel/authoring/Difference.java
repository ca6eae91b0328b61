package dev.laurel.authoring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that two versions say differently.
 *
 * @param section the field of the document that holds it
 * @param path the fields that lead to it, with dots between, as the editor names them; the section's own where it is that
 * @param about id of the criterion, artefact, level or the like; empty where there is none
 * @param before empty where something was added
 * @param after empty where something was taken out
 */
public record Difference(String section, String path, String about, String before, String after) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST = 200;

    /** What names an entry of a list, so that one put between others is not told as a change of all. */
    private static final List<String> NAMES = List.of("id", "key", "code", "citation", "title");

    /**
     * At most 200, in the order of the document.
     *
     * @param before a document as JSON, and so {@code after}
     */
    public static List<Difference> between(String before, String after) {
        List<Difference> differences = new ArrayList<>();
        JsonNode one = JSON.readTree(before);
        JsonNode other = JSON.readTree(after);
        for (String section : names(one, other)) {
            if (!section.equals("version")) {
                compare(section, section, "", one.path(section), other.path(section), differences);
            }
        }
        return differences.size() > MOST ? List.copyOf(differences.subList(0, MOST)) : List.copyOf(differences);
    }

    private static Set<String> names(JsonNode one, JsonNode other) {
        Set<String> names = new LinkedHashSet<>(one.propertyNames());
        names.addAll(other.propertyNames());
        return names;
    }

    private static void compare(
            String section, String path, String about, JsonNode before, JsonNode after, List<Difference> differences) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof ObjectNode && after instanceof ObjectNode) {
            for (String name : names(before, after)) {
                compare(section, path + "." + name, about, before.path(name), after.path(name), differences);
            }
        } else if (before instanceof ArrayNode && after instanceof ArrayNode && isNamed(before) && isNamed(after)) {
            Set<String> entries = new LinkedHashSet<>();
            before.forEach(entry -> entries.add(name(entry)));
            after.forEach(entry -> entries.add(name(entry)));
            for (String entry : entries) {
                compare(section, path, entry, named(before, entry), named(after, entry), differences);
            }
        } else {
            differences.add(new Difference(section, path, about, words(before), words(after)));
        }
    }

    private static boolean isNamed(JsonNode list) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode entry : list) {
            if (!(entry instanceof ObjectNode) || name(entry).isEmpty() || !names.add(name(entry))) {
                return false;
            }
        }
        return true;
    }

    private static String name(JsonNode entry) {
        return NAMES.stream()
                .map(entry::path)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .findFirst()
                .orElse("");
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode entry : list) {
            if (name(entry).equals(name)) {
                return entry;
            }
        }
        return JSON.missingNode();
    }

    /** A picture is not read, but told from another. */
    private static String words(JsonNode node) {
        String text = text(node);
        boolean picture = text.startsWith("<svg ") || text.startsWith("data:image/");
        return picture ? "(" + text.length() + " bytes, " + Integer.toHexString(text.hashCode()) + ")" : text;
    }

    /** All the words of it. */
    private static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (node.isContainer()) {
            List<String> words = new ArrayList<>();
            node.forEach(entry -> words.add(text(entry)));
            return String.join(", ", words);
        }
        return node.asString();
    }
}
