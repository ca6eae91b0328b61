package dev.laurel.journey;

import dev.laurel.course.PlacementId;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The cohorts of all places of a course, by the view that {@link CohortRows} reads for one of them. */
@Repository
class CockpitRows {

    /** The earner could act and has not. */
    private static final String STUCK = "standing = 'IN' and state in ('DRAFT', 'NOT_YET') and since < :quiet";

    /** How many of a place's cohort are where. */
    record Counts(int everybody, int fresh, int progress, int earned, int stuck) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0);
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

    Map<PlacementId, Counts> counts(TenantId tenant, Collection<PlacementId> places, Instant quiet) {
        Map<PlacementId, Counts> counts = new HashMap<>();
        if (!places.isEmpty()) {
            jdbc.sql("select placement_id, count(*) as everybody,"
                            + " sum(case when submission_id is null then 1 else 0 end) as fresh,"
                            + " sum(case when submission_id is not null and state not in ('EARNED', 'CLOSED') then 1 else 0 end) as progress,"
                            + " sum(case when state = 'EARNED' then 1 else 0 end) as earned,"
                            + " sum(case when " + STUCK + " then 1 else 0 end) as stuck from journey_cohort"
                            + " where tenant_id = :tenant and placement_id in (:places) and standing = 'IN'"
                            + " group by placement_id")
                    .param("tenant", tenant.value())
                    .param("places", values(places))
                    .param("quiet", Timestamp.from(quiet))
                    .query(row -> {
                        counts.put(
                                new PlacementId(row.getObject("placement_id", UUID.class)),
                                new Counts(
                                        row.getInt("everybody"),
                                        row.getInt("fresh"),
                                        row.getInt("progress"),
                                        row.getInt("earned"),
                                        row.getInt("stuck")));
                    });
        }
        return counts;
    }

    /** Those who could act and have not, the longest first; page from 0. */
    List<Row> stuck(TenantId tenant, Collection<PlacementId> places, Instant quiet, int page, int pageSize) {
        return places.isEmpty()
                ? List.of()
                : jdbc.sql("select placement_id, account_id, name, submission_id, earner_id, state, since"
                                + " from journey_cohort where tenant_id = :tenant and placement_id in (:places) and "
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

    /** Accounts of everybody in the course, by name; page from 0. */
    List<LtiUserId> accounts(TenantId tenant, Collection<PlacementId> places, int page, int pageSize) {
        return places.isEmpty()
                ? List.of()
                : jdbc.sql("select account_id, min(lower(name)) as by_name from journey_cohort"
                                + " where tenant_id = :tenant and placement_id in (:places) and standing = 'IN'"
                                + " group by account_id order by by_name, account_id"
                                + " offset :offset rows fetch next :size rows only")
                        .param("tenant", tenant.value())
                        .param("places", values(places))
                        .param("offset", (long) page * pageSize)
                        .param("size", pageSize)
                        .query((row, number) -> new LtiUserId(row.getObject("account_id", UUID.class)))
                        .list();
    }

    int countAccounts(TenantId tenant, Collection<PlacementId> places) {
        return places.isEmpty()
                ? 0
                : jdbc.sql("select count(distinct account_id) from journey_cohort where tenant_id = :tenant"
                                + " and placement_id in (:places) and standing = 'IN'")
                        .param("tenant", tenant.value())
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
