package dev.laurel.catalog;

import dev.laurel.system.Fault;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What writing a version needs of the catalogue: its rules, and to put the version on offer and take it off. */
@Component
public class Publishing {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final CatalogueImport catalogueImport;
    private final Closings closings;
    private final Catalogue catalogue;

    Publishing(JdbcClient jdbc, CatalogueImport catalogueImport, Closings closings, Catalogue catalogue) {
        this.jdbc = jdbc;
        this.catalogueImport = catalogueImport;
        this.closings = closings;
        this.catalogue = catalogue;
    }

    /** Reads a file of one micro-credential or one stack, by the rules of the import. */
    public DocumentCheck read(String source, byte[] yaml) {
        try {
            List<CatalogueFile.Document> documents =
                    CatalogueFile.read(source, yaml).documents();
            if (documents.size() != 1) {
                return new DocumentCheck(
                        null, List.of(new DocumentCheck.Problem("", Fault.of("catalog.fault.document.one"))));
            }
            CatalogueFile.Document document = documents.get(0);
            return new DocumentCheck(
                    new DocumentCheck.Readable(document.id(), document.version(), document.title(), document.content()),
                    List.of());
        } catch (InvalidCatalogueFile e) {
            return new DocumentCheck(
                    null,
                    e.problems().stream()
                            .map(problem -> new DocumentCheck.Problem(problem.field(), problem.fault()))
                            .toList());
        }
    }

    /** What the rules of the import say against a document; empty when it can be published. */
    public List<DocumentCheck.Problem> problems(String content) {
        List<DocumentCheck.Problem> problems = new ArrayList<>();
        BiConsumer<String, Fault> tell = (field, fault) -> problems.add(new DocumentCheck.Problem(field, fault));
        ObjectNode document = (ObjectNode) JSON.readTree(content);
        VersionId standIn = new VersionId(new UUID(0, 0));
        if (isStack(document)) {
            Stack stack = CatalogueDocuments.stack(standIn, document, tell);
            if (problems.isEmpty()) {
                new StackMembers(catalogue).check(stack, tell);
            }
        } else {
            CatalogueDocuments.microCredential(standIn, document, tell);
        }
        return problems;
    }

    /** Whether a document is one of a stack. */
    public boolean isStack(String content) {
        return isStack((ObjectNode) JSON.readTree(content));
    }

    private static boolean isStack(ObjectNode document) {
        return document.path("kind").asString("").equals("stack");
    }

    /** A stack as everybody would see it. @throws IllegalStateException when it breaks the rules */
    public Stack previewStack(VersionId id, String content) {
        return CatalogueFile.stack(id, content);
    }

    /** The most hours that completing a stack can give by its members, as far as the catalogue knows them. */
    public int hoursOfMembers(Stack stack) {
        return new StackMembers(catalogue).mostHours(stack);
    }

    /** A version as earners and assessors would see it. @throws IllegalStateException when it breaks the rules */
    public MicroCredential preview(VersionId id, String content) {
        return CatalogueFile.microCredential(id, content);
    }

    /** A version as a file. */
    public String yaml(String content, boolean published) {
        return CatalogueExport.yaml(published ? VersionStatus.PUBLISHED : VersionStatus.DRAFT, content);
    }

    /** A document as it is stored: the same content is the same text. */
    public String canonical(ObjectNode document) {
        return CatalogueFile.canonical(document);
    }

    /** The document of a version that is or was on offer. */
    public Optional<String> content(VersionId id) {
        return jdbc.sql("select content from catalog_version where id = :id")
                .param("id", id.value())
                .query(String.class)
                .optional();
    }

    /** Whom a document names as its issuer; empty where it names nobody yet. */
    public static String issuer(String content) {
        return JSON.readTree(content).path("issuer").path("name").asString("").strip();
    }

    /** Words as documents that are stored spell them. */
    public static String asInDocuments(String words) {
        String quoted = JSON.writeValueAsString(words);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** Whom the versions name as their issuer that hold those words anywhere, in whatever capitals; retired ones too. */
    public Map<VersionId, String> issuersWith(String words) {
        Map<VersionId, String> issuers = new HashMap<>();
        jdbc.sql("select id, content from catalog_version where position(lower(:words) in lower(content)) > 0")
                .param("words", asInDocuments(words))
                .query(row -> {
                    issuers.put(new VersionId(row.getObject("id", UUID.class)), issuer(row.getString("content")));
                });
        return issuers;
    }

    /** Negative where the first number of two versions is the lower one. */
    public static int compareVersions(String one, String other) {
        return CatalogueImport.compareVersions(one, other);
    }

    /** Whether any version of an item is or was on offer. */
    public boolean isPublished(String item) {
        return jdbc.sql("select count(*) from catalog_version where item_id = :item")
                        .param("item", item)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Puts a version on offer, for good under this id. */
    public void publish(VersionId id, String content) {
        ObjectNode document = (ObjectNode) JSON.readTree(content);
        document.put("status", "published");
        catalogueImport.publish(
                document.path("id").stringValue(), document.toString().getBytes(StandardCharsets.UTF_8), id);
    }

    /**
     * Closes a version to everybody who has not started with it; it stays readable.
     *
     * @param until by when whoever began has to hand in
     */
    @Transactional
    public void takeOffOffer(VersionId id, Instant until) {
        jdbc.sql("update catalog_version set closes_at = :until where id = :id")
                .param("until", Timestamp.from(until))
                .param("id", id.value())
                .update();
        closings.changed();
        jdbc.sql("select content from catalog_version where id = :id")
                .param("id", id.value())
                .query(String.class)
                .optional()
                .ifPresent(content -> {
                    ObjectNode document = (ObjectNode) JSON.readTree(content);
                    document.put("status", "retired");
                    catalogueImport.publish(
                            document.path("id").stringValue(),
                            document.toString().getBytes(StandardCharsets.UTF_8),
                            id);
                });
    }
}
