package dev.laurel.gradebook;

import dev.laurel.course.PlacementId;
import dev.laurel.gradebook.Standing.Decision;
import dev.laurel.gradebook.Standing.Step;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.ResourceLinkId;
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
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    private final JdbcClient jdbc;
    private final Clock clock;

    Books(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
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

    Optional<Standing> standing(SubmissionId submission) {
        return jdbc.sql("select * from gradebook_submission where submission_id = :submission")
                .param("submission", submission.value())
                .query(Books::standing)
                .optional();
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
    boolean open(SubmissionOpened opened, @Nullable Locale locale) {
        return jdbc.sql("""
                insert into gradebook_place (id, submission_id, tenant_id, placement_id, resource_link_id, user_id, locale,
                  state, since, told_version, told_decision, tries)
                values (:id, :submission, :tenant, :placement, :link, :user, :locale, :state, :now, 0, 0, 0)
                on conflict do nothing
                """)
                        .param("id", Ids.next())
                        .param("submission", opened.submission().value())
                        .param("tenant", opened.tenant().value())
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

    void owe(Place place) {
        jdbc.sql("update gradebook_place set state = 'WAITING', since = :now, next_try_at = :now, tries = 0, "
                        + "reason = null where id = :id")
                .param("now", Timestamp.from(clock.instant()))
                .param("id", place.id())
                .update();
    }

    /** Tells the newest grade once more, whatever has been told; false when the place is not there. */
    boolean oweAgain(TenantId tenant, PlacementId placement, SubmissionId submission) {
        return jdbc.sql("update gradebook_place set told_decision = 0, state = 'WAITING', since = :now, "
                                + "next_try_at = :now, tries = 0, reason = null where tenant_id = :tenant "
                                + "and placement_id = :placement and submission_id = :submission")
                        .param("now", Timestamp.from(clock.instant()))
                        .param("tenant", tenant.value())
                        .param("placement", placement.value())
                        .param("submission", submission.value())
                        .update()
                == 1;
    }

    /** Keeps claims that are being worked on; the claims of a node that has died run out. */
    void renew(Collection<UUID> places, Duration lease) {
        jdbc.sql(
                        "update gradebook_place set claimed_until = :until where id in (:places) and claimed_until is not null")
                .param("until", Timestamp.from(clock.instant().plus(lease)))
                .param("places", places)
                .update();
    }

    void release(Place place) {
        jdbc.sql("update gradebook_place set claimed_until = null where id = :id")
                .param("id", place.id())
                .update();
    }

    /** Takes places that are due, each for nobody else until the lease ends or the place is settled. */
    List<Place> claimDue(int atMost, Duration lease) {
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp until = Timestamp.from(clock.instant().plus(lease));
        List<Place> due = jdbc.sql("select * from gradebook_place where state = 'WAITING' and next_try_at <= :now "
                        + "and (claimed_until is null or claimed_until <= :now) order by next_try_at "
                        + "fetch first :atMost rows only")
                .param("now", now)
                .param("atMost", atMost)
                .query(Books::place)
                .list();
        return due.stream().filter(place -> claim(place, now, until)).toList();
    }

    private boolean claim(Place place, Timestamp now, Timestamp until) {
        return jdbc.sql("update gradebook_place set claimed_until = :until where id = :id and state = 'WAITING' "
                                + "and next_try_at <= :now and (claimed_until is null or claimed_until <= :now)")
                        .param("until", until)
                        .param("id", place.id())
                        .param("now", now)
                        .update()
                == 1;
    }

    /**
     * A timestamp for the next score: later by a second at least than any before for this account and link, because some
     * platforms compare seconds; noted before it is sent, so that it is used once whatever happens.
     */
    Instant nextTimestamp(Place place) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<Timestamp> last = jdbc.sql("select max(last_timestamp) from gradebook_place "
                        + "where resource_link_id = :link and user_id = :user")
                .param("link", place.link().value())
                .param("user", place.user().value())
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)))
                .single();
        Instant next = last.map(before -> before.toInstant().plusSeconds(1))
                .filter(least -> least.isAfter(now))
                .orElse(now);
        jdbc.sql("update gradebook_place set last_timestamp = :next where id = :id")
                .param("next", Timestamp.from(next))
                .param("id", place.id())
                .update();
        return next;
    }

    /** The present state of a place, for whoever holds its submission. */
    Place reload(Place place) {
        return jdbc.sql("select * from gradebook_place where id = :id")
                .param("id", place.id())
                .query(Books::place)
                .single();
    }

    /** The platform knows; {@code more} when there is already something else to tell. */
    void told(Place place, long version, int decision, boolean more) {
        jdbc.sql("""
                update gradebook_place set told_version = :version, told_decision = :decision, state = :state,
                  since = :now, next_try_at = :next, tries = 0, claimed_until = null, reason = null
                where id = :id
                """)
                .param("version", version)
                .param("decision", decision)
                .param("state", more ? WAITING : SETTLED)
                .param("now", Timestamp.from(clock.instant()))
                .param("next", more ? Timestamp.from(clock.instant()) : null)
                .param("id", place.id())
                .update();
    }

    void tryAgain(Place place, Instant when, String reason) {
        jdbc.sql("update gradebook_place set tries = tries + 1, next_try_at = :next, claimed_until = null, "
                        + "reason = :reason where id = :id")
                .param("next", Timestamp.from(when))
                .param("reason", reason)
                .param("id", place.id())
                .update();
    }

    void giveUp(Place place, String reason) {
        jdbc.sql("update gradebook_place set state = :state, since = :now, next_try_at = null, claimed_until = null, "
                        + "reason = :reason where id = :id")
                .param("state", GIVEN_UP)
                .param("now", Timestamp.from(clock.instant()))
                .param("reason", reason)
                .param("id", place.id())
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
                new ResourceLinkId(row.getObject("resource_link_id", UUID.class)),
                new LtiUserId(row.getObject("user_id", UUID.class)),
                locale == null ? null : Locale.forLanguageTag(locale),
                row.getLong("told_version"),
                row.getInt("told_decision"),
                row.getInt("tries"));
    }

    static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
