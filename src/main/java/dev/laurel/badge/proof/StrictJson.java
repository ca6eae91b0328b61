package dev.laurel.badge.proof;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Reads a JSON object as it came from strangers. */
public final class StrictJson {

    /** Far more than any credential or record needs; whoever works through one has a frame for each. */
    private static final int DEEPEST = 100;

    /** Refuses a text in which one name stands twice: readers would differ on what was signed. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** An exponent beyond all that readers hold, in a number or in a text. */
    private static final Pattern LONG_EXPONENT = Pattern.compile("[0-9.][eE][+-]?[0-9]{4}");

    private static final int MOST_ZEROS = 2_000;

    private StrictJson() {}

    /** A few characters can be a number of a billion digits, and whoever calculates with it writes them all down. */
    private static boolean isOfReason(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object.values().stream().allMatch(StrictJson::isOfReason);
        }
        if (value instanceof JsonArray array) {
            return array.stream().allMatch(StrictJson::isOfReason);
        }
        return !(value instanceof JsonNumber number)
                || Math.abs(number.bigDecimalValue().scale()) <= MOST_ZEROS;
    }

    /** Half a character has no bytes of its own: another text would have the same hash. */
    private static boolean isUnicode(JsonObject object) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(object.toString());
    }

    /**
     * The object; empty when the text is not one object, nested beyond reason, says a name twice, or holds half a character
     * or a number that nobody can hold.
     */
    public static Optional<JsonObject> object(String text) {
        try {
            if (!MAPPER.readTree(text).isObject()) {
                return Optional.empty();
            }
            try (JsonReader reader = DataIntegrity.JSON.createReader(new StringReader(text))) {
                return Optional.of(reader.readObject())
                        .filter(object -> !text.contains("\\u") || isUnicode(object))
                        .filter(object -> !LONG_EXPONENT.matcher(text).find() || isOfReason(object));
            }
        } catch (JacksonException | JsonException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
