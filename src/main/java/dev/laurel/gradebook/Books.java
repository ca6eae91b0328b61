package dev.laurel.gradebook;

import dev.laurel.course.PlacementId;
import dev.laurel.gradebook.Place.Owed;
import dev.laurel.gradebook.Standing.Decision;
import dev.laurel.gradebook.Standing.Step;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionOpened;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The gradebook's rows. Whoever changes a place holds the row of its submission first, so that changes queue up. */
@Component
class Books {

    static final String WAITING = "WAITING";
    static final String SETTLED = "DELIVERED";
    static final String GIVEN_UP = "CANNOT_BE_DELIVERED";
    /** Known, and nothing was ever owed for it. */
    static final String IDLE = "IDLE";

    /** What a person has to see to; a course that takes nothing is tried again by itself, for a while. {@code p} is the place. */
    static final String STUCK = "(p.state = 'CANNOT_BE_DELIVERED' or (p.state = 'WAITING' "
            + "and coalesce(p.reason, '') in ('COURSE_CLOSED', 'TOOL_NOT_IN_COURSE')))";

    /** Of that, what can be sent again without looking at each: a grade that somebody entered there is sent over by one. */
    static final String STUCK_NOT_KEPT = "(" + STUCK + " and coalesce(p.reason, '') <> 'CHANGED_BY_HAND')";

    /** What a launch may mend that says something new of the column. */
    static final Set<Reason> OF_THE_COLUMN =
            EnumSet.of(Reason.COLUMN_NOT_NAMED, Reason.NO_GRADEBOOK, Reason.LINE_ITEM_GONE, Reason.NOT_PERMITTED);

    private static final Duration FIRST_CHECK = Duration.ofDays(1);
    /** So long a platform has for what it makes of a grade by itself. */
    static final Duration FIRST_LOOK = Duration.ofMinutes(10);

    private static final Duration BETWEEN_COMPARISONS = Duration.ofHours(1);
    private static final Duration BETWEEN_NAMINGS = Duration.ofMinutes(10);
    private static final String NAMED_NEXT = "case when named_at > :shortlyBefore then named_at + interval '"
            + BETWEEN_NAMINGS.toMinutes() + "' minute else cast(:now as timestamp with time zone) end";

    private final JdbcClient jdbc;
    private final JdbcTemplate statements;
    private final Clock clock;

    Books(JdbcClient jdbc, JdbcTemplate statements, Clock clock) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.clock = clock;
    }

    /** The standing, with its row held until the transaction ends; the row is made when there is none. */
    Standing hold(SubmissionId submission) {
        jdbc.sql("insert into gradebook_submission (submission_id, version, attempt, step, decided_attempt) "
                        + "values (:submission, 0, 0, 'NONE', 0) on conflict do nothing")
                .param("submission", submission.value())
                .update();
        return jdbc.sql("select * from gradebook_submission where submission_id = :submission for update")
                .param("submission", submission.value())
                .query(Books::standing)
                .single();
    }

    void save(SubmissionId submission, Standing standing) {
        Decision decision = standing.decision();
        jdbc.sql("""
                update gradebook_submission set version = :version, attempt = :attempt, step = :step, step_at = :at,
                  submitted_at = :submittedAt, decided_attempt = :decidedAttempt, decided_at = :decidedAt,
                  earned = :earned, criteria_met = :met, criteria_required = :required, best_percent = :best
                where submission_id = :submission
                """)
                .param("version", standing.version())
                .param("attempt", standing.attempt())
                .param("step", standing.step().name())
                .param("at", timestamp(standing.at()))
                .param("submittedAt", timestamp(standing.submittedAt()))
                .param("decidedAttempt", decision == null ? 0 : decision.attempt())
                .param("decidedAt", decision == null ? null : Timestamp.from(decision.at()))
                .param("earned", decision == null ? null : decision.earned())
                .param("met", decision == null ? null : decision.met())
                .param("required", decision == null ? null : decision.required())
                .param("best", standing.best())
                .param("submission", submission.value())
                .update();
    }

    /** Notes a place; false when it is known already. */
    boolean open(SubmissionOpened opened, RegistrationId platform, @Nullable Locale locale) {
        jdbc.sql(
                        "insert into gradebook_platform (registration_id, strikes) values (:platform, 0) on conflict do nothing")
                .param("platform", platform.value())
                .update();
        jdbc.sql("insert into gradebook_check (resource_link_id, tenant_id, placement_id, registration_id, "
                        + "next_check_at, failures) values (:link, :tenant, :placement, :platform, :first, 0) "
                        + "on conflict do nothing")
                .param("link", opened.resourceLink().value())
                .param("tenant", opened.tenant().value())
                .param("placement", opened.placement().value())
                .param("platform", platform.value())
                .param("first", Timestamp.from(clock.instant().plus(FIRST_CHECK)))
                .update();
        return jdbc.sql("""
                insert into gradebook_place (id, submission_id, tenant_id, registration_id, placement_id,
                  resource_link_id, user_id, locale, state, since, told_version, told_decision, tries)
                values (:id, :submission, :tenant, :platform, :placement, :link, :user, :locale, :state, :now, 0, 0, 0)
                on conflict do nothing
                """)
                        .param("id", Ids.next())
                        .param("submission", opened.submission().value())
                        .param("tenant", opened.tenant().value())
                        .param("platform", platform.value())
                        .param("placement", opened.placement().value())
                        .param("link", opened.resourceLink().value())
                        .param("user", opened.user().value())
                        .param("locale", locale == null ? null : locale.toLanguageTag())
                        .param("state", IDLE)
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    /** Places of a submission that wait for nothing yet; those that do go on waiting as their platform asked for. */
    List<Place> settled(SubmissionId submission) {
        return jdbc.sql("select * from gradebook_place where submission_id = :submission and state <> 'WAITING'")
                .param("submission", submission.value())
                .query(Books::place)
                .list();
    }

    /** As if the latest decision had never been told; what is under way may still settle as the earlier one. */
    void forgetTold(SubmissionId submission) {
        jdbc.sql("update gradebook_place set told_decision = 0 where submission_id = :submission")
                .param("submission", submission.value())
                .update();
    }

    void owe(Place place) {
        jdbc.sql("update gradebook_place set state = 'WAITING', since = :now, next_try_at = :now, tries = 0, "
                        + "reason = null where id = :id")
                .param("now", Timestamp.from(clock.instant()))
                .param("id", place.id())
                .update();
    }

    /** Tells the newest grade once more, whatever has been told; false when the place is not there. */
    boolean oweAgain(TenantId tenant, PlacementId placement, SubmissionId submission) {
        Timestamp now = Timestamp.from(clock.instant());
        int owed = jdbc.sql("update gradebook_place set told_decision = 0, state = 'WAITING', since = :now, "
                        + "next_try_at = case when claimed_until is null then :now else next_try_at end, tries = 0, reason = null, sending = null, doubts = 0, "
                        + "found = null, found_percent = null, shown_percent = null "
                        + "where tenant_id = :tenant and placement_id = :placement and submission_id = :submission")
                .param("now", now)
                .param("tenant", tenant.value())
                .param("placement", placement.value())
                .param("submission", submission.value())
                .update();
        // Somebody waits in front of a page: a platform that is left alone for a while is tried at once, unless it
        // asked for
        // that, for all its courses.
        jdbc.sql("update gradebook_platform set closed_until = :now where closed_until > :now and not by_request "
                        + "and registration_id in "
                        + "(select registration_id from gradebook_place where tenant_id = :tenant "
                        + "and placement_id = :placement and submission_id = :submission)")
                .param("now", now)
                .param("tenant", tenant.value())
                .param("placement", placement.value())
                .param("submission", submission.value())
                .update();
        return owed == 1;
    }

    /** Tells again whatever is stuck at these places, and tries at once what waits there; answers how much was stuck. */
    int oweAgain(TenantId tenant, Collection<PlacementId> placements) {
        Timestamp now = Timestamp.from(clock.instant());
        List<UUID> ids = placements.stream().map(PlacementId::value).toList();
        int stuck = jdbc.sql("update gradebook_place p set state = 'WAITING', since = :now, next_try_at = :now, "
                        + "tries = 0, reason = null where p.tenant_id = :tenant and p.placement_id in (:placements) "
                        + "and p.claimed_until is null and " + STUCK_NOT_KEPT)
                .param("now", now)
                .param("tenant", tenant.value())
                .param("placements", ids)
                .update();
        jdbc.sql("update gradebook_platform set closed_until = :now where closed_until > :now and not by_request "
                        + "and registration_id in "
                        + "(select registration_id from gradebook_place where tenant_id = :tenant "
                        + "and placement_id in (:placements))")
                .param("now", now)
                .param("tenant", tenant.value())
                .param("placements", ids)
                .update();
        return stuck;
    }

    /**
     * Tells what could not be told for want of a column, or of the right to it, and has the column compared. Of what is under
     * way just now it is seen when that settles. A platform that says something else in each launch is asked no more often for
     * it.
     */
    void columnNamed(TenantId tenant, ResourceLinkId link) {
        Instant now = clock.instant();
        // The first holds the row that settling holds too.
        for (String sql : List.of(
                "update gradebook_check set namings = namings + 1 where resource_link_id = :link and tenant_id = :tenant",
                "update gradebook_place set state = 'WAITING', since = :now, tries = 0, reason = null, next_try_at = "
                        + NAMED_NEXT + ", named_at = " + NAMED_NEXT
                        + " where resource_link_id = :link and tenant_id = :tenant and state = 'CANNOT_BE_DELIVERED' "
                        + "and claimed_until is null and reason in (:reasons)")) {
            jdbc.sql(sql)
                    .param("now", Timestamp.from(now))
                    .param("shortlyBefore", Timestamp.from(now.minus(BETWEEN_NAMINGS)))
                    .param("reasons", OF_THE_COLUMN.stream().map(Reason::name).toList())
                    .param("link", link.value())
                    .param("tenant", tenant.value())
                    .update();
        }
        hastenComparison(link, now, now);
    }

    /**
     * Has a column looked at soon after grades have arrived there: what a teacher changes from then on is told apart from what
     * the platform itself made of them.
     */
    void gradesArrived(ResourceLinkId link) {
        Instant now = clock.instant();
        hastenComparison(link, now, now.plus(FIRST_LOOK));
    }

    /** Once an hour at the most; what comes between waits for the end of the hour. */
    private void hastenComparison(ResourceLinkId link, Instant now, Instant at) {
        for (String sql : List.of(
                "update gradebook_check set next_check_at = :at, hasten_from = :later where resource_link_id = :link "
                        + "and next_check_at > :at and (hasten_from is null or hasten_from <= :now)",
                "update gradebook_check set next_check_at = hasten_from, hasten_from = hasten_from + interval '1' hour "
                        + "where resource_link_id = :link and hasten_from > :now and next_check_at > hasten_from")) {
            jdbc.sql(sql)
                    .param("now", Timestamp.from(now))
                    .param("at", Timestamp.from(at))
                    .param("later", Timestamp.from(at.plus(BETWEEN_COMPARISONS)))
                    .param("link", link.value())
                    .update();
        }
    }

    /**
     * A platform that something is due at.
     *
     * @param closedUntil past, or null when it was not closed
     * @param strikes how often in a row it was closed
     */
    record DuePlatform(RegistrationId id, @Nullable Instant closedUntil, int strikes) {}

    /** Platforms that may be called and that something is due at, in no order. */
    List<DuePlatform> duePlatforms() {
        return jdbc.sql("""
                select f.registration_id, f.closed_until, f.strikes from gradebook_platform f
                where (f.closed_until is null or f.closed_until <= :now)
                  and exists (select 1 from gradebook_place p where p.registration_id = f.registration_id
                    and p.state = 'WAITING' and p.next_try_at <= :now)
                """)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, number) -> new DuePlatform(
                        new RegistrationId(row.getObject("registration_id", UUID.class)),
                        instant(row.getTimestamp("closed_until")),
                        row.getInt("strikes")))
                .list();
    }

    /**
     * Something due, not taken yet.
     *
     * @param latest the latest timestamp that any score of this account and link has borne
     * @param sending what was being sent when the row was last in somebody's hands
     * @param abandoned whether the node in whose hands it was has died there
     * @param namings how often launches had said something new of its column by then
     */
    record Due(
            Place place,
            Standing standing,
            @Nullable Instant latest,
            @Nullable String sending,
            int doubts,
            boolean abandoned,
            int namings) {}

    /** What is due at a platform, the oldest first. */
    List<Due> due(RegistrationId platform, int atMost) {
        return jdbc.sql("""
                select p.*, s.version, s.attempt, s.step, s.step_at, s.submitted_at, s.decided_attempt, s.decided_at,
                  s.earned, s.criteria_met, s.criteria_required, s.best_percent,
                  (select max(q.last_timestamp) from gradebook_place q
                   where q.resource_link_id = p.resource_link_id and q.user_id = p.user_id) as latest,
                  c.namings
                from gradebook_place p join gradebook_submission s on s.submission_id = p.submission_id
                left join gradebook_check c on c.resource_link_id = p.resource_link_id
                where p.registration_id = :platform and p.state = 'WAITING' and p.next_try_at <= :now
                order by p.next_try_at fetch first :atMost rows only
                """)
                .param("platform", platform.value())
                .param("now", Timestamp.from(clock.instant()))
                .param("atMost", atMost)
                .query((row, number) -> new Due(
                        place(row, number),
                        standing(row, number),
                        instant(row.getTimestamp("latest")),
                        row.getString("sending"),
                        row.getInt("doubts"),
                        row.getTimestamp("claimed_until") != null,
                        row.getInt("namings")))
                .list();
    }

    /**
     * Takes rows for nobody else until the lease ends or they are settled, and notes what is going to be sent, before it is
     * sent. Answers those that no other node has taken meanwhile.
     */
    List<Sending> take(List<Sending> wanted, UUID node, Duration lease) {
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp until = Timestamp.from(clock.instant().plus(lease));
        List<Object[]> rows = wanted.stream()
                .map(sending -> new Object[] {
                    until,
                    until,
                    node,
                    Timestamp.from(sending.timestamp()),
                    sending.owed() == Owed.NOTHING ? null : Sending.words(sending.owed(), sending.standing()),
                    sending.doubts(),
                    sending.shown() == null,
                    sending.place().id(),
                    now
                })
                .toList();
        int[] taken = statements.batchUpdate(
                "update gradebook_place set claimed_until = ?, next_try_at = ?, claimed_by = ?, last_timestamp = ?, "
                        + "sending = ?, doubts = ?, "
                        + "shown_percent = case when cast(? as boolean) then null else shown_percent end "
                        + "where id = ? and state = 'WAITING' and next_try_at <= ?",
                rows);
        return IntStream.range(0, wanted.size())
                .filter(i -> taken[i] == 1)
                .mapToObj(wanted::get)
                .toList();
    }

    /** Keeps rows that are being worked on; those of a node that has died come free. */
    void renew(Collection<UUID> places, UUID node, Duration lease) {
        jdbc.sql("update gradebook_place set claimed_until = :until, next_try_at = :until "
                        + "where id in (:places) and claimed_by = :node and claimed_until is not null")
                .param("until", Timestamp.from(clock.instant().plus(lease)))
                .param("places", places)
                .param("node", node)
                .update();
    }

    /** Leaves rows to whoever comes next; nothing of them was sent since they were taken. */
    void giveBack(Collection<UUID> places, UUID node) {
        jdbc.sql("update gradebook_place set claimed_until = null, claimed_by = null, next_try_at = :now "
                        + "where id in (:places) and claimed_by = :node and claimed_until is not null")
                .param("now", Timestamp.from(clock.instant()))
                .param("places", places)
                .param("node", node)
                .update();
    }

    /** The standings of many submissions, held until the transaction ends. */
    Map<SubmissionId, Standing> hold(Collection<SubmissionId> submissions) {
        Map<SubmissionId, Standing> held = new HashMap<>();
        jdbc.sql("select * from gradebook_submission where submission_id in (:submissions) "
                        + "order by submission_id for update")
                .param(
                        "submissions",
                        submissions.stream().map(SubmissionId::value).toList())
                .query(row -> {
                    held.put(new SubmissionId(row.getObject("submission_id", UUID.class)), standing(row, 0));
                });
        return held;
    }

    /** How often launches have said something new of columns; it stays so until the transaction ends. */
    Map<ResourceLinkId, Integer> holdNamings(Collection<ResourceLinkId> links) {
        Map<ResourceLinkId, Integer> namings = new HashMap<>();
        if (!links.isEmpty()) {
            jdbc.sql("select resource_link_id, namings from gradebook_check where resource_link_id in (:links) "
                            + "order by resource_link_id for update")
                    .param("links", links.stream().map(ResourceLinkId::value).toList())
                    .query(row -> {
                        namings.put(
                                new ResourceLinkId(row.getObject("resource_link_id", UUID.class)),
                                row.getInt("namings"));
                    });
        }
        return namings;
    }

    /**
     * How a row goes on after it was in a node's hands.
     *
     * @param since null to leave the state's beginning as it is
     * @param showsAnew whether a grade arrived, of which the gradebook has not been seen yet
     * @param comment names the comment that arrived last
     */
    record Settled(
            UUID place,
            String state,
            @Nullable Instant since,
            @Nullable Instant nextTry,
            int tries,
            @Nullable String reason,
            long toldVersion,
            int toldDecision,
            boolean showsAnew,
            int doubts,
            @Nullable String comment) {}

    /** Gives rows back; what another node has taken over meanwhile is that node's to settle. */
    void settle(List<Settled> settled, UUID node) {
        statements.batchUpdate(
                "update gradebook_place set state = ?, since = coalesce(cast(? as timestamp with time zone), since), "
                        + "next_try_at = ?, tries = ?, reason = ?, told_version = ?, told_decision = ?, "
                        + "shown_percent = case when cast(? as boolean) then null else shown_percent end, doubts = ?, "
                        + "told_comment = ?, claimed_until = null, claimed_by = null, found = null, found_percent = null where id = ? and claimed_by = ?",
                settled.stream()
                        .map(row -> new Object[] {
                            row.state(),
                            timestamp(row.since()),
                            timestamp(row.nextTry()),
                            row.tries(),
                            row.reason(),
                            row.toldVersion(),
                            row.toldDecision(),
                            row.showsAnew(),
                            row.doubts(),
                            row.comment(),
                            row.place(),
                            node
                        })
                        .toList());
    }

    /**
     * Leaves a platform alone for a while, on every node.
     *
     * @param byRequest whether the platform asked for it
     */
    void close(RegistrationId platform, Instant until, String reason, boolean byRequest) {
        jdbc.sql("update gradebook_platform set closed_until = :until, strikes = strikes + 1, reason = :reason, "
                        + "by_request = :byRequest, troubled_since = coalesce(troubled_since, :now) where registration_id = :platform "
                        + "and (closed_until is null or closed_until < :until)")
                .param("until", Timestamp.from(until))
                .param("reason", reason)
                .param("byRequest", byRequest)
                .param("now", Timestamp.from(clock.instant()))
                .param("platform", platform.value())
                .update();
    }

    /** The platform works again. */
    void reopen(RegistrationId platform) {
        jdbc.sql("update gradebook_platform set closed_until = null, strikes = 0, troubled_since = null, "
                        + "reason = null, by_request = false where registration_id = :platform")
                .param("platform", platform.value())
                .update();
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        int decidedAttempt = row.getInt("decided_attempt");
        Decision decision = decidedAttempt == 0
                ? null
                : new Decision(
                        decidedAttempt,
                        row.getTimestamp("decided_at").toInstant(),
                        row.getBoolean("earned"),
                        row.getInt("criteria_met"),
                        row.getInt("criteria_required"));
        double best = row.getDouble("best_percent");
        return new Standing(
                row.getLong("version"),
                row.getInt("attempt"),
                Step.valueOf(row.getString("step")),
                instant(row.getTimestamp("step_at")),
                instant(row.getTimestamp("submitted_at")),
                decision,
                row.getObject("best_percent") == null ? null : best);
    }

    private static Place place(ResultSet row, int number) throws SQLException {
        String locale = row.getString("locale");
        return new Place(
                row.getObject("id", UUID.class),
                new SubmissionId(row.getObject("submission_id", UUID.class)),
                new RegistrationId(row.getObject("registration_id", UUID.class)),
                new ResourceLinkId(row.getObject("resource_link_id", UUID.class)),
                new LtiUserId(row.getObject("user_id", UUID.class)),
                locale == null ? null : Locale.forLanguageTag(locale),
                row.getLong("told_version"),
                row.getInt("told_decision"),
                row.getObject("shown_percent", Double.class),
                row.getInt("tries"),
                row.getString("told_comment"),
                row.getTimestamp("since").toInstant(),
                reason(row.getString("reason")));
    }

    private static @Nullable Reason reason(@Nullable String name) {
        return name == null ? null : Reason.valueOf(name);
    }

    static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
