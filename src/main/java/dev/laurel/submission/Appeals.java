package dev.laurel.submission;

import dev.laurel.system.NotFound;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Asking for a "not yet" to be looked at again: once for each attempt, within a time after the decision. */
@Component
public class Appeals {

    /** Longer than anybody says why. */
    static final int MOST_CHARACTERS = 4000;

    private final SubmissionRows submissions;
    private final Turnaround turnaround;
    private final Practice<AppealSettings> practice;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    Appeals(
            SubmissionRows submissions,
            Turnaround turnaround,
            Practice<AppealSettings> practice,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.submissions = submissions;
        this.turnaround = turnaround;
        this.practice = practice;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The appeal of an attempt, answered or not. */
    public Optional<Appeal> of(AttemptId attempt) {
        return jdbc.sql("select words, lodged_at, answered_at, reopened, answer from submission_appeal"
                        + " where submission_id = :id and attempt = :attempt")
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .query((row, number) -> {
                    boolean reopened = row.getBoolean("reopened");
                    boolean open = row.wasNull();
                    return new Appeal(
                            row.getString("words"),
                            row.getTimestamp("lodged_at").toInstant(),
                            SubmissionRows.instant(row, "answered_at"),
                            open ? null : reopened,
                            row.getString("answer"));
                })
                .optional();
    }

    /** Until when this earner may appeal; empty when they may not, or have, or nothing is left that anybody could look at. */
    public Optional<Instant> possibleUntil(Submission submission) {
        if (submission.state() != SubmissionState.NOT_YET
                || of(submission.currentAttempt()).isPresent()
                || isEvidenceGone(submission)) {
            return Optional.empty();
        }
        return submissions
                .decidedAt(submission.currentAttempt())
                .map(decided -> decided.plus(time(submission.tenant(), decided)))
                .filter(until -> clock.instant().isBefore(until));
    }

    private boolean isEvidenceGone(Submission submission) {
        return jdbc.sql("select count(*) from submission_removal"
                                + " where submission_id = :id and state_since = :since and removed_at is not null")
                        .param("id", submission.id().value())
                        .param("since", Timestamp.from(submission.since()))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** How long there is to appeal against a decision of that moment: what the programme gave then. */
    Duration time(TenantId tenant, Instant decided) {
        return Duration.ofDays(practice.at(tenant, decided).days());
    }

    /** How long there is to appeal against a decision of now. */
    Duration time(TenantId tenant) {
        return Duration.ofDays(practice.of(tenant).days());
    }

    /**
     * Lodges it; a second press changes nothing.
     *
     * @param words why; not blank, at most {@link #MOST_CHARACTERS}
     * @throws NotPossibleNow unless the attempt is "not yet"
     * @throws NoAppealLeft when the time is over, this attempt has had its appeal or its evidence was deleted
     */
    @Transactional
    public void lodge(SubmissionId id, String words) {
        if (words.isBlank() || words.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("Words that say why, and not too many of them");
        }
        Submission found = submissions.lock(id).orElseThrow(() -> new NotFound("No submission " + id.value()));
        if (found.state() == SubmissionState.UNDER_APPEAL) {
            return;
        }
        Instant now = clock.instant();
        Instant answerBy = turnaround.after(
                found.tenant(), now, practice.of(found.tenant()).answerDays());
        Submission appealed = found.appeal(now, answerBy);
        if (possibleUntil(found).isEmpty()) {
            throw new NoAppealLeft(id);
        }
        jdbc.sql("insert into submission_appeal (submission_id, attempt, words, lodged_at)"
                        + " values (:id, :attempt, :words, :now)")
                .param("id", id.value())
                .param("attempt", found.attempt())
                .param("words", words.strip())
                .param("now", Timestamp.from(now))
                .update();
        submissions.change(found, appealed);
        events.publishEvent(new AppealLodged(found.currentAttempt(), found.tenant(), now, answerBy));
    }

    /** Keeps the answer. */
    void answered(AppealAnswered news) {
        jdbc.sql("update submission_appeal set answered_at = :at, reopened = :reopened, answer = :answer"
                        + " where submission_id = :id and attempt = :attempt and answered_at is null")
                .param("at", Timestamp.from(news.answeredAt()))
                .param("reopened", news.reopened())
                .param("answer", news.words())
                .param("id", news.attempt().submission().value())
                .param("attempt", news.attempt().number())
                .update();
    }
}
