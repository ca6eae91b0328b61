package dev.laurel.reporting;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.system.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the counts of {@code reporting_day} and {@code reporting_month}. A day on which something happened is counted anew
 * from what is stored, and the months change by the difference: counting twice changes nothing, and everything can be
 * counted again from the beginning, a month at a time.
 */
@Component
@EnableConfigurationProperties(ReportingSettings.class)
class Tallies {

    /** Stands for all districts together, and for all micro-credentials. */
    static final UUID ALL = new UUID(0, 0);

    private static final String EVERYTHING = "cast('00000000-0000-0000-0000-000000000000' as uuid)";
    private static final String NONE = "cast('ffffffff-ffff-ffff-ffff-ffffffffffff' as uuid)";

    private static final int MARKS_AT_ONCE = 20_000;

    private static final String COLUMNS = "(day_of, tenant_id, version_id, measure, one, two, tally) ";

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
     * What days come to, by measure: each one statement, however many days. {@code :days} become the days, each with its first
     * moment and that of the next.
     */
    private static final List<String> COUNTS = List.of(
            """
                select p.day_of, d.tenant_id, d.version_id, 'STEP', d.step, '', count(*)
                from :days join reporting_step d on d.happened_at >= p.begins and d.happened_at < p.ends
                where d.happened_at >= :from and d.happened_at < :to
                group by p.day_of, d.tenant_id, d.version_id, d.step""",
            // On the day on which somebody took a step first in this quarter of the year.
            """
                select p.day_of, d.tenant_id, :none, 'PEOPLE', d.step, '', count(*)
                from :days join (
                  select tenant_id, earner_id, step, min(happened_at) as first_at from reporting_step
                  where happened_at >= :quarter and happened_at < :to and earner_id in (
                    select earner_id from reporting_step where happened_at >= :from and happened_at < :to)
                  group by tenant_id, earner_id, step) d on d.first_at >= p.begins and d.first_at < p.ends
                group by p.day_of, d.tenant_id, d.step""",
            """
                select p.day_of, d.tenant_id, :none, 'ARRIVAL', '', '', count(*)
                from :days join reporting_arrival d on d.created_at >= p.begins and d.created_at < p.ends
                where d.created_at >= :from and d.created_at < :to group by p.day_of, d.tenant_id""",
            """
                select d.day_of, d.tenant_id, d.version_id, 'STAY', d.state, d.two, count(*) from (
                  select p.day_of, d.tenant_id, d.version_id, d.state, :howLong as two
                  from :days join reporting_stay d on d.ended_at >= p.begins and d.ended_at < p.ends
                  where d.ended_at >= :from and d.ended_at < :to and d.began_at is not null) d
                group by d.day_of, d.tenant_id, d.version_id, d.state, d.two""",
            """
                select d.day_of, d.tenant_id, d.version_id, 'TURNAROUND', '', d.two, count(*) from (
                  select p.day_of, d.tenant_id, d.version_id, :howLong as two
                  from :days join reporting_turnaround d on d.ended_at >= p.begins and d.ended_at < p.ends
                  where d.ended_at >= :from and d.ended_at < :to and d.began_at is not null) d
                group by d.day_of, d.tenant_id, d.version_id, d.two""",
            """
                select p.day_of, d.tenant_id, d.version_id, 'LEVEL', d.criterion_id, d.level_key, count(*)
                from :days join reporting_judgement d on d.decided_at >= p.begins and d.decided_at < p.ends
                where d.decided_at >= :from and d.decided_at < :to
                group by p.day_of, d.tenant_id, d.version_id, d.criterion_id, d.level_key""",
            """
                select d.day_of, d.tenant_id, d.version_id, 'MET', d.criterion_id, d.two, count(*) from (
                  select p.day_of, d.tenant_id, d.version_id, d.criterion_id, case when d.met then 'met' else 'not' end as two
                  from :days join reporting_judgement d on d.decided_at >= p.begins and d.decided_at < p.ends
                  where d.decided_at >= :from and d.decided_at < :to) d
                group by d.day_of, d.tenant_id, d.version_id, d.criterion_id, d.two""",
            """
                select d.day_of, d.tenant_id, d.version_id, 'PAIR', d.criterion_id, d.two, count(*) from (
                  select p.day_of, d.tenant_id, d.version_id, d.criterion_id, d.first_level || '>' || d.second_level as two
                  from :days join reporting_pair d on d.rated_at >= p.begins and d.rated_at < p.ends
                  where d.rated_at >= :from and d.rated_at < :to) d
                group by d.day_of, d.tenant_id, d.version_id, d.criterion_id, d.two""",
            """
                select p.day_of, d.tenant_id, d.version_id, 'DOUBLE', '', '', count(distinct d.case_id)
                from :days join reporting_pair d on d.rated_at >= p.begins and d.rated_at < p.ends
                where d.rated_at >= :from and d.rated_at < :to group by p.day_of, d.tenant_id, d.version_id""",
            """
                select d.day_of, d.tenant_id, d.version, 'CLAIM', d.authority, d.two, count(*) from (
                  select p.day_of, d.tenant_id, coalesce(d.version_id, :none) as version, d.authority, d.kind || '>' || d.unit as two
                  from :days join reporting_recognised d on d.happened_at >= p.begins and d.happened_at < p.ends
                  where d.happened_at >= :from and d.happened_at < :to) d
                group by d.day_of, d.tenant_id, d.version, d.authority, d.two""",
            """
                select d.day_of, d.tenant_id, d.version, 'CREDIT', d.authority, d.two, cast(sum(d.amount * 1000) as bigint) from (
                  select p.day_of, d.tenant_id, coalesce(d.version_id, :none) as version, d.authority, d.kind || '>' || d.unit as two,
                    d.amount
                  from :days join reporting_recognised d on d.happened_at >= p.begins and d.happened_at < p.ends
                  where d.happened_at >= :from and d.happened_at < :to and d.amount is not null) d
                group by d.day_of, d.tenant_id, d.version, d.authority, d.two""",
            """
                select d.day_of, d.tenant_id, d.version, 'CLAIMANT', d.authority, d.two, count(distinct d.person_id) from (
                  select p.day_of, d.tenant_id, coalesce(d.version_id, :none) as version, d.authority, d.kind || '>' || d.unit as two,
                    d.person_id
                  from :days join reporting_recognised d on d.happened_at >= p.begins and d.happened_at < p.ends
                  join (select tenant_id, person_id, authority, kind, unit, min(happened_at) as first_at
                    from reporting_recognised where happened_at >= :quarter and happened_at < :to
                    group by tenant_id, person_id, authority, kind, unit) f
                  on f.tenant_id = d.tenant_id and f.person_id = d.person_id and f.authority = d.authority and f.kind = d.kind
                    and f.unit = d.unit and f.first_at >= p.begins
                  where d.happened_at >= :from and d.happened_at < :to) d
                group by d.day_of, d.tenant_id, d.version, d.authority, d.two""");

    // What was counted before is taken off again: what is left is the difference.
    private static final String TAKE_OFF = "insert into reporting_fresh " + COLUMNS + """
        select day_of, tenant_id, version_id, measure, one, two, 0 - tally from reporting_day
        where day_of >= :first and day_of < :next\
        """;

    private static final String MERGE_DAYS = """
        merge into reporting_day t using (
          select day_of, tenant_id, version_id, measure, one, two, sum(tally) as tally from reporting_fresh
          group by day_of, tenant_id, version_id, measure, one, two having sum(tally) <> 0) d
        on (t.day_of >= :first and t.day_of < :next and t.day_of = d.day_of and t.tenant_id = d.tenant_id
          and t.version_id = d.version_id and t.measure = d.measure and t.one = d.one and t.two = d.two)
        when matched then update set tally = t.tally + d.tally
        when not matched then insert (day_of, tenant_id, version_id, measure, one, two, tally)
          values (d.day_of, d.tenant_id, d.version_id, d.measure, d.one, d.two, d.tally)\
        """;

    private static final String BY_MONTH = """
          select tenant_id, version_id, measure, one, two, sum(tally) as tally from (
            select tenant_id, version_id, measure, one, two, tally from :counts
            union all select tenant_id, :all, measure, one, two, tally from :counts
            union all select :all, version_id, measure, one, two, tally from :counts
            union all select :all, :all, measure, one, two, tally from :counts) f
          group by tenant_id, version_id, measure, one, two having sum(tally) <> 0\
        """.replace(":all", EVERYTHING);

    private static final String MERGE_MONTH =
            "merge into reporting_month t using (" + BY_MONTH.replace(":counts", """
                (select tenant_id, version_id, measure, one, two, sum(tally) as tally from reporting_fresh
                group by tenant_id, version_id, measure, one, two having sum(tally) <> 0) g""") + """
                ) d
                on (t.month_of = :month and t.tenant_id = d.tenant_id and t.version_id = d.version_id
                  and t.measure = d.measure and t.one = d.one and t.two = d.two)
                when matched then update set tally = t.tally + d.tally
                when not matched then insert (month_of, tenant_id, version_id, measure, one, two, tally)
                  values (:month, d.tenant_id, d.version_id, d.measure, d.one, d.two, d.tally)\
                """;

    private static final String WHOLE_MONTH =
            "insert into reporting_month (month_of, tenant_id, version_id, measure, one, two, tally)"
                    + " select :month, d.tenant_id, d.version_id, d.measure, d.one, d.two, d.tally from ("
                    + BY_MONTH.replace(":counts", """
                        (select tenant_id, version_id, measure, one, two, sum(tally) as tally from reporting_day
                        where day_of >= :first and day_of < :next group by tenant_id, version_id, measure, one, two) g""")
                    + ") d";

    private final JdbcClient jdbc;
    private final Catalogue catalogue;
    private final ReportingSettings settings;
    private final NamedParameterJdbcOperations batches;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Tallies(
            JdbcClient jdbc,
            NamedParameterJdbcOperations batches,
            TransactionTemplate transactions,
            Catalogue catalogue,
            ReportingSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transactions = transactions;
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

    /** Days without a gap, of one month. @param next the first day after them */
    private record Days(LocalDate first, LocalDate next) {

        Days {
            if (!first.isBefore(next) || !month(first).equals(month(next.minusDays(1)))) {
                throw new IllegalArgumentException("Not days of one month: " + first + " to " + next);
            }
        }

        List<LocalDate> each() {
            return first.datesUntil(next).toList();
        }

        static LocalDate month(LocalDate day) {
            return day.withDayOfMonth(1);
        }

        static List<Days> of(NavigableSet<LocalDate> days) {
            List<Days> found = new ArrayList<>();
            for (LocalDate day : days) {
                Days last = found.isEmpty() ? null : found.get(found.size() - 1);
                if (last != null
                        && last.next().equals(day)
                        && month(last.first()).equals(month(day))) {
                    found.set(found.size() - 1, new Days(last.first(), day.plusDays(1)));
                } else {
                    found.add(new Days(day, day.plusDays(1)));
                }
            }
            return found;
        }
    }

    /**
     * Counts the days that were marked by then; the first time, everything there is. Each stretch of days, or month, is a
     * transaction of its own: what breaks off goes on where it was, the next time.
     *
     * @return how many days
     */
    int count(Instant markedBy) {
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
        for (Days together : Days.of(days)) {
            transactions.executeWithoutResult(status -> recount(together));
        }
        transactions.executeWithoutResult(status -> {
            takeTurn();
            if (countedAt().isPresent()) {
                forget(marks);
                jdbc.sql("update reporting_turn set counted_at = :at, revision = revision + :days where id = 1")
                        .param("at", Timestamp.from(markedBy))
                        .param("days", days.size())
                        .update();
            }
        });
        return days.size();
    }

    /** Whether more was marked by then than one counting takes. */
    boolean isBehind(Instant markedBy) {
        return !jdbc.sql("select 1 from reporting_mark where marked_at <= :by fetch first row only")
                .param("by", Timestamp.from(markedBy))
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    private void forget(List<Mark> marks) {
        for (int from = 0; from < marks.size(); from += 1_000) {
            jdbc.sql("delete from reporting_mark where id in (:ids)")
                    .param(
                            "ids",
                            marks.subList(from, Math.min(marks.size(), from + 1_000)).stream()
                                    .map(Mark::id)
                                    .toList())
                    .update();
        }
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
    int rebuild() {
        transactions.executeWithoutResult(status -> forget());
        return countAll();
    }

    /** Has everything counted anew, the next time. The caller opens the transaction. */
    void forget() {
        takeTurn();
        jdbc.sql("update reporting_turn set counted_at = null, counting_since = null, next_month = null where id = 1")
                .update();
    }

    /** Month by month, from where it broke off if it did; two at once share the months. */
    private int countAll() {
        int days = 0;
        while (countedAt().isEmpty()) {
            days += Objects.requireNonNull(transactions.execute(status -> countMonth()));
        }
        return days;
    }

    private record Progress(
            @Nullable Instant since, @Nullable LocalDate nextMonth) {}

    /** The next month, or the beginning. The caller opens the transaction. @return how many days, 0 at the beginning */
    int countMonth() {
        takeTurn();
        Progress progress = jdbc.sql("select counting_since, next_month from reporting_turn where id = 1")
                .query((row, number) -> {
                    Timestamp since = row.getTimestamp("counting_since");
                    return new Progress(
                            since == null ? null : since.toInstant(), row.getObject("next_month", LocalDate.class));
                })
                .single();
        if (countedAt().isPresent()) {
            return 0;
        }
        Instant since = progress.since();
        LocalDate month = progress.nextMonth();
        if (since == null || month == null) {
            begin();
            return 0;
        }
        LocalDate next = month.plusMonths(1);
        Days days = new Days(month, today().isBefore(next) ? today().plusDays(1) : next);
        fill("reporting_day", days);
        jdbc.sql(WHOLE_MONTH)
                .param("month", month)
                .param("first", days.first())
                .param("next", days.next())
                .update();
        boolean last = today().isBefore(next);
        jdbc.sql("update reporting_turn set counted_at = :at, counting_since = :since, next_month = :next,"
                        + " revision = revision + :days where id = 1")
                .param("at", last ? Timestamp.from(since) : null)
                .param("since", last ? null : Timestamp.from(since))
                .param("next", last ? null : next)
                .param("days", days.each().size())
                .update();
        return days.each().size();
    }

    private void begin() {
        Instant now = clock.instant();
        jdbc.sql("delete from reporting_day").update();
        jdbc.sql("delete from reporting_month").update();
        jdbc.sql("delete from reporting_mark where marked_at <= :now")
                .param("now", Timestamp.from(now))
                .update();
        jdbc.sql("update reporting_turn set counting_since = :now, next_month = :month where id = 1")
                .param("now", Timestamp.from(now))
                .param("month", Days.month(first()))
                .update();
    }

    private LocalDate first() {
        LocalDate today = today();
        return jdbc.sql("select min(at) as at from (select min(happened_at) as at from submission_transition"
                        + " union all select min(decided_at) from assessment_decision"
                        + " union all select min(rated_at) from assessment_double_rating"
                        + " union all select min(happened_at) from recognition_claim_event where state = 'APPROVED'"
                        + " union all select min(created_at) from person) d")
                .query((row, number) -> Optional.ofNullable(row.getTimestamp("at")))
                .single()
                .map(at -> dayOf(at.toInstant()))
                .filter(day -> day.isBefore(today))
                .orElse(today);
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

    private void recount(Days days) {
        takeTurn();
        if (countedAt().isEmpty()) {
            // Somebody has begun to count everything, these days too.
            return;
        }
        jdbc.sql("delete from reporting_fresh").update();
        fill("reporting_fresh", days);
        for (String statement : List.of(TAKE_OFF, MERGE_DAYS)) {
            jdbc.sql(statement)
                    .param("first", days.first())
                    .param("next", days.next())
                    .update();
        }
        jdbc.sql(MERGE_MONTH).param("month", Days.month(days.first())).update();
        jdbc.sql("delete from reporting_fresh").update();
    }

    /** Counts these days from what is stored. */
    private void fill(String table, Days days) {
        String values = IntStream.range(0, days.each().size())
                .mapToObj(number -> "(cast(:day" + number + " as date), cast(:begins" + number
                        + " as timestamp with time zone), cast(:ends" + number + " as timestamp with time zone))")
                .collect(Collectors.joining(", ", "(values ", ") as p (day_of, begins, ends)"));
        for (String count : COUNTS) {
            within(
                            days,
                            jdbc.sql("insert into " + table + " " + COLUMNS
                                    + count.replace(":days", values)
                                            .replace(":none", NONE)
                                            .replace(":howLong", HOW_LONG)))
                    .update();
        }
        agreements(table, days);
    }

    /** Gives a statement its days, each by its number, and what begins and ends with them. */
    private StatementSpec within(Days days, StatementSpec statement) {
        List<LocalDate> each = days.each();
        StatementSpec given = statement
                .param("from", begin(days.first()))
                .param("to", begin(days.next()))
                .param("quarter", begin(quarterOf(days.first())));
        for (int number = 0; number < each.size(); number++) {
            LocalDate day = each.get(number);
            given = given.param("day" + number, day)
                    .param("begins" + number, begin(day))
                    .param("ends" + number, begin(day.plusDays(1)));
        }
        return given;
    }

    private Timestamp begin(LocalDate day) {
        return Timestamp.from(day.atStartOfDay(settings.zone()).toInstant());
    }

    private record Pair(Side side, String criterion, String levels, long tally) {}

    private record Side(LocalDate day, UUID tenant, UUID version) {}

    /** Whether both ratings of a pair fall on the same side of the cut, which only the rubric knows. */
    private void agreements(String table, Days days) {
        Map<Side, long[]> sides = new HashMap<>();
        jdbc.sql("select day_of, tenant_id, version_id, one, two, tally from " + table
                        + " where measure = 'PAIR' and day_of >= :first and day_of < :next")
                .param("first", days.first())
                .param("next", days.next())
                .query((row, number) -> new Pair(
                        new Side(
                                row.getObject("day_of", LocalDate.class),
                                row.getObject("tenant_id", UUID.class),
                                row.getObject("version_id", UUID.class)),
                        row.getString("one"),
                        row.getString("two"),
                        row.getLong("tally")))
                .list()
                .forEach(pair -> catalogue
                        .version(new VersionId(pair.side().version()))
                        .flatMap(credential -> credential.rubric().criterion(pair.criterion()))
                        .ifPresent(criterion -> {
                            String[] levels = pair.levels().split(">", 2);
                            boolean same = criterion.isMetBy(levels[0]) == criterion.isMetBy(levels[1]);
                            sides.computeIfAbsent(pair.side(), side -> new long[2])[same ? 0 : 1] += pair.tally();
                        }));
        List<SqlParameterSource> lines = new ArrayList<>();
        sides.forEach((side, tallies) -> {
            for (int which = 0; which < tallies.length; which++) {
                if (tallies[which] > 0) {
                    lines.add(new MapSqlParameterSource()
                            .addValue("day", side.day())
                            .addValue("tenant", side.tenant())
                            .addValue("version", side.version())
                            .addValue("side", which == 0 ? "same" : "other")
                            .addValue("tally", tallies[which]));
                }
            }
        });
        batches.batchUpdate(
                "insert into " + table + " " + COLUMNS + "values (:day, :tenant, :version, 'AGREE', :side, '', :tally)",
                lines.toArray(SqlParameterSource[]::new));
    }

    /** Has yesterday and today counted again: whatever was told too early, or never, comes in with this. */
    @Transactional
    public void lookAgain() {
        mark(today().minusDays(1));
    }
}
