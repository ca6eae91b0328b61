package dev.laurel.reporting;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.system.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the counts of {@code reporting_day} and {@code reporting_month}. A day on which something happened is counted anew
 * from what is stored, and the months change by the difference: counting twice changes nothing, and everything can be
 * counted again from the beginning.
 */
@Component
@EnableConfigurationProperties(ReportingSettings.class)
class Tallies {

    /** Stands for all districts together, and for all micro-credentials. */
    static final UUID ALL = new UUID(0, 0);

    private static final String EVERYTHING = "cast('00000000-0000-0000-0000-000000000000' as uuid)";
    private static final String NONE = "cast('ffffffff-ffff-ffff-ffff-ffffffffffff' as uuid)";

    private static final int MARKS_AT_ONCE = 5_000;

    private static final String INTO = "insert into reporting_fresh (tenant_id, version_id, measure, one, two, tally) ";

    private static final String HOW_LONG = """
        case
          when d.ended_at < d.began_at + interval '1' day then '1'
          when d.ended_at < d.began_at + interval '3' day then '3'
          when d.ended_at < d.began_at + interval '7' day then '7'
          when d.ended_at < d.began_at + interval '14' day then '14'
          when d.ended_at < d.began_at + interval '30' day then '30'
          when d.ended_at < d.began_at + interval '90' day then '90'
          else 'more'
        end\
        """;

    /**
     * What a day comes to, by measure. Each reads one view between two moments. Whether somebody came before is counted
     * person by person: for a "not exists" PostgreSQL reads the whole quarter, day after day.
     */
    private static final List<String> COUNTS = List.of(
            INTO + """
                select tenant_id, version_id, 'STEP', step, '', count(*) from reporting_step
                where happened_at >= :from and happened_at < :to group by tenant_id, version_id, step\
                """,
            INTO + "select d.tenant_id, " + NONE + """
                , 'PEOPLE', d.step, '', count(distinct d.earner_id) from reporting_step d
                where d.happened_at >= :from and d.happened_at < :to and 0 = (
                  select count(*) from reporting_step b where b.earner_id = d.earner_id and b.tenant_id = d.tenant_id
                  and b.step = d.step and b.happened_at >= :quarter and b.happened_at < :from)
                group by d.tenant_id, d.step\
                """,
            INTO + "select tenant_id, " + NONE + """
                , 'ARRIVAL', '', '', count(*) from reporting_arrival
                where created_at >= :from and created_at < :to group by tenant_id\
                """,
            INTO + "select d.tenant_id, d.version_id, 'STAY', d.state, d.two, count(*) from (select d.tenant_id,"
                    + " d.version_id, d.state, " + HOW_LONG + """
                     as two from reporting_stay d where d.ended_at >= :from and d.ended_at < :to and d.began_at is not null) d
                    group by d.tenant_id, d.version_id, d.state, d.two\
                    """,
            INTO + "select d.tenant_id, d.version_id, 'TURNAROUND', '', d.two, count(*) from (select d.tenant_id,"
                    + " d.version_id, " + HOW_LONG + """
                     as two from reporting_turnaround d where d.ended_at >= :from and d.ended_at < :to and d.began_at is not null) d
                    group by d.tenant_id, d.version_id, d.two\
                    """,
            INTO + """
                select tenant_id, version_id, 'LEVEL', criterion_id, level_key, count(*) from reporting_judgement
                where decided_at >= :from and decided_at < :to group by tenant_id, version_id, criterion_id, level_key\
                """,
            INTO + """
                select tenant_id, version_id, 'MET', criterion_id, case when met then 'met' else 'not' end, count(*)
                from reporting_judgement where decided_at >= :from and decided_at < :to
                group by tenant_id, version_id, criterion_id, case when met then 'met' else 'not' end\
                """,
            INTO + """
                select tenant_id, version_id, 'PAIR', criterion_id, first_level || '>' || second_level, count(*)
                from reporting_pair where rated_at >= :from and rated_at < :to
                group by tenant_id, version_id, criterion_id, first_level || '>' || second_level\
                """,
            INTO + """
                select tenant_id, version_id, 'DOUBLE', '', '', count(distinct case_id) from reporting_pair
                where rated_at >= :from and rated_at < :to group by tenant_id, version_id\
                """,
            INTO + "select d.tenant_id, coalesce(d.version_id, " + NONE + """
                ), 'CLAIM', d.authority, d.kind || '>' || d.unit, count(*) from reporting_recognised d
                where d.happened_at >= :from and d.happened_at < :to
                group by d.tenant_id, d.version_id, d.authority, d.kind, d.unit\
                """,
            INTO + "select d.tenant_id, coalesce(d.version_id, " + NONE + """
                ), 'CREDIT', d.authority, d.kind || '>' || d.unit, cast(sum(d.amount * 1000) as bigint)
                from reporting_recognised d where d.happened_at >= :from and d.happened_at < :to and d.amount is not null
                group by d.tenant_id, d.version_id, d.authority, d.kind, d.unit\
                """,
            INTO + "select d.tenant_id, coalesce(d.version_id, " + NONE + """
                ), 'CLAIMANT', d.authority, d.kind || '>' || d.unit, count(distinct d.person_id)
                from reporting_recognised d where d.happened_at >= :from and d.happened_at < :to and 0 = (
                  select count(*) from reporting_recognised b where b.person_id = d.person_id and b.tenant_id = d.tenant_id
                  and b.authority = d.authority and b.kind = d.kind and b.unit = d.unit
                  and b.happened_at >= :quarter and b.happened_at < :from)
                group by d.tenant_id, d.version_id, d.authority, d.kind, d.unit\
                """);

    // What was counted before is taken off again: what is left is the difference.
    private static final String TAKE_OFF = INTO + """
        select tenant_id, version_id, measure, one, two, 0 - tally from reporting_day where day_of = :day\
        """;

    private static final String MERGE_DAY = """
        merge into reporting_day t using (
          select tenant_id, version_id, measure, one, two, sum(tally) as tally from reporting_fresh
          group by tenant_id, version_id, measure, one, two having sum(tally) <> 0) d
        on (t.day_of = :day and t.tenant_id = d.tenant_id and t.version_id = d.version_id
          and t.measure = d.measure and t.one = d.one and t.two = d.two)
        when matched then update set tally = t.tally + d.tally
        when not matched then insert (day_of, tenant_id, version_id, measure, one, two, tally)
          values (:day, d.tenant_id, d.version_id, d.measure, d.one, d.two, d.tally)\
        """;

    private static final String MERGE_MONTH = """
        merge into reporting_month t using (
          select tenant_id, version_id, measure, one, two, sum(tally) as tally from (
            select tenant_id, version_id, measure, one, two, tally from reporting_fresh
            union all select tenant_id, ALL_OF_THEM, measure, one, two, tally from reporting_fresh
            union all select ALL_OF_THEM, version_id, measure, one, two, tally from reporting_fresh
            union all select ALL_OF_THEM, ALL_OF_THEM, measure, one, two, tally from reporting_fresh) f
          group by tenant_id, version_id, measure, one, two having sum(tally) <> 0) d
        on (t.month_of = :month and t.tenant_id = d.tenant_id and t.version_id = d.version_id
          and t.measure = d.measure and t.one = d.one and t.two = d.two)
        when matched then update set tally = t.tally + d.tally
        when not matched then insert (month_of, tenant_id, version_id, measure, one, two, tally)
          values (:month, d.tenant_id, d.version_id, d.measure, d.one, d.two, d.tally)\
        """.replace("ALL_OF_THEM", EVERYTHING);

    private final JdbcClient jdbc;
    private final Catalogue catalogue;
    private final ReportingSettings settings;
    private final Clock clock;

    Tallies(JdbcClient jdbc, Catalogue catalogue, ReportingSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.catalogue = catalogue;
        this.settings = settings;
        this.clock = clock;
    }

    LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, settings.zone());
    }

    LocalDate today() {
        return dayOf(clock.instant());
    }

    /** Something happened at that moment. */
    @Transactional
    public void mark(Instant moment) {
        mark(dayOf(moment));
    }

    private void mark(LocalDate day) {
        jdbc.sql("insert into reporting_mark (id, day_of, marked_at) values (:id, :day, :now)")
                .param("id", Ids.next())
                .param("day", day)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Until when everything is counted; empty before the first time. */
    Optional<Instant> countedAt() {
        return Optional.ofNullable(jdbc.sql("select counted_at from reporting_turn where id = 1")
                        .query((row, number) -> row.getTimestamp("counted_at"))
                        .list()
                        .get(0))
                .map(Timestamp::toInstant);
    }

    private record Mark(UUID id, LocalDate day) {}

    /**
     * Counts the days that were marked by then. The first time it counts everything there is.
     *
     * @return how many days
     */
    @Transactional
    public int count(Instant markedBy) {
        takeTurn();
        if (countedAt().isEmpty()) {
            return countAll();
        }
        List<Mark> marks = jdbc.sql("select id, day_of from reporting_mark where marked_at <= :by order by marked_at"
                        + " fetch first :most rows only")
                .param("by", Timestamp.from(markedBy))
                .param("most", MARKS_AT_ONCE)
                .query((row, number) ->
                        new Mark(row.getObject("id", UUID.class), row.getObject("day_of", LocalDate.class)))
                .list();
        NavigableSet<LocalDate> days = new TreeSet<>();
        marks.stream().map(Mark::day).distinct().forEach(day -> days.addAll(touched(day)));
        days.forEach(this::count);
        for (int from = 0; from < marks.size(); from += 1_000) {
            jdbc.sql("delete from reporting_mark where id in (:ids)")
                    .param(
                            "ids",
                            marks.subList(from, Math.min(marks.size(), from + 1_000)).stream()
                                    .map(Mark::id)
                                    .toList())
                    .update();
        }
        done(markedBy, days.size());
        return days.size();
    }

    /** A day, and those after it in its quarter: whose first it was may have changed for them. */
    private List<LocalDate> touched(LocalDate day) {
        LocalDate end = quarterOf(day).plusMonths(3);
        LocalDate today = today();
        LocalDate until = today.isBefore(end) ? today.plusDays(1) : end;
        return until.isAfter(day) ? day.datesUntil(until).toList() : List.of(day);
    }

    static LocalDate quarterOf(LocalDate day) {
        return day.with(IsoFields.DAY_OF_QUARTER, 1);
    }

    /** Forgets all counts and counts everything there is. @return how many days */
    @Transactional
    public int rebuild() {
        takeTurn();
        return countAll();
    }

    private int countAll() {
        Instant now = clock.instant();
        jdbc.sql("delete from reporting_day").update();
        jdbc.sql("delete from reporting_month").update();
        jdbc.sql("delete from reporting_mark where marked_at <= :now")
                .param("now", Timestamp.from(now))
                .update();
        List<LocalDate> days = first().datesUntil(today().plusDays(1)).toList();
        days.forEach(this::count);
        done(now, days.size());
        return days.size();
    }

    private LocalDate first() {
        return jdbc.sql("select min(at) as at from (select min(happened_at) as at from submission_transition"
                        + " union all select min(decided_at) from assessment_decision"
                        + " union all select min(rated_at) from assessment_double_rating"
                        + " union all select min(happened_at) from recognition_claim_event where state = 'APPROVED'"
                        + " union all select min(created_at) from person) d")
                .query((row, number) -> Optional.ofNullable(row.getTimestamp("at")))
                .single()
                .map(at -> dayOf(at.toInstant()))
                .orElseGet(this::today);
    }

    private void takeTurn() {
        jdbc.sql("select id from reporting_turn where id = 1 for update")
                .query(Integer.class)
                .single();
    }

    /** Grows whenever a day was counted. */
    long revision() {
        return jdbc.sql("select revision from reporting_turn where id = 1")
                .query(Long.class)
                .single();
    }

    private void done(Instant until, int days) {
        jdbc.sql("update reporting_turn set counted_at = :at, revision = revision + :days where id = 1")
                .param("at", Timestamp.from(until))
                .param("days", days)
                .update();
    }

    private void count(LocalDate day) {
        jdbc.sql("delete from reporting_fresh").update();
        Timestamp from = Timestamp.from(day.atStartOfDay(settings.zone()).toInstant());
        Timestamp to =
                Timestamp.from(day.plusDays(1).atStartOfDay(settings.zone()).toInstant());
        Timestamp quarter =
                Timestamp.from(quarterOf(day).atStartOfDay(settings.zone()).toInstant());
        for (String count : COUNTS) {
            jdbc.sql(count)
                    .params(Map.of("from", from, "to", to, "quarter", quarter))
                    .update();
        }
        agreements();
        jdbc.sql(TAKE_OFF).param("day", day).update();
        jdbc.sql(MERGE_DAY).param("day", day).update();
        jdbc.sql(MERGE_MONTH).param("month", day.withDayOfMonth(1)).update();
        jdbc.sql("delete from reporting_fresh").update();
    }

    private record Pair(UUID tenant, UUID version, String criterion, String levels, long tally) {}

    private record Side(UUID tenant, UUID version, String side) {}

    /** Whether both ratings of a pair fall on the same side of the cut, which only the rubric knows. */
    private void agreements() {
        Map<Side, Long> sides = new HashMap<>();
        jdbc.sql("select tenant_id, version_id, one, two, tally from reporting_fresh where measure = 'PAIR'")
                .query((row, number) -> new Pair(
                        row.getObject("tenant_id", UUID.class),
                        row.getObject("version_id", UUID.class),
                        row.getString("one"),
                        row.getString("two"),
                        row.getLong("tally")))
                .list()
                .forEach(pair -> catalogue
                        .version(new VersionId(pair.version()))
                        .flatMap(credential -> credential.rubric().criterion(pair.criterion()))
                        .ifPresent(criterion -> {
                            String[] levels = pair.levels().split(">", 2);
                            boolean same = criterion.isMetBy(levels[0]) == criterion.isMetBy(levels[1]);
                            sides.merge(
                                    new Side(pair.tenant(), pair.version(), same ? "same" : "other"),
                                    pair.tally(),
                                    Long::sum);
                        }));
        sides.forEach((side, tally) -> jdbc.sql(INTO + "values (:tenant, :version, 'AGREE', :side, '', :tally)")
                .param("tenant", side.tenant())
                .param("version", side.version())
                .param("side", side.side())
                .param("tally", tally)
                .update());
    }

    /** Has yesterday and today counted again: whatever was told too early, or never, comes in with this. */
    @Transactional
    public void lookAgain() {
        mark(today().minusDays(1));
    }
}
