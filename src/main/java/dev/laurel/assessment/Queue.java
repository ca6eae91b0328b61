package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.EvidenceSubmitted;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.system.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What waits for an assessor, from being handed in to being taken, and back. */
@Service
class Queue {

    private static final int LOOK_AHEAD = 5;

    private final Cases cases;
    private final Assignments assignments;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Queue(Cases cases, Assignments assignments, AuditTrail audit, ApplicationEventPublisher events, Clock clock) {
        this.cases = cases;
        this.assignments = assignments;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Heard at least once, and maybe after the withdrawal of the same hand-in. */
    @ApplicationModuleListener(id = "assessment.evidence-submitted")
    void on(EvidenceSubmitted submitted) {
        if (cases.isWithdrawn(submitted.attempt(), submitted.submittedAt())) {
            return;
        }
        AssessmentCase waiting = new AssessmentCase(
                new CaseId(Ids.next()),
                submitted.tenant(),
                submitted.attempt(),
                submitted.version(),
                submitted.submittedAt(),
                submitted.expectedBy(),
                CaseState.WAITING);
        if (cases.add(waiting)) {
            audit.record(waiting, null, Action.QUEUED, "due " + waiting.dueAt());
        }
    }

    /** Also takes the case from an assessor who had begun in the very moment: what they would rate is a draft again. */
    @ApplicationModuleListener(id = "assessment.submission-withdrawn")
    void on(SubmissionWithdrawn withdrawn) {
        cases.withdrawn(withdrawn.attempt(), withdrawn.withdrawnAt());
        for (AssessmentCase open : cases.openUntil(withdrawn.attempt(), withdrawn.withdrawnAt())) {
            boolean left = cases.move(open.id(), CaseState.WAITING, CaseState.WITHDRAWN)
                    || cases.move(open.id(), CaseState.IN_SCORING, CaseState.WITHDRAWN);
            if (left) {
                assignments.release(open.id(), Release.WITHDRAWN, clock.instant());
                audit.record(open, null, Action.WITHDRAWN, "");
            }
        }
    }

    /**
     * Gives the assessor the submission that is due first among those they may score.
     *
     * @param press one press of the button; asked again with the same, the answer is the same case
     * @return empty when nothing waits
     */
    @Transactional
    public Optional<CaseId> takeNext(StaffMember assessor, UUID press) {
        Optional<CaseId> before = assignments.caseOf(press, assessor.id());
        if (before.isPresent()) {
            return before;
        }
        while (true) {
            List<AssessmentCase> candidates = cases.waitingFor(assessor.id(), assessor.assesses(), LOOK_AHEAD);
            if (candidates.isEmpty()) {
                return Optional.empty();
            }
            for (AssessmentCase candidate : candidates) {
                // The update waits for another assessor's transaction and then finds nothing to change.
                if (cases.move(candidate.id(), CaseState.WAITING, CaseState.IN_SCORING)) {
                    return Optional.of(give(candidate, assessor, press));
                }
            }
        }
    }

    private CaseId give(AssessmentCase taken, StaffMember assessor, UUID press) {
        boolean first = !assignments.everTaken(taken.id());
        Instant now = clock.instant();
        if (!assignments.open(press, taken.id(), assessor.id(), now)) {
            Optional<CaseId> byTheSamePress = assignments.caseOf(press, assessor.id());
            if (byTheSamePress.isPresent()) {
                cases.move(taken.id(), CaseState.IN_SCORING, CaseState.WAITING);
                return byTheSamePress.get();
            }
            assignments.open(Ids.next(), taken.id(), assessor.id(), now);
        }
        audit.record(taken, assessor.id(), Action.TAKEN, "");
        if (first) {
            events.publishEvent(new ScoringStarted(taken.attempt(), now));
        }
        return taken.id();
    }

    /** Back to the others. Ratings made so far stay with this assessor and are seen by nobody else. */
    @Transactional
    public void release(CaseId id, StaffMember assessor, boolean conflict) {
        AssessmentCase held = cases.lock(id)
                .filter(found -> isHeldBy(found, assessor))
                .orElseThrow(() -> new CaseNotHeld(id, assessor));
        cases.move(id, CaseState.IN_SCORING, CaseState.WAITING);
        assignments.release(id, conflict ? Release.CONFLICT : Release.PUT_BACK, clock.instant());
        audit.record(held, assessor.id(), conflict ? Action.CONFLICT_DECLARED : Action.PUT_BACK, "");
    }

    boolean isHeldBy(AssessmentCase held, StaffMember assessor) {
        return held.state() == CaseState.IN_SCORING
                && assessor.assesses().contains(held.tenant())
                && assignments.isHeldBy(held.id(), assessor.id());
    }
}
