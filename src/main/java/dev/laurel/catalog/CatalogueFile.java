package dev.laurel.catalog;

import dev.laurel.catalog.CatalogueDocuments.Kind;
import dev.laurel.system.Fault;
import dev.laurel.system.Sha256;
import dev.laurel.system.YamlDocuments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A file of the catalogue, read and found in order: a YAML stream of micro-credentials and stacks. */
record CatalogueFile(String source, List<Document> documents) {

    /** Fields in one order, so that the same content has the same text whatever order its author wrote it in. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private static final ObjectWriter STORED = JSON.writer();

    /**
     * @param content everything but the state, as JSON in one canonical form
     */
    record Document(
            Kind kind,
            String id,
            String version,
            VersionStatus status,
            String language,
            String title,
            String content,
            String contentHash,
            List<Stack.Member> members) {}

    /**
     * Reads and validates every document of the file.
     *
     * @param source what to call the file in a problem
     * @throws InvalidCatalogueFile with every problem of every document
     */
    static CatalogueFile read(String source, byte[] yaml) {
        List<CatalogueProblem> problems = new ArrayList<>();
        List<Document> documents = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<JsonNode> nodes = parse(source, yaml);
        for (int i = 0; i < nodes.size(); i++) {
            String number = "document " + (i + 1);
            if (!(nodes.get(i) instanceof ObjectNode fields)) {
                problems.add(new CatalogueProblem(source, number, "", Fault.of("system.fault.group")));
                continue;
            }
            JsonNode id = fields.get("id");
            String name = id != null && id.isString() ? number + " (" + id.stringValue() + ")" : number;
            int before = problems.size();
            Optional<Document> document = document(source, name, fields, problems);
            document.filter(read -> problems.size() == before).ifPresent(read -> {
                if (!seen.add(read.id() + " " + read.version())) {
                    problems.add(new CatalogueProblem(source, name, "", Fault.of("catalog.fault.document.twice")));
                }
                documents.add(read);
            });
        }
        if (!problems.isEmpty()) {
            throw new InvalidCatalogueFile(problems);
        }
        return new CatalogueFile(source, List.copyOf(documents));
    }

    private static List<JsonNode> parse(String source, byte[] yaml) {
        try {
            return YamlDocuments.read(yaml);
        } catch (YamlDocuments.Unreadable e) {
            throw new InvalidCatalogueFile(source, e.document(), e.fault());
        }
    }

    private static Optional<Document> document(
            String source, String name, ObjectNode fields, List<CatalogueProblem> problems) {
        BiConsumer<String, Fault> tell =
                (field, fault) -> problems.add(new CatalogueProblem(source, name, field, fault));
        Optional<Kind> kind = CatalogueDocuments.kind(fields, tell);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        VersionStatus status = CatalogueDocuments.status(fields, tell);
        ObjectNode stored = fields.deepCopy();
        stored.remove("status");
        String content = canonical(stored);
        return Optional.of(
                switch (kind.get()) {
                    case MICRO_CREDENTIAL -> {
                        MicroCredential read =
                                CatalogueDocuments.microCredential(new VersionId(new UUID(0, 0)), stored, tell);
                        yield new Document(
                                Kind.MICRO_CREDENTIAL,
                                read.id().value(),
                                read.version(),
                                status,
                                read.language(),
                                read.title(),
                                content,
                                Sha256.hex(content),
                                List.of());
                    }
                    case STACK -> {
                        Stack read = CatalogueDocuments.stack(new VersionId(new UUID(0, 0)), stored, tell);
                        yield new Document(
                                Kind.STACK,
                                read.id().value(),
                                read.version(),
                                status,
                                read.language(),
                                read.title(),
                                content,
                                Sha256.hex(content),
                                read.members());
                    }
                });
    }

    static String canonical(ObjectNode document) {
        return STORED.writeValueAsString(document);
    }

    /** What was stored of a micro-credential, as it was published. */
    static MicroCredential microCredential(VersionId versionId, String content) {
        return CatalogueDocuments.microCredential(versionId, (ObjectNode) JSON.readTree(content), refuse(versionId));
    }

    /** What was stored of a stack, as it was published. */
    static Stack stack(VersionId versionId, String content) {
        return CatalogueDocuments.stack(versionId, (ObjectNode) JSON.readTree(content), refuse(versionId));
    }

    private static BiConsumer<String, Fault> refuse(VersionId versionId) {
        return (field, fault) -> {
            throw new IllegalStateException("Stored catalogue version " + versionId.value() + " is not readable: "
                    + field + " " + fault.sentence());
        };
    }
}
