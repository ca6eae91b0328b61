package dev.laurel.lti.registration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Why a platform refused a registration, in its own words: one reason of Dynamic Registration 1.0, section 3.7, or the list of what
 * is wrong that Canvas gives with a 422. Short, without control characters and without what may be a token; it is still markup to
 * whoever shows it.
 */
final class RefusalReasons {

    private static final int MOST = 3;
    private static final int LONGEST = 200;
    private static final int DEEPEST = 4;
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w.-]+|[\\w+=-]{40,}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s]+");

    private RefusalReasons() {}

    /** Empty when the body holds none in a form that is known. */
    static String of(JsonNode body) {
        for (String member : List.of("error_description", "error", "errorMessage")) {
            JsonNode value = body.path(member);
            if (value.isString() || value.isIntegralNumber()) {
                String words = shown(value.asString());
                if (!words.isEmpty()) {
                    return words;
                }
            }
        }
        Set<String> found = new LinkedHashSet<>();
        collect(body.path("errors"), "", 0, found);
        List<String> first = new ArrayList<>(found.stream().limit(MOST).toList());
        if (found.size() > MOST) {
            first.add("…");
        }
        return String.join("; ", first);
    }

    /** Canvas lists sentences; errors by field and objects with a message are how it answers elsewhere. */
    private static void collect(JsonNode node, String field, int depth, Set<String> found) {
        if (depth > DEEPEST || found.size() > MOST) {
            return;
        }
        if (node.isString()) {
            String words = shown(field.isEmpty() ? node.asString() : field + ": " + node.asString());
            if (!words.isEmpty()) {
                found.add(words);
            }
        } else if (node.isArray()) {
            for (JsonNode entry : node) {
                collect(entry, field, depth + 1, found);
            }
        } else if (node.path("message").isString()) {
            collect(node.path("message"), field, depth + 1, found);
        } else {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                collect(member.getValue(), member.getKey(), depth + 1, found);
            }
        }
    }

    private static String shown(String text) {
        String head = text.length() > 10 * LONGEST ? text.substring(0, 10 * LONGEST) : text;
        String plain =
                TOKEN.matcher(UNPRINTABLE.matcher(head).replaceAll(" ").strip()).replaceAll("…");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
