package dev.laurel.catalog;

import dev.laurel.catalog.CatalogueDocuments.Kind;
import dev.laurel.catalog.CatalogueFile.Document;
import dev.laurel.system.Fault;
import dev.laurel.system.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Publishes catalogue files: each file whole or not at all, and no version twice. */
@Component
class CatalogueImport {

    private static final Logger log = LoggerFactory.getLogger(CatalogueImport.class);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Closings closings;

    CatalogueImport(JdbcClient jdbc, Clock clock, Closings closings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.closings = closings;
    }

    /** What became of a file's documents: how many versions are new, were there before, are drafts and left out. */
    record Outcome(int published, int unchanged, int drafts) {}

    /**
     * Publishes what the file says is published and takes off offer what it says is retired. Importing a version again
     * changes nothing but its state.
     *
     * @throws InvalidCatalogueFile when the file has any problem, or holds a known version with other content
     */
    @Transactional
    public Outcome publish(String source, byte[] yaml) {
        return publish(source, yaml, null);
    }

    /**
     * The same for one document.
     *
     * @param versionId what to call its version where it is new
     */
    @Transactional
    public Outcome publish(String source, byte[] yaml, @Nullable VersionId versionId) {
        CatalogueFile file = CatalogueFile.read(source, yaml);
        List<CatalogueProblem> problems = new ArrayList<>();
        int published = 0;
        int unchanged = 0;
        int drafts = 0;
        int number = 0;
        for (Document document : file.documents()) {
            number++;
            if (document.status() == VersionStatus.DRAFT) {
                drafts++;
                continue;
            }
            lockEntry(document);
            boolean fresh = insert(document, versionId == null ? Ids.next() : versionId.value());
            Fault mistake = mistake(document);
            if (mistake != null) {
                problems.add(new CatalogueProblem(
                        source, "document " + number + " (" + document.id() + ")", "version", mistake));
                continue;
            }
            if (fresh) {
                published++;
            } else {
                unchanged++;
            }
            if (setStatus(document) || fresh) {
                offerNewest(document);
                closings.changed();
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidCatalogueFile(problems);
        }
        warnOfMissingMembers(file);
        return new Outcome(published, unchanged, drafts);
    }

    /** Whoever publishes a version of an item holds its entry until the end, so that the newest version stays right. */
    private void lockEntry(Document document) {
        jdbc.sql("insert into catalog_entry (item_id, kind, sort_title) values (:item, :kind, :title)"
                        + " on conflict do nothing")
                .param("item", document.id())
                .param("kind", document.kind().name())
                .param("title", sortTitle(document.title()))
                .update();
        jdbc.sql("select item_id from catalog_entry where item_id = :item for update")
                .param("item", document.id())
                .query(String.class)
                .single();
    }

    private boolean insert(Document document, UUID id) {
        return jdbc.sql("insert into catalog_version"
                                + " (id, kind, item_id, version, status, language, title, content, content_hash, published_at)"
                                + " values (:id, :kind, :item, :version, :status, :language, :title, :content, :hash, :now)"
                                + " on conflict do nothing")
                        .param("id", id)
                        .param("kind", document.kind().name())
                        .param("item", document.id())
                        .param("version", document.version())
                        .param("status", document.status().name())
                        .param("language", document.language())
                        .param("title", document.title())
                        .param("content", document.content())
                        .param("hash", document.contentHash())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    /** Why the stored version is not what this document says, or null when it is. */
    private @Nullable Fault mistake(Document document) {
        String entryKind = jdbc.sql("select kind from catalog_entry where item_id = :item")
                .param("item", document.id())
                .query(String.class)
                .single();
        if (!entryKind.equals(document.kind().name())) {
            return Fault.of("catalog.fault.document.kind", document.id());
        }
        String stored = jdbc.sql(
                        "select content_hash from catalog_version where item_id = :item and version = :version")
                .param("item", document.id())
                .param("version", document.version())
                .query(String.class)
                .single();
        return stored.equals(document.contentHash())
                ? null
                : Fault.of("catalog.fault.document.changed", document.version());
    }

    private boolean setStatus(Document document) {
        return jdbc.sql("update catalog_version set status = :status"
                                + " where item_id = :item and version = :version and status <> :status")
                        .param("status", document.status().name())
                        .param("item", document.id())
                        .param("version", document.version())
                        .update()
                == 1;
    }

    /** Points the entry and its words at the newest version that is on offer. */
    private void offerNewest(Document document) {
        record Stored(UUID id, String version, String content) {}
        List<Stored> onOffer = jdbc.sql("select id, version, content from catalog_version"
                        + " where item_id = :item and status = 'PUBLISHED'")
                .param("item", document.id())
                .query((row, number) ->
                        new Stored(row.getObject("id", UUID.class), row.getString("version"), row.getString("content")))
                .list();
        jdbc.sql("delete from catalog_word where item_id = :item")
                .param("item", document.id())
                .update();
        Stored newest = onOffer.stream()
                .max(Comparator.comparing(Stored::version, CatalogueImport::compareVersions))
                .orElse(null);
        if (newest == null) {
            jdbc.sql("update catalog_entry set version_id = null where item_id = :item")
                    .param("item", document.id())
                    .update();
            return;
        }
        Found found = found(document.kind(), new VersionId(newest.id()), newest.content());
        jdbc.sql("update catalog_entry set version_id = :version, sort_title = :title where item_id = :item")
                .param("version", newest.id())
                .param("title", sortTitle(found.title()))
                .param("item", document.id())
                .update();
        for (String word : found.words()) {
            jdbc.sql("insert into catalog_word (word, item_id) values (:word, :item)")
                    .param("word", SearchWords.bytes(word))
                    .param("item", document.id())
                    .update();
        }
    }

    /** What an entry is sorted and found by. */
    private record Found(String title, List<String> words) {}

    private static Found found(Kind kind, VersionId id, String content) {
        return switch (kind) {
            case MICRO_CREDENTIAL -> {
                MicroCredential read = CatalogueFile.microCredential(id, content);
                List<String> texts = new ArrayList<>(read.keywords());
                texts.addAll(
                        List.of(read.title(), read.shortDescription(), read.id().value()));
                yield new Found(read.title(), SearchWords.of(texts));
            }
            case STACK -> {
                Stack read = CatalogueFile.stack(id, content);
                yield new Found(
                        read.title(),
                        SearchWords.of(List.of(
                                read.title(), read.shortDescription(), read.id().value())));
            }
        };
    }

    private static String sortTitle(String title) {
        String folded = SearchWords.fold(title);
        return folded.length() > 300 ? folded.substring(0, 300) : folded;
    }

    /** By the numbers between the dots: 1.10.0 comes after 1.9.0. */
    static int compareVersions(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private void warnOfMissingMembers(CatalogueFile file) {
        for (Document document : file.documents()) {
            for (Stack.Member member : document.members()) {
                if (member.elsewhere() != null) {
                    continue;
                }
                boolean known = jdbc.sql("select count(*) from catalog_version"
                                        + " where item_id = :item and version = :version")
                                .param("item", member.id().value())
                                .param("version", member.version())
                                .query(Integer.class)
                                .single()
                        > 0;
                if (!known) {
                    log.warn(
                            "{}: the stack {} names {} {}, which is not in the catalogue yet",
                            file.source(),
                            document.id(),
                            member.id().value(),
                            member.version());
                }
            }
        }
    }
}
