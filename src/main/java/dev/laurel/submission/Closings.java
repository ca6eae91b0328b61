package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Closing;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * "Not yet" that nobody goes on with: announced, closed, and opened again by a lead. A decision, its grade and the feedback
 * are not touched. Every change holds the submission's row.
 */
@Component("submissionClosings")
public class Closings {

    public static final int MOST_CHARACTERS = 4000;

    /** So many days after it was on hold nothing closes it: its earner could not hand it in. */
    public static final int DAYS_AFTER_A_HOLD = 7;

    private final SubmissionRows submissions;
    private final Appeals appeals;
    private final Catalogue catalogue;
    private final ObjectProvider<HeldBack> held;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    Closings(
            SubmissionRows submissions,
            Appeals appeals,
            Catalogue catalogue,
            ObjectProvider<HeldBack> held,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.submissions = submissions;
        this.appeals = appeals;
        this.catalogue = catalogue;
        this.held = held;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** When a "not yet" closes; empty while nothing is announced, and while it is on hold. */
    public Optional<Instant> of(Submission submission) {
        return announced(submission)
                .filter(at -> held.stream().noneMatch(by -> by.isHeldBack(submission.id())))
                .map(at -> openUntil(submission).filter(at::isBefore).orElse(at));
    }

    /** Before that it does not close, because it was on hold; in the past, or empty, where that is long over or never was. */
    Optional<Instant> openUntil(Submission work) {
        Instant now = clock.instant();
        Optional<Instant> last = held.stream()
                .flatMap(by -> by.lastHeldBack(work.id(), now).stream())
                .max(Comparator.naturalOrder())
                .map(until -> until.plus(Duration.ofDays(DAYS_AFTER_A_HOLD)));
        return last.flatMap(days ->
                Stream.concat(Stream.of(days), windowOf(work, now).stream()).max(Comparator.naturalOrder()));
    }

    /** To when the end of its version's window has moved, which stands still for work that is on hold; empty before that end. */
    private Optional<Instant> windowOf(Submission work, Instant now) {
        return catalogue
                .closing(work.version())
                .filter(closing -> closing.isOver(now))
                .map(Closing::until)
                .flatMap(until -> held.stream()
                        .map(by -> by.movedBy(work.id(), until, now))
                        .max(Comparator.naturalOrder()));
    }

    /** Whether the window of its version is over for this work: not while it is on hold, nor in the time that this has cost. */
    public boolean isOver(Submission work) {
        Instant now = clock.instant();
        return catalogue
                        .closing(work.version())
                        .filter(closing -> closing.isOver(now))
                        .isPresent()
                && held.stream().noneMatch(by -> by.isHeldBack(work.id()))
                && openUntil(work).filter(now::isBefore).isEmpty();
    }

    /** Whether a lead may close it: a draft, or "not yet" when the time to appeal is over. */
    public boolean mayBeClosed(Submission work) {
        return work.state() == SubmissionState.DRAFT
                || work.state() == SubmissionState.NOT_YET
                        && appeals.possibleUntil(work).isEmpty();
    }

    /**
     * Closes a draft or "not yet" as a lead wants it; no decision, grade or feedback is touched, and a lead may open it again.
     *
     * @param words why, for the earner; not blank
     * @throws NotPossibleNow unless {@link #mayBeClosed} says so
     */
    @Transactional
    public void close(SubmissionId id, String words) {
        Submission found = lock(id);
        if (!mayBeClosed(found)) {
            throw new NotPossibleNow(id, found.state(), SubmissionState.CLOSED);
        }
        Instant now = clock.instant();
        submissions.change(found, found.close(now));
        submissions.returned(found.currentAttempt(), new Returned(words.strip(), now));
    }

    private Optional<Instant> announced(Submission submission) {
        return submission.state() != SubmissionState.NOT_YET
                ? Optional.empty()
                : jdbc.sql("select close_at from submission_closing where submission_id = :id and state_since = :since")
                        .param("id", submission.id().value())
                        .param("since", Timestamp.from(submission.since()))
                        .query(Timestamp.class)
                        .optional()
                        .map(Timestamp::toInstant);
    }

    /** Says once that it closes, not before there was time to appeal; nothing while it is on hold. */
    @Transactional
    public void announce(SubmissionId id, Instant closeAt) {
        Submission found = lock(id);
        if (found.state() != SubmissionState.NOT_YET
                || announced(found).isPresent()
                || held.stream().anyMatch(by -> by.isHeldBack(id))) {
            return;
        }
        Instant at = Stream.of(appeals.possibleUntil(found), openUntil(found))
                .flatMap(Optional::stream)
                .filter(closeAt::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(closeAt);
        jdbc.sql("delete from submission_closing where submission_id = :id")
                .param("id", id.value())
                .update();
        jdbc.sql("insert into submission_closing (submission_id, tenant_id, state_since, noticed_at, close_at)"
                        + " values (:id, :tenant, :since, :now, :at)")
                .param("id", id.value())
                .param("tenant", found.tenant().value())
                .param("since", Timestamp.from(found.since()))
                .param("now", Timestamp.from(clock.instant()))
                .param("at", Timestamp.from(at))
                .update();
        if (!isLast(found)) {
            events.publishEvent(new EarnerNotice(id, found.tenant(), EarnerNotice.Kind.CLOSES_SOON, at));
        }
    }

    /** Those whose time is over, the longest first. */
    List<SubmissionId> due(Instant now, int most) {
        return jdbc.sql("select c.submission_id from submission_closing c"
                        + " join submission s on s.id = c.submission_id and s.since = c.state_since"
                        + " where s.state = 'NOT_YET' and c.close_at <= :now"
                        + " order by c.close_at, c.submission_id fetch first :most rows only")
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((row, number) -> new SubmissionId(row.getObject("submission_id", UUID.class)))
                .list();
    }

    /** Closes what was announced and is due, if its earner has not gone on meanwhile; later, if it was on hold. */
    @Transactional
    public void close(SubmissionId id) {
        Submission found = lock(id);
        Instant now = clock.instant();
        if (announced(found).filter(at -> !at.isAfter(now)).isEmpty()) {
            return;
        }
        Instant open = openUntil(found).filter(now::isBefore).orElse(null);
        if (open == null) {
            submissions.change(found, found.close(now));
            if (!isLast(found)) {
                events.publishEvent(new EarnerNotice(id, found.tenant(), EarnerNotice.Kind.CLOSED, now));
            }
        } else {
            jdbc.sql("update submission_closing set close_at = :open where submission_id = :id")
                    .param("open", Timestamp.from(open))
                    .param("id", id.value())
                    .update();
        }
    }

    /** Then its earner has nothing to do in time, and nothing to be told of. */
    private boolean isLast(Submission found) {
        return catalogue
                .version(found.version())
                .filter(of -> of.scoring().resubmission().isLast(found.attempt()))
                .isPresent();
    }

    /** @param label by which its earner names it to a lead */
    public record Closed(
            SubmissionId id, String label, VersionId version, int attempt, boolean decided, Instant since) {}

    /** Closed work of these tenants, the latest first; page from 0. Names nobody. */
    public List<Closed> in(Collection<TenantId> tenants, int page, int pageSize) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql("select s.id, s.version_id, s.attempt, s.since, a.decided_at from submission s"
                                + " join submission_attempt a on a.submission_id = s.id and a.attempt = s.attempt"
                                + " where s.state = 'CLOSED' and s.practice = false and s.tenant_id in (:tenants)"
                                + " order by s.since desc, s.id offset :skip rows fetch first :most rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("skip", (long) page * pageSize)
                        .param("most", pageSize)
                        .query((row, number) -> {
                            SubmissionId id = new SubmissionId(row.getObject("id", UUID.class));
                            return new Closed(
                                    id,
                                    id.label(),
                                    new VersionId(row.getObject("version_id", UUID.class)),
                                    row.getInt("attempt"),
                                    row.getTimestamp("decided_at") != null,
                                    row.getTimestamp("since").toInstant());
                        })
                        .list();
    }

    /** What came of the wish to open work again. */
    public enum Opened {
        DONE,
        /** The version can be handed in no more. */
        VERSION_OVER,
        /** Not closed, or not of these tenants. */
        NOT_CLOSED
    }

    /**
     * Opens closed work again as it was: "not yet", or a draft. A second press finds nothing closed.
     *
     * @param tenants of whom the lead is one
     * @param words why, for the earner; not blank, at most {@link #MOST_CHARACTERS}
     */
    @Transactional
    public Opened reopen(SubmissionId id, Collection<TenantId> tenants, StaffId by, String words) {
        if (words.isBlank() || words.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("A reason, and not too long a one");
        }
        Submission found = submissions
                .lock(id)
                .filter(work -> tenants.contains(work.tenant()) && work.state() == SubmissionState.CLOSED)
                .orElse(null);
        if (found == null) {
            return Opened.NOT_CLOSED;
        }
        Instant now = clock.instant();
        if (isOver(found)) {
            return Opened.VERSION_OVER;
        }
        boolean decided = submissions.decidedAt(found.currentAttempt()).isPresent();
        submissions.change(found, found.openAgain(decided, now));
        jdbc.sql("insert into submission_reopening (submission_id, reopened_at, reopened_by, words)"
                        + " values (:id, :now, :by, :words)")
                .param("id", id.value())
                .param("now", Timestamp.from(now))
                .param("by", by.value())
                .param("words", words.strip())
                .update();
        events.publishEvent(new EarnerNotice(id, found.tenant(), EarnerNotice.Kind.REOPENED, now));
        return Opened.DONE;
    }

    /** @param at when */
    public record Reopening(Instant at, String words) {}

    /** Why the state that a submission is in began with being opened again; empty when it did not. */
    public Optional<Reopening> reopened(Submission submission) {
        return jdbc.sql("select reopened_at, words from submission_reopening"
                        + " where submission_id = :id and reopened_at = :since")
                .param("id", submission.id().value())
                .param("since", Timestamp.from(submission.since()))
                .query((row, number) ->
                        new Reopening(row.getTimestamp("reopened_at").toInstant(), row.getString("words")))
                .optional();
    }

    private Submission lock(SubmissionId id) {
        return submissions.lock(id).orElseThrow(() -> new NotFound("No submission " + id.value()));
    }
}
