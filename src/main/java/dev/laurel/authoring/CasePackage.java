package dev.laurel.authoring;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A framework of standards as CASE 1.0 gives it out (CFPackage: one CFDocument, its CFItems and CFAssociations), in the
 * order in which people read it.
 *
 * @param title with the edition, as it stands in an alignment
 */
record CasePackage(String identifier, String title, List<Item> items) {

    static final int LARGEST_BYTES = 20 * 1024 * 1024;
    private static final int MOST_ITEMS = 20_000;
    private static final int DEEPEST = 30;
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * A standard, or a heading over some.
     *
     * @param depth 0 for what stands at the top
     * @param levels grades, as CASE spells them
     * @param address empty where it has none
     */
    record Item(int depth, String code, String statement, String kind, String levels, String address) {}

    /** Why a package cannot be taken in: a message key. */
    static final class Unreadable extends Exception {

        private final String key;

        Unreadable(String reason) {
            super(reason);
            this.key = "authoring.case." + reason;
        }

        String key() {
            return key;
        }
    }

    private record Place(String parent, int sequence) {}

    /** The address of the package that a CFDocument by itself names (CASE 1.0, CFPackageURI); empty for anything else. */
    static Optional<String> namedBy(byte[] json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        boolean whole = node.has("CFDocument") || node.has("CFItems");
        String address = text(node.path("CFPackageURI"), "uri", 2000);
        return whole || address.isEmpty() ? Optional.empty() : Optional.of(address);
    }

    /** @throws Unreadable when it is no package, or one without items */
    static CasePackage read(byte[] json) throws Unreadable {
        if (json.length > LARGEST_BYTES) {
            throw new Unreadable("too-large");
        }
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new Unreadable("unreadable");
        }
        if (!(node.get("CFDocument") instanceof ObjectNode document)
                || !node.path("CFItems").isArray()) {
            throw new Unreadable("no-package");
        }
        Map<String, JsonNode> known = new LinkedHashMap<>();
        for (JsonNode item : node.path("CFItems")) {
            String identifier = text(item, "identifier", 100);
            if (!identifier.isEmpty() && !text(item, "fullStatement", 2000).isEmpty()) {
                known.putIfAbsent(identifier, item);
            }
        }
        if (known.isEmpty()) {
            throw new Unreadable("no-items");
        }
        if (known.size() > MOST_ITEMS) {
            throw new Unreadable("too-many");
        }
        return new CasePackage(identifier(document), title(document), ordered(known, places(node, known.keySet())));
    }

    private static String identifier(ObjectNode document) {
        String identifier = text(document, "identifier", 100);
        return identifier.isEmpty()
                ? title(document).substring(0, Math.min(100, title(document).length()))
                : identifier;
    }

    private static String title(ObjectNode document) {
        String title = text(document, "title", 250);
        String edition = text(document, "version", 40);
        String name = title.isEmpty() ? text(document, "uri", 250) : title;
        return edition.isEmpty() || name.contains(edition) ? name : name + " (" + edition + ")";
    }

    /** What stands under what, and in which order. */
    private static Map<String, Place> places(JsonNode node, Set<String> known) {
        Map<String, Place> places = new HashMap<>();
        for (JsonNode association : node.path("CFAssociations")) {
            if (!text(association, "associationType", 40).equals("isChildOf")) {
                continue;
            }
            String child = text(association.path("originNodeURI"), "identifier", 100);
            String parent = text(association.path("destinationNodeURI"), "identifier", 100);
            if (known.contains(child) && !child.equals(parent)) {
                places.putIfAbsent(
                        child,
                        new Place(
                                known.contains(parent) ? parent : "",
                                association.path("sequenceNumber").asInt(Integer.MAX_VALUE)));
            }
        }
        return places;
    }

    private static List<Item> ordered(Map<String, JsonNode> known, Map<String, Place> places) {
        Map<String, List<String>> children = new HashMap<>();
        known.keySet().forEach(id -> children.computeIfAbsent(
                        places.getOrDefault(id, new Place("", Integer.MAX_VALUE))
                                .parent(),
                        parent -> new ArrayList<>())
                .add(id));
        children.values()
                .forEach(ids ->
                        ids.sort(Comparator.comparingInt(id -> places.getOrDefault(id, new Place("", Integer.MAX_VALUE))
                                .sequence())));
        List<Item> items = new ArrayList<>();
        Set<String> told = new HashSet<>();
        tell("", 0, children, known, told, items);
        // Whoever stands in a circle stands under nobody.
        known.keySet().forEach(id -> {
            if (told.add(id)) {
                items.add(item(known.get(id), id, 0));
                tell(id, 1, children, known, told, items);
            }
        });
        return List.copyOf(items);
    }

    private static void tell(
            String parent,
            int depth,
            Map<String, List<String>> children,
            Map<String, JsonNode> known,
            Set<String> told,
            List<Item> items) {
        for (String id : children.getOrDefault(parent, List.of())) {
            if (told.add(id)) {
                items.add(item(known.get(id), id, Math.min(depth, DEEPEST)));
                if (depth < DEEPEST) {
                    tell(id, depth + 1, children, known, told, items);
                }
            }
        }
    }

    private static Item item(@Nullable JsonNode node, String identifier, int depth) {
        if (node == null) {
            throw new IllegalStateException("Only known items are put in order");
        }
        String code = text(node, "humanCodingScheme", 100);
        String enumeration = text(node, "listEnumeration", 100);
        List<String> levels = new ArrayList<>();
        node.path("educationLevel").forEach(level -> levels.add(level.asString()));
        String grades = String.join(", ", levels);
        return new Item(
                depth,
                !code.isEmpty() ? code : !enumeration.isEmpty() ? enumeration : identifier,
                text(node, "fullStatement", 2000),
                text(node, "CFItemType", 100),
                grades.substring(0, Math.min(200, grades.length())),
                address(text(node, "uri", 2000)));
    }

    private static String address(String text) {
        try {
            URI address = new URI(text);
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("https") || scheme.equals("http")) && address.getHost() != null ? text : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** Without what databases and pages do not take. */
    private static String text(JsonNode node, String name, int longest) {
        JsonNode value = node.get(name);
        if (value == null || !value.isString()) {
            return "";
        }
        String text =
                value.stringValue().replace("\0", "").replaceAll("\\s+", " ").strip();
        return text.length() <= longest ? text : text.substring(0, longest - 1).strip() + "…";
    }
}
