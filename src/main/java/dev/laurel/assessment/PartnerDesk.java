package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.PartnerDraws.Draw;
import dev.laurel.assessment.Qualifications.Qualification;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.coaching.Coaches;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.OwnData;
import dev.laurel.submission.Removal;
import dev.laurel.submission.Removals;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.system.Ids;
import dev.laurel.tenant.Practice;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What partners let an assessor rate. Whoever rates it holds a qualification of their own tenant for what was adopted, is
 * not paused, has nothing to do with the tenant that it comes from, and is neither its earner nor their coach.
 */
@Component
class PartnerDesk {

    /** The longest look into the queue; what lies behind comes to the front in its time. */
    private static final int LOOK_AHEAD = 50;

    private final PartnerDraws draws;
    private final Readings readings;
    private final Qualifications qualifications;
    private final Pauses pauses;
    private final Assignments assignments;
    private final Seats seats;
    private final Coaches coaches;
    private final Staff staff;
    private final List<KeptFromRating> others;
    private final Submissions submissions;
    private final Removals removals;
    private final OwnData ownData;
    private final Practice<ScoringSettings> practice;
    private final AuditTrail audit;
    private final TransactionOperations transaction;
    private final Clock clock;

    PartnerDesk(
            PartnerDraws draws,
            Readings readings,
            Qualifications qualifications,
            Pauses pauses,
            Assignments assignments,
            Seats seats,
            Coaches coaches,
            Staff staff,
            List<KeptFromRating> others,
            Submissions submissions,
            Removals removals,
            OwnData ownData,
            Practice<ScoringSettings> practice,
            AuditTrail audit,
            TransactionOperations transaction,
            Clock clock) {
        this.draws = draws;
        this.readings = readings;
        this.qualifications = qualifications;
        this.pauses = pauses;
        this.assignments = assignments;
        this.seats = seats;
        this.coaches = coaches;
        this.staff = staff;
        this.others = others;
        this.submissions = submissions;
        this.removals = removals;
        this.ownData = ownData;
        this.practice = practice;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What this person could take, what is due first first; at most fifty. */
    List<Draw> waiting(StaffMember assessor) {
        Instant now = clock.instant();
        List<Draw> waiting = draws.waiting(assessor.assesses(), now, LOOK_AHEAD);
        return waiting.isEmpty()
                ? waiting
                : waiting.stream().filter(draw -> mayRate(draw, assessor, now)).toList();
    }

    List<Draw> held(StaffMember assessor) {
        return draws.heldBy(assessor.id(), assessor.assesses(), clock.instant()).stream()
                .filter(draw -> !isOnItsWay(draw))
                .toList();
    }

    Optional<CaseId> readingOf(Draw held) {
        return draws.readingOf(held.id());
    }

    private boolean mayRate(Draw draw, StaffMember assessor, Instant now) {
        return !assessor.scoresFor(draw.owner())
                && isQualified(draw, assessor, now)
                && pauses.of(draw.partner(), assessor.id()).stream().noneMatch(pause -> pause.covers(draw.family()))
                && !assignments.inConflict(draw.submission(), assessor.id())
                && !isCoach(draw, assessor)
                && others.stream().noneMatch(other -> other.isKept(assessor.id(), draw.submission()))
                && !isOnItsWay(draw);
    }

    /** Its earner has withdrawn the evidence or asked for deletion: what is still there for them to think again is not for others. */
    private boolean isOnItsWay(Draw draw) {
        Submission found = submissions.find(draw.submission()).orElse(null);
        return found == null
                || removals.of(found)
                        .filter(removal -> removal.reason() != Removal.Reason.RETENTION)
                        .isPresent()
                || ownData.request(found.tenant(), found.earner()).isPresent();
    }

    private boolean isQualified(Draw draw, StaffMember assessor, Instant now) {
        return qualifications.of(assessor.id(), Set.of(draw.partner())).stream()
                .filter(held -> held.family().equals(draw.family()))
                .map(Qualification::until)
                .anyMatch(now::isBefore);
    }

    private boolean isCoach(Draw draw, StaffMember assessor) {
        Set<String> addresses = coaches.of(draw.submission()).stream()
                .map(address -> address.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return staff.account(assessor.id())
                .filter(account -> addresses.contains(account.login()))
                .isPresent();
    }

    /**
     * Gives somebody what is due first.
     *
     * @param press one press of the button; asked again with the same, the answer is the same
     * @return empty when nothing waits that they may rate
     * @throws DeskFull when they hold enough of partners' work already
     */
    Optional<CaseId> takeNext(StaffMember assessor, UUID press) {
        List<Draw> waiting = waiting(assessor);
        int held = waiting.isEmpty() ? 0 : held(assessor).size();
        List<Draw> free = waiting.stream().filter(draw -> held < mostHeld(draw)).toList();
        if (free.isEmpty() && !waiting.isEmpty()) {
            return Optional.of(readings.ofPress(press, assessor.id()).orElseThrow(() -> new DeskFull(assessor, held)));
        }
        for (Draw draw : free) {
            Optional<CaseId> taken = transaction.execute(status -> take(draw, assessor, press));
            if (taken != null && taken.isPresent()) {
                return taken;
            }
        }
        return readings.ofPress(press, assessor.id());
    }

    private int mostHeld(Draw draw) {
        return practice.of(draw.partner()).mostHeld();
    }

    private Optional<CaseId> take(Draw draw, StaffMember assessor, UUID press) {
        seats.lockDesk(assessor.id());
        Optional<CaseId> before = readings.ofPress(press, assessor.id());
        if (before.isPresent()) {
            return before;
        }
        Instant now = clock.instant();
        int held = held(assessor).size();
        if (held >= mostHeld(draw)) {
            throw new DeskFull(assessor, held);
        }
        Reading reading = new Reading(
                new CaseId(Ids.next()),
                draw.partner(),
                draw.family(),
                draw.version(),
                assessor.id(),
                Purpose.PARTNER,
                null,
                draw.about(),
                null,
                Reading.State.HELD,
                now,
                draw.submittedAt(),
                draw.dueAt(),
                null,
                false,
                0,
                0,
                null);
        readings.add(reading, press);
        if (!draws.take(draw.id(), assessor.id(), reading.id(), now)) {
            // Somebody else was first, or it was ended: the reading never was.
            readings.forget(reading.id());
            return Optional.empty();
        }
        audit.record(draw.partner(), reading.id().value(), assessor.id(), Action.PARTNER_TAKEN, "");
        return Optional.of(reading.id());
    }

    /** What a reading of this person opens at this moment. */
    Optional<Draw> open(Reading reading) {
        return draws.open(reading.id(), reading.staff(), clock.instant())
                .filter(draw -> draw.partner().equals(reading.tenant()))
                .filter(draw -> draw.about().equals(reading.about()) && !isOnItsWay(draw));
    }

    /** Puts on record for the owner that somebody looked. @param file null for the page itself */
    @Transactional
    public void look(Draw at, StaffMember who, @Nullable UUID file) {
        draws.look(at, who.id(), file, clock.instant());
    }

    /** @throws CaseNotHeld when it was ended meanwhile */
    void rated(Reading reading, StaffMember rater, Instant now) {
        if (!draws.done(reading.id(), now)) {
            throw new CaseNotHeld(reading.id(), rater);
        }
        audit.record(reading.tenant(), reading.id().value(), rater.id(), Action.PARTNER_RATED, "");
    }

    void released(Reading reading) {
        draws.putBack(reading.id());
    }
}
