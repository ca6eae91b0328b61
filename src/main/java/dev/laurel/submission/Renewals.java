package dev.laurel.submission;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffId;
import dev.laurel.submission.Renewal.Missing;
import dev.laurel.submission.Renewal.State;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Renewals as earners write them and officers decide them. Whose badge it is, and whether its time has come, is known by
 * whoever calls.
 */
@Component
public class Renewals {

    private static final int MOST_FILES = 10;
    private static final long MOST_BYTES = 25L * 1024 * 1024;
    private static final int LONGEST_WORDS = 4000;
    private static final List<String> ACCEPTED =
            List.of("pdf", "docx", "pptx", "xlsx", "odt", "odp", "ods", "rtf", "txt", "png", "jpg", "heic", "webp");
    private static final Duration UNNAMED_KEPT = Duration.ofDays(1);

    private static final String COLUMNS =
            "r.id, r.tenant_id, r.submission_id, r.credential_id, r.state, r.body, r.hours,"
                    + " r.revision, r.editor, r.saved_at, r.handed_in_at, r.decided_at, r.words";

    private final JdbcClient jdbc;
    private final EvidenceStore store;
    private final FileKinds kinds;
    private final FileCleaner cleaner;
    private final Scanner scanner;
    private final UnnamedFiles unnamed;
    private final TransactionOperations transaction;
    private final Clock clock;

    Renewals(
            JdbcClient jdbc,
            EvidenceStore store,
            FileKinds kinds,
            FileCleaner cleaner,
            Scanner scanner,
            UnnamedFiles unnamed,
            TransactionOperations transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.kinds = kinds;
        this.cleaner = cleaner;
        this.scanner = scanner;
        this.unnamed = unnamed;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The extensions of files that can be put in, for people. */
    public static List<String> accepted() {
        return ACCEPTED;
    }

    public Optional<Renewal> of(TenantId tenant, String credentialId) {
        return jdbc.sql("select " + COLUMNS
                        + " from submission_renewal r where r.credential_id = :id and r.tenant_id = :tenant")
                .param("id", credentialId)
                .param("tenant", tenant.value())
                .query((row, number) -> renewal(row))
                .optional();
    }

    /** Those that wait for a decision, the longest waiting first; page from 0. */
    public List<Renewal> waiting(Collection<TenantId> tenants, int page, int pageSize) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql("select " + COLUMNS + " from submission_renewal r where r.tenant_id in (:tenants)"
                                + " and r.state = 'HANDED_IN' order by r.handed_in_at, r.id"
                                + " offset :offset rows fetch next :size rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("offset", (long) page * pageSize)
                        .param("size", pageSize)
                        .query((row, number) -> renewal(row))
                        .list();
    }

    /** Begins one for a badge; the same when there is one. */
    @Transactional
    public Renewal begin(TenantId tenant, SubmissionId submission, String credentialId) {
        jdbc.sql("insert into submission_renewal (id, tenant_id, submission_id, credential_id, state, body, revision)"
                        + " values (:id, :tenant, :submission, :credential, 'DRAFT', '', 0) on conflict do nothing")
                .param("id", Ids.next())
                .param("tenant", tenant.value())
                .param("submission", submission.value())
                .param("credential", credentialId)
                .update();
        return of(tenant, credentialId).orElseThrow(() -> new NotFound("No renewal of badge " + credentialId));
    }

    /** What became of a save; {@code conflict} when another page saved meanwhile and nothing was written. */
    public record Saved(boolean conflict, Renewal now) {}

    /**
     * Saves the text, unless another page has changed it since this one began; the hours are the last that were stated.
     *
     * @param hours absent where none are stated
     * @param base the revision that the page began from, 0 for none
     * @param editor names the page, so that its own saves are never taken for another's
     */
    @Transactional
    public Saved save(
            TenantId tenant, String credentialId, String text, @Nullable Integer hours, int base, String editor) {
        Drafts.Typed typed = new Drafts.Typed(text, base, editor);
        if (typed.text().length() > Drafts.MOST_CHARACTERS) {
            throw new TextTooLong(typed.text().length());
        }
        Renewal now = editable(tenant, credentialId);
        if (!Objects.equals(hours, now.hours())) {
            jdbc.sql("update submission_renewal set hours = :hours where id = :id")
                    .param("hours", hours)
                    .param("id", now.id())
                    .update();
        }
        if (now.text().equals(typed.text())) {
            return new Saved(false, now);
        }
        if (now.revision() != base && !typed.editor().equals(now.editor())) {
            return new Saved(true, now);
        }
        jdbc.sql("update submission_renewal set body = :text, revision = revision + 1, editor = :editor,"
                        + " saved_at = :now where id = :id")
                .param("text", typed.text())
                .param("editor", typed.editor())
                .param("now", Timestamp.from(clock.instant()))
                .param("id", now.id())
                .update();
        return new Saved(false, of(tenant, credentialId).orElseThrow());
    }

    /**
     * Takes a file, without its hidden details.
     *
     * @throws FileRefused when it is not welcome or could not be stored; nothing of it stays behind
     */
    public void addFile(TenantId tenant, String credentialId, String name, InputStream content) {
        try (IncomingFile incoming = IncomingFile.receive(store, content, MOST_BYTES)) {
            FileKinds.Kind kind = kinds.recognise(incoming.path(), name, ACCEPTED);
            try (IncomingFile.Cleaned cleaned = incoming.cleaned(cleaner, kind)) {
                Scan scan = scanner.scan(cleaned.path());
                if (scan == Scan.INFECTED) {
                    throw FileRefused.infected();
                }
                if (scan == Scan.WAITING) {
                    throw FileRefused.notStored(new IOException("The virus scanner gives no answer"));
                }
                cleaned.keep(tenant);
                transaction.executeWithoutResult(status -> name(tenant, credentialId, name, kind, cleaned));
            }
        } catch (IOException e) {
            throw FileRefused.notStored(e);
        }
    }

    private void name(
            TenantId tenant, String credentialId, String name, FileKinds.Kind kind, IncomingFile.Cleaned cleaned) {
        Renewal renewal = editable(tenant, credentialId);
        refuseTooMany(renewal);
        jdbc.sql("insert into submission_renewal_file (id, renewal_id, tenant_id, sha256, media_type, bytes, own_name,"
                        + " added_at) values (:id, :renewal, :tenant, :sha256, :type, :bytes, :name, :now)")
                .param("id", Ids.next())
                .param("renewal", renewal.id())
                .param("tenant", tenant.value())
                .param("sha256", cleaned.sha256())
                .param("type", kind.mediaType())
                .param("bytes", cleaned.bytes())
                .param("name", OwnName.of(name))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        // The same bytes may have been on their way out of the store.
        unnamed.namedAgain(tenant, cleaned.sha256());
        try {
            if (!store.has(tenant, cleaned.sha256())) {
                cleaned.keep(tenant);
            }
        } catch (IOException e) {
            throw FileRefused.notStored(e);
        }
    }

    private static void refuseTooMany(Renewal renewal) {
        if (renewal.files().stream().filter(file -> !file.removed()).count() >= MOST_FILES) {
            throw FileRefused.tooMany(MOST_FILES);
        }
    }

    /** Takes a file out, or brings it back. */
    @Transactional
    public void setRemoved(TenantId tenant, String credentialId, UUID file, boolean removed) {
        Renewal renewal = editable(tenant, credentialId);
        if (!removed) {
            refuseTooMany(renewal);
        }
        int changed = jdbc.sql(
                        "update submission_renewal_file set removed_at = :at where id = :id and renewal_id = :renewal")
                .param("at", removed ? Timestamp.from(clock.instant()) : null)
                .param("id", file)
                .param("renewal", renewal.id())
                .update();
        if (changed == 0) {
            throw new NotFound("No file " + file + " in renewal " + renewal.id());
        }
    }

    /** A file, for its earner and for whoever decides. */
    public Optional<EvidenceFiles.StoredFile> file(Renewal renewal, UUID file) {
        return jdbc.sql("select sha256, media_type, bytes, own_name from submission_renewal_file"
                        + " where id = :id and renewal_id = :renewal")
                .param("id", file)
                .param("renewal", renewal.id())
                .query((row, number) -> new EvidenceFiles.StoredFile(
                        store.open(renewal.tenant(), row.getString("sha256"), row.getLong("bytes")),
                        row.getString("own_name"),
                        row.getString("media_type"),
                        row.getLong("bytes")))
                .optional();
    }

    /**
     * Hands it in. Done before, it changes nothing.
     *
     * @param ownWork whether the earner says that it is their own work and names no pupil
     * @return what is missing; empty when it is handed in
     */
    @Transactional
    public Set<Missing> handIn(TenantId tenant, String credentialId, MicroCredential.Renewal asked, boolean ownWork) {
        Renewal renewal = lock(tenant, credentialId);
        if (!renewal.isEditable()) {
            return Set.of();
        }
        Set<Missing> missing = renewal.missing(asked);
        if (!ownWork) {
            missing.add(Missing.OWN_WORK);
        }
        if (missing.isEmpty()) {
            jdbc.sql("update submission_renewal set state = 'HANDED_IN', handed_in_at = :now where id = :id")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("id", renewal.id())
                    .update();
        }
        return missing;
    }

    /** Takes back what was handed in and is not decided. @return false when there is nothing to take back any more */
    @Transactional
    public boolean takeBack(TenantId tenant, String credentialId) {
        return jdbc.sql("update submission_renewal set state = 'DRAFT', handed_in_at = null"
                                + " where credential_id = :id and tenant_id = :tenant and state = 'HANDED_IN'")
                        .param("id", credentialId)
                        .param("tenant", tenant.value())
                        .update()
                == 1;
    }

    /**
     * Notes a decision, if something was handed in and is not decided.
     *
     * @return whether this call decided
     */
    @Transactional
    public boolean decide(TenantId tenant, String credentialId, boolean accepted, String words, StaffId by) {
        Optional<Renewal> open = find(tenant, credentialId, true).filter(found -> found.state() == State.HANDED_IN);
        if (open.isEmpty()) {
            return false;
        }
        Renewal renewal = open.get();
        Timestamp now = Timestamp.from(clock.instant());
        String bounded = words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) : words;
        jdbc.sql("insert into submission_renewal_decision (id, renewal_id, tenant_id, accepted, words, body, hours,"
                        + " handed_in_at, decided_by, decided_at) values (:id, :renewal, :tenant, :accepted, :words, :body,"
                        + " :hours, :handedIn, :by, :now)")
                .param("id", Ids.next())
                .param("renewal", renewal.id())
                .param("tenant", tenant.value())
                .param("accepted", accepted)
                .param("words", bounded)
                .param("body", renewal.text())
                .param("hours", renewal.hours())
                .param("handedIn", Timestamp.from(Objects.requireNonNull(renewal.handedInAt())))
                .param("by", by.value())
                .param("now", now)
                .update();
        jdbc.sql("update submission_renewal set state = :state, words = :words, decided_at = :now where id = :id")
                .param("state", (accepted ? State.ACCEPTED : State.REFUSED).name())
                .param("words", bounded)
                .param("now", now)
                .param("id", renewal.id())
                .update();
        return true;
    }

    private Renewal editable(TenantId tenant, String credentialId) {
        Renewal renewal = lock(tenant, credentialId);
        if (!renewal.isEditable()) {
            throw new RenewalHandedIn(renewal.id());
        }
        return renewal;
    }

    private Renewal lock(TenantId tenant, String credentialId) {
        return find(tenant, credentialId, true)
                .orElseThrow(() -> new NotFound("No renewal of badge " + credentialId + " was begun"));
    }

    private Optional<Renewal> find(TenantId tenant, String credentialId, boolean locked) {
        return jdbc.sql("select " + COLUMNS + " from submission_renewal r where r.credential_id = :id"
                        + " and r.tenant_id = :tenant" + (locked ? " for update" : ""))
                .param("id", credentialId)
                .param("tenant", tenant.value())
                .query((row, number) -> renewal(row))
                .optional();
    }

    /** All of a submission, for its earner's copy. */
    List<Renewal> of(SubmissionId submission) {
        return jdbc.sql("select " + COLUMNS + " from submission_renewal r where r.submission_id = :id order by r.id")
                .param("id", submission.value())
                .query((row, number) -> renewal(row))
                .list();
    }

    /** Removes what an earner wrote and put in for a submission's badges; what was decided stays. */
    @Transactional
    public void remove(SubmissionId submission) {
        of(submission).forEach(this::remove);
    }

    private void remove(Renewal renewal) {
        jdbc.sql("insert into submission_unnamed_file (tenant_id, sha256, remove_at)"
                        + " select distinct f.tenant_id, f.sha256, cast(:at as timestamp with time zone)"
                        + " from submission_renewal_file f where f.renewal_id = :id on conflict do nothing")
                .param("at", Timestamp.from(clock.instant().plus(UNNAMED_KEPT)))
                .param("id", renewal.id())
                .update();
        jdbc.sql("delete from submission_renewal_file where renewal_id = :id")
                .param("id", renewal.id())
                .update();
        jdbc.sql("update submission_renewal_decision set body = '' where renewal_id = :id")
                .param("id", renewal.id())
                .update();
        jdbc.sql(
                        "update submission_renewal set body = '', revision = revision + 1, state = case when state = 'HANDED_IN'"
                                + " then 'DRAFT' else state end where id = :id")
                .param("id", renewal.id())
                .update();
    }

    /** Tenants in which something of an accepted renewal is still there. */
    List<TenantId> withAccepted() {
        return jdbc.sql("select distinct tenant_id from submission_renewal where state = 'ACCEPTED' and body <> ''")
                .query((row, number) -> new TenantId(row.getObject("tenant_id", UUID.class)))
                .list();
    }

    /** Removes what was accepted that long ago, as other evidence is. */
    void removeDecidedBefore(TenantId tenant, Instant decided, int pageSize) {
        List<Renewal> page;
        do {
            page = jdbc.sql("select " + COLUMNS + " from submission_renewal r where r.tenant_id = :tenant"
                            + " and r.state = 'ACCEPTED' and r.decided_at <= :decided and r.body <> ''"
                            + " order by r.decided_at, r.id fetch first :most rows only")
                    .param("tenant", tenant.value())
                    .param("decided", Timestamp.from(decided))
                    .param("most", pageSize)
                    .query((row, number) -> renewal(row))
                    .list();
            page.forEach(renewal -> transaction.executeWithoutResult(status -> remove(renewal)));
        } while (page.size() == pageSize);
    }

    private Renewal renewal(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Renewal(
                id,
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new SubmissionId(row.getObject("submission_id", UUID.class)),
                row.getString("credential_id"),
                State.valueOf(row.getString("state")),
                row.getString("body"),
                row.getObject("hours", Integer.class),
                row.getInt("revision"),
                row.getString("editor"),
                instant(row.getTimestamp("saved_at")),
                instant(row.getTimestamp("handed_in_at")),
                instant(row.getTimestamp("decided_at")),
                row.getString("words"),
                files(id));
    }

    private List<Renewal.File> files(UUID renewal) {
        return jdbc.sql("select id, own_name, media_type, bytes, removed_at from submission_renewal_file"
                        + " where renewal_id = :id order by added_at, id fetch first 200 rows only")
                .param("id", renewal)
                .query((row, number) -> new Renewal.File(
                        row.getObject("id", UUID.class),
                        row.getString("own_name"),
                        row.getString("media_type"),
                        row.getLong("bytes"),
                        row.getTimestamp("removed_at") != null))
                .list();
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
