package dev.canvasdev;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Recorded messages of real LMSs, and what is compared of them: names and JSON types. */
final class Samples {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Samples() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> read(String name) {
        return (Map<String, Object>) parse(text(name));
    }

    static String text(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/lms-samples/" + name + ".json")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Object parse(String json) {
        return JSON.readValue(json, new TypeReference<>() {});
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String json) {
        return (Map<String, Object>) parse(json);
    }

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> at(Map<String, Object> map, String... path) {
        Map<String, Object> at = map;
        for (String name : path) {
            at = (Map<String, Object>) Objects.requireNonNull(at.get(name), name);
        }
        return at;
    }

    /** Path to JSON type for everything in a message; the elements of a list are taken together. */
    static Map<String, String> shape(Object message) {
        Map<String, TreeSet<String>> found = new TreeMap<>();
        walk("", message, found);
        Map<String, String> shape = new TreeMap<>();
        found.forEach((path, types) -> shape.put(path, String.join("|", types)));
        return shape;
    }

    /** As {@link #shape}, without what lies below these paths. */
    static Map<String, String> shape(Object message, String... without) {
        Map<String, String> shape = shape(message);
        for (String path : without) {
            shape.keySet().removeIf(p -> p.startsWith(path + "/"));
        }
        return shape;
    }

    private static void walk(String path, Object value, Map<String, TreeSet<String>> found) {
        found.computeIfAbsent(path.isEmpty() ? "/" : path, p -> new TreeSet<>()).add(type(value));
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, child) -> walk(path + "/" + name, child, found));
        } else if (value instanceof List<?> list) {
            new ArrayList<>(list).forEach(child -> walk(path + "/[]", child, found));
        }
    }

    private static String type(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map) {
            return "object";
        }
        if (value instanceof List) {
            return "array";
        }
        if (value instanceof Number) {
            return value instanceof Double ? "decimal" : "integer";
        }
        return value instanceof Boolean ? "boolean" : "string";
    }
}
