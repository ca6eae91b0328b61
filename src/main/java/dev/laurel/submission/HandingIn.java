package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
    private final Catalogue catalogue;
    private final List<AskedAtHandIn> asked;
    private final List<HeldBack> held;
    private final List<ScoringUnderWay> scoring;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    HandingIn(
            SubmissionRows submissions,
            EvidenceRows evidence,
            Portfolios portfolios,
            Turnaround turnaround,
            Catalogue catalogue,
            List<AskedAtHandIn> asked,
            List<HeldBack> held,
            List<ScoringUnderWay> scoring,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.submissions = submissions;
        this.evidence = evidence;
        this.portfolios = portfolios;
        this.turnaround = turnaround;
        this.catalogue = catalogue;
        this.asked = asked;
        this.held = held;
        this.scoring = scoring;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** As {@link #submit(SubmissionId, Attestations, Set)}, with yes to nothing that is voluntary. */
    @Transactional
    public Submission submit(SubmissionId id, Attestations attestations) {
        return submit(id, attestations, Set.of());
    }

    /**
     * Hands the draft in.
     *
     * @param agreed the voluntary choices that were ticked
     * @throws NotPossibleNow when it is no draft, for example because it was handed in a moment ago
     * @throws OnHoldNow while somebody has put it on hold
     * @throws NotComplete when something required is missing
     */
    @Transactional
    public Submission submit(SubmissionId id, Attestations attestations, Set<UUID> agreed) {
        Submission draft = lock(id);
        draft.requireDraft();
        if (isHeldBack(id)) {
            throw new OnHoldNow(id);
        }
        Instant now = clock.instant();
        Instant promised = turnaround.promise(draft.tenant(), now);
        Submission submitted = draft.submit(now, promised);
        boolean talkIsMissing = coachTalk(draft)
                .filter(talk -> attestations.talkedOn() == null || !talk.isPossible(attestations.talkedOn()))
                .isPresent();
        if (talkIsMissing || !portfolios.of(draft).isReady()) {
            throw new NotComplete(id);
        }
        evidence.dropRemoved(draft.currentAttempt());
        attest(draft.currentAttempt(), attestations, now);
        asked.forEach(one -> one.answered(draft, agreed, attestations.locale()));
        submissions.change(draft, submitted);
        submissions.attemptSubmitted(submitted.currentAttempt(), now);
        if (!submitted.practice()) {
            events.publishEvent(new EvidenceSubmitted(
                    submitted.currentAttempt(), submitted.tenant(), submitted.version(), now, promised));
        }
        return submitted;
    }

    /** By when somebody means to decide about work that is on hold now. */
    Optional<Instant> heldUntil(SubmissionId id) {
        return held.stream().flatMap(by -> by.heldUntil(id).stream()).max(Comparator.naturalOrder());
    }

    /** Whether somebody has put it on hold while it is its earner's turn. */
    boolean isHeldBack(SubmissionId id) {
        return held.stream().anyMatch(by -> by.isHeldBack(id));
    }

    /** The talk with a coach that comes before this draft can be handed in; mostly none. */
    Optional<CoachTalk> coachTalk(Submission draft) {
        int before = catalogue
                .version(draft.version())
                .map(version -> version.scoring().resubmission().coachGateAfterAttempts())
                .orElse(0);
        if (before == 0 || draft.attempt() <= before) {
            return Optional.empty();
        }
        ZoneId zone = turnaround.zone(draft.tenant());
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        return Optional.of(new CoachTalk(
                before,
                submissions
                        .decidedAt(new AttemptId(draft.id(), draft.attempt() - 1))
                        .map(decided -> LocalDate.ofInstant(decided, zone))
                        .orElse(today),
                today));
    }

    /**
     * Takes it back, as its earner wants it.
     *
     * @throws NotPossibleNow unless it waits for scoring to begin
     * @throws OnHoldNow while somebody has put it on hold
     */
    @Transactional
    public Submission takeBack(SubmissionId id) {
        lock(id);
        if (heldUntil(id).isPresent()) {
            throw OnHoldNow.notTakenBack(id);
        }
        return withdraw(id);
    }

    /** Takes it back, on hold or not. @throws NotPossibleNow unless it waits for scoring to begin */
    @Transactional
    public Submission withdraw(SubmissionId id) {
        Submission submitted = lock(id);
        Instant now = clock.instant();
        Submission draft = submitted.withdraw(now);
        if (isBeingScored(submitted)) {
            throw new NotPossibleNow(id, SubmissionState.IN_SCORING, SubmissionState.DRAFT);
        }
        submissions.change(submitted, draft);
        submissions.attemptSubmitted(draft.currentAttempt(), null);
        if (!draft.practice()) {
            events.publishEvent(new SubmissionWithdrawn(draft.currentAttempt(), now));
        }
        return draft;
    }

    /** Whether somebody scores it already, heard of or not. */
    boolean isBeingScored(Submission submitted) {
        return scoring.stream().anyMatch(by -> by.isUnderWay(submitted.currentAttempt()));
    }

    private Submission lock(SubmissionId id) {
        return submissions.lock(id).orElseThrow(() -> new NotFound("No submission " + id.value()));
    }

    private void attest(AttemptId attempt, Attestations attestations, Instant now) {
        attest(attempt, "PRIVACY", attestations.releasesHeld(), null, attestations.locale(), now);
        attest(attempt, "OWN_WORK", null, null, attestations.locale(), now);
        if (attestations.talkedOn() != null) {
            attest(attempt, "COACH_TALK", null, attestations.talkedOn().toString(), attestations.locale(), now);
        }
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
