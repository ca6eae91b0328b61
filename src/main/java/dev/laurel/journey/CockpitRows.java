package dev.laurel.journey;

import dev.laurel.course.PlacementId;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The cohorts of all places of a course, by the view that {@link CohortRows} reads for one of them. */
@Repository
class CockpitRows {

    /** What leads keep on hold is not its earner's turn. */
    private static final String NOT_HELD =
            "submission_id not in (select work_id from journey_on_hold where tenant_id = :tenant)";

    /** The earner could act and has not. ENDED stands for {@link LastAttempts.Ended#sql()}. */
    private static final String STUCK =
            "state in ('DRAFT', 'NOT_YET') and since < :quiet and not ENDED and " + NOT_HELD;

    /** It waits with assessors for longer than the earner was promised. */
    private static final String LATE =
            "state in ('SUBMITTED', 'IN_SCORING', 'UNDER_APPEAL') and coalesce(promised_by, expected_by) < :now";

    /**
     * How many of a place's cohort are where.
     *
     * @param late whose work waits with assessors past the promised day
     */
    record Counts(int everybody, int fresh, int progress, int earned, int stuck, int late) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
    }

    /**
     * One person with one micro-credential.
     *
     * @param name as the roster has it
     * @param earner and what follows: absent for somebody who has not started
     */
    record Row(
            PlacementId placement,
            LtiUserId account,
            @Nullable String name,
            @Nullable SubmissionId submission,
            @Nullable PersonId earner,
            @Nullable SubmissionState state,
            @Nullable Instant since,
            int attempt) {

        /** Whether it was decided "not yet" and nothing can come after that. */
        boolean hasEnded(LastAttempts.Ended ended) {
            return submission != null && state != null && ended.includes(placement, submission, state, attempt);
        }
    }

    private final JdbcClient jdbc;

    CockpitRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A course as it stands.
     *
     * @param stuck those who could act and have not, the longest first
     * @param members how many its roster names
     * @param strangers whether anybody else is at work there
     */
    record Glance(Map<PlacementId, Counts> counts, List<Row> stuck, int members, boolean strangers) {}

    /** The places of a course, and since when somebody counts as stuck there. */
    record Asked(
            TenantId tenant,
            ContextId course,
            Collection<PlacementId> places,
            LastAttempts.Ended ended,
            Instant quiet,
            Instant now) {}

    /**
     * Those on the roster are counted once for the whole course, and what was begun is looked at once: people times places
     * would be tens of thousands of rows of which nothing is known.
     */
    Glance glance(Asked asked, int mostStuck) {
        TenantId tenant = asked.tenant();
        Collection<PlacementId> places = asked.places();
        if (places.isEmpty()) {
            return new Glance(Map.of(), List.of(), 0, false);
        }
        int members = jdbc.sql("select count(*) from journey_course_member where tenant_id = :tenant"
                        + " and context_id = :course")
                .param("tenant", tenant.value())
                .param("course", asked.course().value())
                .query(Integer.class)
                .single();
        Map<PlacementId, Counts> counts = new HashMap<>();
        Map<PlacementId, Integer> notAsked = notAsked(tenant, places);
        places.forEach(place -> {
            int given = members - notAsked.getOrDefault(place, 0);
            counts.put(place, new Counts(given, given, 0, 0, 0, 0));
        });
        List<Row> stuck = new ArrayList<>();
        boolean[] strangers = {false};
        jdbc.sql(GLANCE.replace("ENDED", asked.ended().sql()))
                .params(asked.ended().parameters())
                .param("tenant", tenant.value())
                .param("places", values(places))
                .param("quiet", Timestamp.from(asked.quiet()))
                .param("now", Timestamp.from(asked.now()))
                .param("most", mostStuck)
                .query((row, number) -> {
                    if (row.getObject("account_id") != null) {
                        return stuck.add(row(row, number));
                    }
                    strangers[0] |= row.getInt("others") > 0;
                    PlacementId place = new PlacementId(row.getObject("placement_id", UUID.class));
                    int given = members - notAsked.getOrDefault(place, 0);
                    return counts.put(
                            place,
                            new Counts(
                                    given + row.getInt("others"),
                                    given - row.getInt("known"),
                                    row.getInt("progress"),
                                    row.getInt("earned"),
                                    row.getInt("stuck"),
                                    row.getInt("late")));
                })
                .list();
        stuck.sort(Comparator.comparing(Row::since));
        return new Glance(counts, stuck, members, strangers[0]);
    }

    /** How many of the roster's have not begun at a place and are not given its link. */
    private Map<PlacementId, Integer> notAsked(TenantId tenant, Collection<PlacementId> places) {
        Map<PlacementId, Integer> notAsked = new HashMap<>();
        jdbc.sql("select placement_id, count(*) as many from journey_not_asked where tenant_id = :tenant"
                        + " and placement_id in (:places) group by placement_id")
                .param("tenant", tenant.value())
                .param("places", values(places))
                .query(row -> {
                    notAsked.put(new PlacementId(row.getObject("placement_id", UUID.class)), row.getInt("many"));
                });
        return notAsked;
    }

    /** What the roster calls those of the accounts that it names. */
    Map<LtiUserId, String> names(TenantId tenant, ContextId course, Collection<LtiUserId> accounts) {
        Map<LtiUserId, String> names = new HashMap<>();
        if (!accounts.isEmpty()) {
            jdbc.sql("select account_id, name from journey_course_member where tenant_id = :tenant"
                            + " and context_id = :course and account_id in (:accounts) and name is not null")
                    .param("tenant", tenant.value())
                    .param("course", course.value())
                    .param("accounts", accounts.stream().map(LtiUserId::value).toList())
                    .query(row -> {
                        names.put(new LtiUserId(row.getObject("account_id", UUID.class)), row.getString("name"));
                    });
        }
        return names;
    }

    /** One line for each place, and one for each piece of work that is stuck. */
    private static final String GLANCE =
            "with work as (select placement_id, account_id, name, submission_id, earner_id,"
                    + " state, since, attempt, promised_by, expected_by, on_roster from journey_course_work"
                    + " where tenant_id = :tenant and placement_id in (:places))"
                    + " select placement_id, cast(null as uuid) as account_id, cast(null as varchar(500)) as name,"
                    + " cast(null as uuid) as submission_id, cast(null as uuid) as earner_id, cast(null as varchar(30)) as state,"
                    + " cast(null as timestamp with time zone) as since, 0 as attempt,"
                    + " sum(case when on_roster then 1 else 0 end) as known,"
                    + " sum(case when on_roster then 0 else 1 end) as others,"
                    + " sum(case when state not in ('EARNED', 'CLOSED') and not ENDED then 1 else 0 end) as progress,"
                    + " sum(case when state = 'EARNED' then 1 else 0 end) as earned, sum(case when " + STUCK
                    + " then 1 else 0 end) as stuck, sum(case when " + LATE + " then 1 else 0 end) as late"
                    + " from work group by placement_id union all"
                    + " select placement_id, account_id, name, submission_id, earner_id, state, since, attempt,"
                    + " 0, 0, 0, 0, 0, 0"
                    + " from (select * from work where " + STUCK
                    + " order by since, account_id, placement_id fetch first :most rows only) longest";

    /** How many have begun and never handed in, at places whose date has passed. */
    Map<PlacementId, Integer> unsent(TenantId tenant, Collection<PlacementId> places) {
        Map<PlacementId, Integer> unsent = new HashMap<>();
        if (!places.isEmpty()) {
            jdbc.sql("select placement_id, count(*) as many from journey_not_handed_in where tenant_id = :tenant"
                            + " and placement_id in (:places) and submission_id is not null group by placement_id")
                    .param("tenant", tenant.value())
                    .param("places", values(places))
                    .query(row -> {
                        unsent.put(new PlacementId(row.getObject("placement_id", UUID.class)), row.getInt("many"));
                    });
        }
        return unsent;
    }

    /** Those who could act and have not, the longest first; page from 0. */
    List<Row> stuck(
            TenantId tenant,
            Collection<PlacementId> places,
            LastAttempts.Ended ended,
            Instant quiet,
            int page,
            int pageSize) {
        return places.isEmpty()
                ? List.of()
                : jdbc.sql("select placement_id, account_id, name, submission_id, earner_id, state, since, attempt"
                                + " from journey_course_work where tenant_id = :tenant and placement_id in (:places) and "
                                + STUCK.replace("ENDED", ended.sql())
                                + " order by since, account_id, placement_id"
                                + " offset :offset rows fetch next :size rows only")
                        .params(ended.parameters())
                        .param("tenant", tenant.value())
                        .param("places", values(places))
                        .param("quiet", Timestamp.from(quiet))
                        .param("offset", (long) page * pageSize)
                        .param("size", pageSize)
                        .query(CockpitRows::row)
                        .list();
    }

    /** What was earned at those places from a moment on and before another, the first first. */
    List<Row> earned(TenantId tenant, Collection<PlacementId> places, Instant from, Instant until, int most) {
        return places.isEmpty()
                ? List.of()
                : jdbc.sql("select placement_id, account_id, name, submission_id, earner_id, state, since, attempt"
                                + " from journey_course_work where tenant_id = :tenant and placement_id in (:places)"
                                + " and state = 'EARNED' and since >= :from and since < :until"
                                + " order by since, account_id, placement_id fetch first :most rows only")
                        .param("tenant", tenant.value())
                        .param("places", values(places))
                        .param("from", Timestamp.from(from))
                        .param("until", Timestamp.from(until))
                        .param("most", most)
                        .query(CockpitRows::row)
                        .list();
    }

    /** Everybody in the course: on its roster, or at work there. */
    private static final String IN_COURSE = " from (select account_id, name from journey_course_member"
            + " where tenant_id = :tenant and context_id = :course"
            + " union all select account_id, name from journey_course_work"
            + " where tenant_id = :tenant and placement_id in (:places) and on_roster = false) everybody";

    /** Accounts of those on the roster of the course, by name; page from 0. */
    List<LtiUserId> members(TenantId tenant, ContextId course, int page, int pageSize) {
        return jdbc.sql("select account_id, lower(name) as by_name from journey_course_member where tenant_id = :tenant"
                        + " and context_id = :course order by by_name, account_id"
                        + " offset :offset rows fetch next :size rows only")
                .param("tenant", tenant.value())
                .param("course", course.value())
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, number) -> new LtiUserId(row.getObject("account_id", UUID.class)))
                .list();
    }

    /** The same with everybody else who is at work there. */
    List<LtiUserId> accounts(
            TenantId tenant, ContextId course, Collection<PlacementId> places, int page, int pageSize) {
        return places.isEmpty()
                ? List.of()
                : jdbc.sql("select account_id, min(lower(name)) as by_name" + IN_COURSE
                                + " group by account_id order by by_name, account_id"
                                + " offset :offset rows fetch next :size rows only")
                        .param("tenant", tenant.value())
                        .param("course", course.value())
                        .param("places", values(places))
                        .param("offset", (long) page * pageSize)
                        .param("size", pageSize)
                        .query((row, number) -> new LtiUserId(row.getObject("account_id", UUID.class)))
                        .list();
    }

    /** Whether somebody is on the roster of the course, or at work there. */
    boolean isIn(TenantId tenant, ContextId course, Collection<PlacementId> places, LtiUserId account) {
        return !places.isEmpty()
                && jdbc.sql("select count(*)" + IN_COURSE + " where account_id = :account")
                                .param("tenant", tenant.value())
                                .param("course", course.value())
                                .param("places", values(places))
                                .param("account", account.value())
                                .query(Integer.class)
                                .single()
                        > 0;
    }

    int countAccounts(TenantId tenant, ContextId course, Collection<PlacementId> places) {
        return places.isEmpty()
                ? 0
                : jdbc.sql("select count(distinct account_id)" + IN_COURSE)
                        .param("tenant", tenant.value())
                        .param("course", course.value())
                        .param("places", values(places))
                        .query(Integer.class)
                        .single();
    }

    /** Everything of those accounts in the course. */
    List<Row> of(TenantId tenant, Collection<PlacementId> places, Collection<LtiUserId> accounts) {
        return places.isEmpty() || accounts.isEmpty()
                ? List.of()
                : jdbc.sql("select placement_id, account_id, name, submission_id, earner_id, state, since, attempt"
                                + " from journey_cohort where tenant_id = :tenant and placement_id in (:places)"
                                + " and account_id in (:accounts) and standing = 'IN'"
                                + " order by account_id, placement_id")
                        .param("tenant", tenant.value())
                        .param("places", values(places))
                        .param(
                                "accounts",
                                accounts.stream().map(LtiUserId::value).toList())
                        .query(CockpitRows::row)
                        .list();
    }

    /** Who has not handed in what was due at that place, by name; page from 0. */
    List<Row> notHandedIn(TenantId tenant, PlacementId place, int page, int pageSize) {
        return jdbc.sql(NOT_HANDED_IN + " where tenant_id = :tenant and placement_id = :place"
                        + " order by lower(name), account_id offset :offset rows fetch next :size rows only")
                .param("tenant", tenant.value())
                .param("place", place.value())
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query(CockpitRows::row)
                .list();
    }

    /** Those of the accounts who have not handed in what was due at those places. */
    Set<Unsent> notHandedIn(TenantId tenant, Collection<PlacementId> places, Collection<LtiUserId> accounts) {
        return places.isEmpty() || accounts.isEmpty()
                ? Set.of()
                : jdbc
                        .sql(NOT_HANDED_IN + " where tenant_id = :tenant and placement_id in (:places)"
                                + " and account_id in (:accounts)")
                        .param("tenant", tenant.value())
                        .param("places", values(places))
                        .param(
                                "accounts",
                                accounts.stream().map(LtiUserId::value).toList())
                        .query(CockpitRows::row)
                        .list()
                        .stream()
                        .map(row -> new Unsent(row.placement(), row.account()))
                        .collect(Collectors.toSet());
    }

    private static final String NOT_HANDED_IN =
            "select placement_id, account_id, name, submission_id, earner_id, state,"
                    + " since, 1 as attempt from journey_not_handed_in";

    /** Somebody who has not handed in what has a date. */
    record Unsent(PlacementId placement, LtiUserId account) {}

    /** Those of the roster who have not begun at places whose date has passed, by name. */
    List<Row> notBegun(TenantId tenant, Collection<PlacementId> places, int most) {
        return places.isEmpty()
                ? List.of()
                : jdbc.sql(NOT_HANDED_IN + " where tenant_id = :tenant and placement_id in (:places)"
                                + " and submission_id is null"
                                + " order by lower(name), account_id, placement_id fetch first :most rows only")
                        .param("tenant", tenant.value())
                        .param("places", values(places))
                        .param("most", most)
                        .query(CockpitRows::row)
                        .list();
    }

    /** Work that was begun and never handed in at places whose date has passed, and is not on hold; the longest at rest first. */
    List<Row> begun(TenantId tenant, Collection<PlacementId> places, int most) {
        return places.isEmpty()
                ? List.of()
                : jdbc.sql(NOT_HANDED_IN + " where tenant_id = :tenant and placement_id in (:places)"
                                + " and submission_id is not null and " + NOT_HELD
                                + " order by since, account_id, placement_id fetch first :most rows only")
                        .param("tenant", tenant.value())
                        .param("places", values(places))
                        .param("most", most)
                        .query(CockpitRows::row)
                        .list();
    }

    private static List<UUID> values(Collection<PlacementId> places) {
        return places.stream().map(PlacementId::value).toList();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        UUID submission = row.getObject("submission_id", UUID.class);
        UUID earner = row.getObject("earner_id", UUID.class);
        String state = row.getString("state");
        Timestamp since = row.getTimestamp("since");
        return new Row(
                new PlacementId(row.getObject("placement_id", UUID.class)),
                new LtiUserId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                submission == null ? null : new SubmissionId(submission),
                earner == null ? null : new PersonId(earner),
                state == null ? null : SubmissionState.valueOf(state),
                since == null ? null : since.toInstant(),
                row.getInt("attempt"));
    }
}
