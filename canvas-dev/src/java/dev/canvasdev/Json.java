package dev.canvasdev;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reading and writing of messages (plain maps, order kept) and of the state (fields of our classes). */
final class Json {

    private static final JsonMapper MESSAGES = JsonMapper.builder().build();
    private static final JsonMapper STATE = JsonMapper.builder()
            .changeDefaultVisibility(v -> v.withVisibility(PropertyAccessor.FIELD, Visibility.ANY))
            .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final YAMLMapper SEED = YAMLMapper.builder()
            .changeDefaultVisibility(v -> v.withVisibility(PropertyAccessor.FIELD, Visibility.ANY))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    static String write(Object value) {
        return MESSAGES.writeValueAsString(value);
    }

    /** The members of a JSON object; null when the text is anything else. */
    static @Nullable Map<String, Object> object(String text) {
        try {
            return MESSAGES.readValue(text, OBJECT);
        } catch (JacksonException e) {
            return null;
        }
    }

    static String writeState(Object state) {
        return STATE.writeValueAsString(state);
    }

    static <T> T readState(String text, Class<T> type) {
        return STATE.readValue(text, type);
    }

    static <T> T readSeed(byte[] yaml, Class<T> type) {
        return SEED.readValue(yaml, type);
    }

    /** Names and values in turns; a null value is kept as JSON null. */
    static Map<String, Object> of(@Nullable Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) java.util.Objects.requireNonNull(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    static void putIfPresent(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> child(@Nullable Map<String, Object> map, String name) {
        Object value = map == null ? null : map.get(name);
        return value instanceof Map<?, ?> m ? (Map<String, Object>) m : Map.of();
    }

    static @Nullable String text(@Nullable Map<String, Object> map, String name) {
        return map != null && map.get(name) instanceof String s ? s : null;
    }
}
