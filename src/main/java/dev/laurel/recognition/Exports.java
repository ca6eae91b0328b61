package dev.laurel.recognition;

import dev.laurel.person.PersonForgotten;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.recognition.ExportFormat.Changes;
import dev.laurel.system.Ids;
import dev.laurel.system.SpreadsheetCsv;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of approved claims in an authority's own columns. Each file is kept as it was made, and each claim marked, so that
 * none is entered twice and a claim that changes afterwards is not forgotten.
 */
@Component
class Exports {

    /** No file has more rows: who has more claims takes a shorter period. */
    static final int MOST_ROWS = 20_000;

    private static final int AT_ONCE = 500;
    private static final int MOST_CHANGED = 100;
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String RUN = "select r.id, r.export_name, r.export_version, r.authority, r.decided_from,"
            + " r.decided_to, r.only_new, r.claims, r.changes, r.made_at, r.made_name from recognition_export_run r"
            + " where not exists (select 1 from recognition_export_run_tenant t where t.run_id = r.id"
            + " and t.tenant_id not in (:tenants))";

    /** Each part finds its claims by an index, however many were exported. */
    private static final String CHANGED =
            "select c.id from recognition_claim c join recognition_export_mark m on m.claim_id = c.id"
                    + " where m.export_name = :export and c.tenant_id in (:tenants) and c.state = 'WITHDRAWN'"
                    + " and m.status <> 'WITHDRAWN'"
                    + " union all select c.id from recognition_claim c join recognition_export_mark m"
                    + " on m.claim_id = c.id where m.export_name = :export and c.tenant_id in (:tenants)"
                    + " and c.state = 'APPROVED' and c.flagged_at is not null and m.status <> 'BADGE_REVOKED'"
                    + " union all select c.id from recognition_export_mark m join recognition_claim c"
                    + " on c.id = m.claim_id where m.export_name = :export and m.tenant_id in (:tenants)"
                    + " and m.status = 'BADGE_REVOKED' and c.state = 'APPROVED' and c.flagged_at is null"
                    + " fetch first :most rows only";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final Rulebook rulebook;
    private final ClaimRows claims;
    private final ExportCells cells;
    private final Clock clock;

    Exports(
            JdbcClient jdbc,
            NamedParameterJdbcTemplate batches,
            Rulebook rulebook,
            ClaimRows claims,
            ExportCells cells,
            Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.rulebook = rulebook;
        this.claims = claims;
        this.cells = cells;
        this.clock = clock;
    }

    /**
     * A file that was made.
     *
     * @param from first day on which its claims were decided; absent for all before
     * @param claims rows of claims that are approved
     * @param changes rows of claims that were in an earlier file and have changed
     */
    record Run(
            UUID id,
            String export,
            int version,
            AuthorityCode authority,
            @Nullable LocalDate from,
            LocalDate to,
            boolean onlyNew,
            int claims,
            int changes,
            Instant madeAt,
            String madeBy) {}

    /** Why no file was made; the name, in lower case, ends the key of its message. */
    enum Refusal {
        NONE,
        /** No claim is to be told of. */
        NOTHING,
        /** More than {@link #MOST_ROWS}. */
        TOO_MANY,
        /** The first day is after the last. */
        PERIOD
    }

    /** @param run absent when there was a refusal */
    record Made(Refusal refusal, @Nullable UUID run) {}

    /** @param exportedAt when an export told of it last; {@code was} is what it told */
    record Changed(Claim claim, Instant exportedAt, ExportStatus was, ExportStatus is) {}

    /** @param current whether what the file says still holds; false for a claim that has changed since */
    record Told(String export, String title, Instant at, boolean current) {}

    /**
     * Makes a file of the claims that an officer's districts approved, and of those that changed after an earlier file
     * where the export tells of these.
     *
     * @param from first day of the decision in the export's zone; null for all
     * @param onlyNew whether to leave out what this export has told of before
     */
    @Transactional
    public Made make(
            ExportFormat format, StaffMember officer, @Nullable LocalDate from, LocalDate to, boolean onlyNew) {
        if (from != null && from.isAfter(to)) {
            return new Made(Refusal.PERIOD, null);
        }
        waitForTurn(format.name());
        List<ClaimId> fresh = approved(format, officer.recognises(), from, to, onlyNew, MOST_ROWS + 1);
        List<ClaimId> changed = format.changes() == Changes.LEAVE_OUT
                ? List.of()
                : changedIds(format.name(), officer.recognises(), MOST_ROWS + 1);
        if (fresh.size() + changed.size() > MOST_ROWS) {
            return new Made(Refusal.TOO_MANY, null);
        }
        if (fresh.isEmpty() && changed.isEmpty()) {
            return new Made(Refusal.NOTHING, null);
        }
        UUID run = Ids.next();
        Instant now = clock.instant();
        insert(run, format, officer, from, to, onlyNew, now);
        Writing writing = new Writing(run, format, now, officer.recognises());
        write(writing, fresh, false);
        int rows = writing.position;
        write(writing, changed, true);
        jdbc.sql("update recognition_export_run set claims = :claims, changes = :changes where id = :id")
                .param("claims", rows)
                .param("changes", writing.position - rows)
                .param("id", run)
                .update();
        batches.batchUpdate(
                "insert into recognition_export_run_tenant (run_id, tenant_id) values (:run, :tenant)",
                writing.tenants.stream()
                        .map(tenant -> new MapSqlParameterSource("run", run).addValue("tenant", tenant.value()))
                        .toArray(SqlParameterSource[]::new));
        return new Made(Refusal.NONE, run);
    }

    private static final class Writing {
        private final UUID run;
        private final ExportFormat format;
        private final Instant now;
        private final Set<TenantId> officers;
        private final Set<TenantId> tenants = new LinkedHashSet<>();
        private final ExportCells.Known known = new ExportCells.Known();
        private int position;

        private Writing(UUID run, ExportFormat format, Instant now, Set<TenantId> officers) {
            this.run = run;
            this.format = format;
            this.now = now;
            this.officers = officers;
        }
    }

    private void waitForTurn(String export) {
        jdbc.sql("insert into recognition_export_turn (export_name) values (:export) on conflict do nothing")
                .param("export", export)
                .update();
        jdbc.sql("select export_name from recognition_export_turn where export_name = :export for update")
                .param("export", export)
                .query(String.class)
                .single();
    }

    private void insert(
            UUID run,
            ExportFormat format,
            StaffMember officer,
            @Nullable LocalDate from,
            LocalDate to,
            boolean onlyNew,
            Instant now) {
        jdbc.sql("insert into recognition_export_run (id, export_name, export_version, authority, decided_from,"
                        + " decided_to, only_new, claims, changes, made_at, made_by, made_name)"
                        + " values (:id, :export, :version, :authority, :from, :to, :onlyNew, 0, 0, :now, :by, :name)")
                .param("id", run)
                .param("export", format.name())
                .param("version", format.version())
                .param("authority", format.authority().value())
                .param("from", from == null ? null : Date.valueOf(from))
                .param("to", Date.valueOf(to))
                .param("onlyNew", onlyNew)
                .param("now", Timestamp.from(now))
                .param("by", officer.id().value())
                .param("name", officer.displayName())
                .update();
    }

    private void write(Writing writing, List<ClaimId> ids, boolean changes) {
        for (int i = 0; i < ids.size(); i += AT_ONCE) {
            List<ClaimId> chunk = ids.subList(i, Math.min(ids.size(), i + AT_ONCE));
            Map<ClaimId, Claim> found = claims.find(writing.officers, chunk);
            List<Claim> page = chunk.stream()
                    .map(found::get)
                    // Somebody may have acted on it since it was looked for; the next file tells of that.
                    .filter(claim -> claim != null && (changes || ExportStatus.of(claim) == ExportStatus.APPROVED))
                    .toList();
            List<List<String>> rows = cells.of(writing.format, page, writing.known);
            SqlParameterSource[] inserts = new SqlParameterSource[page.size()];
            for (int at = 0; at < page.size(); at++) {
                Claim claim = page.get(at);
                writing.tenants.add(claim.tenant());
                inserts[at] = new MapSqlParameterSource("run", writing.run)
                        .addValue("position", writing.position++)
                        .addValue("tenant", claim.tenant().value())
                        .addValue("claim", claim.id().value())
                        .addValue("change", changes)
                        .addValue("status", ExportStatus.of(claim).name())
                        .addValue("cells", JSON.writeValueAsString(rows.get(at)))
                        .addValue("export", writing.format.name())
                        .addValue("now", Timestamp.from(writing.now));
            }
            batches.batchUpdate(
                    "insert into recognition_export_row (run_id, position, tenant_id, claim_id, change_of, status, cells)"
                            + " values (:run, :position, :tenant, :claim, :change, :status, :cells)",
                    inserts);
            mark(writing.format.name(), page, inserts);
        }
    }

    private void mark(String export, List<Claim> page, SqlParameterSource[] rows) {
        if (page.isEmpty()) {
            return;
        }
        Set<UUID> marked = new HashSet<>(jdbc.sql(
                        "select claim_id from recognition_export_mark where export_name = :export and claim_id in (:ids)")
                .param("export", export)
                .param("ids", page.stream().map(claim -> claim.id().value()).toList())
                .query(UUID.class)
                .list());
        batches.batchUpdate(
                "insert into recognition_export_mark (export_name, claim_id, tenant_id, status, exported_at)"
                        + " values (:export, :claim, :tenant, :status, :now)",
                withMark(rows, marked, false));
        batches.batchUpdate(
                "update recognition_export_mark set status = :status, exported_at = :now, settled_at = null,"
                        + " settled_by = null where export_name = :export and claim_id = :claim",
                withMark(rows, marked, true));
    }

    private static SqlParameterSource[] withMark(SqlParameterSource[] rows, Set<UUID> marked, boolean wanted) {
        List<SqlParameterSource> found = new ArrayList<>();
        for (SqlParameterSource row : rows) {
            if (marked.contains(row.getValue("claim")) == wanted) {
                found.add(row);
            }
        }
        return found.toArray(SqlParameterSource[]::new);
    }

    /** Approved claims in the order of their decision. One whose badge was revoked waits until an officer has looked. */
    private List<ClaimId> approved(
            ExportFormat format,
            Collection<TenantId> tenants,
            @Nullable LocalDate from,
            LocalDate to,
            boolean onlyNew,
            int most) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        ZoneId zone = format.zone();
        return jdbc
                .sql("select c.id from recognition_claim c where c.tenant_id in (:tenants) and c.state = 'APPROVED'"
                        + " and c.authority = :authority and c.flagged_at is null and c.since < :to"
                        + (from == null ? "" : " and c.since >= :from")
                        + (format.values().isEmpty() ? "" : " and c.kind in (:kinds)")
                        + (onlyNew
                                ? " and not exists (select 1 from recognition_export_mark m"
                                        + " where m.export_name = :export and m.claim_id = c.id)"
                                : "")
                        + " order by c.since, c.id fetch first :most rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("authority", format.authority().value())
                .param(
                        "from",
                        from == null
                                ? null
                                : Timestamp.from(from.atStartOfDay(zone).toInstant()))
                .param("to", Timestamp.from(to.plusDays(1).atStartOfDay(zone).toInstant()))
                .param("kinds", format.values().stream().map(ValueKind::name).toList())
                .param("export", format.name())
                .param("most", most)
                .query(UUID.class)
                .list()
                .stream()
                .map(ClaimId::new)
                .toList();
    }

    /** The latest approved claims that the export would tell of, each in its columns. */
    List<List<String>> latest(ExportFormat format, Collection<TenantId> tenants, int most) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        List<ClaimId> ids = jdbc
                .sql("select c.id from recognition_claim c where c.tenant_id in (:tenants) and c.state = 'APPROVED'"
                        + " and c.authority = :authority and c.flagged_at is null"
                        + (format.values().isEmpty() ? "" : " and c.kind in (:kinds)")
                        + " order by c.since desc, c.id desc fetch first :most rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("authority", format.authority().value())
                .param("kinds", format.values().stream().map(ValueKind::name).toList())
                .param("most", most)
                .query(UUID.class)
                .list()
                .stream()
                .map(ClaimId::new)
                .toList();
        Map<ClaimId, Claim> found = claims.find(tenants, ids);
        return cells.of(
                format,
                ids.stream().map(found::get).filter(claim -> claim != null).toList(),
                new ExportCells.Known());
    }

    private List<ClaimId> changedIds(String export, Collection<TenantId> tenants, int most) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc
                        .sql(CHANGED)
                        .param("export", export)
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("most", most)
                        .query(UUID.class)
                        .list()
                        .stream()
                        .map(ClaimId::new)
                        .toList();
    }

    /** Claims that stand otherwise than an export told last, at most a hundred. */
    List<Changed> changed(String export, Collection<TenantId> tenants) {
        List<ClaimId> ids = changedIds(export, tenants, MOST_CHANGED);
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<ClaimId, Claim> found = claims.find(tenants, ids);
        return jdbc
                .sql("select claim_id, status, exported_at from recognition_export_mark"
                        + " where export_name = :export and claim_id in (:ids) and tenant_id in (:tenants)"
                        + " order by exported_at, claim_id")
                .param("export", export)
                .param("ids", ids.stream().map(ClaimId::value).toList())
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .query((row, number) -> changed(row, found))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Changed> changed(ResultSet row, Map<ClaimId, Claim> found) throws SQLException {
        Instant at = row.getTimestamp("exported_at").toInstant();
        ExportStatus was = ExportStatus.valueOf(row.getString("status"));
        return Optional.ofNullable(found.get(new ClaimId(row.getObject("claim_id", UUID.class))))
                .map(claim -> new Changed(claim, at, was, ExportStatus.of(claim)));
    }

    /** An officer has told the other system how a claim stands now. */
    @Transactional
    public void settle(String export, Claim claim, StaffId officer) {
        jdbc.sql("update recognition_export_mark set status = :status, settled_at = :now, settled_by = :by"
                        + " where export_name = :export and claim_id = :claim and tenant_id = :tenant")
                .param("status", ExportStatus.of(claim).name())
                .param("now", Timestamp.from(clock.instant()))
                .param("by", officer.value())
                .param("export", export)
                .param("claim", claim.id().value())
                .param("tenant", claim.tenant().value())
                .update();
    }

    /** Files that an officer may see, the latest first: those that hold nobody's claims but their districts'. */
    List<Run> runs(String export, Collection<TenantId> tenants, int page, int pageSize) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql(RUN + " and r.export_name = :export"
                                + " order by r.made_at desc, r.id desc offset :offset rows fetch first :size rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("export", export)
                        .param("offset", (long) page * pageSize)
                        .param("size", pageSize)
                        .query((row, number) -> run(row))
                        .list();
    }

    Optional<Run> run(UUID id, Collection<TenantId> tenants) {
        return tenants.isEmpty()
                ? Optional.empty()
                : jdbc.sql(RUN + " and r.id = :id")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("id", id)
                        .query((row, number) -> run(row))
                        .optional();
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getObject("id", UUID.class),
                row.getString("export_name"),
                row.getInt("export_version"),
                new AuthorityCode(row.getString("authority")),
                row.getObject("decided_from", LocalDate.class),
                row.getObject("decided_to", LocalDate.class),
                row.getBoolean("only_new"),
                row.getInt("claims"),
                row.getInt("changes"),
                row.getTimestamp("made_at").toInstant(),
                row.getString("made_name"));
    }

    /** The files that told of a claim, the latest first, at most twenty. */
    List<Told> told(Claim claim) {
        return jdbc.sql("select r.export_name, r.made_at, w.status, m.status as marked"
                        + " from recognition_export_row w join recognition_export_run r on r.id = w.run_id"
                        + " left join recognition_export_mark m on m.export_name = r.export_name and m.claim_id = w.claim_id"
                        + " where w.claim_id = :claim and w.tenant_id = :tenant"
                        + " order by r.made_at desc, r.id desc fetch first 20 rows only")
                .param("claim", claim.id().value())
                .param("tenant", claim.tenant().value())
                .query((row, number) -> new Told(
                        row.getString("export_name"),
                        titleNow(claim.authority(), row.getString("export_name")),
                        row.getTimestamp("made_at").toInstant(),
                        ExportStatus.of(claim).name().equals(row.getString("marked"))))
                .list();
    }

    private String titleNow(AuthorityCode authority, String export) {
        return rulebook.current().exports().getOrDefault(authority, List.of()).stream()
                .filter(each -> each.name().equals(export))
                .map(ExportFormat::title)
                .findFirst()
                .orElse(export);
    }

    /**
     * Writes a file again, as it was made.
     *
     * @param changes null for all in one file; otherwise only changes, or only the rest
     * @param out is closed
     */
    void write(Run run, ExportFormat format, @Nullable Boolean changes, OutputStream out) throws IOException {
        ExportFormat.File file = format.file();
        try (SpreadsheetCsv csv = new SpreadsheetCsv(out, file.separator().character(), file.marked())) {
            if (file.headings()) {
                csv.row(format.columns().stream()
                        .map(ExportFormat.Column::heading)
                        .toArray(String[]::new));
            }
            record Row(int position, List<String> cells) {}
            int last = -1;
            List<Row> page;
            do {
                page = jdbc.sql("select position, cells from recognition_export_row where run_id = :run"
                                + " and position > :last"
                                + (changes == null ? "" : " and change_of = :changes")
                                + " order by position fetch first :most rows only")
                        .param("run", run.id())
                        .param("last", last)
                        .param("changes", changes)
                        .param("most", AT_ONCE)
                        .query((row, number) -> new Row(
                                row.getInt("position"),
                                List.of(JSON.readValue(row.getString("cells"), String[].class))))
                        .list();
                for (Row row : page) {
                    csv.row(row.cells().toArray(String[]::new));
                    last = row.position();
                }
            } while (page.size() == AT_ONCE);
        }
    }

    /** Takes the number off the claims of somebody who asked for deletion, and name and number out of the files. */
    @ApplicationModuleListener
    void on(PersonForgotten forgotten) {
        claims.forgetNumbers(forgotten.tenant(), forgotten.person());
        record Row(UUID run, int position, String export, int version, String cells) {}
        jdbc.sql("select w.run_id, w.position, r.export_name, r.export_version, w.cells"
                        + " from recognition_claim c join recognition_export_row w on w.claim_id = c.id"
                        + " join recognition_export_run r on r.id = w.run_id"
                        + " where c.person_id = :person and c.tenant_id = :tenant")
                .param("person", forgotten.person().value())
                .param("tenant", forgotten.tenant().value())
                .query((row, number) -> new Row(
                        row.getObject("run_id", UUID.class),
                        row.getInt("position"),
                        row.getString("export_name"),
                        row.getInt("export_version"),
                        row.getString("cells")))
                .list()
                .forEach(row -> rulebook.export(row.export(), row.version())
                        .ifPresent(format -> jdbc.sql("update recognition_export_row set cells = :cells"
                                        + " where run_id = :run and position = :position")
                                .param(
                                        "cells",
                                        JSON.writeValueAsString(ExportCells.withoutPerson(
                                                format, List.of(JSON.readValue(row.cells(), String[].class)))))
                                .param("run", row.run())
                                .param("position", row.position())
                                .update()));
    }
}
