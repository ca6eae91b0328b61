package dev.laurel.system;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

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
