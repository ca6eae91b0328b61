package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Kind;
import dev.laurel.assessment.Anchor.Piece;
import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.Anchor.State;
import dev.laurel.assessment.Anchor.StoredPiece;
import dev.laurel.assessment.Anchor.Task;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of anchors. */
@Repository
class Anchors {

    private static final String SELECT = """
            select a.id, a.tenant_id, a.family, a.version_id, a.name, a.task, a.state, a.source_case, a.made_by, a.made_at,
              (select count(*) from assessment_anchor_score s where s.anchor_id = a.id) as criteria
            from assessment_anchor a
            """;

    /**
     * An anchor that this person may rate blind: they neither made it nor took it into use, did not rate the case it comes from, nor know whose it
     * is.
     */
    private static final String UNKNOWN_TO = """
             and a.made_by <> :staff and (a.approved_by is null or a.approved_by <> :staff)
            and not exists (select 1 from assessment_seat k where k.case_id = a.source_case and k.staff_id = :staff)
            and not exists (select 1 from assessment_assignment x join assessment_case xc on xc.id = x.case_id
              join assessment_case sc on sc.submission_id = xc.submission_id
              where sc.id = a.source_case and x.staff_id = :staff and x.released_because = 'CONFLICT')
            """;

    private final JdbcClient jdbc;
    private final Practice<QualitySettings> practice;

    Anchors(JdbcClient jdbc, Practice<QualitySettings> practice) {
        this.jdbc = jdbc;
        this.practice = practice;
    }

    void add(Anchor anchor, List<Piece> pieces, List<Score> scores) {
        jdbc.sql("""
                        insert into assessment_anchor (id, tenant_id, family, version_id, name, task, state, source_case, made_by,
                          made_at)
                        values (:id, :tenant, :family, :version, :name, :task, :state, :source, :by, :at)""")
                .param("id", anchor.id().value())
                .param("tenant", anchor.tenant().value())
                .param("family", anchor.family().value())
                .param("version", anchor.version().value())
                .param("name", anchor.name())
                .param("task", anchor.task().name())
                .param("state", anchor.state().name())
                .param(
                        "source",
                        anchor.source() == null ? null : anchor.source().value())
                .param("by", anchor.madeBy().value())
                .param("at", Timestamp.from(anchor.madeAt()))
                .update();
        put(anchor.id(), pieces, scores);
    }

    /** Writes a draft anew, for a lead to look at. */
    void rewrite(AnchorId id, String name, Task task, List<Piece> pieces, List<Score> scores) {
        jdbc.sql("update assessment_anchor set name = :name, task = :task, state = 'DRAFT' where id = :id")
                .param("name", name)
                .param("task", task.name())
                .param("id", id.value())
                .update();
        dropPieces(id);
        dropScores(id);
        put(id, pieces, scores);
    }

    /** Forgets a draft that nobody has used. */
    void delete(AnchorId id) {
        dropPieces(id);
        dropScores(id);
        jdbc.sql("delete from assessment_anchor where id = :id")
                .param("id", id.value())
                .update();
    }

    private void dropScores(AnchorId id) {
        jdbc.sql("delete from assessment_anchor_score where anchor_id = :id")
                .param("id", id.value())
                .update();
    }

    private void put(AnchorId id, List<Piece> pieces, List<Score> scores) {
        int position = 0;
        for (Piece piece : pieces) {
            StoredPiece file = piece.file();
            jdbc.sql("""
                            insert into assessment_anchor_piece (anchor_id, position, requirement_id, kind, body, file_id,
                              display_name, media_type, bytes, transcript_of, shows, instead)
                            values (:id, :position, :requirement, :kind, :body, :file, :name, :type, :bytes, :transcriptOf,
                              :shows, :instead)""")
                    .param("id", id.value())
                    .param("position", position++)
                    .param("requirement", piece.requirement())
                    .param("kind", piece.kind().name())
                    .param("body", piece.text())
                    .param("file", file == null ? null : file.id())
                    .param("name", file == null ? null : file.displayName())
                    .param("type", file == null ? null : file.mediaType())
                    .param("bytes", file == null ? null : file.bytes())
                    .param("transcriptOf", file == null ? null : file.transcriptOf())
                    .param("shows", piece.shows() == null ? null : String.join(" ", piece.shows()))
                    .param("instead", piece.instead())
                    .update();
        }
        for (Score score : scores) {
            jdbc.sql("""
                            insert into assessment_anchor_score (anchor_id, criterion_id, level_key, rationale)
                            values (:id, :criterion, :level, :rationale)""")
                    .param("id", id.value())
                    .param("criterion", score.criterion())
                    .param("level", score.level())
                    .param("rationale", score.rationale())
                    .update();
        }
    }

    Optional<Anchor> find(AnchorId id) {
        return jdbc.sql(SELECT + "where a.id = :id")
                .param("id", id.value())
                .query(Anchors::read)
                .optional();
    }

    /** False when it is in none of these states any more. */
    boolean move(AnchorId id, Set<State> from, State to, @Nullable Instant withdrawnAt) {
        return jdbc.sql("update assessment_anchor set state = :to, withdrawn_at = :at"
                                + " where id = :id and state in (:from)")
                        .param("to", to.name())
                        .param("at", withdrawnAt == null ? null : Timestamp.from(withdrawnAt))
                        .param("id", id.value())
                        .param("from", from.stream().map(State::name).toList())
                        .update()
                == 1;
    }

    /** Nobody else changes it until this transaction ends. */
    Optional<Anchor> lock(AnchorId id) {
        jdbc.sql("select id from assessment_anchor where id = :id for update")
                .param("id", id.value())
                .query(UUID.class)
                .optional();
        return find(id);
    }

    void approve(AnchorId id, StaffId lead) {
        jdbc.sql("update assessment_anchor set state = 'ACTIVE', approved_by = :lead where id = :id")
                .param("lead", lead.value())
                .param("id", id.value())
                .update();
    }

    void sendBack(AnchorId id, String words) {
        jdbc.sql("update assessment_anchor set state = 'SENT_BACK', sent_back_words = :words where id = :id")
                .param("words", words)
                .param("id", id.value())
                .update();
    }

    /** What a lead said on sending it back; empty for one that is not. */
    String sentBack(AnchorId id) {
        return jdbc.sql("select sent_back_words from assessment_anchor where id = :id and state = 'SENT_BACK'")
                .param("id", id.value())
                .query(String.class)
                .optional()
                .orElse("");
    }

    /** What this person drafted for these tenants, whatever became of it; the newest first, page from 0. */
    List<Anchor> by(StaffId author, Collection<TenantId> tenants, int page, int pageSize) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql(SELECT + """
                                where a.made_by = :author and a.tenant_id in (:tenants) and a.source_case is null
                                order by a.made_at desc, a.id offset :skip rows fetch first :atMost rows only""")
                        .param("author", author.value())
                        .param("tenants", values(tenants))
                        .param("skip", (long) page * pageSize)
                        .param("atMost", pageSize)
                        .query(Anchors::read)
                        .list();
    }

    /** Forgets the work itself; the scores stay, for what was rated against them. */
    void dropPieces(AnchorId id) {
        jdbc.sql("delete from assessment_anchor_piece where anchor_id = :id")
                .param("id", id.value())
                .update();
    }

    /** Those of these tenants, drafts that wait for a lead before all others, the newest first; page from 0. */
    List<Anchor> of(Collection<TenantId> tenants, int page, int pageSize) {
        return jdbc.sql(SELECT + """
                        where a.tenant_id in (:tenants)
                        order by case when a.state = 'DRAFT' then 0 else 1 end, a.made_at desc, a.id
                        offset :skip rows fetch first :atMost rows only""")
                .param("tenants", values(tenants))
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(Anchors::read)
                .list();
    }

    /** Those made of earners' work that are not out of use. */
    List<Anchor> fromWork(int atMost) {
        return jdbc.sql(SELECT + """
                        where a.source_case is not null and a.state in ('ASKED', 'ACTIVE')
                        order by a.made_at, a.id fetch first :atMost rows only""")
                .param("atMost", atMost)
                .query(Anchors::read)
                .list();
    }

    List<Anchor> active(TenantId tenant, MicroCredentialId family, Task task, int atMost) {
        return jdbc.sql(SELECT + """
                        where a.tenant_id = :tenant and a.family = :family and a.state = 'ACTIVE' and a.task = :task
                        order by a.made_at, a.id fetch first :atMost rows only""")
                .param("tenant", tenant.value())
                .param("family", family.value())
                .param("task", task.name())
                .param("atMost", atMost)
                .query(Anchors::read)
                .list();
    }

    /**
     * A piece that somebody could rate to qualify.
     *
     * @param readAt when they last read its agreed levels, which only a set that counts shows; absent where they never did
     */
    record Candidate(Anchor anchor, @Nullable Instant readAt) {}

    /** What this person could rate to qualify: what they do not know first, then what they knew longest ago. */
    List<Candidate> toQualifyOn(TenantId tenant, MicroCredentialId family, StaffId staff, int atMost) {
        return jdbc.sql(
                        "select c.*, (select max(t.done_at) from assessment_reading r join assessment_try t on t.id = r.try_id"
                                + " where r.anchor_id = c.id and r.staff_id = :staff and t.passed is not null) as read_at from ("
                                + SELECT + """
                        where a.tenant_id = :tenant and a.family = :family and a.state = 'ACTIVE' and a.task = 'QUALIFYING'
                        """
                                + UNKNOWN_TO + """
                        ) c order by read_at nulls first, c.made_at, c.id
                        fetch first :atMost rows only""")
                .param("tenant", tenant.value())
                .param("family", family.value())
                .param("staff", staff.value())
                .param("atMost", atMost)
                .query((row, number) -> {
                    Timestamp readAt = row.getTimestamp("read_at");
                    return new Candidate(read(row, number), readAt == null ? null : readAt.toInstant());
                })
                .list();
    }

    /** What could be put among this person's work: only what they never held. */
    List<Anchor> toSeed(TenantId tenant, MicroCredentialId family, StaffId staff, int atMost) {
        return jdbc.sql(SELECT + """
                        where a.tenant_id = :tenant and a.family = :family and a.state = 'ACTIVE' and a.task = 'SEEDED'
                        """ + UNKNOWN_TO + """
                         and not exists (select 1 from assessment_reading r where r.anchor_id = a.id and r.staff_id = :staff)
                        order by a.made_at, a.id fetch first :atMost rows only""")
                .param("tenant", tenant.value())
                .param("family", family.value())
                .param("staff", staff.value())
                .param("atMost", atMost)
                .query(Anchors::read)
                .list();
    }

    /** Whether anything was ever put, or could be put, among ordinary work of this micro-credential. */
    boolean everSeeded(TenantId tenant, MicroCredentialId family) {
        return jdbc.sql("""
                        select count(*) from (select a.id from assessment_anchor a where a.tenant_id = :tenant
                          and a.family = :family and a.task = 'SEEDED' and a.state in ('ACTIVE', 'WITHDRAWN')
                          fetch first 1 row only) found""")
                        .param("tenant", tenant.value())
                        .param("family", family.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Micro-credentials whose qualifying anchors have enough criteria together for a set. */
    Set<MicroCredentialId> enough(TenantId tenant) {
        return enough(Set.of(tenant)).getOrDefault(tenant, Set.of());
    }

    /** The same of several tenants; those without any are missing. */
    Map<TenantId, Set<MicroCredentialId>> enough(Collection<TenantId> tenants) {
        Map<TenantId, Set<MicroCredentialId>> enough = new HashMap<>();
        if (!tenants.isEmpty()) {
            jdbc.sql("""
                            select a.tenant_id, a.family, count(*) as criteria from assessment_anchor a
                            join assessment_anchor_score s on s.anchor_id = a.id
                            where a.tenant_id in (:tenants) and a.state = 'ACTIVE' and a.task = 'QUALIFYING'
                            group by a.tenant_id, a.family""")
                    .param("tenants", tenants.stream().map(TenantId::value).toList())
                    .query(row -> {
                        TenantId tenant = new TenantId(row.getObject("tenant_id", UUID.class));
                        if (row.getInt("criteria") >= practice.of(tenant).gateRatings()) {
                            enough.computeIfAbsent(tenant, key -> new HashSet<>())
                                    .add(new MicroCredentialId(row.getString("family")));
                        }
                    });
        }
        return enough;
    }

    /**
     * What a micro-credential has in usable anchors.
     *
     * @param criteria of the qualifying ones together
     */
    record Stock(MicroCredentialId family, int training, int qualifying, int seeded, int criteria) {}

    List<Stock> stock(TenantId tenant) {
        record Row(String family, Task task, int pieces, int criteria) {}
        Map<String, Stock> stock = new HashMap<>();
        jdbc.sql("""
                        select a.family, a.task, count(distinct a.id) as pieces, count(s.criterion_id) as criteria
                        from assessment_anchor a left join assessment_anchor_score s on s.anchor_id = a.id
                        where a.tenant_id = :tenant and a.state = 'ACTIVE' group by a.family, a.task""")
                .param("tenant", tenant.value())
                .query((row, number) -> new Row(
                        row.getString("family"),
                        Task.valueOf(row.getString("task")),
                        row.getInt("pieces"),
                        row.getInt("criteria")))
                .list()
                .forEach(row -> {
                    Stock now = stock.getOrDefault(
                            row.family(), new Stock(new MicroCredentialId(row.family()), 0, 0, 0, 0));
                    stock.put(
                            row.family(),
                            switch (row.task()) {
                                case TRAINING ->
                                    new Stock(
                                            now.family(), row.pieces(), now.qualifying(), now.seeded(), now.criteria());
                                case QUALIFYING ->
                                    new Stock(now.family(), now.training(), row.pieces(), now.seeded(), row.criteria());
                                case SEEDED ->
                                    new Stock(
                                            now.family(),
                                            now.training(),
                                            now.qualifying(),
                                            row.pieces(),
                                            now.criteria());
                            });
                });
        return stock.values().stream()
                .sorted((one, other) ->
                        one.family().value().compareTo(other.family().value()))
                .toList();
    }

    List<Piece> pieces(AnchorId id) {
        return jdbc.sql("""
                        select requirement_id, kind, body, file_id, display_name, media_type, bytes, transcript_of, shows, instead
                        from assessment_anchor_piece where anchor_id = :id order by position""")
                .param("id", id.value())
                .query((row, number) -> {
                    UUID file = row.getObject("file_id", UUID.class);
                    String body = row.getString("body");
                    String shows = row.getString("shows");
                    return new Piece(
                            row.getString("requirement_id"),
                            Kind.valueOf(row.getString("kind")),
                            body == null ? "" : body,
                            file == null
                                    ? null
                                    : new StoredPiece(
                                            file,
                                            Objects.requireNonNull(row.getString("display_name")),
                                            Objects.requireNonNull(row.getString("media_type")),
                                            row.getLong("bytes"),
                                            row.getObject("transcript_of", UUID.class)),
                            shows == null ? null : shows.isEmpty() ? List.of() : List.of(shows.split(" ")),
                            row.getString("instead"));
                })
                .list();
    }

    /** By criterion id. */
    Map<String, Score> scores(AnchorId id) {
        return jdbc
                .sql("select criterion_id, level_key, rationale from assessment_anchor_score where anchor_id = :id")
                .param("id", id.value())
                .query((row, number) -> new Score(
                        row.getString("criterion_id"), row.getString("level_key"), row.getString("rationale")))
                .list()
                .stream()
                .collect(Collectors.toMap(Score::criterion, score -> score));
    }

    /** False when this person had read it before. */
    boolean read(AnchorId id, StaffId staff, Instant at) {
        return jdbc.sql("""
                        insert into assessment_anchor_read (anchor_id, staff_id, read_at) values (:id, :staff, :at)
                        on conflict do nothing""")
                        .param("id", id.value())
                        .param("staff", staff.value())
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    /** Which of the training pieces of a micro-credential this person has read. */
    Set<AnchorId> readBy(TenantId tenant, MicroCredentialId family, StaffId staff) {
        return jdbc
                .sql("""
                        select r.anchor_id from assessment_anchor_read r join assessment_anchor a on a.id = r.anchor_id
                        where a.tenant_id = :tenant and a.family = :family and r.staff_id = :staff""")
                .param("tenant", tenant.value())
                .param("family", family.value())
                .param("staff", staff.value())
                .query(UUID.class)
                .list()
                .stream()
                .map(AnchorId::new)
                .collect(Collectors.toSet());
    }

    private static List<UUID> values(Collection<TenantId> tenants) {
        return tenants.stream().map(TenantId::value).toList();
    }

    private static Anchor read(ResultSet row, int number) throws SQLException {
        UUID source = row.getObject("source_case", UUID.class);
        return new Anchor(
                new AnchorId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new MicroCredentialId(row.getString("family")),
                new VersionId(row.getObject("version_id", UUID.class)),
                row.getString("name"),
                Task.valueOf(row.getString("task")),
                State.valueOf(row.getString("state")),
                source == null ? null : new CaseId(source),
                new StaffId(row.getObject("made_by", UUID.class)),
                row.getTimestamp("made_at").toInstant(),
                row.getInt("criteria"));
    }
}
