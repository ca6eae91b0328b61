package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Pauses.Because;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.assessment.Seats.Offer;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/**
 * Anchors among ordinary work. They look like it, decide nothing, and show whether somebody still rates as agreed. Two or
 * more levels off on any criterion, and there is no new work of that micro-credential until they have qualified anew.
 */
@Component
class Seeding {

    private static final Duration MOST_EARLIER = Duration.ofMinutes(20);

    /** So long after it was handed in a submission may have come here, by which its address is made. */
    private static final Duration UNTIL_HEARD = Duration.ofMillis(800);

    private static final int LOOK_AHEAD = 10;

    private final Anchors anchors;
    private final Readings readings;
    private final Assignments assignments;
    private final Seats seats;
    private final Practice<QualitySettings> quality;
    private final Pauses pauses;
    private final Catalogue catalogue;
    private final Practice<ScoringSettings> scoring;
    private final AuditTrail audit;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    Seeding(
            Anchors anchors,
            Readings readings,
            Assignments assignments,
            Seats seats,
            Practice<QualitySettings> quality,
            Pauses pauses,
            Catalogue catalogue,
            Practice<ScoringSettings> scoring,
            AuditTrail audit,
            Clock clock) {
        this.anchors = anchors;
        this.readings = readings;
        this.assignments = assignments;
        this.seats = seats;
        this.quality = quality;
        this.pauses = pauses;
        this.catalogue = catalogue;
        this.scoring = scoring;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * An anchor in the place of the work that this person would get now, if chance has it and there is one that they never
     * saw. It is due when that work is, which stays where it is, and bears a time of its own shortly before: two pieces that
     * were handed in within the same second would tell that one of them was not.
     */
    Optional<CaseId> instead(Offer offer, StaffMember assessor, UUID press) {
        boolean rates = offer.seat() == Seat.FIRST || offer.seat() == Seat.SECOND;
        if (!rates || random.nextDouble() >= quality.of(offer.tenant()).seededShare()) {
            return Optional.empty();
        }
        MicroCredentialId family =
                catalogue.version(offer.version()).orElseThrow().id();
        if (anchors.toSeed(offer.tenant(), family, assessor.id(), 1).isEmpty()) {
            return Optional.empty();
        }
        seats.lockDesk(assessor.id());
        Optional<CaseId> before = assignments.caseOf(press, assessor.id()).or(() -> ofPress(press, assessor));
        if (before.isPresent()) {
            return before;
        }
        int held = seats.countHeldBy(assessor.id());
        if (held >= scoring.of(offer.tenant()).mostHeld()) {
            throw new DeskFull(assessor, held);
        }
        List<Anchor> fitting = anchors.toSeed(offer.tenant(), family, assessor.id(), LOOK_AHEAD);
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Anchor anchor = fitting.get(random.nextInt(fitting.size()));
        Instant handedIn = offer.submittedAt().minusMillis(random.nextLong(MOST_EARLIER.toMillis()) + 1000);
        Reading reading = new Reading(
                new CaseId(Ids.asOf(handedIn.plusMillis(random.nextLong(UNTIL_HEARD.toMillis())))),
                offer.tenant(),
                family,
                anchor.version(),
                assessor.id(),
                Purpose.SEEDED,
                anchor.id(),
                null,
                null,
                Reading.State.HELD,
                clock.instant(),
                handedIn,
                offer.dueAt(),
                null,
                false,
                0,
                0,
                null);
        readings.add(reading, press);
        audit.record(
                reading.tenant(),
                reading.id().value(),
                assessor.id(),
                Action.SEEDED,
                anchor.id().value().toString());
        return Optional.of(reading.id());
    }

    Optional<CaseId> ofPress(UUID press, StaffMember assessor) {
        return readings.ofPress(press, assessor.id());
    }

    /** Whether pages about this micro-credential's work say that some of it may be anchors, and so not what became of it. */
    boolean mayBeAmong(TenantId tenant, MicroCredentialId family) {
        return quality.of(tenant).seededShare() > 0 && anchors.everSeeded(tenant, family);
    }

    /** Gives back what was held beyond its date, as happens to ordinary work. */
    void takeBack(Deadlines deadlines, Instant now) {
        for (Reading late : readings.overdue(now, 200)) {
            if (!now.isBefore(deadlines.takenBackAt(late.tenant(), late.dueAt(), late.takenAt()))) {
                readings.end(late.id(), true, now);
                audit.record(
                        late.tenant(),
                        late.id().value(),
                        null,
                        Action.TAKEN_BACK,
                        late.staff().value().toString());
            }
        }
    }

    /** What follows from a rating that is handed in. */
    void rated(Reading reading, Anchor.Comparison result) {
        audit.record(reading.tenant(), reading.id().value(), reading.staff(), Action.SEEDED_RATED, result.inNumbers());
        if (result.far() > 0 && quality.of(reading.tenant()).seededPauses()) {
            pauses.pause(reading.tenant(), reading.family(), reading.staff(), Because.SEEDED, "", null);
        }
    }
}
