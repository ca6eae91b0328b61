package dev.laurel.gradebook;

import dev.laurel.course.PlacementId;
import dev.laurel.gradebook.GradeLine.Finding;
import dev.laurel.gradebook.GradeLine.Show;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The grades of a course, for whoever runs it: what arrived, what waits, what differs, and when that was looked at. */
@Component
public class CourseGrades {

    private static final String FROM = """
             from gradebook_place p
            join gradebook_submission s on s.submission_id = p.submission_id
            left join gradebook_check c on c.resource_link_id = p.resource_link_id
            where p.tenant_id = :tenant and p.placement_id in (:placements) and p.state <> 'IDLE'
            """;

    private final JdbcClient jdbc;
    private final Reconciliation reconciliation;
    private final Clock clock;

    CourseGrades(JdbcClient jdbc, Reconciliation reconciliation, Clock clock) {
        this.jdbc = jdbc;
        this.reconciliation = reconciliation;
        this.clock = clock;
    }

    /** How many lines each choice shows. */
    @Transactional(readOnly = true)
    public Map<Show, Integer> counts(TenantId tenant, Collection<PlacementId> placements) {
        Map<Show, Integer> counts = new EnumMap<>(Show.class);
        for (Show show : Show.values()) {
            counts.put(show, 0);
        }
        if (placements.isEmpty()) {
            return counts;
        }
        jdbc.sql("select p.state, p.found, p.reason, count(*) as lines" + FROM + " group by p.state, p.found, p.reason")
                .param("tenant", tenant.value())
                .param("placements", ids(placements))
                .query(row -> {
                    int lines = row.getInt("lines");
                    counts.merge(Show.ALL, lines, Integer::sum);
                    counts.merge(
                            show(row.getString("state"), row.getString("found"), row.getString("reason")),
                            lines,
                            Integer::sum);
                });
        return counts;
    }

    /** How many lines are stuck until somebody has changed something at the platform, and can be sent again together. */
    @Transactional(readOnly = true)
    public int stuck(TenantId tenant, Collection<PlacementId> placements) {
        if (placements.isEmpty()) {
            return 0;
        }
        return jdbc.sql("select count(*)" + FROM + " and " + Books.STUCK_NOT_KEPT)
                .param("tenant", tenant.value())
                .param("placements", ids(placements))
                .query(Integer.class)
                .single();
    }

    /** Lines of places of a course, the latest change first. */
    @Transactional(readOnly = true)
    public List<GradeLine> lines(
            TenantId tenant, Collection<PlacementId> placements, Show show, int page, int pageSize) {
        if (placements.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select p.submission_id, p.placement_id, p.state, p.since, p.next_try_at, p.claimed_until, "
                        + "p.reason, p.found, p.found_percent, p.told_decision, s.best_percent, c.checked_at"
                        + FROM + condition(show)
                        + " order by p.since desc, p.id offset :offset rows fetch first :size rows only")
                .param("tenant", tenant.value())
                .param("placements", ids(placements))
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, number) -> line(row))
                .list();
    }

    /**
     * When the columns of a course were compared.
     *
     * @param last the least recent among them; null when one was never compared
     * @param underWay whether one is to be compared now
     * @param reason why one could not be; null when all could
     */
    public record Checks(
            @Nullable Instant last,
            boolean underWay,
            @Nullable Reason reason) {}

    @Transactional(readOnly = true)
    public Optional<Checks> checks(TenantId tenant, Collection<PlacementId> placements) {
        if (placements.isEmpty()) {
            return Optional.empty();
        }
        return jdbc.sql("select count(*) as links, count(checked_at) as checked, min(checked_at) as last, "
                        + "max(reason) as reason, count(case when next_check_at <= :now then 1 end) as due "
                        + "from gradebook_check where tenant_id = :tenant and placement_id in (:placements)")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", tenant.value())
                .param("placements", ids(placements))
                .query((row, number) -> {
                    if (row.getInt("links") == 0) {
                        return Optional.<Checks>empty();
                    }
                    boolean every = row.getInt("links") == row.getInt("checked");
                    @Nullable String reason = row.getString("reason");
                    return Optional.of(new Checks(
                            every ? Books.instant(row.getTimestamp("last")) : null,
                            row.getInt("due") > 0,
                            reason == null ? null : Reason.valueOf(reason)));
                })
                .single();
    }

    /** Compares the columns of a course with what was sent, soon and without waiting for it. */
    @Transactional
    public void checkNow(TenantId tenant, Collection<PlacementId> placements) {
        if (placements.isEmpty()) {
            return;
        }
        jdbc.sql("update gradebook_check set next_check_at = :now "
                        + "where tenant_id = :tenant and placement_id in (:placements) and next_check_at > :now")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", tenant.value())
                .param("placements", ids(placements))
                .update();
        reconciliation.afterCommit();
    }

    private static String condition(Show show) {
        return switch (show) {
            case ALL -> "";
            case WAITING -> " and p.state = 'WAITING' and not " + Books.STUCK;
            case ATTENTION -> " and (" + Books.STUCK + " or (p.state = 'DELIVERED' and p.found in ('OTHER', 'NONE')))";
            case ARRIVED -> " and p.state = 'DELIVERED' and (p.found is null or p.found = 'LEFT')";
        };
    }

    private static Show show(String state, @Nullable String found, @Nullable String reason) {
        return switch (state) {
            case Books.WAITING ->
                reason != null && Place.isOfCourse(Reason.valueOf(reason)) ? Show.ATTENTION : Show.WAITING;
            case Books.GIVEN_UP -> Show.ATTENTION;
            default -> found == null || Finding.valueOf(found) == Finding.LEFT ? Show.ARRIVED : Show.ATTENTION;
        };
    }

    private static GradeLine line(ResultSet row) throws SQLException {
        GradeStatus status = Gradebook.status(row);
        Instant checkedAt = Books.instant(row.getTimestamp("checked_at"));
        boolean arrived = status.state() == GradeStatus.State.DELIVERED && row.getInt("told_decision") > 0;
        boolean checked = arrived && checkedAt != null && checkedAt.isAfter(status.since());
        @Nullable String found = arrived ? row.getString("found") : null;
        Finding finding = found != null ? Finding.valueOf(found) : checked ? Finding.SAME : Finding.UNKNOWN;
        @Nullable Object foundPercent = row.getObject("found_percent");
        return new GradeLine(
                new SubmissionId(row.getObject("submission_id", UUID.class)),
                new PlacementId(row.getObject("placement_id", UUID.class)),
                status,
                finding,
                found == null ? null : row.getDouble("best_percent"),
                found == null || foundPercent == null ? null : row.getDouble("found_percent"),
                checked ? checkedAt : null);
    }

    private static List<UUID> ids(Collection<PlacementId> placements) {
        return placements.stream().map(PlacementId::value).toList();
    }
}
