package dev.laurel.lti.launch;

import dev.laurel.lti.launch.LaunchRefused.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The claims of an id_token, or the members of one claim. What the standard demands is read strictly: another JSON type is
 * a refusal. What it leaves open is read kindly: {@code null} is absent, a number is its text (Canvas sends both).
 */
final class Claims {

    static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    static final String AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
    static final String NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice";
    static final String NOTICES = LTI + "platformnotificationservice";
    static final String DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode node;
    private final String path;

    private Claims(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** The claims in a token's payload. */
    static Claims parse(String payload) {
        try {
            JsonNode node = JSON.readTree(payload);
            if (node.isObject()) {
                return new Claims(node, "");
            }
        } catch (JacksonException e) {
            throw new LaunchRefused(Cause.MALFORMED, "The payload is no JSON");
        }
        throw new LaunchRefused(Cause.MALFORMED, "The payload is no JSON object");
    }

    /** A string that must be there and must not be empty. */
    String required(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            throw new LaunchRefused(Cause.MALFORMED, "Claim " + path + name + " is missing");
        }
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new LaunchRefused(Cause.MALFORMED, "Claim " + path + name + " is no text");
        }
        return value.stringValue();
    }

    /** A required string of the kind that LTI limits to 255 characters (LTI Core 1.3, section 5.3). */
    String requiredId(String name) {
        String id = required(name);
        if (id.length() > 255 || !id.equals(Printable.stored(id))) {
            throw new LaunchRefused(
                    Cause.MALFORMED, "Claim " + path + name + " is longer than 255 characters or no text");
        }
        return id;
    }

    /** A string that may be absent; anything but text, a number or a boolean counts as absent. */
    @Nullable
    String text(String name) {
        JsonNode value = node.get(name);
        return value == null ? null : text(value);
    }

    boolean has(String name) {
        JsonNode value = node.get(name);
        return value != null && !value.isNull();
    }

    /** A time in seconds since 1970 (RFC 7519, section 2, NumericDate), if there is one. */
    Optional<Instant> time(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber() || Math.abs(value.doubleValue()) > 1e12) {
            throw new LaunchRefused(Cause.MALFORMED, "Claim " + path + name + " is no time");
        }
        return Optional.of(Instant.ofEpochSecond((long) value.doubleValue()));
    }

    Instant requiredTime(String name) {
        return time(name).orElseThrow(() -> new LaunchRefused(Cause.MALFORMED, "Claim " + path + name + " is missing"));
    }

    /** The members of a claim that is an object; empty when it is absent. PHP writes an object without any as {@code []}. */
    Optional<Claims> object(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull() || (value.isArray() && value.isEmpty())) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw new LaunchRefused(Cause.MALFORMED, "Claim " + path + name + " is no object");
        }
        return Optional.of(new Claims(value, path + name + "."));
    }

    /** The same for claims that must never stand in the way: empty also when the value is no object. */
    Optional<Claims> objectOrNothing(String name) {
        JsonNode value = node.get(name);
        return value == null || !value.isObject()
                ? Optional.empty()
                : Optional.of(new Claims(value, path + name + "."));
    }

    Claims requiredObject(String name) {
        return object(name)
                .orElseThrow(() -> new LaunchRefused(Cause.MALFORMED, "Claim " + path + name + " is missing"));
    }

    /** The strings in an array that must be there; it may be empty, and what is no string in it is passed over. */
    List<String> requiredStrings(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray()) {
            throw new LaunchRefused(Cause.MALFORMED, "Claim " + path + name + " is missing or no array");
        }
        return strings(value);
    }

    /** The strings in an array; empty when it is absent or no array. */
    List<String> strings(String name) {
        JsonNode value = node.get(name);
        return value == null || !value.isArray() ? List.of() : strings(value);
    }

    /** One string, or an array of nothing but strings (RFC 7519, section 4.1.3). */
    List<String> oneOrMore(String name) {
        JsonNode value = node.get(name);
        if (value != null && value.isString()) {
            return List.of(value.stringValue());
        }
        List<String> strings = requiredStrings(name);
        if (value == null || strings.size() != value.size()) {
            throw new LaunchRefused(Cause.MALFORMED, "Claim " + path + name + " holds something that is no text");
        }
        return strings;
    }

    boolean flag(String name, boolean absent) {
        JsonNode value = node.get(name);
        if (value != null && value.isBoolean()) {
            return value.booleanValue();
        }
        String text = value == null ? null : text(value);
        return text == null ? absent : text.equalsIgnoreCase("true");
    }

    /** Every member that is text, a number or a boolean. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            String text = text(member.getValue());
            if (text != null) {
                texts.put(member.getKey(), text);
            }
        });
        return texts;
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>(array.size());
        for (JsonNode value : array) {
            if (value.isString()) {
                strings.add(value.stringValue());
            }
        }
        return strings;
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        return value.isNumber() || value.isBoolean() ? value.asString() : null;
    }

    /** Claims are personal data. */
    @Override
    public String toString() {
        return "Claims[not printed]";
    }
}
