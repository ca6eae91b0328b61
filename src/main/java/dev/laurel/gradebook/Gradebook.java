package dev.laurel.gradebook;

import dev.laurel.course.PlacementId;
import dev.laurel.gradebook.GradeStatus.State;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the platforms have been told, and what they are still owed. */
@Component
public class Gradebook {

    private final JdbcClient jdbc;
    private final Books books;
    private final Deliveries deliveries;

    Gradebook(JdbcClient jdbc, Books books, Deliveries deliveries) {
        this.jdbc = jdbc;
        this.books = books;
        this.deliveries = deliveries;
    }

    /** Where grades stand for submissions opened from a place; those that nothing is owed for are left out. */
    @Transactional(readOnly = true)
    public Map<SubmissionId, GradeStatus> status(
            TenantId tenant, PlacementId placement, Collection<SubmissionId> submissions) {
        if (submissions.isEmpty()) {
            return Map.of();
        }
        Map<SubmissionId, GradeStatus> found = new HashMap<>();
        jdbc.sql("""
                select p.submission_id, p.state, p.since, p.next_try_at, p.claimed_until, p.reason, s.best_percent
                from gradebook_place p join gradebook_submission s on s.submission_id = p.submission_id
                where p.tenant_id = :tenant and p.placement_id = :placement and p.submission_id in (:submissions)
                  and p.state <> 'IDLE'
                """)
                .param("tenant", tenant.value())
                .param("placement", placement.value())
                .param(
                        "submissions",
                        submissions.stream().map(SubmissionId::value).toList())
                .query(row -> {
                    found.put(new SubmissionId(row.getObject("submission_id", UUID.class)), status(row));
                });
        return Map.copyOf(found);
    }

    /** Sends the newest grade of that submission again; returns false when there is none. */
    @Transactional
    public boolean sendAgain(TenantId tenant, PlacementId placement, SubmissionId submission) {
        if (books.hold(submission).best() == null) {
            return false;
        }
        boolean again = books.oweAgain(tenant, placement, submission);
        deliveries.afterCommit();
        return again;
    }

    /** Sends again whatever is stuck at places of a course, over nothing that somebody entered; answers how much that was. */
    @Transactional
    public int sendAgain(TenantId tenant, Collection<PlacementId> placements) {
        if (placements.isEmpty()) {
            return 0;
        }
        int again = books.oweAgain(tenant, placements);
        deliveries.afterCommit();
        return again;
    }

    static GradeStatus status(ResultSet row) throws SQLException {
        State state = State.valueOf(row.getString("state"));
        @Nullable Object best = row.getObject("best_percent");
        // While it is being sent there is no next try.
        @Nullable Timestamp next = row.getTimestamp("claimed_until") == null ? row.getTimestamp("next_try_at") : null;
        @Nullable String reason = row.getString("reason");
        return new GradeStatus(
                state,
                best != null,
                best == null ? null : (int) Math.floor(row.getDouble("best_percent")),
                row.getTimestamp("since").toInstant(),
                state == State.WAITING && next != null ? next.toInstant() : null,
                reason == null ? null : Reason.valueOf(reason));
    }
}
