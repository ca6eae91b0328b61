package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Clearances.Part;
import dev.laurel.assessment.Clearances.Scope;
import dev.laurel.assessment.Crews.Crew;
import dev.laurel.assessment.Seats.Asking;
import dev.laurel.assessment.Seats.Load;
import dev.laurel.assessment.Seats.Offer;
import dev.laurel.assessment.Seats.Taken;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.coaching.Coaches;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.EvidenceSubmitted;
import dev.laurel.submission.SchoolsOfWork;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.Ids;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What waits for a rating, from being handed in to being taken, and back. */
@Service
class Queue {

    private static final int LOOK_AHEAD = 5;

    private final Cases cases;
    private final HandIns handIns;
    private final Seats seats;
    private final Assignments assignments;
    private final Catalogue catalogue;
    private final Staff staff;
    private final Crews crews;
    private final Clearances clearances;
    private final Seeding seeding;
    private final Integrity integrity;
    private final Holds holds;
    private final Coaches coaches;
    private final SchoolsOfWork schoolsOfWork;
    private final StaffSchools staffSchools;
    private final Turnaround turnaround;
    private final Practice<ScoringSettings> practice;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Queue(
            Cases cases,
            HandIns handIns,
            Seats seats,
            Assignments assignments,
            Catalogue catalogue,
            Staff staff,
            Crews crews,
            Clearances clearances,
            Seeding seeding,
            Integrity integrity,
            Holds holds,
            Coaches coaches,
            SchoolsOfWork schoolsOfWork,
            StaffSchools staffSchools,
            Turnaround turnaround,
            Practice<ScoringSettings> practice,
            AuditTrail audit,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.cases = cases;
        this.handIns = handIns;
        this.seats = seats;
        this.assignments = assignments;
        this.catalogue = catalogue;
        this.staff = staff;
        this.crews = crews;
        this.clearances = clearances;
        this.seeding = seeding;
        this.integrity = integrity;
        this.holds = holds;
        this.coaches = coaches;
        this.schoolsOfWork = schoolsOfWork;
        this.staffSchools = staffSchools;
        this.turnaround = turnaround;
        this.practice = practice;
        this.audit = audit;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Heard at least once, and maybe after the withdrawal of the same hand-in. */
    @ApplicationModuleListener(id = "assessment.evidence-submitted")
    void on(EvidenceSubmitted submitted) {
        if (cases.isWithdrawn(submitted.attempt(), submitted.submittedAt())) {
            return;
        }
        boolean checked = !staff.acting(StaffRole.COMPLETENESS_REVIEWER, submitted.tenant())
                .isEmpty();
        AssessmentCase waiting = new AssessmentCase(
                new CaseId(Ids.next()),
                submitted.tenant(),
                submitted.attempt(),
                submitted.version(),
                submitted.submittedAt(),
                submitted.expectedBy(),
                checked ? CaseState.IN_CHECK : CaseState.WAITING);
        if (cases.add(waiting)) {
            keepFromCoaches(waiting.attempt().submission());
            keepFromConflicts(waiting.attempt().submission());
            keepFromSchools(waiting);
            if (checked) {
                Instant inTime = turnaround.after(
                        waiting.tenant(), waiting.submittedAt(), turnaround.checkDays(waiting.tenant()));
                seats.open(waiting, Seat.CHECK, inTime.isBefore(waiting.dueAt()) ? inTime : waiting.dueAt());
            } else {
                askForRatings(waiting);
            }
            audit.record(waiting, null, Action.QUEUED, "due " + waiting.dueAt());
            integrity.look(waiting);
        }
    }

    /** As many as are asked for from the start. */
    void askForRatings(AssessmentCase waiting) {
        seats.open(waiting, Seat.FIRST, waiting.dueAt());
        if (isRatedByTwo(waiting.version())) {
            seats.open(waiting, Seat.SECOND, waiting.dueAt());
        }
    }

    /** How many people rate such work before anybody else may have to. */
    int ratingsAsked(VersionId version) {
        return isRatedByTwo(version) ? 2 : 1;
    }

    private boolean isRatedByTwo(VersionId rated) {
        return catalogue
                .version(rated)
                .filter(version -> ScoringModels.told(version) == ScoringModels.Told.TWO)
                .isPresent();
    }

    /** Also takes the case from an assessor who had begun in the very moment: what they would rate is a draft again. */
    @ApplicationModuleListener(id = "assessment.submission-withdrawn")
    void on(SubmissionWithdrawn withdrawn) {
        cases.withdrawn(withdrawn.attempt(), withdrawn.withdrawnAt());
        for (AssessmentCase open : cases.openUntil(withdrawn.attempt(), withdrawn.withdrawnAt())) {
            leave(open);
        }
    }

    private void leave(AssessmentCase open) {
        boolean left = cases.move(open.id(), CaseState.IN_CHECK, CaseState.WITHDRAWN)
                || cases.move(open.id(), CaseState.WAITING, CaseState.WITHDRAWN)
                || cases.move(open.id(), CaseState.IN_SCORING, CaseState.WITHDRAWN)
                || cases.move(open.id(), CaseState.IN_ADJUDICATION, CaseState.WITHDRAWN);
        if (left) {
            seats.close(open.id());
            holds.goWith(open.id());
            assignments.releaseAll(open.id(), Release.WITHDRAWN, clock.instant());
            audit.record(open, null, Action.WITHDRAWN, "");
        }
    }

    /** As {@link #takeNext(StaffMember, UUID, Work)}, a rating. */
    Optional<CaseId> takeNext(StaffMember assessor, UUID press) {
        return takeNext(assessor, press, Work.RATING);
    }

    /**
     * Gives somebody the submission that is due first among those that they may rate, or whose dispute they may settle.
     *
     * @param press one press of the button; asked again with the same, the answer is the same case
     * @return empty when nothing waits
     * @throws DeskFull when they hold enough already
     */
    Optional<CaseId> takeNext(StaffMember assessor, UUID press, Work work) {
        while (true) {
            List<Offer> waiting = offers(assessor, work);
            if (waiting.isEmpty()) {
                return before(press, assessor);
            }
            int held = seats.countHeldBy(assessor.id());
            List<Offer> offers = waiting.stream()
                    .filter(offer -> held < mostHeld(offer.tenant()))
                    .toList();
            if (offers.isEmpty()) {
                return Optional.of(before(press, assessor).orElseThrow(() -> new DeskFull(assessor, held)));
            }
            if (work == Work.RATING) {
                Optional<CaseId> seeded = Objects.requireNonNull(
                        transaction.execute(status -> seeding.instead(offers.get(0), assessor, press)));
                if (seeded.isPresent()) {
                    return seeded;
                }
            }
            for (Offer offer : offers) {
                // Each try is a transaction of its own, so that nobody waits for two cases at once.
                Optional<CaseId> taken =
                        Objects.requireNonNull(transaction.execute(status -> take(offer, assessor, press)));
                if (taken.isPresent()) {
                    return taken;
                }
            }
        }
    }

    private List<Offer> offers(StaffMember assessor, Work work) {
        List<Offer> offers = new ArrayList<>();
        for (Asking asking : askings(assessor, work)) {
            offers.addAll(seats.offered(asking, LOOK_AHEAD));
        }
        offers.sort(Comparator.comparing(Offer::putBack).thenComparing(Offer::dueAt));
        return offers;
    }

    /** What waits for this person. */
    Load load(StaffMember assessor, Work work, Instant now, Instant soon) {
        return askings(assessor, work).stream()
                .map(asking -> seats.load(asking, now, soon))
                .reduce(Load.NONE, Load::and);
    }

    /**
     * Disputes are the leads' to settle and checks the reviewers'; a tenant that has none any more leaves them to any assessor
     * who did not rate the case.
     */
    private List<Asking> askings(StaffMember assessor, Work work) {
        Set<TenantId> tenants =
                switch (work) {
                    case DISPUTE -> assessor.leads();
                    case CHECK -> assessor.checks();
                    case RATING -> assessor.assesses();
                };
        StaffRole role =
                switch (work) {
                    case DISPUTE -> StaffRole.LEAD_ASSESSOR;
                    case CHECK -> StaffRole.COMPLETENESS_REVIEWER;
                    case RATING -> StaffRole.ASSESSOR;
                };
        Map<TenantId, Crew> crewOf = new LinkedHashMap<>();
        crews.of(tenants)
                .forEach((tenant, all) ->
                        all.stream().filter(crew -> crew.role() == role).forEach(crew -> crewOf.put(tenant, crew)));
        // Tenants with the same people for the same work are asked for at once, however many a state has.
        Map<Kind, Set<TenantId>> kinds = new LinkedHashMap<>();
        kinds(assessor, role, crewOf)
                .forEach((tenant, of) -> of.forEach(kind -> kinds.computeIfAbsent(kind, key -> new LinkedHashSet<>())
                        .add(tenant)));
        return kinds.entrySet().stream()
                .map(entry -> {
                    Kind kind = entry.getKey();
                    Set<StaffId> others = new HashSet<>(kind.part().people());
                    others.remove(assessor.id());
                    return new Asking(
                            assessor.id(),
                            entry.getValue(),
                            kind.seats(),
                            kind.part().scope(),
                            others);
                })
                .toList();
    }

    /** Work of a tenant for which the same people come into question. */
    private record Kind(Set<Seat> seats, Part part) {}

    /** Who rates is given only what they may rate; for the rest of a crew's work there is one kind. */
    private Map<TenantId, List<Kind>> kinds(StaffMember assessor, StaffRole role, Map<TenantId, Crew> crewOf) {
        Map<TenantId, Set<StaffId>> peopleOf = new LinkedHashMap<>();
        crewOf.forEach((tenant, crew) -> {
            Set<StaffId> people = new HashSet<>(crew.people());
            people.add(assessor.id());
            peopleOf.put(tenant, people);
        });
        Map<TenantId, List<Part>> parts = role == StaffRole.ASSESSOR ? clearances.parts(peopleOf) : Map.of();
        Map<TenantId, List<Kind>> kinds = new LinkedHashMap<>();
        crewOf.forEach((tenant, crew) -> {
            Part all = new Part(Scope.ALL, peopleOf.getOrDefault(tenant, Set.of()));
            List<Kind> of = kinds.computeIfAbsent(tenant, key -> new ArrayList<>());
            if (role != StaffRole.ASSESSOR) {
                of.add(new Kind(crew.seats(), all));
                return;
            }
            Set<Seat> ratings = EnumSet.copyOf(crew.seats());
            if (ratings.remove(Seat.CHECK)) {
                of.add(new Kind(EnumSet.of(Seat.CHECK), all));
            }
            parts.getOrDefault(tenant, List.of()).stream()
                    .filter(part -> part.people().contains(assessor.id()))
                    .forEach(part -> of.add(new Kind(ratings, part)));
        });
        return kinds;
    }

    /** Whoever holds so much is given no more of this programme's work. */
    private int mostHeld(TenantId tenant) {
        return practice.of(tenant).mostHeld();
    }

    private Optional<CaseId> take(Offer offer, StaffMember assessor, UUID press) {
        seats.lockDesk(assessor.id());
        Optional<CaseId> before = before(press, assessor);
        if (before.isPresent()) {
            return before;
        }
        int held = seats.countHeldBy(assessor.id());
        if (held >= mostHeld(offer.tenant())) {
            throw new DeskFull(assessor, held);
        }
        AssessmentCase found = cases.lock(offer.caseId()).orElseThrow();
        if (!handIns.stands(found)) {
            // The news that it was taken back is on its way.
            leave(found);
            return Optional.empty();
        }
        boolean another = seats.held(found.id(), assessor.id()).isPresent()
                || seats.rated(found.id(), assessor.id()).isPresent();
        if (another || !seats.take(found.id(), offer.seat(), assessor.id())) {
            return Optional.empty();
        }
        boolean first = offer.seat() != Seat.CHECK && !assignments.everTaken(found.id());
        Instant now = clock.instant();
        if (!assignments.open(press, found.id(), offer.seat(), assessor.id(), now)) {
            assignments.open(Ids.next(), found.id(), offer.seat(), assessor.id(), now);
        }
        cases.move(found.id(), CaseState.WAITING, CaseState.IN_SCORING);
        audit.record(found, assessor.id(), Action.TAKEN, offer.seat().name());
        if (first) {
            events.publishEvent(new ScoringStarted(found.attempt(), now));
        }
        return Optional.of(found.id());
    }

    private Optional<CaseId> before(UUID press, StaffMember assessor) {
        return assignments.caseOf(press, assessor.id()).or(() -> seeding.ofPress(press, assessor));
    }

    /** Back to the others. Ratings made so far stay with this assessor and are seen by nobody else. */
    @Transactional
    public void release(CaseId id, StaffMember assessor, boolean conflict) {
        AssessmentCase held = cases.lock(id).orElseThrow(() -> new CaseNotHeld(id, assessor));
        Taken taken = seatOf(held, assessor).orElseThrow(() -> new CaseNotHeld(id, assessor));
        putBack(id, taken.seat(), assessor.id(), conflict ? Release.CONFLICT : Release.PUT_BACK);
        audit.record(
                held,
                assessor.id(),
                conflict ? Action.CONFLICT_DECLARED : Action.PUT_BACK,
                taken.seat().name());
        if (conflict) {
            events.publishEvent(new ConflictDeclared(held.attempt().submission(), assessor.id()));
        }
    }

    /**
     * Gives an overdue rating to the others; does nothing where it was handed in or put back meanwhile. Ratings made so far
     * stay with whoever made them.
     */
    @Transactional
    public void takeBack(CaseId id, Seat seat, StaffId from) {
        AssessmentCase late = cases.lock(id).orElseThrow();
        boolean stillHeld =
                seats.held(id, from).filter(taken -> taken.seat() == seat).isPresent();
        if (stillHeld) {
            putBack(id, seat, from, Release.OVERDUE);
            audit.record(late, null, Action.TAKEN_BACK, seat.name() + " " + from.value());
        }
    }

    /**
     * Gives what somebody holds to the others when they may not score there any more; nothing where they may again, or where
     * it is on hold.
     */
    @Transactional
    public void leaveBehind(CaseId id, StaffId gone) {
        AssessmentCase held = cases.lock(id).orElseThrow();
        boolean back = staff.find(gone)
                .filter(member -> member.scoresFor(held.tenant()))
                .isPresent();
        if (back || holds.isHeld(id)) {
            return;
        }
        seats.held(id, gone).ifPresent(taken -> {
            putBack(id, taken.seat(), gone, Release.GONE);
            audit.record(held, null, Action.TAKEN_BACK, taken.seat().name() + " " + gone.value());
        });
    }

    /**
     * Records a conflict of interest for everybody whose login is an address by which a coach of this earner is known. A
     * coach who signs in by another name is not found.
     */
    @Transactional
    public void keepFromCoaches(SubmissionId submission) {
        coaches.of(submission)
                .forEach(address -> staff.withLogin(address).ifPresent(coach -> keepFrom(submission, coach)));
    }

    /** Whoever declared a conflict of interest declared it with a person: their other work is closed as well. */
    private void keepFromConflicts(SubmissionId submission) {
        List<SubmissionId> others = coaches.ofSameEarner(submission).stream()
                .filter(other -> !other.equals(submission))
                .toList();
        assignments.inConflictWithOneOf(others).forEach(known -> keepFrom(submission, known, Action.CONFLICT_BARRED));
    }

    @ApplicationModuleListener(id = "assessment.conflict-declared")
    void on(ConflictDeclared declared) {
        coaches.ofSameEarner(declared.submission())
                .forEach(other -> keepFrom(other, declared.staff(), Action.CONFLICT_BARRED));
    }

    /** Keeps a coach from work that was handed in, what they hold of it included; before that there is nothing to do. */
    @Transactional
    public void keepFrom(SubmissionId submission, StaffId coach) {
        keepFrom(submission, coach, Action.COACH_BARRED);
    }

    private void keepFrom(SubmissionId submission, StaffId coach, Action because) {
        if (assignments.isBarredForGood(submission, coach)) {
            return;
        }
        cases.latestOf(submission).flatMap(latest -> cases.lock(latest.id())).ifPresent(about -> {
            seats.held(about.id(), coach)
                    .ifPresentOrElse(
                            taken -> putBack(about.id(), taken.seat(), coach, Release.CONFLICT),
                            () -> assignments.conflict(Ids.next(), about.id(), coach, clock.instant()));
            audit.record(about, coach, because, "");
        });
    }

    /** Keeps those from new work who teach where its earner does. */
    private void keepFromSchools(AssessmentCase waiting) {
        SubmissionId submission = waiting.attempt().submission();
        for (SchoolId school : schoolsOfWork.of(waiting.tenant(), submission)) {
            staffSchools
                    .at(waiting.tenant(), List.of(school))
                    .forEach(colleague -> keepFromSchool(waiting.tenant(), submission, colleague, school));
        }
    }

    /** The same as {@link #keepFrom} for somebody of the earner's school; taken back when the school is. */
    @Transactional
    public void keepFromSchool(TenantId tenant, SubmissionId submission, StaffId colleague, SchoolId school) {
        if (assignments.isBarredFor(tenant, school, submission, colleague)) {
            return;
        }
        cases.latestOf(submission)
                .filter(latest -> latest.tenant().equals(tenant))
                .flatMap(latest -> cases.lock(latest.id()))
                .ifPresent(about -> {
                    seats.held(about.id(), colleague)
                            .ifPresent(taken -> putBack(about.id(), taken.seat(), colleague, Release.SAME_SCHOOL));
                    assignments.conflictOfSchool(Ids.next(), about.id(), colleague, school, clock.instant());
                    audit.record(about, colleague, Action.SCHOOL_BARRED, "");
                });
    }

    private void putBack(CaseId id, Seat seat, StaffId from, Release because) {
        seats.putBack(id, seat);
        assignments.release(id, from, because, clock.instant());
        boolean begun = seats.of(id).stream()
                .anyMatch(one -> one.seat() != Seat.CHECK && one.state() == SeatState.HELD || one.isRating());
        if (!begun) {
            cases.move(id, CaseState.IN_SCORING, CaseState.WAITING);
        }
    }

    /** A case that this person holds a seat of, be it for a rating or for the check. @throws CaseNotHeld otherwise */
    AssessmentCase held(CaseId id, StaffMember assessor) {
        return cases.find(id)
                .filter(found -> seatOf(found, assessor).isPresent())
                .orElseThrow(() -> new CaseNotHeld(id, assessor));
    }

    /** The seat of this case that the person holds at this moment and may still fill. */
    Optional<Taken> seatOf(AssessmentCase held, StaffMember assessor) {
        return assessor.scoresFor(held.tenant()) ? seats.held(held.id(), assessor.id()) : Optional.empty();
    }
}
