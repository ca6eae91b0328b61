package dev.laurel.submission;

import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Handing in and taking back. */
@Component
class HandingIn {

    private final SubmissionRows submissions;
    private final EvidenceRows evidence;
    private final Portfolios portfolios;
    private final Turnaround turnaround;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    HandingIn(
            SubmissionRows submissions,
            EvidenceRows evidence,
            Portfolios portfolios,
            Turnaround turnaround,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.submissions = submissions;
        this.evidence = evidence;
        this.portfolios = portfolios;
        this.turnaround = turnaround;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Hands the draft in.
     *
     * @throws NotPossibleNow when it is no draft, for example because it was handed in a moment ago
     * @throws NotComplete when something required is missing
     */
    @Transactional
    public Submission submit(SubmissionId id, Attestations attestations) {
        Submission draft = lock(id);
        Instant now = clock.instant();
        Instant promised = turnaround.promise(now);
        Submission submitted = draft.submit(now, promised);
        if (!portfolios.of(draft).isReady()) {
            throw new NotComplete(id);
        }
        evidence.dropRemoved(draft.currentAttempt());
        attest(draft.currentAttempt(), attestations, now);
        submissions.change(draft, submitted);
        submissions.attemptSubmitted(submitted.currentAttempt(), now);
        if (!submitted.practice()) {
            events.publishEvent(new EvidenceSubmitted(
                    submitted.currentAttempt(), submitted.tenant(), submitted.version(), now, promised));
        }
        return submitted;
    }

    /** Takes it back. @throws NotPossibleNow unless it waits for scoring to begin */
    @Transactional
    public Submission withdraw(SubmissionId id) {
        Submission submitted = lock(id);
        Instant now = clock.instant();
        Submission draft = submitted.withdraw(now);
        submissions.change(submitted, draft);
        submissions.attemptSubmitted(draft.currentAttempt(), null);
        if (!draft.practice()) {
            events.publishEvent(new SubmissionWithdrawn(draft.currentAttempt(), now));
        }
        return draft;
    }

    private Submission lock(SubmissionId id) {
        return submissions.lock(id).orElseThrow(() -> new NotFound("No submission " + id.value()));
    }

    private void attest(AttemptId attempt, Attestations attestations, Instant now) {
        attest(attempt, "PRIVACY", attestations.releasesHeld(), null, attestations.locale(), now);
        attest(attempt, "OWN_WORK", null, null, attestations.locale(), now);
        attest(
                attempt,
                attestations.aiUsed() ? "AI_USED" : "AI_NOT_USED",
                null,
                attestations.aiUsed() ? attestations.aiUse() : null,
                attestations.locale(),
                now);
    }

    private void attest(
            AttemptId attempt,
            String kind,
            @Nullable Integer numberHeld,
            @Nullable String detail,
            String locale,
            Instant now) {
        jdbc.sql("""
                        insert into submission_attestation
                          (id, submission_id, attempt, kind, wording, locale, number_held, detail, attested_at)
                        values (:id, :submission, :attempt, :kind, :wording, :locale, :number, :detail, :now)""")
                .param("id", Ids.next())
                .param("submission", attempt.submission().value())
                .param("attempt", attempt.number())
                .param("kind", kind)
                .param("wording", Attestations.WORDING)
                .param("locale", locale)
                .param("number", numberHeld)
                .param("detail", detail)
                .param("now", Timestamp.from(now))
                .update();
    }
}
