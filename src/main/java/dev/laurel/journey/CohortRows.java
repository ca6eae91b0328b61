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
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The cohort of a place, by the view that this module has over rosters and submissions: one list of both cannot be paged
 * by asking each for a page.
 */
@Repository
class CohortRows {

    /** The filter that stands in the address. */
    enum Show {
        ALL("standing = 'IN'"),
        NEW("standing = 'IN' and submission_id is null"),
        /** ENDED stands for {@link LastAttempts.Ended#sql()}. */
        PROGRESS("standing = 'IN' and submission_id is not null and state not in ('EARNED', 'CLOSED') and not ENDED"),
        EARNED("standing = 'IN' and state = 'EARNED'"),
        LATE("standing = 'IN' and account_id in (select account_id from journey_not_handed_in"
                + " where placement_id = :placement and tenant_id = :tenant and due_at < :now)"),
        LEFT("standing <> 'IN'");

        private final String condition;

        Show(String condition) {
            this.condition = condition;
        }

        /** As it stands in the address; anything else is {@link #ALL}. */
        static Show named(String name) {
            for (Show show : values()) {
                if (show.key().equals(name)) {
                    return show;
                }
            }
            return ALL;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Somebody's standing in the course. */
    enum Enrolment {
        IN,
        /** Was on the roster and is no more. */
        LEFT,
        /** Started, and was never on a roster that was asked for later. */
        OFF
    }

    /**
     * @param name as the roster has it; absent when it tells none or does not know this person
     * @param work absent for somebody who has not started
     */
    record Row(
            LtiUserId account,
            @Nullable String name,
            Enrolment enrolment,
            @Nullable Instant leftAt,
            @Nullable Work work) {}

    record Work(SubmissionId submission, PersonId earner, SubmissionState state, Instant since, int attempt) {}

    private static final String FROM = " from journey_cohort";

    private final JdbcClient jdbc;
    private final Clock clock;

    CohortRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Latest change first, then those who have not started, by name; page from 0.
     *
     * @param ended what has ended without a badge
     */
    List<Row> page(
            TenantId tenant, PlacementId placement, LastAttempts.Ended ended, Show show, int page, int pageSize) {
        return jdbc.sql("select account_id, name, standing, left_at, submission_id, earner_id, state, since, attempt"
                        + FROM + " where placement_id = :placement and tenant_id = :tenant and "
                        + show.condition.replace("ENDED", ended.sql())
                        + " order by case when since is null then 1 else 0 end, since desc, lower(name), account_id"
                        + " offset :offset rows fetch next :size rows only")
                .params(ended.parameters())
                .param("placement", placement.value())
                .param("tenant", tenant.value())
                .param("now", Timestamp.from(clock.instant()))
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query(CohortRows::row)
                .list();
    }

    /** How many of the course have not begun here because the platform does not give them the link. */
    int leftOut(TenantId tenant, PlacementId placement) {
        return jdbc.sql(
                        "select count(*) from journey_not_asked where placement_id = :placement and tenant_id = :tenant")
                .param("placement", placement.value())
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
    }

    /** How many each filter would show. */
    Map<Show, Integer> counts(TenantId tenant, PlacementId placement, LastAttempts.Ended ended) {
        StringBuilder sums = new StringBuilder();
        for (Show show : Show.values()) {
            if (show == Show.LATE) {
                continue;
            }
            sums.append(sums.isEmpty() ? "" : ", ")
                    .append("coalesce(sum(case when ")
                    .append(show.condition.replace("ENDED", ended.sql()))
                    .append(" then 1 else 0 end), 0) as show_")
                    .append(show.key());
        }
        return jdbc.sql("select " + sums + FROM + " where placement_id = :placement and tenant_id = :tenant")
                .params(ended.parameters())
                .param("placement", placement.value())
                .param("tenant", tenant.value())
                .query((row, number) -> {
                    Map<Show, Integer> counts = new EnumMap<>(Show.class);
                    for (Show show : Show.values()) {
                        counts.put(
                                show, show == Show.LATE ? late(tenant, placement) : row.getInt("show_" + show.key()));
                    }
                    return counts;
                })
                .single();
    }

    /** Those of the accounts who have not handed in at that place what is past its date. */
    Set<LtiUserId> late(TenantId tenant, PlacementId placement, Collection<LtiUserId> accounts) {
        return accounts.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql("select account_id from journey_not_handed_in where placement_id = :placement"
                                + " and tenant_id = :tenant and due_at < :now and account_id in (:accounts)")
                        .param("placement", placement.value())
                        .param("tenant", tenant.value())
                        .param("now", Timestamp.from(clock.instant()))
                        .param(
                                "accounts",
                                accounts.stream().map(LtiUserId::value).toList())
                        .query((row, number) -> new LtiUserId(row.getObject("account_id", UUID.class)))
                        .list());
    }

    private int late(TenantId tenant, PlacementId placement) {
        return jdbc.sql("select count(*) from journey_not_handed_in where placement_id = :placement"
                        + " and tenant_id = :tenant and due_at < :now")
                .param("placement", placement.value())
                .param("tenant", tenant.value())
                .param("now", Timestamp.from(clock.instant()))
                .query(Integer.class)
                .single();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        UUID submission = row.getObject("submission_id", UUID.class);
        Timestamp left = row.getTimestamp("left_at");
        return new Row(
                new LtiUserId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                Enrolment.valueOf(row.getString("standing")),
                left == null ? null : left.toInstant(),
                submission == null
                        ? null
                        : new Work(
                                new SubmissionId(submission),
                                new PersonId(row.getObject("earner_id", UUID.class)),
                                SubmissionState.valueOf(row.getString("state")),
                                row.getTimestamp("since").toInstant(),
                                row.getInt("attempt")));
    }
}
