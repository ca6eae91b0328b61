package dev.laurel.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            TokenStreamLocation at = e.getLocation();
            throw new Unreadable(
                    "document " + (nodes.size() + 1),
                    at == null
                            ? Fault.of("system.fault.yaml", firstLine(e))
                            : Fault.of("system.fault.yaml.at", at.getLineNr(), at.getColumnNr(), firstLine(e)));
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
     * Where a field of the first document stands; of one that is missing, where that stands in which it is missing.
     *
     * @param field such as {@code submission.parts[1].title}
     */
    public static Optional<Place> place(byte[] yaml, String field) {
        Map<String, Place> places = new HashMap<>();
        try (JsonParser tokens = YAML.createParser(yaml)) {
            tokens.nextToken();
            JsonToken token = tokens.nextToken();
            while (token != null
                    && !(token == JsonToken.END_OBJECT
                            && tokens.streamReadContext().inRoot())) {
                TokenStreamLocation at = tokens.currentTokenLocation();
                places.putIfAbsent(
                        path(tokens.streamReadContext().pathAsPointer()), new Place(at.getLineNr(), at.getColumnNr()));
                token = tokens.nextToken();
            }
        } catch (JacksonException e) {
            return Optional.empty();
        }
        for (String path = field; !path.isEmpty(); path = path.substring(0, Math.max(0, lastStep(path)))) {
            if (places.containsKey(path)) {
                return Optional.of(places.get(path));
            }
        }
        return Optional.empty();
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

    private static String firstLine(JacksonException e) {
        String text = e.getOriginalMessage();
        return text == null ? "unknown" : text.lines().findFirst().orElse("unknown");
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
