package dev.laurel.badge.proof;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads a JSON object as it came from strangers. */
public final class StrictJson {

    /** Refuses a text in which one name stands twice: readers would differ on what was signed. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StrictJson() {}

    /** The object; empty when the text is not one object, nested beyond reason, or says a name twice. */
    public static Optional<JsonObject> object(String text) {
        try {
            if (!MAPPER.readTree(text).isObject()) {
                return Optional.empty();
            }
            try (JsonReader reader = DataIntegrity.JSON.createReader(new StringReader(text))) {
                return Optional.of(reader.readObject());
            }
        } catch (JacksonException | JsonException e) {
            return Optional.empty();
        }
    }
}
