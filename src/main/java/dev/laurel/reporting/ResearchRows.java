package dev.laurel.reporting;

import dev.laurel.person.StaffId;
import dev.laurel.system.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a research export is made of, a page at a time, and the record of who took one. */
@Repository
class ResearchRows {

    private final JdbcClient jdbc;
    private final ReportingSettings settings;
    private final Clock clock;

    ResearchRows(JdbcClient jdbc, ReportingSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * One submission that was started in the year.
     *
     * @param start the transition that began it
     */
    record Work(
            UUID id,
            UUID tenant,
            UUID earner,
            UUID version,
            String state,
            int attempt,
            Instant startedAt,
            UUID start,
            @Nullable Instant submittedAt,
            @Nullable Instant decidedAt,
            boolean earned) {}

    /** One criterion of a decided attempt. */
    record Judged(
            UUID submission,
            int attempt,
            String criterion,
            String level,
            boolean met,
            int raters,
            boolean adjudicated) {}

    /** How many people of a district started a version in a quarter. */
    record Cell(UUID tenant, UUID version, int quarter, long people) {}

    private Timestamp at(LocalDate day) {
        return Timestamp.from(day.atStartOfDay(settings.zone()).toInstant());
    }

    /**
     * In the order of their starts, which is the index's: each page costs what its rows cost, the last as the first.
     *
     * @param after the last of the page before, or null
     */
    List<Work> page(SchoolYear year, @Nullable Work after, int size) {
        return jdbc.sql("""
                        select s.id, s.tenant_id, s.earner_id, s.version_id, s.state, s.attempt, t.happened_at as started_at,
                          t.id as start,
                          (select min(e.happened_at) from submission_transition e
                           where e.submission_id = s.id and e.to_state = 'SUBMITTED') as submitted_at,
                          (select min(e.happened_at) from submission_transition e
                           where e.submission_id = s.id and e.to_state in ('EARNED', 'NOT_YET')) as decided_at
                        from submission_transition t
                        join submission s on s.id = t.submission_id
                        where t.from_state is null and t.happened_at >= :from and t.happened_at < :to and s.practice = false\
                        """ + (after == null ? "" : " and (t.happened_at > :from or t.id > :after)")
                        + " order by t.happened_at, t.id fetch first :size rows only")
                .param("from", after == null ? at(year.from()) : Timestamp.from(after.startedAt()))
                .param("to", at(year.to()))
                .param("after", after == null ? null : after.start())
                .param("size", size)
                .query(ResearchRows::work)
                .list();
    }

    private static Work work(ResultSet row, int number) throws SQLException {
        Timestamp submitted = row.getTimestamp("submitted_at");
        Timestamp decided = row.getTimestamp("decided_at");
        return new Work(
                row.getObject("id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                row.getObject("earner_id", UUID.class),
                row.getObject("version_id", UUID.class),
                row.getString("state"),
                row.getInt("attempt"),
                row.getTimestamp("started_at").toInstant(),
                row.getObject("start", UUID.class),
                submitted == null ? null : submitted.toInstant(),
                decided == null ? null : decided.toInstant(),
                row.getString("state").equals("EARNED"));
    }

    List<Judged> judged(Collection<UUID> submissions) {
        return submissions.isEmpty()
                ? List.of()
                : jdbc.sql("select submission_id, attempt, criterion_id, level_key, met, raters, adjudicated"
                                + " from reporting_judgement where submission_id in (:ids)"
                                + " order by submission_id, attempt, criterion_id")
                        .param("ids", submissions)
                        .query((row, number) -> new Judged(
                                row.getObject("submission_id", UUID.class),
                                row.getInt("attempt"),
                                row.getString("criterion_id"),
                                row.getString("level_key"),
                                row.getBoolean("met"),
                                row.getInt("raters"),
                                row.getBoolean("adjudicated")))
                        .list();
    }

    /** From the counts. */
    List<Cell> cells(SchoolYear year) {
        Map<Cell, Long> cells = new HashMap<>();
        jdbc.sql("select tenant_id, version_id, month_of, tally from reporting_month where measure = 'STEP'"
                        + " and one = 'STARTED' and tenant_id <> :all and version_id <> :all"
                        + " and month_of >= :from and month_of < :to")
                .param("all", Tallies.ALL)
                .param("from", year.from())
                .param("to", year.to())
                .query(row -> {
                    cells.merge(
                            new Cell(
                                    row.getObject("tenant_id", UUID.class),
                                    row.getObject("version_id", UUID.class),
                                    year.quarterOf(row.getObject("month_of", LocalDate.class)),
                                    0),
                            row.getLong("tally"),
                            Long::sum);
                });
        return cells.entrySet().stream()
                .map(cell -> new Cell(
                        cell.getKey().tenant(),
                        cell.getKey().version(),
                        cell.getKey().quarter(),
                        cell.getValue()))
                .toList();
    }

    /** On record before the first line leaves. */
    UUID begin(StaffId staff, SchoolYear year, String purpose) {
        UUID id = Ids.next();
        jdbc.sql("insert into reporting_export (id, staff_id, year_begins, purpose, taken_at)"
                        + " values (:id, :staff, :year, :purpose, :now)")
                .param("id", id)
                .param("staff", staff.value())
                .param("year", year.begins())
                .param("purpose", purpose)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return id;
    }

    void end(UUID export, long lines) {
        jdbc.sql("update reporting_export set lines = :lines, ended_at = :now where id = :id")
                .param("lines", lines)
                .param("now", Timestamp.from(clock.instant()))
                .param("id", export)
                .update();
    }

    record Taken(
            StaffId by,
            SchoolYear year,
            String purpose,
            Instant takenAt,
            @Nullable Long lines) {}

    /** The latest first. */
    List<Taken> taken(int page, int size) {
        return jdbc.sql("select staff_id, year_begins, purpose, taken_at, lines from reporting_export"
                        + " order by taken_at desc, id offset :offset rows fetch first :size rows only")
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, number) -> new Taken(
                        new StaffId(row.getObject("staff_id", UUID.class)),
                        new SchoolYear(row.getInt("year_begins")),
                        row.getString("purpose"),
                        row.getTimestamp("taken_at").toInstant(),
                        row.getObject("lines", Long.class)))
                .list();
    }

    /** In days; 0 within the first. */
    static long days(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toDays());
    }
}
