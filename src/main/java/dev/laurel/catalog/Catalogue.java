package dev.laurel.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.catalog.CatalogueDocuments.Kind;
import dev.laurel.system.Paging;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The published micro-credentials and stacks. */
@Component
public class Catalogue {

    /** Ten times the largest catalogues that are known. */
    private static final int MOST_COMPARED = 5_000;

    private final JdbcClient jdbc;

    /** Versions never change, so what is kept here is never wrong, on any node. */
    private final Cache<VersionId, MicroCredential> versions =
            Caffeine.newBuilder().maximumSize(500).build();

    private final Cache<VersionId, Stack> stacks =
            Caffeine.newBuilder().maximumSize(500).build();

    private final Cache<Name, VersionId> names =
            Caffeine.newBuilder().maximumSize(2_000).build();

    /** A few words for each version on offer, so that choosing among them reads no content. */
    private final Cache<VersionId, Traits> traits =
            Caffeine.newBuilder().maximumSize(MOST_COMPARED).build();

    private record Name(MicroCredentialId id, String version) {}

    private final Closings closings;

    Catalogue(JdbcClient jdbc, Closings closings) {
        this.jdbc = jdbc;
        this.closings = closings;
    }

    /** A version by its id, whatever has been published since; versions never change and are kept in memory. */
    public Optional<MicroCredential> version(VersionId id) {
        return Optional.ofNullable(versions.get(id, this::load));
    }

    /** Whether people may start with a version; asked of the database, since another node may just have closed it. */
    public boolean isOpen(VersionId id) {
        return jdbc.sql("select count(*) from catalog_version where id = :id and status = 'PUBLISHED'")
                        .param("id", id.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Whether a version takes no new starts, as it was a minute ago at most; costs nothing to ask. */
    public Optional<Closing> closing(VersionId id) {
        return Optional.ofNullable(closings.all().get(id));
    }

    /** The versions whose window for those who began has ended by then, the latest first; a thousand at most. */
    public List<VersionId> over(Instant by) {
        return closings.over(by);
    }

    private @Nullable MicroCredential load(VersionId id) {
        return content(id, Kind.MICRO_CREDENTIAL)
                .map(content -> CatalogueFile.microCredential(id, content))
                .orElse(null);
    }

    private Optional<String> content(VersionId id, Kind kind) {
        return jdbc.sql("select content from catalog_version where id = :id and kind = :kind")
                .param("id", id.value())
                .param("kind", kind.name())
                .query(String.class)
                .optional();
    }

    /** A version by name and number, such as {@code lit-hfw-mapping} and {@code 1.0.0}, retired ones too. */
    public Optional<MicroCredential> version(MicroCredentialId id, String version) {
        VersionId found = names.get(new Name(id, version), name -> jdbc.sql(
                        "select id from catalog_version where item_id = :item and version = :version and kind = :kind")
                .param("item", id.value())
                .param("version", version)
                .param("kind", Kind.MICRO_CREDENTIAL.name())
                .query(UUID.class)
                .optional()
                .map(VersionId::new)
                .orElse(null));
        return found == null ? Optional.empty() : version(found);
    }

    /** Every version there ever was of a micro-credential. */
    public List<VersionId> versions(MicroCredentialId id) {
        return jdbc.sql("select id from catalog_version where item_id = :item and kind = :kind")
                .param("item", id.value())
                .param("kind", Kind.MICRO_CREDENTIAL.name())
                .query((row, number) -> new VersionId(row.getObject("id", UUID.class)))
                .list();
    }

    /** The newest published version. */
    public Optional<MicroCredential> current(MicroCredentialId id) {
        return current(id.value(), Kind.MICRO_CREDENTIAL).flatMap(this::version);
    }

    /** The newest published version of a stack. */
    public Optional<Stack> current(StackId id) {
        return current(id.value(), Kind.STACK).flatMap(this::stackVersion);
    }

    /** A version of a stack by name and number, retired ones too. */
    public Optional<Stack> version(StackId id, String version) {
        record Stored(VersionId versionId, String content) {}
        return jdbc.sql("select id, content from catalog_version"
                        + " where item_id = :item and version = :version and kind = :kind")
                .param("item", id.value())
                .param("version", version)
                .param("kind", Kind.STACK.name())
                .query((row, number) ->
                        new Stored(new VersionId(row.getObject("id", UUID.class)), row.getString("content")))
                .optional()
                .map(stored -> CatalogueFile.stack(stored.versionId(), stored.content()));
    }

    /** A version of a stack by its id. */
    public Optional<Stack> stackVersion(VersionId id) {
        return Optional.ofNullable(stacks.get(id, this::loadStack));
    }

    /** The newest published version of each stack, by title. */
    public List<Stack> stacks() {
        return entries("", Kind.STACK, 0, MOST_COMPARED).stream()
                .flatMap(entry -> stackVersion(entry.version()).stream())
                .toList();
    }

    /** A stack as a way to go. Names each step as its newest version does. */
    public Pathway pathway(Stack stack) {
        return Pathway.of(stack, id -> current(new MicroCredentialId(id))
                .<Achievement>map(found -> found)
                .or(() -> current(new StackId(id)))
                .or(() -> stack.member(id)
                        .filter(member -> !member.version().isEmpty())
                        .flatMap(member -> achievement(id, member.version()))));
    }

    /** What a badge of that version stands for. */
    public Optional<Achievement> achievement(VersionId id) {
        return version(id).<Achievement>map(found -> found).or(() -> stackVersion(id));
    }

    /** The same by name and number. */
    public Optional<Achievement> achievement(String item, String version) {
        return version(new MicroCredentialId(item), version)
                .<Achievement>map(found -> found)
                .or(() -> version(new StackId(item), version));
    }

    private Optional<VersionId> current(String item, Kind kind) {
        return jdbc.sql("select version_id from catalog_entry where item_id = :item and kind = :kind"
                        + " and version_id is not null")
                .param("item", item)
                .param("kind", kind.name())
                .query(UUID.class)
                .optional()
                .map(VersionId::new);
    }

    /**
     * The newest published version of each micro-credential whose title, description or keywords hold the words, by
     * title. The beginning of a word is enough, accents and capitals do not matter.
     *
     * @param words may be empty
     * @param page from 0
     */
    public List<MicroCredential> search(String words, int page, int pageSize) {
        return entries(words, Kind.MICRO_CREDENTIAL, page, pageSize).stream()
                .flatMap(entry -> version(entry.version()).stream())
                .toList();
    }

    /** How many {@link #search} would find in all. */
    public int count(String words) {
        return count(words, Kind.MICRO_CREDENTIAL);
    }

    /**
     * What is on offer with these words, micro-credentials and stacks alike, by title.
     *
     * @param page from 0
     */
    public List<Achievement> onOffer(String words, int page, int pageSize) {
        return entries(words, null, page, pageSize).stream()
                .flatMap(entry -> achievement(entry.version()).stream())
                .toList();
    }

    /** How many {@link #onOffer} would find in all. */
    public int countOnOffer(String words) {
        return count(words, null);
    }

    /**
     * As {@link #search(String, int, int)}, of those that are as wanted.
     *
     * @param page from 0
     */
    public List<MicroCredential> search(Wanted wanted, int page, int pageSize) {
        if (wanted.isWordsOnly()) {
            return search(wanted.words(), page, pageSize);
        }
        return matching(wanted).stream()
                .skip((long) page * pageSize)
                .limit(pageSize)
                .flatMap(version -> version(version).stream())
                .toList();
    }

    /** How many {@link #search(Wanted, int, int)} would find in all. */
    public int count(Wanted wanted) {
        return wanted.isWordsOnly() ? count(wanted.words()) : matching(wanted).size();
    }

    /** What the micro-credentials on offer can be told apart by. */
    public Traits.Choices choices() {
        return Traits.choices(entries("", Kind.MICRO_CREDENTIAL, 0, MOST_COMPARED).stream()
                .flatMap(entry -> traits(entry.version()).stream())
                .toList());
    }

    private List<VersionId> matching(Wanted wanted) {
        return entries(wanted.words(), Kind.MICRO_CREDENTIAL, 0, MOST_COMPARED).stream()
                .map(Entry::version)
                .filter(version -> traits(version).filter(wanted::fits).isPresent())
                .toList();
    }

    private Optional<Traits> traits(VersionId version) {
        return Optional.ofNullable(
                traits.get(version, id -> version(id).map(Traits::of).orElse(null)));
    }

    /** Something on offer: a micro-credential or a stack, in its newest published version. */
    sealed interface Offer {

        record OfMicroCredential(MicroCredential microCredential) implements Offer {}

        record OfStack(Stack stack) implements Offer {}
    }

    /** A page of {@link #offers}. */
    record Offers(int found, Paging paging, List<Offer> offers) {}

    /**
     * As {@link #search(Wanted, int, int)}, stacks among them.
     *
     * @param page from 0; after the last one, the last
     */
    Offers offers(Wanted wanted, int page, int pageSize) {
        if (wanted.isWordsOnly()) {
            int found = count(wanted.words(), null);
            Paging paging = Paging.of(page, found, pageSize);
            return new Offers(found, paging, offers(entries(wanted.words(), null, paging.page(), pageSize)));
        }
        List<Entry> matching = entries(wanted.words(), null, 0, MOST_COMPARED).stream()
                .filter(entry -> traits(entry).filter(wanted::fits).isPresent())
                .toList();
        Paging paging = Paging.of(page, matching.size(), pageSize);
        return new Offers(
                matching.size(),
                paging,
                offers(matching.stream()
                        .skip((long) paging.page() * pageSize)
                        .limit(pageSize)
                        .toList()));
    }

    private List<Offer> offers(List<Entry> entries) {
        return entries.stream().flatMap(entry -> offer(entry).stream()).toList();
    }

    private Optional<Offer> offer(Entry entry) {
        return entry.kind() == Kind.MICRO_CREDENTIAL
                ? version(entry.version()).map(Offer.OfMicroCredential::new)
                : stackVersion(entry.version()).map(Offer.OfStack::new);
    }

    private @Nullable Stack loadStack(VersionId version) {
        return content(version, Kind.STACK)
                .map(content -> CatalogueFile.stack(version, content))
                .orElse(null);
    }

    /** Of stacks, no traits are kept: their members may be published after them. */
    private Optional<Traits> traits(Entry entry) {
        return entry.kind() == Kind.MICRO_CREDENTIAL
                ? traits(entry.version())
                : stackVersion(entry.version())
                        .map(stack -> Traits.of(
                                stack,
                                stack.members().stream()
                                        .flatMap(member -> version(member.id(), member.version()).stream())
                                        .map(Traits::of)
                                        .toList()));
    }

    /** Every version that was ever published of these micro-credentials. */
    public Map<MicroCredentialId, Set<VersionId>> versionsOf(Collection<MicroCredentialId> ids) {
        Map<MicroCredentialId, Set<VersionId>> versionsOf = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select item_id, id from catalog_version where item_id in (:ids) and kind = :kind")
                    .param("ids", ids.stream().map(MicroCredentialId::value).toList())
                    .param("kind", Kind.MICRO_CREDENTIAL.name())
                    .query(row -> {
                        versionsOf
                                .computeIfAbsent(new MicroCredentialId(row.getString("item_id")), id -> new HashSet<>())
                                .add(new VersionId(row.getObject("id", UUID.class)));
                    });
        }
        return versionsOf;
    }

    /** The versions of an item that were ever published, the newest first. */
    List<String> versions(String item) {
        return jdbc
                .sql("select version from catalog_version where item_id = :item and status <> 'DRAFT'")
                .param("item", item)
                .query(String.class)
                .list()
                .stream()
                .sorted((one, other) -> CatalogueImport.compareVersions(other, one))
                .toList();
    }

    private record Entry(Kind kind, VersionId version) {}

    private List<Entry> entries(String words, @Nullable Kind kind, int page, int pageSize) {
        List<String> searched = SearchWords.searched(words);
        if (searched.isEmpty() && !words.isBlank()) {
            return List.of();
        }
        return query(
                        "select kind, version_id from catalog_entry e" + where(searched, kind)
                                + " order by sort_title, item_id offset :offset rows fetch first :size rows only",
                        searched,
                        kind)
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, number) -> new Entry(
                        Kind.valueOf(row.getString("kind")), new VersionId(row.getObject("version_id", UUID.class))))
                .list();
    }

    private int count(String words, @Nullable Kind kind) {
        List<String> searched = SearchWords.searched(words);
        if (searched.isEmpty() && !words.isBlank()) {
            return 0;
        }
        return query("select count(*) from catalog_entry e" + where(searched, kind), searched, kind)
                .query(Integer.class)
                .single();
    }

    private static String where(List<String> searched, @Nullable Kind kind) {
        StringBuilder where = new StringBuilder(" where version_id is not null");
        if (kind != null) {
            where.append(" and kind = :kind");
        }
        for (int i = 0; i < searched.size(); i++) {
            where.append(" and exists (select 1 from catalog_word w where w.item_id = e.item_id and w.word >= :from")
                    .append(i)
                    .append(" and w.word < :to")
                    .append(i)
                    .append(')');
        }
        return where.toString();
    }

    private JdbcClient.StatementSpec query(String sql, List<String> searched, @Nullable Kind kind) {
        JdbcClient.StatementSpec query = jdbc.sql(sql);
        if (kind != null) {
            query = query.param("kind", kind.name());
        }
        for (int i = 0; i < searched.size(); i++) {
            query = query.param("from" + i, SearchWords.bytes(searched.get(i)))
                    .param("to" + i, SearchWords.after(searched.get(i)));
        }
        return query;
    }
}
