package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Submissions, their attempts, changes of state and places. */
@Repository
class SubmissionRows {

    private static final String SELECT =
            "select s.id, s.tenant_id, s.earner_id, s.version_id, s.attempt, s.state, s.since, s.expected_by, s.promised_by,"
                    + " s.practice"
                    + " from submission s ";

    private static final String OPENED_FROM =
            "where s.tenant_id = :tenant and s.practice = false and exists (select 1 from submission_place p"
                    + " where p.submission_id = s.id and p.placement_id = :placement) ";

    private final JdbcClient jdbc;

    SubmissionRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Submission> of(PersonId earner, VersionId version) {
        return jdbc.sql(SELECT + "where s.earner_id = ? and s.version_id = ?")
                .params(earner.value(), version.value())
                .query(SubmissionRows::submission)
                .optional();
    }

    Optional<Submission> find(SubmissionId id) {
        return jdbc.sql(SELECT + "where s.id = :id")
                .param("id", id.value())
                .query(SubmissionRows::submission)
                .optional();
    }

    /** The only first draft of these tenants with that label. */
    Optional<Submission> firstDraft(Collection<TenantId> tenants, String label) {
        if (tenants.isEmpty() || !SubmissionId.isLabel(label)) {
            return Optional.empty();
        }
        List<Submission> found = jdbc.sql(SELECT + "where s.tenant_id in (:tenants) and s.state = 'DRAFT'"
                        + " and s.attempt = 1 and s.practice = false"
                        + " and upper(right(cast(s.id as varchar(36)), 8)) = :digits fetch first 2 rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("digits", label.replace("-", ""))
                .query(SubmissionRows::submission)
                .list();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    Map<SubmissionId, Submission> find(Collection<SubmissionId> ids) {
        Map<SubmissionId, Submission> found = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql(SELECT + "where s.id in (:ids)")
                    .param("ids", ids.stream().map(SubmissionId::value).toList())
                    .query(SubmissionRows::submission)
                    .list()
                    .forEach(submission -> found.put(submission.id(), submission));
        }
        return found;
    }

    /** The same, held until the transaction ends: nobody else changes this submission or its evidence meanwhile. */
    Optional<Submission> lock(SubmissionId id) {
        return jdbc.sql(SELECT + "where s.id = :id for update")
                .param("id", id.value())
                .query(SubmissionRows::submission)
                .optional();
    }

    Submission lock(PersonId earner, VersionId version) {
        return jdbc.sql(SELECT + "where s.earner_id = :earner and s.version_id = :version for update")
                .param("earner", earner.value())
                .param("version", version.value())
                .query(SubmissionRows::submission)
                .single();
    }

    /** Adds a new submission with its first attempt; false, and nothing is changed, when there is one already. */
    boolean insert(Submission submission) {
        int inserted = jdbc.sql("""
                        insert into submission
                          (id, tenant_id, earner_id, version_id, attempt, state, since, expected_by, practice)
                        values (:id, :tenant, :earner, :version, :attempt, :state, :since, null, :practice)
                        on conflict do nothing""")
                .param("id", submission.id().value())
                .param("tenant", submission.tenant().value())
                .param("earner", submission.earner().value())
                .param("version", submission.version().value())
                .param("attempt", submission.attempt())
                .param("state", submission.state().name())
                .param("since", Timestamp.from(submission.since()))
                .param("practice", submission.practice())
                .update();
        if (inserted == 0) {
            return false;
        }
        insertAttempt(submission);
        insertTransition(submission, null);
        return true;
    }

    /**
     * Drafts of a version that nobody has touched the state of since.
     *
     * @param since the latest change of state
     * @param after the last of the page before; null for the first page
     */
    List<SubmissionId> drafts(VersionId version, Instant since, @Nullable SubmissionId after, int most) {
        return jdbc
                .sql("select id from submission where version_id = :version and state = 'DRAFT' and since <= :since"
                        + (after == null ? "" : " and id > :after")
                        + " order by id fetch first :most rows only")
                .param("version", version.value())
                .param("after", after == null ? null : after.value())
                .param("since", Timestamp.from(since))
                .param("most", most)
                .query(UUID.class)
                .list()
                .stream()
                .map(SubmissionId::new)
                .toList();
    }

    /**
     * Those of a version that are "not yet" and were not said to close.
     *
     * @param after the last of the page before; null for the first page
     */
    List<SubmissionId> notYet(VersionId version, @Nullable SubmissionId after, int most) {
        return jdbc
                .sql("select s.id from submission s where s.version_id = :version and s.state = 'NOT_YET'"
                        + " and s.practice = false and not exists (select 1 from submission_closing c"
                        + " where c.submission_id = s.id and c.state_since = s.since)"
                        + (after == null ? "" : " and s.id > :after")
                        + " order by s.id fetch first :most rows only")
                .param("version", version.value())
                .param("after", after == null ? null : after.value())
                .param("most", most)
                .query(UUID.class)
                .list()
                .stream()
                .map(SubmissionId::new)
                .toList();
    }

    /** Stores a change of state of a locked submission. */
    void change(Submission from, Submission to) {
        jdbc.sql("""
                        update submission set attempt = :attempt, state = :state, since = :since, expected_by = :expectedBy,
                          promised_by = :promisedBy
                        where id = :id""")
                .param("attempt", to.attempt())
                .param("state", to.state().name())
                .param("since", Timestamp.from(to.since()))
                .param("expectedBy", timestamp(to.expectedBy()))
                .param("promisedBy", timestamp(to.promisedBy()))
                .param("id", to.id().value())
                .update();
        if (to.attempt() != from.attempt()) {
            insertAttempt(to);
        }
        insertTransition(to, from.state());
    }

    /**
     * Takes the promise back for a later date, or for none; keeps what was promised first. What is said later holds, since
     * news may come twice and out of order.
     */
    void expect(SubmissionId id, @Nullable Instant later, Instant saidAt) {
        jdbc.sql("""
                        update submission set promised_by = coalesce(promised_by, expected_by), expected_by = :later,
                          postponed_at = :saidAt
                        where id = :id and (postponed_at is null or postponed_at < :saidAt)""")
                .param("id", id.value())
                .param("later", timestamp(later))
                .param("saidAt", Timestamp.from(saidAt))
                .update();
    }

    /** Notes that there is work in an attempt; false where that was noted before. */
    boolean begin(AttemptId attempt, Instant now) {
        return jdbc.sql("update submission_attempt set begun_at = :now"
                                + " where submission_id = :id and attempt = :attempt and begun_at is null")
                        .param("now", Timestamp.from(now))
                        .param("id", attempt.submission().value())
                        .param("attempt", attempt.number())
                        .update()
                == 1;
    }

    /** Keeps why an attempt came back, the latest time. */
    void returned(AttemptId attempt, Returned returned) {
        jdbc.sql("delete from submission_return where submission_id = :id and attempt = :attempt")
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .update();
        jdbc.sql("insert into submission_return (submission_id, attempt, words, returned_at)"
                        + " values (:id, :attempt, :words, :at)")
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("words", returned.words())
                .param("at", Timestamp.from(returned.at()))
                .update();
    }

    Optional<Returned> returned(AttemptId attempt) {
        return jdbc.sql(
                        "select words, returned_at from submission_return where submission_id = :id and attempt = :attempt")
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .query((row, number) -> new Returned(
                        row.getString("words"), row.getTimestamp("returned_at").toInstant()))
                .optional();
    }

    private void insertAttempt(Submission submission) {
        jdbc.sql("insert into submission_attempt (submission_id, attempt, started_at) values (:id, :attempt, :at)")
                .param("id", submission.id().value())
                .param("attempt", submission.attempt())
                .param("at", Timestamp.from(submission.since()))
                .update();
    }

    private void insertTransition(Submission to, @Nullable SubmissionState from) {
        jdbc.sql("""
                        insert into submission_transition (id, submission_id, attempt, from_state, to_state, happened_at)
                        values (:row, :id, :attempt, :from, :to, :at)""")
                .param("row", Ids.next())
                .param("id", to.id().value())
                .param("attempt", to.attempt())
                .param("from", from == null ? null : from.name())
                .param("to", to.state().name())
                .param("at", Timestamp.from(to.since()))
                .update();
    }

    /** When an attempt was handed in; empty while it is a draft. */
    Optional<Instant> submittedAt(AttemptId attempt) {
        return jdbc.sql("select submitted_at from submission_attempt where submission_id = :id and attempt = :attempt")
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .query((rs, row) -> Optional.ofNullable(instant(rs, "submitted_at")))
                .optional()
                .flatMap(at -> at);
    }

    /** When an attempt was decided last; empty while it is not. */
    Optional<Instant> decidedAt(AttemptId attempt) {
        return jdbc.sql("select decided_at from submission_attempt where submission_id = :id and attempt = :attempt")
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .query((rs, row) -> Optional.ofNullable(instant(rs, "decided_at")))
                .optional()
                .flatMap(at -> at);
    }

    void attemptSubmitted(AttemptId attempt, @Nullable Instant at) {
        jdbc.sql("update submission_attempt set submitted_at = :at where submission_id = :id and attempt = :attempt")
                .param("at", timestamp(at))
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .update();
    }

    void attemptDecided(AttemptId attempt, boolean earned, Set<String> unmet, Instant at) {
        jdbc.sql("""
                        update submission_attempt set decided_at = :at, earned = :earned
                        where submission_id = :id and attempt = :attempt""")
                .param("at", Timestamp.from(at))
                .param("earned", earned)
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .update();
        // After an appeal an attempt is decided once more.
        jdbc.sql("delete from submission_unmet where submission_id = :id and attempt = :attempt")
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .update();
        for (String criterion : new TreeSet<>(unmet)) {
            jdbc.sql("""
                            insert into submission_unmet (submission_id, attempt, criterion_id)
                            values (:id, :attempt, :criterion)""")
                    .param("id", attempt.submission().value())
                    .param("attempt", attempt.number())
                    .param("criterion", criterion)
                    .update();
        }
    }

    /** Ids of the criteria that a decided attempt left unmet. */
    Set<String> unmet(AttemptId attempt) {
        return Set.copyOf(
                jdbc.sql("select criterion_id from submission_unmet where submission_id = :id and attempt = :attempt")
                        .param("id", attempt.submission().value())
                        .param("attempt", attempt.number())
                        .query(String.class)
                        .list());
    }

    /** Whether the submission was opened from this place by this account for the first time. */
    boolean rememberPlace(Submission submission, Placement placement, LtiUserId user, Instant now) {
        Optional<Integer> known = jdbc.sql("""
                        select 1 from submission_place
                        where submission_id = :submission and placement_id = :placement and lti_user_id = :user""")
                .param("submission", submission.id().value())
                .param("placement", placement.id().value())
                .param("user", user.value())
                .query(Integer.class)
                .optional();
        // A second look costs less than a write that does nothing, and this runs at every launch.
        if (known.isPresent()) {
            return false;
        }
        return jdbc.sql("""
                                insert into submission_place
                                  (submission_id, placement_id, lti_user_id, resource_link_id, tenant_id, opened_at)
                                values (:submission, :placement, :user, :link, :tenant, :now)
                                on conflict do nothing""")
                        .param("submission", submission.id().value())
                        .param("placement", placement.id().value())
                        .param("user", user.value())
                        .param("link", placement.resourceLink().value())
                        .param("tenant", submission.tenant().value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    Optional<Submission> openedFrom(TenantId tenant, PlacementId placement, PersonId earner) {
        return jdbc.sql(SELECT + OPENED_FROM + "and s.earner_id = :earner fetch first row only")
                .param("tenant", tenant.value())
                .param("placement", placement.value())
                .param("earner", earner.value())
                .query(SubmissionRows::submission)
                .optional();
    }

    /** Who works at a place; at most a thousand. */
    List<PersonId> earnersAt(TenantId tenant, PlacementId placement) {
        return jdbc.sql("select distinct s.earner_id from submission s " + OPENED_FROM + "fetch first 1000 rows only")
                .param("tenant", tenant.value())
                .param("placement", placement.value())
                .query((rs, row) -> new PersonId(rs.getObject("earner_id", UUID.class)))
                .list();
    }

    List<PlacementId> placesOf(TenantId tenant, SubmissionId submission) {
        return jdbc.sql("select placement_id, max(opened_at) as latest from submission_place"
                        + " where submission_id = :submission and tenant_id = :tenant"
                        + " group by placement_id order by latest desc fetch first 50 rows only")
                .param("submission", submission.value())
                .param("tenant", tenant.value())
                .query((rs, row) -> new PlacementId(rs.getObject("placement_id", UUID.class)))
                .list();
    }

    List<SubmissionId> idsOf(TenantId tenant, PersonId earner) {
        return jdbc.sql("select s.id from submission s where s.earner_id = :earner and s.tenant_id = :tenant"
                        + " fetch first 1000 rows only")
                .param("earner", earner.value())
                .param("tenant", tenant.value())
                .query((rs, row) -> new SubmissionId(rs.getObject("id", UUID.class)))
                .list();
    }

    Kept kept(TenantId tenant, PersonId earner) {
        String ofAttempts = " a join submission s on s.id = a.submission_id where ";
        return new Kept(
                count("submission s where ", tenant, earner),
                count("submission_attempt" + ofAttempts, tenant, earner),
                count("submission_answer" + ofAttempts, tenant, earner)
                        + count("submission_item" + ofAttempts + "a.body is not null and ", tenant, earner),
                count("submission_file" + ofAttempts, tenant, earner),
                count("submission_item" + ofAttempts + "a.address is not null and ", tenant, earner),
                count("submission_attempt" + ofAttempts + "a.decided_at is not null and ", tenant, earner));
    }

    private int count(String rows, TenantId tenant, PersonId earner) {
        return jdbc.sql("select count(*) from " + rows + "s.earner_id = :earner and s.tenant_id = :tenant")
                .param("earner", earner.value())
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
    }

    Map<SubmissionId, PersonId> earners(TenantId tenant, Collection<SubmissionId> ids) {
        Map<SubmissionId, PersonId> earners = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select id, earner_id from submission where tenant_id = :tenant and id in (:ids)")
                    .param("tenant", tenant.value())
                    .param("ids", ids.stream().map(SubmissionId::value).toList())
                    .query(rs -> {
                        earners.put(
                                new SubmissionId(rs.getObject("id", UUID.class)),
                                new PersonId(rs.getObject("earner_id", UUID.class)));
                    });
        }
        return earners;
    }

    private static Submission submission(ResultSet rs, int row) throws SQLException {
        return new Submission(
                new SubmissionId(rs.getObject("id", UUID.class)),
                new TenantId(rs.getObject("tenant_id", UUID.class)),
                new PersonId(rs.getObject("earner_id", UUID.class)),
                new VersionId(rs.getObject("version_id", UUID.class)),
                rs.getInt("attempt"),
                SubmissionState.valueOf(rs.getString("state")),
                rs.getTimestamp("since").toInstant(),
                instant(rs, "expected_by"),
                instant(rs, "promised_by"),
                rs.getBoolean("practice"));
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
