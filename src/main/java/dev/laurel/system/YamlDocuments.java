package dev.laurel.system;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** A YAML stream that people write by hand: its documents in order, or in plain words why it cannot be read. */
public final class YamlDocuments {

    private static final int LARGEST = 2 * 1024 * 1024;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private YamlDocuments() {}

    /** What stands between two "---" and is not only a comment; at least one. */
    public static List<JsonNode> read(byte[] yaml) throws Unreadable {
        if (yaml.length > LARGEST) {
            throw new Unreadable("", Fault.of("system.fault.yaml.large"));
        }
        List<JsonNode> nodes = new ArrayList<>();
        refuseAliases(yaml);
        try (JsonParser documents = YAML.createParser(yaml)) {
            while (documents.nextToken() != null) {
                JsonNode node = YAML.readTree(documents);
                if (!node.isNull() && !node.isMissingNode()) {
                    nodes.add(node);
                }
            }
        } catch (JacksonException e) {
            throw new Unreadable("document " + (nodes.size() + 1), YamlFault.of(yaml, e));
        }
        if (nodes.isEmpty()) {
            throw new Unreadable("", Fault.of("system.fault.yaml.none"));
        }
        return List.copyOf(nodes);
    }

    /** Words that only refer to others would be taken for themselves. */
    private static void refuseAliases(byte[] yaml) throws Unreadable {
        try (JsonParser tokens = YAML.createParser(yaml)) {
            while (tokens.nextToken() != null) {
                if (tokens instanceof YAMLParser parser && parser.isCurrentAlias()) {
                    TokenStreamLocation at = tokens.currentTokenLocation();
                    throw new Unreadable(
                            "",
                            Fault.of("system.fault.yaml.alias", at.getLineNr(), at.getColumnNr(), tokens.getString()));
                }
            }
        } catch (JacksonException e) {
            // Said by whoever reads the documents.
        }
    }

    /** A place in a file, both from 1. */
    public record Place(int line, int column) {}

    /**
     * Where fields of the first document stand; of one that is missing, where that stands in which it is missing. Reads the
     * stream once, and nothing of it is kept but these places.
     *
     * @param fields such as {@code submission.parts[1].title}
     */
    public static Map<String, Place> places(byte[] yaml, Collection<String> fields) {
        Set<String> wanted = new HashSet<>();
        fields.forEach(field -> wanted.addAll(andWhatItIsIn(field)));
        int deepest = wanted.stream().mapToInt(YamlDocuments::steps).max().orElse(0);
        Map<String, Place> found = new HashMap<>();
        try (JsonParser tokens = YAML.createParser(yaml)) {
            tokens.nextToken();
            JsonToken token = tokens.nextToken();
            while (found.size() < wanted.size()
                    && token != null
                    && !(token == JsonToken.END_OBJECT
                            && tokens.streamReadContext().inRoot())) {
                if (tokens.streamReadContext().getNestingDepth() <= deepest) {
                    String path = path(tokens.streamReadContext().pathAsPointer());
                    if (wanted.contains(path)) {
                        TokenStreamLocation at = tokens.currentTokenLocation();
                        found.putIfAbsent(path, new Place(at.getLineNr(), at.getColumnNr()));
                    }
                }
                token = tokens.nextToken();
            }
        } catch (JacksonException e) {
            return Map.of();
        }
        Map<String, Place> places = new HashMap<>();
        fields.forEach(field -> andWhatItIsIn(field).stream()
                .filter(found::containsKey)
                .findFirst()
                .ifPresent(path -> places.put(field, found.get(path))));
        return places;
    }

    /** The field, then what it is in, from the inside out. */
    private static List<String> andWhatItIsIn(String field) {
        List<String> paths = new ArrayList<>();
        for (String path = field; !path.isEmpty(); path = path.substring(0, Math.max(0, lastStep(path)))) {
            paths.add(path);
        }
        return paths;
    }

    private static int steps(String path) {
        return 1 + (int) path.chars().filter(c -> c == '.' || c == '[').count();
    }

    private static int lastStep(String path) {
        return Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    }

    private static String path(JsonPointer pointer) {
        StringBuilder path = new StringBuilder();
        for (JsonPointer step = pointer; !step.matches(); step = step.tail()) {
            if (step.mayMatchElement()) {
                path.append('[').append(step.getMatchingIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getMatchingProperty());
            }
        }
        return path.toString();
    }

    /** Why a stream cannot be read. */
    public static final class Unreadable extends Exception {

        private final String document;
        private final transient Fault fault;

        private Unreadable(String document, Fault fault) {
            super(fault.sentence());
            this.document = document;
            this.fault = fault;
        }

        /** Place of the document in the stream, such as {@code document 2}; empty for the stream itself. */
        public String document() {
            return document;
        }

        /** What is wrong, to be read after the document's name. */
        public Fault fault() {
            return fault;
        }

        /** The same in English. */
        public String sentence() {
            return fault.sentence();
        }
    }
}
