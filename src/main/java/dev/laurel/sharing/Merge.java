package dev.laurel.sharing;

import dev.laurel.authoring.Difference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An adopted document once its original has changed. Field by field of the document, whoever alone changed it has the
 * word; where both did, the original has it and what was written here is listed.
 *
 * @param kept changes made here that stay, as the original says it and as it is said here
 * @param lost words written here that the new original takes the place of, and its own
 */
record Merge(ObjectNode document, List<Difference> kept, List<Difference> lost) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What is never the original's: names, the issuer, and what was added here. */
    private static final Set<String> OWN = Set.of("id", "version", "issuer", "origin", "local");

    /**
     * The original as the document of somebody else.
     *
     * @param names ids of originals and what they are called here. Prerequisites that are not among them are left out, for
     *     nobody could earn them here; members of a stack that are not among them stay as the original names them
     */
    static ObjectNode adopted(ObjectNode original, String organisation, ObjectNode origin, Map<String, String> names) {
        ObjectNode document = original.deepCopy();
        document.remove("local");
        document.set("origin", origin);
        document.putObject("issuer").put("name", organisation);
        if (document.get("prerequisites") instanceof ArrayNode before) {
            ArrayNode known = JSON.createArrayNode();
            for (JsonNode one : before) {
                String here = names.get(one.path("id").asString(""));
                if (here != null && one instanceof ObjectNode condition) {
                    known.add(condition.deepCopy().put("id", here));
                }
            }
            document.remove("prerequisites");
            if (!known.isEmpty()) {
                document.set("prerequisites", known);
            }
        }
        members(document, names);
        return document;
    }

    /**
     * What a stack is made of, as it is called here. An adopted micro-credential begins with version 1.0.0, and a badge of a
     * later one counts for it too.
     */
    private static void members(ObjectNode document, Map<String, String> names) {
        document.path("members").forEach(one -> {
            if (one instanceof ObjectNode member && !member.has("achievement")) {
                String here = names.get(member.path("id").asString(""));
                if (here != null) {
                    member.put("id", here).put("version", "1.0.0");
                }
            }
            renamed(one, "after", names);
        });
        document.path("completion_rule").path("groups").forEach(group -> renamed(group, "members", names));
        if (document.get("capstone") instanceof ObjectNode capstone) {
            String here = names.get(capstone.path("id").asString(""));
            if (here != null) {
                capstone.put("id", here);
            }
        }
    }

    private static void renamed(JsonNode holder, String list, Map<String, String> names) {
        if (holder instanceof ObjectNode object && object.get(list) instanceof ArrayNode ids) {
            ArrayNode here = JSON.createArrayNode();
            ids.forEach(id -> here.add(names.getOrDefault(id.asString(""), id.asString(""))));
            object.set(list, here);
        }
    }

    /** Ids of what a stack is made of, without badges of other issuers; empty for a micro-credential. */
    static List<String> members(ObjectNode original) {
        List<String> ids = new ArrayList<>();
        original.path("members").forEach(one -> {
            if (!one.has("achievement")) {
                ids.add(one.path("id").asString(""));
            }
        });
        return ids;
    }

    /** Ids of what an original builds on. */
    static List<String> prerequisites(ObjectNode original) {
        List<String> ids = new ArrayList<>();
        original.path("prerequisites").forEach(one -> ids.add(one.path("id").asString("")));
        return ids;
    }

    /**
     * @param before the original that the document came from, {@link #adopted}
     * @param after the new one, {@link #adopted}
     * @param own the document as it stands here
     */
    static Merge of(ObjectNode before, ObjectNode after, ObjectNode own) {
        ObjectNode document = after.deepCopy();
        ObjectNode keptBefore = JSON.createObjectNode();
        ObjectNode keptAfter = JSON.createObjectNode();
        ObjectNode lostBefore = JSON.createObjectNode();
        ObjectNode lostAfter = JSON.createObjectNode();
        Set<String> names = new LinkedHashSet<>(own.propertyNames());
        names.addAll(after.propertyNames());
        names.addAll(before.propertyNames());
        names.removeAll(OWN);
        for (String name : names) {
            JsonNode was = before.get(name);
            JsonNode here = own.get(name);
            JsonNode there = after.get(name);
            if (Objects.equals(here, was) || Objects.equals(here, there)) {
                continue;
            }
            if (Objects.equals(was, there)) {
                set(document, name, here);
                set(keptBefore, name, there);
                set(keptAfter, name, here);
            } else {
                set(lostBefore, name, here);
                set(lostAfter, name, there);
            }
        }
        set(document, "issuer", own.get("issuer"));
        set(document, "local", own.get("local"));
        return new Merge(document, between(keptBefore, keptAfter), between(lostBefore, lostAfter));
    }

    private static List<Difference> between(ObjectNode one, ObjectNode other) {
        return Difference.between(one.toString(), other.toString());
    }

    private static void set(ObjectNode document, String name, @Nullable JsonNode value) {
        if (value == null) {
            document.remove(name);
        } else {
            document.set(name, value.deepCopy());
        }
    }
}
