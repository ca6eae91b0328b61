package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Seats.Taken;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.EarnerNotice;
import java.time.Clock;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The look through what was handed in, before anybody rates it. It costs no attempt and says nothing of competency. */
@Service
class Completeness {

    /** Longer than anybody says what is missing. */
    static final int MOST_CHARACTERS = 4000;

    private final Queue queue;
    private final Cases cases;
    private final HandIns handIns;
    private final Seats seats;
    private final Assignments assignments;
    private final Holds holds;
    private final AuditTrail audit;
    private final Catalogue catalogue;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Completeness(
            Queue queue,
            Cases cases,
            HandIns handIns,
            Seats seats,
            Assignments assignments,
            Holds holds,
            AuditTrail audit,
            Catalogue catalogue,
            ApplicationEventPublisher events,
            Clock clock) {
        this.queue = queue;
        this.cases = cases;
        this.handIns = handIns;
        this.seats = seats;
        this.assignments = assignments;
        this.holds = holds;
        this.audit = audit;
        this.catalogue = catalogue;
        this.events = events;
        this.clock = clock;
    }

    /** A submission on its reviewer's desk. */
    record Open(AssessmentCase held, Instant dueAt, MicroCredential credential) {}

    /** @throws CaseNotHeld unless this person holds it for the check */
    @Transactional(readOnly = true)
    public Open open(CaseId id, StaffMember reviewer) {
        AssessmentCase held = queue.held(id, reviewer);
        Taken seat = seat(held, reviewer);
        return new Open(
                held,
                seat.dueAt(),
                catalogue
                        .version(held.version())
                        .orElseThrow(() -> new IllegalStateException(
                                "No version " + held.version().value() + " in the catalogue")));
    }

    /**
     * Lets it go on to be rated; a second press changes nothing.
     *
     * @return false when this reviewer has sent it back before
     * @throws OnHold while a lead keeps it on hold
     */
    @Transactional
    public boolean pass(CaseId id, StaffMember reviewer) {
        AssessmentCase found = lock(id, reviewer);
        if (!isDone(found, reviewer)) {
            done(found, reviewer, CaseState.WAITING, Action.FOUND_COMPLETE);
            queue.askForRatings(found);
        }
        return wentOn(found, reviewer);
    }

    /**
     * Sends it back to the earner, who is told why; a second press changes nothing.
     *
     * @param words what is missing; not blank, at most {@link #MOST_CHARACTERS}
     * @return false when this reviewer has let it go on before
     * @throws OnHold while a lead keeps it on hold
     */
    @Transactional
    public boolean sendBack(CaseId id, StaffMember reviewer, String words) {
        if (words.isBlank() || words.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("Words that say what is missing, and not too many of them");
        }
        AssessmentCase found = lock(id, reviewer);
        if (!isDone(found, reviewer)) {
            Instant now = done(found, reviewer, CaseState.RETURNED, Action.RETURNED);
            events.publishEvent(new NotComplete(found.attempt(), words.strip(), now));
            events.publishEvent(
                    new EarnerNotice(found.attempt().submission(), found.tenant(), EarnerNotice.Kind.RETURNED, now));
        }
        return !wentOn(found, reviewer);
    }

    private boolean wentOn(AssessmentCase found, StaffMember reviewer) {
        return audit.who(found.id(), Action.FOUND_COMPLETE).contains(reviewer.id());
    }

    private AssessmentCase lock(CaseId id, StaffMember reviewer) {
        return cases.lock(id)
                .filter(found -> reviewer.scoresFor(found.tenant()))
                .orElseThrow(() -> new CaseNotHeld(id, reviewer));
    }

    private boolean isDone(AssessmentCase found, StaffMember reviewer) {
        return seats.of(found.id()).stream()
                .anyMatch(seat -> seat.seat() == Seat.CHECK
                        && seat.state() == SeatState.DONE
                        && reviewer.id().equals(seat.staff()));
    }

    private Instant done(AssessmentCase found, StaffMember reviewer, CaseState next, Action action) {
        seat(found, reviewer);
        if (!handIns.stands(found)) {
            throw new CaseNotHeld(found.id(), reviewer);
        }
        if (holds.isHeld(found.id())) {
            throw new OnHold(found.id());
        }
        Instant now = clock.instant();
        if (!cases.move(found.id(), CaseState.IN_CHECK, next)) {
            throw new CaseNotHeld(found.id(), reviewer);
        }
        seats.checked(found.id(), now);
        assignments.release(found.id(), reviewer.id(), Release.CHECKED, now);
        audit.record(found, reviewer.id(), action, "");
        return now;
    }

    private Taken seat(AssessmentCase found, StaffMember reviewer) {
        return queue.seatOf(found, reviewer)
                .filter(seat -> seat.seat() == Seat.CHECK)
                .orElseThrow(() -> new CaseNotHeld(found.id(), reviewer));
    }
}
