package dev.laurel.badge.proof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Canonical forms of a series of documents that differ in a few known places. What they share is expanded once; a document
 * that does not fit goes the whole way of {@link Canonicalisation}, with the same result.
 */
final class CanonicalForms {

    private static final int MOST_CHARACTERS = 8_000_000;

    private final Place places = new Place();
    private final Cache<JsonObject, Optional<CanonicalTemplate>> templates = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((JsonObject pattern, Optional<CanonicalTemplate> template) ->
                    4_000 + 2 * template.map(CanonicalTemplate::size).orElse(0))
            .build();

    /**
     * @param varying where texts differ, as paths of member names with {@code *} for every item of an array, such as
     *     {@code credentialSubject/result/*}{@code /value}
     */
    CanonicalForms(String... varying) {
        for (String path : varying) {
            Place place = places;
            for (String step : path.split("/")) {
                place = place.inside.computeIfAbsent(step, unseen -> new Place());
            }
            place.varies = true;
        }
    }

    /**
     * The same as {@link Canonicalisation#nQuads}.
     *
     * @throws NotCoveredByProof when a part of the document would not be in it
     */
    String nQuads(JsonObject document) throws NotCoveredByProof {
        List<String> values = new ArrayList<>();
        JsonObject pattern = (JsonObject) pattern(document, places, values);
        Optional<CanonicalTemplate> template = templates.getIfPresent(pattern);
        if (template == null) {
            template = CanonicalTemplate.of(pattern, values.size());
            templates.put(pattern, template);
        }
        Optional<String> filled = template.flatMap(known -> known.fill(values));
        return filled.isPresent() ? filled.get() : Canonicalisation.nQuads(document);
    }

    private static JsonValue pattern(JsonValue value, Place place, List<String> values) {
        if (place.varies && value instanceof JsonString text) {
            values.add(text.getString());
            return DataIntegrity.JSON.createValue(CanonicalTemplate.gap(values.size() - 1));
        }
        if (value instanceof JsonObject object && !place.inside.isEmpty()) {
            JsonObjectBuilder copy = DataIntegrity.JSON.createObjectBuilder();
            for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
                Place inside = place.at(entry.getKey());
                copy.add(entry.getKey(), inside == null ? entry.getValue() : pattern(entry.getValue(), inside, values));
            }
            return copy.build();
        }
        Place items = place.at("*");
        if (value instanceof JsonArray array && items != null) {
            JsonArrayBuilder copy = DataIntegrity.JSON.createArrayBuilder();
            for (JsonValue item : array) {
                copy.add(pattern(item, items, values));
            }
            return copy.build();
        }
        return value;
    }

    /** A place in a document, and what is to be found further in. */
    private static final class Place {

        private final Map<String, Place> inside = new HashMap<>();
        private boolean varies;

        @Nullable
        Place at(String step) {
            return inside.get(step);
        }
    }
}
