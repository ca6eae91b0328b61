package dev.laurel.submission;

import dev.laurel.catalog.MicroCredential.Resubmission;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one earner stands with one version: the aggregate. Each change of state returns the next submission, or refuses
 * and names the state it found.
 *
 * @param since when the state began
 * @param expectedBy by when a decision is expected; absent unless somebody owes one and can tell
 * @param promisedBy what was promised at handing in, once that could not be kept; absent while it stands
 * @param practice the work of a platform's test student: never scored, never counted, never told to anybody
 */
public record Submission(
        SubmissionId id,
        TenantId tenant,
        PersonId earner,
        VersionId version,
        int attempt,
        SubmissionState state,
        Instant since,
        @Nullable Instant expectedBy,
        @Nullable Instant promisedBy,
        boolean practice) {

    static Submission start(
            SubmissionId id, TenantId tenant, PersonId earner, VersionId version, boolean practice, Instant now) {
        return new Submission(id, tenant, earner, version, 1, SubmissionState.DRAFT, now, null, null, practice);
    }

    /** The attempt that the state speaks of. */
    public AttemptId currentAttempt() {
        return new AttemptId(id, attempt);
    }

    /** Hands the draft in. */
    Submission submit(Instant now, Instant promised) {
        return to(SubmissionState.SUBMITTED, attempt, now, promised);
    }

    /** Takes it back before anybody scores it; the attempt is not used up. */
    Submission withdraw(Instant now) {
        require(SubmissionState.SUBMITTED, SubmissionState.DRAFT);
        return to(SubmissionState.DRAFT, attempt, now, null);
    }

    /** It came back as not complete, or from a hold; the attempt is not used up. */
    Submission sendBack(Instant returned) {
        if (state != SubmissionState.IN_SCORING) {
            require(SubmissionState.SUBMITTED, SubmissionState.DRAFT);
        }
        return to(SubmissionState.DRAFT, attempt, returned, null);
    }

    /** Somebody took it for scoring. */
    Submission beginScoring(Instant began) {
        refusePractice();
        require(SubmissionState.SUBMITTED, SubmissionState.IN_SCORING);
        Submission begun = to(SubmissionState.IN_SCORING, attempt, began, expectedBy);
        return new Submission(
                id, tenant, earner, version, attempt, begun.state(), began, expectedBy, promisedBy, practice);
    }

    /** Somebody decided. */
    Submission decide(boolean earned, Instant decided) {
        refusePractice();
        if (state == SubmissionState.CLOSED) {
            throw new NotPossibleNow(id, state, earned ? SubmissionState.EARNED : SubmissionState.NOT_YET);
        }
        return to(earned ? SubmissionState.EARNED : SubmissionState.NOT_YET, attempt, decided, null);
    }

    /** Asks for the decision to be looked at again; nothing can be changed meanwhile. */
    Submission appeal(Instant now, Instant answerBy) {
        return to(SubmissionState.UNDER_APPEAL, attempt, now, answerBy);
    }

    /** The appeal was granted: others rate the same attempt afresh. */
    Submission reopen(Instant answered, @Nullable Instant promised) {
        require(SubmissionState.UNDER_APPEAL, SubmissionState.IN_SCORING);
        return to(SubmissionState.IN_SCORING, attempt, answered, promised);
    }

    /** The appeal was refused: the decision stands. */
    Submission uphold(Instant answered) {
        require(SubmissionState.UNDER_APPEAL, SubmissionState.NOT_YET);
        return to(SubmissionState.NOT_YET, attempt, answered, null);
    }

    /** Nobody went on with it in time, the window of its version is over, or a lead closed what was on hold. */
    Submission close(Instant now) {
        return to(SubmissionState.CLOSED, attempt, now, null);
    }

    /** Opened again as it was; what a lead closed on its way to a decision is a draft. */
    Submission openAgain(boolean decided, Instant now) {
        SubmissionState before = decided ? SubmissionState.NOT_YET : SubmissionState.DRAFT;
        require(SubmissionState.CLOSED, before);
        return to(before, attempt, now, null);
    }

    /**
     * Begins the next attempt after "not yet".
     *
     * @throws NoAttemptLeft when the rules allow none after this one
     */
    Submission tryAgain(Resubmission rules, Instant now) {
        require(SubmissionState.NOT_YET, SubmissionState.DRAFT);
        if (rules.isLast(attempt)) {
            throw new NoAttemptLeft(id);
        }
        return to(SubmissionState.DRAFT, attempt + 1, now, null);
    }

    /** @throws NotPossibleNow unless the earner may still change the work */
    void requireDraft() {
        require(SubmissionState.DRAFT, SubmissionState.DRAFT);
    }

    private Submission to(SubmissionState next, int nextAttempt, Instant at, @Nullable Instant promised) {
        if (!state.next().contains(next)) {
            throw new NotPossibleNow(id, state, next);
        }
        return new Submission(id, tenant, earner, version, nextAttempt, next, at, promised, null, practice);
    }

    private void require(SubmissionState required, SubmissionState wanted) {
        if (state != required) {
            throw new NotPossibleNow(id, state, wanted);
        }
    }

    private void refusePractice() {
        if (practice) {
            throw new IllegalStateException("Submission " + id.value() + " is practice and is never scored");
        }
    }
}
