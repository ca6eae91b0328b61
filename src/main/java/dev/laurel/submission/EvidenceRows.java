package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import dev.laurel.submission.Evidence.Since;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Answers, notes, links and files of attempts. Every statement is bounded by a submission. */
@Repository
class EvidenceRows {

    private static final String NOTE = "NOTE";
    private static final String LINK = "LINK";
    private static final String FILE = "FILE";

    private static final String ITEMS = """
            select i.id, i.artefact_id, i.kind, i.address, i.saved_at, i.carried, i.removed_at, i.transcript_of,
              i.file_id, n.own_name, n.names_within, f.display_name, f.media_type, f.bytes, f.cleaning,
              f.cleaned_by, f.scan
            from submission_item i
            left join submission_file f on f.id = i.file_id
            left join submission_file_name n on n.file_id = i.file_id
            where i.submission_id = :submission and i.attempt = :attempt and i.kind <> 'NOTE'
            """;

    private final JdbcClient jdbc;

    EvidenceRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<SavedText> answers(AttemptId attempt) {
        return jdbc.sql("""
                        select question_id as requirement, body, revision, editor, saved_at, carried from submission_answer
                        where submission_id = :submission and attempt = :attempt order by question_id""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query(EvidenceRows::text)
                .list();
    }

    /** The notes beside artefacts; at most one each. */
    List<SavedText> notes(AttemptId attempt) {
        return jdbc.sql("""
                        select artefact_id as requirement, body, revision, editor, saved_at, carried from submission_item
                        where submission_id = :submission and attempt = :attempt and kind = 'NOTE' order by artefact_id""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query(EvidenceRows::text)
                .list();
    }

    /** What the earner chose of one kind, by piece. */
    List<SavedText> choices(AttemptId attempt, Choice kind) {
        return jdbc.sql("""
                        select piece as requirement, body, revision, editor, saved_at, carried from submission_choice
                        where submission_id = :submission and attempt = :attempt and kind = :kind order by piece""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("kind", kind.name())
                .query(EvidenceRows::text)
                .list();
    }

    /** Links and files in the order they were added, removed ones too. */
    List<SavedItem> items(AttemptId attempt) {
        return jdbc.sql(ITEMS + "order by i.artefact_id, i.id")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query(EvidenceRows::item)
                .list();
    }

    Optional<SavedItem> item(AttemptId attempt, UUID itemId) {
        return jdbc.sql(ITEMS + "and i.id = :item")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("item", itemId)
                .query(EvidenceRows::item)
                .optional();
    }

    void writeAnswer(AttemptId attempt, SavedText answer) {
        int updated = write("""
                update submission_answer
                set body = :body, revision = :revision, editor = :editor, saved_at = :at, carried = false
                where submission_id = :submission and attempt = :attempt and question_id = :requirement""", attempt, answer);
        if (updated == 0) {
            write("""
                    insert into submission_answer
                      (submission_id, attempt, question_id, body, revision, editor, saved_at, carried)
                    values (:submission, :attempt, :requirement, :body, :revision, :editor, :at, false)""", attempt, answer);
        }
    }

    void writeNote(AttemptId attempt, SavedText note) {
        int updated = write("""
                update submission_item
                set body = :body, revision = :revision, editor = :editor, saved_at = :at, carried = false
                where submission_id = :submission and attempt = :attempt and artefact_id = :requirement
                  and kind = 'NOTE'""", attempt, note);
        if (updated == 0) {
            insertItem(
                    attempt,
                    Ids.next(),
                    note.requirementId(),
                    NOTE,
                    note.text(),
                    null,
                    null,
                    Objects.requireNonNull(note.savedAt()),
                    note.revision(),
                    note.editor());
        }
    }

    void writeChoice(AttemptId attempt, Choice kind, SavedText choice) {
        int updated = write("""
                update submission_choice
                set body = :body, revision = :revision, editor = :editor, saved_at = :at, carried = false
                where submission_id = :submission and attempt = :attempt and kind = '%s' and piece = :requirement""".formatted(kind), attempt, choice);
        if (updated == 0) {
            write("""
                    insert into submission_choice
                      (submission_id, attempt, kind, piece, body, revision, editor, saved_at, carried)
                    values (:submission, :attempt, '%s', :requirement, :body, :revision, :editor, :at, false)""".formatted(kind), attempt, choice);
        }
    }

    private int write(String sql, AttemptId attempt, SavedText text) {
        return jdbc.sql(sql)
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("requirement", text.requirementId())
                .param("body", text.text())
                .param("revision", text.revision())
                .param("editor", text.editor())
                .param("at", SubmissionRows.timestamp(text.savedAt()))
                .update();
    }

    void addLink(AttemptId attempt, UUID itemId, String artefactId, URI address, Instant now) {
        insertItem(attempt, itemId, artefactId, LINK, null, address.toString(), null, now, 1, null);
    }

    /** Adds a file whose bytes are already in the store. */
    void addFile(
            AttemptId attempt, UUID itemId, String artefactId, SavedItem.SavedFile file, String sha256, Instant now) {
        jdbc.sql("""
                        insert into submission_file
                          (id, submission_id, artefact_id, sha256, media_type, bytes, display_name, stored_at,
                           cleaning, cleaned_by, scan)
                        values (:id, :submission, :artefact, :sha256, :mediaType, :bytes, :displayName, :now,
                           :cleaning, :cleanedBy, :scan)""")
                .param("id", file.id())
                .param("submission", attempt.submission().value())
                .param("artefact", artefactId)
                .param("sha256", sha256)
                .param("mediaType", file.mediaType())
                .param("bytes", file.bytes())
                .param("displayName", file.displayName())
                .param(
                        "cleaning",
                        file.cleaning() == null ? null : file.cleaning().name())
                .param("cleanedBy", file.cleanedBy())
                .param("scan", file.scan() == null ? null : file.scan().name())
                .param("now", Timestamp.from(now))
                .update();
        jdbc.sql("insert into submission_file_name (file_id, own_name, names_within) values (:id, :name, :within)")
                .param("id", file.id())
                .param("within", file.within())
                .param("name", file.ownName())
                .update();
        insertItem(attempt, itemId, artefactId, FILE, null, null, file.id(), now, 1, null);
    }

    /** Says of a file which recording it is the transcript of. */
    void setTranscriptOf(AttemptId attempt, UUID itemId, UUID recording) {
        jdbc.sql("""
                        update submission_item set transcript_of = :recording
                        where submission_id = :submission and attempt = :attempt and id = :item""")
                .param("recording", recording)
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("item", itemId)
                .update();
    }

    private void insertItem(
            AttemptId attempt,
            UUID id,
            String artefactId,
            String kind,
            @Nullable String body,
            @Nullable String address,
            @Nullable UUID fileId,
            Instant now,
            int revision,
            @Nullable String editor) {
        jdbc.sql("""
                        insert into submission_item
                          (id, submission_id, attempt, artefact_id, kind, body, address, file_id, revision, editor,
                           saved_at, carried)
                        values (:id, :submission, :attempt, :artefact, :kind, :body, :address, :file, :revision, :editor,
                           :now, false)""")
                .param("id", id)
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("artefact", artefactId)
                .param("kind", kind)
                .param("body", body)
                .param("address", address)
                .param("file", fileId)
                .param("revision", revision)
                .param("editor", editor)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** How many files were ever added for an artefact; their neutral names count on from it. */
    int filesEverAdded(SubmissionId submission, String artefactId) {
        return jdbc.sql(
                        "select count(*) from submission_file where submission_id = :submission and artefact_id = :artefact")
                .param("submission", submission.value())
                .param("artefact", artefactId)
                .query(Integer.class)
                .single();
    }

    void setRemoved(AttemptId attempt, UUID itemId, @Nullable Instant at) {
        jdbc.sql("""
                        update submission_item set removed_at = :at
                        where submission_id = :submission and attempt = :attempt and id = :item""")
                .param("at", SubmissionRows.timestamp(at))
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("item", itemId)
                .update();
    }

    /** Forgets what was removed, once removals can no longer be undone, and what a scanner refused. */
    void dropRemoved(AttemptId attempt) {
        String dropped = """
                from submission_item
                where submission_id = :submission and attempt = :attempt
                  and (removed_at is not null or exists (
                    select 1 from submission_file f
                    where f.id = submission_item.file_id and f.scan = 'INFECTED'))""";
        jdbc.sql("delete from submission_choice where submission_id = :submission and attempt = :attempt"
                        + " and piece in (select cast(id as varchar(100)) " + dropped + ")")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .update();
        jdbc.sql("delete " + dropped)
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .update();
    }

    /** Copies what was handed in with one attempt into the next, marked as not touched since. */
    void carryOver(AttemptId from, AttemptId to) {
        jdbc.sql("""
                        insert into submission_answer
                          (submission_id, attempt, question_id, body, revision, saved_at, carried)
                        select submission_id, cast(:to as integer), question_id, body, 1, saved_at, true
                        from submission_answer where submission_id = :submission and attempt = :from""")
                .param("to", to.number())
                .param("submission", from.submission().value())
                .param("from", from.number())
                .update();
        List<UUID> items = jdbc.sql("""
                        select id from submission_item
                        where submission_id = :submission and attempt = :from and removed_at is null order by id""")
                .param("submission", from.submission().value())
                .param("from", from.number())
                .query(UUID.class)
                .list();
        carryChoices(from, to, null, null);
        for (UUID item : items) {
            UUID copy = Ids.next();
            carryChoices(from, to, item, copy);
            jdbc.sql("""
                            insert into submission_item
                              (id, submission_id, attempt, artefact_id, kind, body, address, file_id, transcript_of, revision,
                               saved_at, carried)
                            select cast(:id as uuid), submission_id, cast(:to as integer), artefact_id, kind, body, address,
                              file_id, transcript_of, 1, saved_at, true
                            from submission_item where id = :item""")
                    .param("id", copy)
                    .param("to", to.number())
                    .param("item", item)
                    .update();
        }
    }

    /** Those about a link or a file follow it to its copy; those about words keep the id of what they answer. */
    private void carryChoices(AttemptId from, AttemptId to, @Nullable UUID item, @Nullable UUID copy) {
        jdbc.sql("""
                        insert into submission_choice
                          (submission_id, attempt, kind, piece, body, revision, saved_at, carried)
                        select submission_id, cast(:to as integer), kind, coalesce(cast(:copy as varchar(100)), piece), body, 1,
                          saved_at, true
                        from submission_choice c
                        where submission_id = :submission and attempt = :from
                          and (piece = cast(:item as varchar(100)) or (cast(:item as varchar(100)) is null and not exists (
                            select 1 from submission_item i where i.submission_id = c.submission_id
                              and i.attempt = c.attempt and cast(i.id as varchar(100)) = c.piece)))""")
                .param("to", to.number())
                .param("copy", copy == null ? null : copy.toString())
                .param("item", item == null ? null : item.toString())
                .param("submission", from.submission().value())
                .param("from", from.number())
                .update();
    }

    /** What assessors may read of an attempt that was handed in; nothing here names the earner. */
    Optional<Evidence> handedIn(AttemptId attempt) {
        return jdbc.sql("""
                        select s.version_id, a.submitted_at from submission s
                        join submission_attempt a on a.submission_id = s.id and a.attempt = :attempt
                        where s.id = :submission and s.practice = false and a.submitted_at is not null""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query((rs, row) -> new Evidence(
                        attempt,
                        new VersionId(rs.getObject("version_id", UUID.class)),
                        rs.getTimestamp("submitted_at").toInstant(),
                        answersOf(attempt),
                        itemsOf(attempt),
                        alternatives(attempt)))
                .optional();
    }

    Work work(Submission submission) {
        AttemptId attempt = submission.currentAttempt();
        return new Work(attempt, submission.version(), answersOf(attempt), itemsOf(attempt), alternatives(attempt));
    }

    private Map<String, String> alternatives(AttemptId attempt) {
        return choices(attempt, Choice.ALTERNATIVE).stream()
                .filter(choice -> !choice.text().isEmpty())
                .collect(Collectors.toMap(SavedText::requirementId, SavedText::text));
    }

    private List<Evidence.Answer> answersOf(AttemptId attempt) {
        List<SavedText> before = isFirst(attempt) ? List.of() : answers(before(attempt));
        Map<String, List<String>> shown = shown(attempt);
        return answers(attempt).stream()
                .filter(answer -> !answer.text().isBlank())
                .map(answer -> new Evidence.Answer(
                        answer.requirementId(),
                        answer.text(),
                        since(attempt, answer, before),
                        shown.get(answer.requirementId())))
                .toList();
    }

    private List<Evidence.Item> itemsOf(AttemptId attempt) {
        List<Evidence.Item> items = new ArrayList<>();
        Map<String, List<String>> shown = shown(attempt);
        List<SavedText> before = isFirst(attempt) ? List.of() : notes(before(attempt));
        for (SavedText note : notes(attempt)) {
            if (!note.text().isBlank()) {
                items.add(new Evidence.Note(note.requirementId(), note.text(), since(attempt, note, before)));
            }
        }
        for (SavedItem item : items(attempt)) {
            if (item.removed()) {
                continue;
            }
            if (item.file() != null && !item.file().isCleared()) {
                continue;
            }
            Since since = isFirst(attempt) ? null : item.carried() ? Since.AS_BEFORE : Since.NEW;
            List<String> shows = shown.get(item.id().toString());
            if (item.file() != null) {
                SavedItem.SavedFile file = item.file();
                items.add(new Evidence.File(
                        item.artefactId(),
                        file.id(),
                        file.displayName(),
                        file.mediaType(),
                        file.bytes(),
                        since,
                        shows,
                        item.transcriptOf()));
            } else if (item.link() != null) {
                items.add(new Evidence.Link(item.artefactId(), item.link(), since, shows));
            }
        }
        return List.copyOf(items);
    }

    private Map<String, List<String>> shown(AttemptId attempt) {
        return choices(attempt, Choice.CRITERIA).stream()
                .collect(Collectors.toMap(SavedText::requirementId, choice -> Shows.ids(choice.text())));
    }

    private static boolean isFirst(AttemptId attempt) {
        return attempt.number() == 1;
    }

    private static AttemptId before(AttemptId attempt) {
        return new AttemptId(attempt.submission(), attempt.number() - 1);
    }

    /** Text that was changed and changed back is as before. */
    @Nullable
    private static Since since(AttemptId attempt, SavedText text, List<SavedText> before) {
        if (isFirst(attempt)) {
            return null;
        }
        String earlier = before.stream()
                .filter(each -> each.requirementId().equals(text.requirementId()))
                .map(SavedText::text)
                .findFirst()
                .orElse("");
        if (text.carried() || earlier.equals(text.text())) {
            return Since.AS_BEFORE;
        }
        return earlier.isBlank() ? Since.NEW : Since.CHANGED;
    }

    /** A file that belongs to an attempt, by the address of its bytes. */
    Optional<FileContent> content(AttemptId attempt, UUID fileId) {
        return jdbc.sql("""
                        select s.tenant_id, f.sha256, f.display_name, n.own_name, f.media_type, f.bytes
                        from submission_file f
                        join submission s on s.id = f.submission_id
                        join submission_file_name n on n.file_id = f.id
                        where f.id = :file and f.submission_id = :submission
                          and (f.scan is null or f.scan = 'CLEAN') and exists (
                          select 1 from submission_item i
                          where i.file_id = f.id and i.submission_id = :submission and i.attempt = :attempt)""")
                .param("file", fileId)
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query((rs, row) -> new FileContent(
                        new TenantId(rs.getObject("tenant_id", UUID.class)),
                        rs.getString("sha256"),
                        rs.getString("display_name"),
                        rs.getString("own_name"),
                        FilmCodec.bare(rs.getString("media_type")),
                        rs.getLong("bytes")))
                .optional();
    }

    /** What a file of an attempt is, or was before it was cleaned again. */
    private record OwnContent(String artefactId, String displayName, String sha256, UUID tenant, UUID earner) {}

    private record Handed(String sha256, AttemptId in, String displayName) {}

    /**
     * Same bytes, same tenant, another person; what they have not handed in, or have taken out, does not count. A file that was
     * cleaned again is the same as what it was before, too. Asked in two steps: in one, PostgreSQL reads the whole tenant.
     */
    List<EvidenceFiles.SameFile> alsoElsewhere(AttemptId attempt) {
        List<OwnContent> own = contents(attempt);
        Map<String, List<Handed>> elsewhere = own.isEmpty()
                ? Map.of()
                : handedInByOthers(own).stream().collect(Collectors.groupingBy(Handed::sha256));
        return own.stream()
                .flatMap(mine -> elsewhere.getOrDefault(mine.sha256(), List.of()).stream()
                        .map(theirs -> new EvidenceFiles.SameFile(
                                mine.artefactId(), mine.displayName(), theirs.in(), theirs.displayName())))
                .distinct()
                .toList();
    }

    private List<OwnContent> contents(AttemptId attempt) {
        return jdbc.sql("""
                        select i.artefact_id, f.display_name, f.sha256, s.tenant_id, s.earner_id
                        from submission_item i
                        join submission_file f on f.id = i.file_id
                        join submission s on s.id = i.submission_id
                        where i.submission_id = :submission and i.attempt = :attempt and i.removed_at is null
                          and s.practice = false
                        union
                        select i.artefact_id, f.display_name, c.sha256_before, s.tenant_id, s.earner_id
                        from submission_item i
                        join submission_file f on f.id = i.file_id
                        join submission_cleaned_again c on c.file_id = f.id
                        join submission s on s.id = i.submission_id
                        where i.submission_id = :submission and i.attempt = :attempt and i.removed_at is null
                          and s.practice = false
                        order by artefact_id, display_name""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query((rs, row) -> new OwnContent(
                        rs.getString("artefact_id"),
                        rs.getString("display_name"),
                        rs.getString("sha256"),
                        rs.getObject("tenant_id", UUID.class),
                        rs.getObject("earner_id", UUID.class)))
                .list();
    }

    /** Of each content twenty at most, so that a form which everybody hands in hides nothing else. */
    private List<Handed> handedInByOthers(List<OwnContent> own) {
        return jdbc.sql("""
                        select sha256, submission_id, attempt, display_name from (
                          select has.sha256, oi.submission_id, oi.attempt, o.display_name, row_number() over (
                            partition by has.sha256 order by oi.submission_id, oi.attempt, o.display_name) as nth
                          from (
                            select id as file_id, sha256 from submission_file where sha256 in (:contents)
                            union
                            select file_id, sha256_before from submission_cleaned_again
                            where sha256_before in (:contents)) has
                          join submission_file o on o.id = has.file_id
                          join submission os on os.id = o.submission_id and os.tenant_id = :tenant
                            and os.earner_id <> :earner and os.practice = false
                          join submission_item oi on oi.file_id = o.id and oi.removed_at is null
                          join submission_attempt oa on oa.submission_id = oi.submission_id and oa.attempt = oi.attempt
                            and oa.submitted_at is not null) found
                        where nth <= 20
                        order by sha256, submission_id, attempt, display_name""")
                .param(
                        "contents",
                        own.stream().map(OwnContent::sha256).distinct().toList())
                .param("tenant", own.get(0).tenant())
                .param("earner", own.get(0).earner())
                .query((rs, row) -> new Handed(
                        rs.getString("sha256"),
                        new AttemptId(
                                new SubmissionId(rs.getObject("submission_id", UUID.class)), rs.getInt("attempt")),
                        rs.getString("display_name")))
                .list();
    }

    /** What was said about the use of AI at the last handing in. */
    Optional<AiUse> aiUse(AttemptId attempt) {
        return jdbc.sql("""
                        select kind, detail from submission_attestation
                        where submission_id = :submission and attempt = :attempt and kind in ('AI_USED', 'AI_NOT_USED')
                        order by attested_at desc, id desc fetch first 1 row only""")
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .query((rs, row) -> {
                    String detail = rs.getString("detail");
                    return new AiUse("AI_USED".equals(rs.getString("kind")), detail == null ? "" : detail);
                })
                .optional();
    }

    record FileContent(
            TenantId tenant, String sha256, String displayName, String ownName, String mediaType, long bytes) {

        @Override
        public String toString() {
            return "FileContent[" + sha256 + "]";
        }
    }

    private static SavedText text(ResultSet rs, int row) throws SQLException {
        return new SavedText(
                rs.getString("requirement"),
                rs.getString("body"),
                rs.getInt("revision"),
                rs.getString("editor"),
                SubmissionRows.instant(rs, "saved_at"),
                rs.getBoolean("carried"));
    }

    private static SavedItem item(ResultSet rs, int row) throws SQLException {
        boolean isFile = rs.getString("kind").equals(FILE);
        return new SavedItem(
                rs.getObject("id", UUID.class),
                rs.getString("artefact_id"),
                isFile ? null : URI.create(rs.getString("address")),
                isFile ? file(rs) : null,
                rs.getTimestamp("saved_at").toInstant(),
                rs.getBoolean("carried"),
                SubmissionRows.instant(rs, "removed_at"),
                rs.getObject("transcript_of", UUID.class));
    }

    private static SavedItem.SavedFile file(ResultSet rs) throws SQLException {
        String cleaning = rs.getString("cleaning");
        String scan = rs.getString("scan");
        String within = rs.getString("names_within");
        return new SavedItem.SavedFile(
                rs.getObject("file_id", UUID.class),
                rs.getString("own_name"),
                within == null ? "" : within,
                rs.getString("display_name"),
                rs.getString("media_type"),
                rs.getLong("bytes"),
                cleaning == null ? null : Cleaning.valueOf(cleaning),
                rs.getInt("cleaned_by"),
                scan == null ? null : Scan.valueOf(scan));
    }
}
