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
import java.util.Collection;
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

    /** The earner could act and has not. */
    private static final String STUCK = "state in ('DRAFT', 'NOT_YET') and since < :quiet";

    /** It waits with assessors for longer than the earner was promised. */
    private static final String LATE =
            "state in ('SUBMITTED', 'IN_SCORING', 'UNDER_APPEAL') and coalesce(promised_by, expected_by) < :now";

    /**
     * How many of a place's cohort are where.
     *
     * @param late whose work waits with assessors past the promised day
     * @param unsent who have begun and never handed in
     */
    record Counts(int everybody, int fresh, int progress, int earned, int stuck, int late, int unsent) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
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
            @Nullable Instant since) {}

    private final JdbcClient jdbc;

    CockpitRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Those on the roster are counted once for the whole course, and only what was begun is looked at place by place: people
     * times places would be tens of thousands of rows of which nothing is known.
     */
    Map<PlacementId, Counts> counts(
            TenantId tenant, ContextId course, Collection<PlacementId> places, Instant quiet, Instant now) {
        if (places.isEmpty()) {
            return Map.of();
        }
        int members = jdbc.sql("select count(*) from journey_course_member where tenant_id = :tenant"
                        + " and context_id = :course")
                .param("tenant", tenant.value())
                .param("course", course.value())
                .query(Integer.class)
                .single();
        Map<PlacementId, Counts> counts = new HashMap<>();
        places.forEach(place -> counts.put(place, new Counts(members, members, 0, 0, 0, 0, 0)));
        jdbc.sql("select placement_id, sum(case when on_roster then 1 else 0 end) as known,"
                        + " sum(case when on_roster then 0 else 1 end) as others,"
                        + " sum(case when state not in ('EARNED', 'CLOSED') then 1 else 0 end) as progress,"
                        + " sum(case when state = 'EARNED' then 1 else 0 end) as earned,"
                        + " sum(case when " + STUCK + " then 1 else 0 end) as stuck,"
                        + " sum(case when " + LATE + " then 1 else 0 end) as late,"
                        + " sum(case when state = 'DRAFT' and handed_in_at is null and attempt = 1 then 1 else 0 end)"
                        + " as unsent from journey_course_work"
                        + " join journey_promise on work_id = submission_id"
                        + " where tenant_id = :tenant and placement_id in (:places) group by placement_id")
                .param("tenant", tenant.value())
                .param("places", values(places))
                .param("quiet", Timestamp.from(quiet))
                .param("now", Timestamp.from(now))
                .query(row -> {
                    counts.put(
                            new PlacementId(row.getObject("placement_id", UUID.class)),
                            new Counts(
                                    members + row.getInt("others"),
                                    members - row.getInt("known"),
                                    row.getInt("progress"),
                                    row.getInt("earned"),
                                    row.getInt("stuck"),
                                    row.getInt("late"),
                                    row.getInt("unsent")));
                });
        return counts;
    }

    /** Those who could act and have not, the longest first; page from 0. */
    List<Row> stuck(TenantId tenant, Collection<PlacementId> places, Instant quiet, int page, int pageSize) {
        return places.isEmpty()
                ? List.of()
                : jdbc.sql("select placement_id, account_id, name, submission_id, earner_id, state, since"
                                + " from journey_course_work where tenant_id = :tenant and placement_id in (:places) and "
                                + STUCK
                                + " order by since, account_id, placement_id"
                                + " offset :offset rows fetch next :size rows only")
                        .param("tenant", tenant.value())
                        .param("places", values(places))
                        .param("quiet", Timestamp.from(quiet))
                        .param("offset", (long) page * pageSize)
                        .param("size", pageSize)
                        .query(CockpitRows::row)
                        .list();
    }

    /** Everybody in the course: on its roster, or at work there. */
    private static final String IN_COURSE = " from (select account_id, name from journey_course_member"
            + " where tenant_id = :tenant and context_id = :course"
            + " union all select account_id, name from journey_course_work"
            + " where tenant_id = :tenant and placement_id in (:places) and on_roster = false) everybody";

    /** Accounts of everybody in the course, by name; page from 0. */
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
                : jdbc.sql("select placement_id, account_id, name, submission_id, earner_id, state, since"
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
                    + " since from journey_not_handed_in";

    /** Somebody who has not handed in what has a date. */
    record Unsent(PlacementId placement, LtiUserId account) {}

    /** Work that was begun and never handed in at places whose date has passed, the longest at rest first. */
    List<Row> begun(TenantId tenant, Collection<PlacementId> places, int most) {
        return places.isEmpty()
                ? List.of()
                : jdbc.sql(NOT_HANDED_IN + " where tenant_id = :tenant and placement_id in (:places)"
                                + " and submission_id is not null order by since, account_id, placement_id"
                                + " fetch first :most rows only")
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
                since == null ? null : since.toInstant());
    }
}
