package dev.laurel.submission;

import dev.laurel.person.PrivacyTrail;
import dev.laurel.person.PrivacyTrail.Action;
import dev.laurel.system.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Evidence on its way out: announced, withdrawn, kept after all, removed. Every change holds the submission's row. */
@Component
public class Removals {

    /** Longer than any transaction that may still name bytes which nothing else names. */
    static final Duration UNNAMED_KEPT = Duration.ofDays(1);

    private final SubmissionRows submissions;
    private final UploadRows uploads;
    private final Appeals appeals;
    private final Retention retention;
    private final PrivacyTrail trail;
    private final List<EvidenceShown> uses;
    private final ObjectProvider<HeldBack> held;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    Removals(
            SubmissionRows submissions,
            UploadRows uploads,
            Appeals appeals,
            Retention retention,
            PrivacyTrail trail,
            List<EvidenceShown> uses,
            ObjectProvider<HeldBack> held,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.submissions = submissions;
        this.uploads = uploads;
        this.appeals = appeals;
        this.retention = retention;
        this.trail = trail;
        this.uses = uses;
        this.held = held;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What is known of the removal of a submission's evidence in the state that it is in. */
    public Optional<Removal> of(Submission submission) {
        return jdbc.sql("select reason, noticed_at, remove_at, removed_at, extended_at from submission_removal"
                        + " where submission_id = :id and state_since = :since")
                .param("id", submission.id().value())
                .param("since", Timestamp.from(submission.since()))
                .query((row, number) -> new Removal(
                        Removal.Reason.valueOf(row.getString("reason")),
                        row.getTimestamp("noticed_at").toInstant(),
                        row.getTimestamp("remove_at").toInstant(),
                        SubmissionRows.instant(row, "removed_at"),
                        row.getTimestamp("extended_at") != null))
                .optional();
    }

    /** Whether the earner may withdraw the evidence now; where not, why, as the end of a message's key. */
    Optional<String> keptBecause(Submission submission) {
        return switch (submission.state()) {
            case DRAFT -> Optional.of("draft");
            case SUBMITTED -> Optional.of("submitted");
            case IN_SCORING, UNDER_APPEAL -> Optional.of("scoring");
            case NOT_YET ->
                isOnHold(submission.id())
                        ? Optional.of("held")
                        : appeals.possibleUntil(submission).map(until -> "appeal");
            case EARNED, CLOSED -> Optional.empty();
        };
    }

    /**
     * The earner withdraws the evidence of a decided submission; it goes after the time to think again. Twice is once.
     *
     * @throws EvidenceNeeded when somebody still needs it
     */
    @Transactional
    public void withdraw(SubmissionId id) {
        Submission submission = lock(id);
        keptBecause(submission).ifPresent(why -> {
            throw new EvidenceNeeded(id, why);
        });
        Optional<Removal> known = of(submission);
        if (known.filter(removal -> removal.isDone() || removal.reason() == Removal.Reason.WITHDRAWN)
                .isPresent()) {
            return;
        }
        Instant now = clock.instant();
        Instant removeAt = now.plus(retention.toThinkAgain());
        announce(
                submission,
                Removal.Reason.WITHDRAWN,
                now,
                known.map(Removal::removeAt).filter(removeAt::isAfter).orElse(removeAt));
        trail.record(
                submission.tenant(),
                submission.earner(),
                Action.EVIDENCE_WITHDRAWN,
                id.value().toString());
    }

    /** The earner thinks again; false when nothing was withdrawn or it has gone. Retention goes on as before. */
    @Transactional
    public boolean keepAfterAll(SubmissionId id) {
        Submission submission = lock(id);
        if (of(submission).filter(Removal::canBeUndone).isEmpty()) {
            return false;
        }
        clear(id);
        trail.record(
                submission.tenant(),
                submission.earner(),
                Action.WITHDRAWAL_UNDONE,
                id.value().toString());
        return true;
    }

    /** A lead looks into it and decides; until then nothing of it goes but at its earner's request for deletion. */
    private boolean isOnHold(SubmissionId id) {
        return held.stream().anyMatch(by -> by.isHeldBack(id));
    }

    /** Nobody is written to for each of the days that a hold takes. */
    private void later(Submission submission, Instant removeAt) {
        jdbc.sql("update submission_removal set remove_at = :at, told_of = :at where submission_id = :id")
                .param("at", Timestamp.from(removeAt))
                .param("id", submission.id().value())
                .update();
    }

    private boolean isShown(SubmissionId id) {
        return uses.stream().anyMatch(use -> use.isShown(id));
    }

    /**
     * Says that evidence will go for its age, unless something is said or was done in this state already, or its earner lets
     * others learn from it.
     */
    @Transactional
    public void announce(SubmissionId id, Instant removeAt) {
        Submission submission = lock(id);
        boolean rests = submission.state() == SubmissionState.NOT_YET
                || submission.state() == SubmissionState.EARNED
                || submission.state() == SubmissionState.CLOSED;
        if (rests && of(submission).isEmpty() && !isShown(id)) {
            announce(submission, Removal.Reason.RETENTION, clock.instant(), removeAt);
            tell(submission, removeAt);
            trail.record(
                    submission.tenant(),
                    submission.earner(),
                    Action.EVIDENCE_NOTICED,
                    id.value().toString());
        }
    }

    /** Has the earner written to, wherever they are. */
    private void tell(Submission submission, Instant removeAt) {
        jdbc.sql("update submission_removal set told_of = remove_at where submission_id = :id")
                .param("id", submission.id().value())
                .update();
        if (!submission.practice()) {
            events.publishEvent(
                    new EarnerNotice(submission.id(), submission.tenant(), EarnerNotice.Kind.EVIDENCE_GOES, removeAt));
        }
    }

    /** By how many days its earner may keep this evidence longer, once; empty where they may not, or have. */
    public Optional<Integer> extension(Submission submission, Removal removal) {
        int days = retention.extensionDays(submission.tenant(), submission.version(), removal.noticedAt());
        return removal.reason() == Removal.Reason.RETENTION && !removal.isDone() && !removal.extended() && days > 0
                ? Optional.of(days)
                : Optional.empty();
    }

    /** Keeps evidence longer; false when that cannot be, a second press for one. */
    @Transactional
    public boolean keepLonger(SubmissionId id) {
        Submission submission = lock(id);
        Integer days = of(submission)
                .flatMap(removal -> extension(submission, removal))
                .orElse(null);
        if (days == null) {
            return false;
        }
        Removal before = of(submission).orElseThrow();
        jdbc.sql("update submission_removal set extended_at = :now, remove_at = :at where submission_id = :id")
                .param("now", Timestamp.from(clock.instant()))
                .param("at", Timestamp.from(before.removeAt().plus(Duration.ofDays(days))))
                .param("id", id.value())
                .update();
        trail.record(submission.tenant(), submission.earner(), Action.EVIDENCE_KEPT_LONGER, id.value() + " " + days);
        return true;
    }

    /** Evidence that was kept longer, and comes near its day again. */
    List<SubmissionId> near(Instant now, int most) {
        return jdbc.sql("select r.submission_id from submission_removal r"
                        + " join submission s on s.id = r.submission_id and s.since = r.state_since"
                        + " where r.extended_at is not null and r.removed_at is null and r.told_of < r.remove_at"
                        + " and r.remove_at <= :near order by r.remove_at, r.submission_id fetch first :most rows only")
                .param("near", Timestamp.from(now))
                .param("most", most)
                .query((row, number) -> new SubmissionId(row.getObject("submission_id", UUID.class)))
                .list();
    }

    /** Tells the new day of evidence that was kept longer, once. */
    @Transactional
    public void tellAgain(SubmissionId id) {
        Submission submission = lock(id);
        of(submission)
                .filter(removal -> removal.extended() && !removal.isDone())
                .ifPresent(removal -> tell(submission, removal.removeAt()));
    }

    private void announce(Submission submission, Removal.Reason reason, Instant now, Instant removeAt) {
        clear(submission.id());
        jdbc.sql("insert into submission_removal"
                        + " (submission_id, tenant_id, reason, state_since, noticed_at, remove_at)"
                        + " values (:id, :tenant, :reason, :since, :now, :removeAt)")
                .param("id", submission.id().value())
                .param("tenant", submission.tenant().value())
                .param("reason", reason.name())
                .param("since", Timestamp.from(submission.since()))
                .param("now", Timestamp.from(now))
                .param("removeAt", Timestamp.from(removeAt))
                .update();
    }

    private void clear(SubmissionId id) {
        jdbc.sql("delete from submission_removal where submission_id = :id")
                .param("id", id.value())
                .update();
    }

    /**
     * Removes what was announced and is due, if the submission is still in the state that it was announced in; some days later
     * while it is on hold.
     */
    @Transactional
    public void carryOut(SubmissionId id, Instant now) {
        Submission submission = lock(id);
        of(submission)
                .filter(removal -> !removal.isDone() && !removal.removeAt().isAfter(now))
                .ifPresent(removal -> {
                    if (isOnHold(id)) {
                        later(submission, now.plus(Duration.ofDays(Closings.DAYS_AFTER_A_HOLD)));
                    } else if (removal.reason() == Removal.Reason.RETENTION && isShown(id)) {
                        clear(id);
                    } else {
                        remove(submission, removal.reason());
                    }
                });
    }

    /** Those whose removal is due, the longest due first. */
    List<SubmissionId> due(Instant now, int most) {
        return jdbc.sql("select r.submission_id from submission_removal r"
                        + " join submission s on s.id = r.submission_id and s.since = r.state_since"
                        + " where r.removed_at is null and r.remove_at <= :now"
                        + " order by r.remove_at, r.submission_id fetch first :most rows only")
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((row, number) -> new SubmissionId(row.getObject("submission_id", UUID.class)))
                .list();
    }

    /**
     * Removes the evidence of a submission whose row is held: texts, links, files and their names. What others said and
     * decided stays.
     */
    void remove(Submission submission, Removal.Reason reason) {
        Timestamp now = Timestamp.from(clock.instant());
        UUID id = submission.id().value();
        int files = jdbc.sql("select count(*) from submission_file where submission_id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
        jdbc.sql("insert into submission_unnamed_file (tenant_id, sha256, remove_at)"
                        + " select distinct cast(:tenant as uuid), f.sha256, cast(:at as timestamp with time zone)"
                        + " from submission_file f where f.submission_id = :id on conflict do nothing")
                .param("tenant", submission.tenant().value())
                .param("at", Timestamp.from(clock.instant().plus(UNNAMED_KEPT)))
                .param("id", id)
                .update();
        int texts = delete("submission_answer where submission_id = :id", id)
                + delete("submission_item where submission_id = :id", id);
        delete("submission_choice where submission_id = :id", id);
        delete(
                "submission_file_name where file_id in (select f.id from submission_file f where f.submission_id = :id)",
                id);
        delete("submission_file where submission_id = :id", id);
        uploads.expire(submission.id(), clock.instant());
        if (reason == Removal.Reason.REQUEST) {
            jdbc.sql("update submission_attestation set detail = null where submission_id = :id")
                    .param("id", id)
                    .update();
            jdbc.sql("update submission_appeal set words = '' where submission_id = :id")
                    .param("id", id)
                    .update();
        }
        if (of(submission).isEmpty()) {
            announce(submission, reason, now.toInstant(), now.toInstant());
        }
        jdbc.sql("update submission_removal set removed_at = :now, reason = :reason where submission_id = :id")
                .param("now", now)
                .param("reason", reason.name())
                .param("id", id)
                .update();
        trail.record(
                submission.tenant(),
                submission.earner(),
                Action.EVIDENCE_REMOVED,
                id + " " + reason + " " + files + " " + (texts - files));
        if (!submission.practice()) {
            events.publishEvent(new EvidenceRemoved(submission.id(), submission.tenant(), now.toInstant()));
        }
    }

    /** Whether anything that the earner made is there. */
    boolean hasEvidence(SubmissionId id) {
        return jdbc.sql("select (select count(*) from submission_answer a where a.submission_id = :id)"
                                + " + (select count(*) from submission_item i where i.submission_id = :id)"
                                + " + (select count(*) from submission_file f where f.submission_id = :id)")
                        .param("id", id.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private int delete(String what, UUID submission) {
        return jdbc.sql("delete from " + what).param("id", submission).update();
    }

    private Submission lock(SubmissionId id) {
        return submissions.lock(id).orElseThrow(() -> new NotFound("No submission " + id.value()));
    }
}
