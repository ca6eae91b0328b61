package dev.laurel.assessment;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Criteria that two people rated independently. The database counts; nothing here grows with the number of ratings. */
@Repository
class DoubleRatings {

    /** Each pair as either of its two raters sees it. */
    private static final String BY_RATER = """
             (select tenant_id, version_id, criterion_id, rated_at, first_rater as rater, first_level as own, second_level as other
              from assessment_double_rating
              union all
              select tenant_id, version_id, criterion_id, rated_at, second_rater, second_level, first_level
              from assessment_double_rating) p
            """;

    private final JdbcClient jdbc;

    DoubleRatings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How often one criterion got these two levels. */
    record Cell(VersionId version, String criterion, String first, String second, int count) {}

    /** The same, seen by one rater. */
    record RaterCell(StaffId rater, Cell cell) {}

    /** Notes a case both of whose independent ratings are in; a second time changes nothing. */
    void add(CaseId rated, Instant at) {
        jdbc.sql("""
                        insert into assessment_double_rating (case_id, criterion_id, tenant_id, version_id, first_rater,
                          second_rater, first_level, second_level, rated_at)
                        select c.id, r1.criterion_id, c.tenant_id, c.version_id, f.staff_id, s.staff_id, r1.level_key,
                          r2.level_key, :at
                        from assessment_case c
                        join assessment_seat f on f.case_id = c.id and f.seat = 'FIRST' and f.state = 'DONE'
                        join assessment_seat s on s.case_id = c.id and s.seat = 'SECOND' and s.state = 'DONE'
                        join assessment_rating r1 on r1.case_id = c.id and r1.rater_id = f.staff_id
                        join assessment_rating r2 on r2.case_id = c.id and r2.rater_id = s.staff_id
                          and r2.criterion_id = r1.criterion_id
                        where c.id = :case and r1.level_key is not null and r2.level_key is not null
                        and not exists (select 1 from assessment_double_rating d
                          where d.case_id = c.id and d.criterion_id = r1.criterion_id)""")
                .param("case", rated.value())
                .param("at", Timestamp.from(at))
                .update();
    }

    /**
     * Notes a case that was decided by one rating and read again.
     *
     * @param levels of both, the first rater's first; by criterion
     */
    void addBackRead(
            AssessmentCase about, StaffId first, StaffId second, Map<String, List<String>> levels, Instant at) {
        levels.forEach((criterion, both) -> jdbc.sql("""
                        insert into assessment_double_rating (case_id, criterion_id, tenant_id, version_id, first_rater,
                          second_rater, first_level, second_level, rated_at)
                        values (:case, :criterion, :tenant, :version, :first, :second, :one, :other, :at)
                        on conflict do nothing""")
                .param("case", about.id().value())
                .param("criterion", criterion)
                .param("tenant", about.tenant().value())
                .param("version", about.version().value())
                .param("first", first.value())
                .param("second", second.value())
                .param("one", both.get(0))
                .param("other", both.get(1))
                .param("at", Timestamp.from(at))
                .update());
    }

    /** One criterion that somebody and another rated. */
    record Pair(VersionId version, String criterion, String own, String other) {}

    /** The latest of one person, those rated after the instant only. */
    List<Pair> latest(TenantId tenant, StaffId rater, Instant after, int atMost) {
        return jdbc.sql("""
                        select version_id, criterion_id, own, other from (
                          (select version_id, criterion_id, first_level as own, second_level as other, rated_at, case_id
                           from assessment_double_rating
                           where first_rater = :rater and tenant_id = :tenant and rated_at > :after
                           order by rated_at desc, case_id, criterion_id fetch first :atMost rows only)
                          union all
                          (select version_id, criterion_id, second_level, first_level, rated_at, case_id
                           from assessment_double_rating
                           where second_rater = :rater and tenant_id = :tenant and rated_at > :after
                           order by rated_at desc, case_id, criterion_id fetch first :atMost rows only)) p
                        order by rated_at desc, case_id, criterion_id fetch first :atMost rows only""")
                .param("rater", rater.value())
                .param("tenant", tenant.value())
                .param("after", Timestamp.from(after))
                .param("atMost", atMost)
                .query((row, number) -> new Pair(
                        new VersionId(row.getObject("version_id", UUID.class)),
                        row.getString("criterion_id"),
                        row.getString("own"),
                        row.getString("other")))
                .list();
    }

    /** One of the latest in a tenant. */
    record Latest(TenantId tenant, Instant ratedAt, Pair pair) {}

    /** The latest of one person in each of these tenants, the latest first, so many of each at most. */
    List<Latest> latest(Collection<TenantId> tenants, StaffId rater, int atMost) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        select tenant_id, version_id, criterion_id, own, other, rated_at from (
                          select tenant_id, version_id, criterion_id, own, other, rated_at, case_id,
                            row_number() over (partition by tenant_id order by rated_at desc, case_id, criterion_id) as place
                          from (
                            select tenant_id, version_id, criterion_id, first_level as own, second_level as other, rated_at, case_id
                            from assessment_double_rating where first_rater = :rater and tenant_id in (:tenants)
                            union all
                            select tenant_id, version_id, criterion_id, second_level, first_level, rated_at, case_id
                            from assessment_double_rating where second_rater = :rater and tenant_id in (:tenants)) p) q
                        where place <= :atMost order by place""")
                .param("rater", rater.value())
                .param("tenants", values(tenants))
                .param("atMost", atMost)
                .query((row, number) -> new Latest(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        row.getTimestamp("rated_at").toInstant(),
                        new Pair(
                                new VersionId(row.getObject("version_id", UUID.class)),
                                row.getString("criterion_id"),
                                row.getString("own"),
                                row.getString("other"))))
                .list();
    }

    /** Versions with pairs, those with most first; page from 0. */
    List<VersionId> versions(Collection<TenantId> tenants, Instant since, int page, int pageSize) {
        return jdbc
                .sql("""
                        select version_id from assessment_double_rating
                        where tenant_id in (:tenants) and rated_at >= :since
                        group by version_id order by count(*) desc, version_id
                        offset :skip rows fetch first :atMost rows only""")
                .param("tenants", values(tenants))
                .param("since", Timestamp.from(since))
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(UUID.class)
                .list()
                .stream()
                .map(VersionId::new)
                .toList();
    }

    List<Cell> cells(Collection<TenantId> tenants, Instant since, Collection<VersionId> versions) {
        if (versions.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        select version_id, criterion_id, first_level, second_level, count(*) as pairs
                        from assessment_double_rating
                        where tenant_id in (:tenants) and version_id in (:versions) and rated_at >= :since
                        group by version_id, criterion_id, first_level, second_level""")
                .param("tenants", values(tenants))
                .param("versions", versions.stream().map(VersionId::value).toList())
                .param("since", Timestamp.from(since))
                .query((row, n) -> new Cell(
                        new VersionId(row.getObject("version_id", UUID.class)),
                        row.getString("criterion_id"),
                        row.getString("first_level"),
                        row.getString("second_level"),
                        row.getInt("pairs")))
                .list();
    }

    /** People with pairs, those with most first; page from 0. */
    List<StaffId> raters(
            Collection<TenantId> tenants, Instant since, @Nullable VersionId version, int page, int pageSize) {
        return jdbc
                .sql("select rater from" + BY_RATER + "where tenant_id in (:tenants) and rated_at >= :since"
                        + (version == null ? "" : " and version_id = :version")
                        + " group by rater order by count(*) desc, rater"
                        + " offset :skip rows fetch first :atMost rows only")
                .param("tenants", values(tenants))
                .param("since", Timestamp.from(since))
                .param("version", version == null ? null : version.value())
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(UUID.class)
                .list()
                .stream()
                .map(StaffId::new)
                .toList();
    }

    List<RaterCell> cellsOf(
            Collection<TenantId> tenants, Instant since, @Nullable VersionId version, Collection<StaffId> raters) {
        if (raters.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select rater, version_id, criterion_id, own, other, count(*) as pairs from" + BY_RATER
                        + "where tenant_id in (:tenants) and rated_at >= :since and rater in (:raters)"
                        + (version == null ? "" : " and version_id = :version")
                        + " group by rater, version_id, criterion_id, own, other")
                .param("tenants", values(tenants))
                .param("since", Timestamp.from(since))
                .param("version", version == null ? null : version.value())
                .param("raters", raters.stream().map(StaffId::value).toList())
                .query((row, n) -> new RaterCell(
                        new StaffId(row.getObject("rater", UUID.class)),
                        new Cell(
                                new VersionId(row.getObject("version_id", UUID.class)),
                                row.getString("criterion_id"),
                                row.getString("own"),
                                row.getString("other"),
                                row.getInt("pairs"))))
                .list();
    }

    private static List<UUID> values(Collection<TenantId> tenants) {
        return Set.copyOf(tenants).stream().map(TenantId::value).toList();
    }
}
