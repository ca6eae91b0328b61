package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Comparison;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.assessment.Reading.State;
import dev.laurel.assessment.Seats.Holder;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of ratings that decide nothing; what is on their sheets is read for their rater, and compared once handed in. */
@Repository
class Readings {

    private static final String SELECT = """
            select r.id, r.tenant_id, r.family, r.version_id, r.staff_id, r.purpose, r.anchor_id, r.case_id, r.try_id, r.state,
              r.taken_at, r.submitted_at, r.due_at, r.ended_at, r.earned, r.criteria_met, r.criteria_required, r.compared,
              r.same, r.same_side, r.far
            from assessment_reading r
            """;

    private final JdbcClient jdbc;

    Readings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param press of the button that it answers; absent where none does */
    void add(Reading added, @Nullable UUID press) {
        jdbc.sql("""
                        insert into assessment_reading (id, tenant_id, family, version_id, staff_id, purpose, anchor_id, case_id,
                          try_id, press, state, taken_at, submitted_at, due_at)
                        values (:id, :tenant, :family, :version, :staff, :purpose, :anchor, :case, :try, :press, 'HELD', :taken,
                          :submitted, :due)""")
                .param("id", added.id().value())
                .param("tenant", added.tenant().value())
                .param("family", added.family().value())
                .param("version", added.version().value())
                .param("staff", added.staff().value())
                .param("purpose", added.purpose().name())
                .param("anchor", added.anchor() == null ? null : added.anchor().value())
                .param("case", added.about() == null ? null : added.about().value())
                .param("try", added.run())
                .param("press", press)
                .param("taken", Timestamp.from(added.takenAt()))
                .param("submitted", Timestamp.from(added.submittedAt()))
                .param("due", Timestamp.from(added.dueAt()))
                .update();
    }

    /** One of this person's own. */
    Optional<Reading> find(CaseId id, StaffId staff) {
        return jdbc.sql(SELECT + "where r.id = :id and r.staff_id = :staff")
                .param("id", id.value())
                .param("staff", staff.value())
                .query(Readings::read)
                .optional();
    }

    /** Nobody else changes it or what hangs on it until this transaction ends. */
    Optional<Reading> lock(CaseId id, StaffId staff) {
        return jdbc.sql(SELECT + "where r.id = :id and r.staff_id = :staff for update")
                .param("id", id.value())
                .param("staff", staff.value())
                .query(Readings::read)
                .optional();
    }

    /** What was taken by this press of this person. */
    Optional<CaseId> ofPress(UUID press, StaffId staff) {
        return jdbc.sql("select id from assessment_reading where press = :press and staff_id = :staff")
                .param("press", press)
                .param("staff", staff.value())
                .query(UUID.class)
                .optional()
                .map(CaseId::new);
    }

    List<Reading> ofTry(UUID run) {
        return jdbc.sql(SELECT + "where r.try_id = :try order by r.id")
                .param("try", run)
                .query(Readings::read)
                .list();
    }

    List<Reading> heldOf(AnchorId anchor) {
        return jdbc.sql(SELECT + "where r.anchor_id = :anchor and r.state = 'HELD'")
                .param("anchor", anchor.value())
                .query(Readings::read)
                .list();
    }

    /** What this person holds for this purpose, the oldest first. */
    List<Reading> heldBy(StaffId staff, Purpose purpose, int atMost) {
        return jdbc.sql(SELECT + """
                        where r.staff_id = :staff and r.purpose = :purpose and r.state = 'HELD'
                        order by r.taken_at, r.id fetch first :atMost rows only""")
                .param("staff", staff.value())
                .param("purpose", purpose.name())
                .param("atMost", atMost)
                .query(Readings::read)
                .list();
    }

    /** Seeded ones that are held beyond their date. */
    List<Reading> overdue(Instant now, int atMost) {
        return jdbc.sql(SELECT + """
                        where r.purpose = 'SEEDED' and r.state = 'HELD' and r.due_at < :now
                        order by r.due_at, r.id fetch first :atMost rows only""")
                .param("now", Timestamp.from(now))
                .param("atMost", atMost)
                .query(Readings::read)
                .list();
    }

    /** Who is reading something again at this moment, and where. */
    List<Holder> leadsReading() {
        return jdbc.sql("select distinct tenant_id, staff_id from assessment_reading"
                        + " where purpose = 'BACK_READING' and state = 'HELD'")
                .query((row, number) -> new Holder(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new StaffId(row.getObject("staff_id", UUID.class))))
                .list();
    }

    /** What this lead is reading again there, the oldest first. */
    List<Reading> heldBy(Holder lead, int atMost) {
        return jdbc.sql(SELECT + """
                        where r.staff_id = :staff and r.tenant_id = :tenant and r.purpose = 'BACK_READING' and r.state = 'HELD'
                        order by r.taken_at, r.id fetch first :atMost rows only""")
                .param("staff", lead.staff().value())
                .param("tenant", lead.tenant().value())
                .param("atMost", atMost)
                .query(Readings::read)
                .list();
    }

    /** Seeded ones that were taken from this person because they were overdue. */
    List<CaseId> takenBack(StaffId staff, Instant since) {
        return jdbc
                .sql("""
                        select id from assessment_reading where staff_id = :staff and purpose = 'SEEDED' and state = 'ENDED'
                        and ended_at >= :since and overdue = true order by ended_at desc fetch first 50 rows only""")
                .param("staff", staff.value())
                .param("since", Timestamp.from(since))
                .query(UUID.class)
                .list()
                .stream()
                .map(CaseId::new)
                .toList();
    }

    /** Back-readings of these tenants that are done, the latest first; page from 0. */
    List<Reading> backRead(Collection<TenantId> tenants, int page, int pageSize) {
        return jdbc.sql(SELECT + """
                        where r.tenant_id in (:tenants) and r.purpose = 'BACK_READING' and r.state = 'DONE'
                        order by r.ended_at desc, r.id offset :skip rows fetch first :atMost rows only""")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(Readings::read)
                .list();
    }

    /** A back-reading that is done, in one of these tenants. */
    Optional<Reading> doneIn(Collection<TenantId> tenants, CaseId id) {
        return jdbc.sql(SELECT + "where r.id = :id and r.purpose = 'BACK_READING' and r.state = 'DONE'")
                .param("id", id.value())
                .query(Readings::read)
                .optional()
                .filter(found -> tenants.contains(found.tenant()));
    }

    /** Who reads a case again, or has; and who rates it for a partner. */
    List<StaffId> readersOf(CaseId about) {
        return jdbc
                .sql(
                        "select distinct staff_id from assessment_reading where case_id = :case and state in ('HELD', 'DONE')")
                .param("case", about.value())
                .query(UUID.class)
                .list()
                .stream()
                .map(StaffId::new)
                .toList();
    }

    /** How far people's seeded ratings were from the agreed scores, all together. */
    Map<StaffId, Comparison> seeded(TenantId tenant, Instant since) {
        Map<StaffId, Comparison> sums = new HashMap<>();
        jdbc.sql("""
                        select staff_id, sum(compared) as compared, sum(same) as same, sum(same_side) as same_side, sum(far) as far
                        from assessment_reading where tenant_id = :tenant and purpose = 'SEEDED' and state = 'DONE'
                        and ended_at >= :since group by staff_id""")
                .param("tenant", tenant.value())
                .param("since", Timestamp.from(since))
                .query(row -> {
                    sums.put(
                            new StaffId(row.getObject("staff_id", UUID.class)),
                            new Comparison(
                                    row.getInt("compared"),
                                    row.getInt("same"),
                                    row.getInt("same_side"),
                                    row.getInt("far")));
                });
        return sums;
    }

    /** How often which level was given to an anchor, by criterion, by those who have handed in. */
    Map<String, Map<String, Integer>> given(AnchorId anchor) {
        Map<String, Map<String, Integer>> given = new HashMap<>();
        jdbc.sql("""
                        select g.criterion_id, g.level_key, count(*) as many from assessment_reading x
                        join assessment_reading_rating g on g.reading_id = x.id
                        where x.anchor_id = :anchor and x.state = 'DONE' and g.level_key is not null
                        group by g.criterion_id, g.level_key""").param("anchor", anchor.value()).query(row -> {
            given.computeIfAbsent(row.getString("criterion_id"), criterion -> new HashMap<>())
                    .put(row.getString("level_key"), row.getInt("many"));
        });
        return given;
    }

    void done(CaseId id, Outcome outcome, Comparison result, Instant at) {
        jdbc.sql("""
                        update assessment_reading set state = 'DONE', ended_at = :at, earned = :earned, criteria_met = :met,
                          criteria_required = :required, compared = :compared, same = :same, same_side = :side, far = :far
                        where id = :id and state = 'HELD'""")
                .param("id", id.value())
                .param("at", Timestamp.from(at))
                .param("earned", outcome.earned())
                .param("met", outcome.criteriaMet())
                .param("required", outcome.criteriaRequired())
                .param("compared", result.compared())
                .param("same", result.same())
                .param("side", result.sameSide())
                .param("far", result.far())
                .update();
    }

    /** Nothing comes of it. @param overdue whether because it was held for too long */
    void end(CaseId id, boolean overdue, Instant at) {
        jdbc.sql("""
                        update assessment_reading set state = 'ENDED', ended_at = :at, overdue = :overdue
                        where id = :id and state = 'HELD'""")
                .param("id", id.value())
                .param("overdue", overdue)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** One that was added in this transaction and led to nothing. */
    void forget(CaseId id) {
        jdbc.sql("delete from assessment_reading where id = :id and state = 'HELD'")
                .param("id", id.value())
                .update();
    }

    /** By criterion id. */
    Map<String, Rating> ratings(CaseId id) {
        return jdbc
                .sql("""
                        select criterion_id, level_key, words, revision, saved_at from assessment_reading_rating
                        where reading_id = :id""")
                .param("id", id.value())
                .query((row, number) -> new Rating(
                        row.getString("criterion_id"),
                        row.getString("level_key"),
                        row.getString("words"),
                        row.getInt("revision"),
                        row.getTimestamp("saved_at").toInstant()))
                .list()
                .stream()
                .collect(Collectors.toMap(Rating::criterionId, rating -> rating));
    }

    /** The caller holds the lock. */
    void save(CaseId id, Rating rating) {
        String sql = rating.revision() == 1 ? """
                        insert into assessment_reading_rating (reading_id, criterion_id, level_key, words, revision, saved_at)
                        values (:id, :criterion, :level, :words, :revision, :at)""" : """
                        update assessment_reading_rating set level_key = :level, words = :words, revision = :revision,
                          saved_at = :at
                        where reading_id = :id and criterion_id = :criterion""";
        jdbc.sql(sql)
                .param("id", id.value())
                .param("criterion", rating.criterionId())
                .param("level", rating.level())
                .param("words", rating.words())
                .param("revision", rating.revision())
                .param("at", Timestamp.from(rating.savedAt()))
                .update();
    }

    private static Reading read(ResultSet row, int number) throws SQLException {
        UUID anchor = row.getObject("anchor_id", UUID.class);
        UUID about = row.getObject("case_id", UUID.class);
        Timestamp ended = row.getTimestamp("ended_at");
        State state = State.valueOf(row.getString("state"));
        return new Reading(
                new CaseId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new MicroCredentialId(row.getString("family")),
                new VersionId(row.getObject("version_id", UUID.class)),
                new StaffId(row.getObject("staff_id", UUID.class)),
                Purpose.valueOf(Objects.requireNonNull(row.getString("purpose"))),
                anchor == null ? null : new AnchorId(anchor),
                about == null ? null : new CaseId(about),
                row.getObject("try_id", UUID.class),
                state,
                row.getTimestamp("taken_at").toInstant(),
                row.getTimestamp("submitted_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getBoolean("earned"),
                row.getInt("criteria_met"),
                row.getInt("criteria_required"),
                state == State.DONE
                        ? new Comparison(
                                row.getInt("compared"), row.getInt("same"), row.getInt("same_side"), row.getInt("far"))
                        : null);
    }
}
