package dev.laurel.lti.check;

import dev.laurel.system.OutboundResponse;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a platform said, fit to be shown and mailed: a short text without what may be a token, an address of a person or
 * markup. Platforms spell their reasons in several ways; those that Canvas and Moodle were seen to use are known.
 */
final class PlatformWords {

    private static final int LONGEST = 240;
    private static final Pattern MAIL = Pattern.compile("[^\\s<>\"']+@[^\\s<>\"']+");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_+=-]{24,}");
    private static final Pattern MARKUP = Pattern.compile("(?s)<(script|style).*?</\\1>|<[^>]*>");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s]+");

    private PlatformWords() {}

    /** Empty when it gave no reason. */
    static String of(OutboundResponse answer, JsonMapper json) {
        String text = answer.text();
        try {
            return shown(reason(json.readTree(text)));
        } catch (JacksonException e) {
            return shown(MARKUP.matcher(text.substring(0, Math.min(text.length(), 20_000)))
                    .replaceAll(" "));
        }
    }

    static String shown(String text) {
        String plain = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
        plain = MAIL.matcher(plain).replaceAll("…");
        plain = TOKEN.matcher(plain).replaceAll("…");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }

    /** The beginning of an id, for comparing by eye. */
    static String shortened(String id) {
        return id.length() <= 12 ? id : id.substring(0, 12) + "…";
    }

    private static String reason(JsonNode body) {
        String error = text(body, "error");
        String description = text(body, "error_description");
        if (!error.isEmpty() || !description.isEmpty()) {
            return (error + (error.isEmpty() || description.isEmpty() ? "" : ": ") + description);
        }
        JsonNode errors = body.path("errors");
        JsonNode first = errors.isArray() ? errors.path(0) : errors;
        for (String found : new String[] {
            text(first, "message"), text(body, "reason"), text(body, "message"), text(body, "errorMessage")
        }) {
            if (!found.isEmpty()) {
                return found;
            }
        }
        return errors.isString() ? errors.asString() : "";
    }

    private static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() ? value.asString() : "";
    }
}
