package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.lti.Launch;
import dev.laurel.person.PersonId;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Submissions as later steps see them; earners work on theirs through this module's pages. */
@Component
public class Submissions {

    /** Databases keep less of a second than clocks do. */
    private static final Duration PRECISION = Duration.ofMillis(1);

    private final SubmissionRows submissions;
    private final EvidenceRows evidence;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transactions;
    private final Catalogue catalogue;
    private final Closings closings;
    private final Clock clock;

    Submissions(
            SubmissionRows submissions,
            EvidenceRows evidence,
            ApplicationEventPublisher events,
            TransactionOperations transactions,
            Catalogue catalogue,
            Closings closings,
            Clock clock) {
        this.submissions = submissions;
        this.evidence = evidence;
        this.events = events;
        this.transactions = transactions;
        this.catalogue = catalogue;
        this.closings = closings;
        this.clock = clock;
    }

    public Optional<Submission> of(PersonId earner, VersionId version) {
        return submissions.of(earner, version);
    }

    public Optional<Submission> find(SubmissionId id) {
        return submissions.find(id);
    }

    /** The same for many, of several tenants perhaps; at most a few hundred at a time. Those that are not there are left out. */
    public Map<SubmissionId, Submission> find(Collection<SubmissionId> ids) {
        return submissions.find(ids);
    }

    /** The one of this earner, if it was opened from that place. Practice work is left out. */
    public Optional<Submission> openedFrom(TenantId tenant, PlacementId placement, PersonId earner) {
        return submissions.openedFrom(tenant, placement, earner);
    }

    /** The places that a submission of the tenant was opened from, latest first; at most fifty. */
    public List<PlacementId> placesOf(TenantId tenant, SubmissionId submission) {
        return submissions.placesOf(tenant, submission);
    }

    /** The submissions of one earner; at most a thousand. */
    public List<SubmissionId> idsOf(TenantId tenant, PersonId earner) {
        return submissions.idsOf(tenant, earner);
    }

    /** What is kept of one earner, counted. */
    public Kept kept(TenantId tenant, PersonId earner) {
        return submissions.kept(tenant, earner);
    }

    /** Whose the given submissions are; those of another tenant are left out. At most a page of them at a time. */
    public Map<SubmissionId, PersonId> earners(TenantId tenant, Collection<SubmissionId> ids) {
        return submissions.earners(tenant, ids);
    }

    /** Why the draft of this attempt came back as not complete; empty when it never did. */
    public Optional<Returned> returned(AttemptId attempt) {
        return submissions.returned(attempt);
    }

    /** What a lead said on closing this work; empty where time closed it. */
    public Optional<Returned> closedFor(Submission closed) {
        return closed.state() != SubmissionState.CLOSED
                ? Optional.empty()
                : submissions.returned(closed.currentAttempt()).filter(said -> !said.at()
                        .isBefore(closed.since()));
    }

    /**
     * The first draft that has this label, of people of these tenants; empty where none has it, or several have.
     *
     * @param label as {@link SubmissionId#label()} says it
     */
    public Optional<Submission> firstDraft(Collection<TenantId> tenants, String label) {
        return submissions.firstDraft(tenants, label);
    }

    /** What was handed in with an attempt, without anything that names the earner. Empty for drafts and practice. */
    public Optional<Evidence> evidence(AttemptId attempt) {
        return evidence.handedIn(attempt);
    }

    /** What an attempt holds now, without what was removed or waits for the virus scanner. The caller has checked who asks. */
    public Work work(Submission submission) {
        return evidence.work(submission);
    }

    /** A submission whose row is held until the transaction ends: its state and its evidence stay as they are meanwhile. */
    public Optional<Submission> hold(SubmissionId id) {
        return submissions.lock(id);
    }

    /**
     * Whether an attempt is still what was handed in at that moment: neither taken back, nor given back, nor handed in again
     * since. It stays so until the transaction ends.
     */
    public boolean stands(AttemptId attempt, Instant handedIn) {
        return submissions
                .lock(attempt.submission())
                .filter(found -> found.attempt() != attempt.number()
                        || submissions
                                .submittedAt(attempt)
                                .filter(at ->
                                        Duration.between(at, handedIn).abs().compareTo(PRECISION) < 0)
                                .isEmpty())
                .isEmpty();
    }

    /** What was declared about the use of AI when this attempt was handed in last. */
    public Optional<AiUse> aiUse(AttemptId attempt) {
        return evidence.aiUse(attempt);
    }

    /**
     * Where the person of this launch stands with what is placed there. Remembers that they came from this place, so that
     * their grade goes there too. Empty when they have not started.
     */
    public Optional<Submission> open(Launch launch, Placement placement, PersonId earner) {
        Optional<Submission> submission = submissions.of(earner, placement.version());
        submission.ifPresent(found -> transactions.executeWithoutResult(status -> remember(found, launch, placement)));
        return submission;
    }

    /**
     * Starts the first draft, or the next attempt after "not yet". A draft that is already there is simply given back, so
     * that a double click does no harm.
     *
     * @throws NotForCoordinators unless the launch's membership role is learner
     * @throws NoAttemptLeft when the last attempt was the last that the micro-credential allows
     * @throws NoLongerOffered when nobody starts with this version any more, and this earner has not
     */
    @Transactional
    public Submission start(Launch launch, Placement placement, PersonId earner) {
        NotForCoordinators.refuseUnlessLearner(launch);
        Instant now = clock.instant();
        Submission fresh = Submission.start(
                new SubmissionId(Ids.next()),
                launch.tenant(),
                earner,
                placement.version(),
                launch.roles().isTestUser(),
                now);
        Submission submission;
        if (submissions.insert(fresh)) {
            if (!catalogue.isOpen(placement.version())) {
                throw new NoLongerOffered(placement.version());
            }
            submission = fresh;
            announceDraft(submission, now);
        } else {
            submission = nextAttempt(submissions.lock(earner, placement.version()), now);
        }
        remember(submission, launch, placement);
        return submission;
    }

    private Submission nextAttempt(Submission found, Instant now) {
        if (found.state() == SubmissionState.DRAFT) {
            return found;
        }
        if (closings.isOver(found)) {
            throw NoLongerOffered.windowOver(found.version());
        }
        Submission next = found.tryAgain(
                catalogue
                        .version(found.version())
                        .orElseThrow(() ->
                                new NotFound("No version " + found.version().value()))
                        .scoring()
                        .resubmission(),
                now);
        submissions.change(found, next);
        evidence.carryOver(found.currentAttempt(), next.currentAttempt());
        announceDraft(next, now);
        return next;
    }

    private void announceDraft(Submission submission, Instant now) {
        if (!submission.practice()) {
            events.publishEvent(new DraftStarted(submission.currentAttempt(), now));
        }
    }

    private void remember(Submission submission, Launch launch, Placement placement) {
        boolean first = submissions.rememberPlace(submission, placement, launch.user(), clock.instant());
        if (first && !submission.practice()) {
            events.publishEvent(new SubmissionOpened(
                    submission.id(), submission.tenant(), placement.id(), placement.resourceLink(), launch.user()));
        }
    }
}
