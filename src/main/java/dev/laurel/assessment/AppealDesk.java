package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.OpenAppeals.Row;
import dev.laurel.assessment.OpenAppeals.State;
import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.Appeal;
import dev.laurel.submission.AppealLodged;
import dev.laurel.submission.Appeals;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.Ids;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Appeals, answered by whoever settles disputes in that tenant and rated nothing of the case. Granted, the attempt is rated
 * afresh by others, who know nothing of it; what was met stays met.
 */
@Service
class AppealDesk {

    /** Longer than anybody says why. */
    static final int MOST_CHARACTERS = 4000;

    private static final int AT_ONCE = 200;

    private final OpenAppeals rows;
    private final Appeals appeals;
    private final Cases cases;
    private final Seats seats;
    private final Decisions decisions;
    private final Readings readings;
    private final Assignments assignments;
    private final Queue queue;
    private final Crews crews;
    private final Clearances clearances;
    private final Catalogue catalogue;
    private final Turnaround turnaround;
    private final Practice<ScoringSettings> practice;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AppealDesk(
            OpenAppeals rows,
            Appeals appeals,
            Cases cases,
            Seats seats,
            Decisions decisions,
            Readings readings,
            Assignments assignments,
            Queue queue,
            Crews crews,
            Clearances clearances,
            Catalogue catalogue,
            Turnaround turnaround,
            Practice<ScoringSettings> practice,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.appeals = appeals;
        this.cases = cases;
        this.seats = seats;
        this.decisions = decisions;
        this.readings = readings;
        this.assignments = assignments;
        this.queue = queue;
        this.crews = crews;
        this.clearances = clearances;
        this.catalogue = catalogue;
        this.turnaround = turnaround;
        this.practice = practice;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @ApplicationModuleListener(id = "assessment.appeal-lodged")
    void on(AppealLodged lodged) {
        CaseId decided = decisions
                .of(lodged.attempt())
                .orElseThrow(() -> new IllegalStateException("No decision to appeal against"))
                .caseId();
        if (rows.add(decided, lodged.tenant(), lodged.lodgedAt(), lodged.answerBy())) {
            audit.record(cases.find(decided).orElseThrow(), null, Action.APPEALED, "answer by " + lodged.answerBy());
        }
    }

    /**
     * Something to answer.
     *
     * @param yours whether this person may answer it
     */
    record Waiting(Row row, MicroCredential credential, boolean yours) {}

    /** Open appeals of the tenants in which this person may answer any, the most urgent first; page from 0. */
    @Transactional(readOnly = true)
    public List<Waiting> open(StaffMember person, int page, int pageSize) {
        return rows.open(answersFor(person), page, pageSize).stream()
                .map(row -> new Waiting(row, credential(row), mayAnswer(row, person)))
                .toList();
    }

    /** Tenants whose appeals come to this person's desk at all. */
    Set<TenantId> answersFor(StaffMember person) {
        Set<TenantId> tenants = new HashSet<>(person.leads());
        Set<TenantId> others = new HashSet<>(person.assesses());
        others.removeAll(tenants);
        crews.of(others).forEach((tenant, of) -> {
            if (settlers(of).contains(person.id())) {
                tenants.add(tenant);
            }
        });
        return tenants;
    }

    private Set<StaffId> settlers(TenantId tenant) {
        return settlers(crews.of(tenant));
    }

    private static Set<StaffId> settlers(List<Crews.Crew> of) {
        return of.stream()
                .filter(crew -> crew.seats().contains(Seat.ADJUDICATOR))
                .findFirst()
                .map(Crews.Crew::people)
                .orElse(Set.of());
    }

    private boolean mayAnswer(Row row, StaffMember person) {
        return settlers(row.tenant()).contains(person.id())
                && seats.rated(row.caseId(), person.id()).isEmpty()
                && !assignments.inConflict(row.attempt().submission(), person.id());
    }

    /**
     * Who could rate it afresh.
     *
     * @param yours whether this person could, who no longer may once they have opened it
     * @param left how many others could
     * @param asked how many it takes
     */
    record Afresh(boolean yours, int left, int asked) {

        /** Whether too few are left when this person has opened it. */
        public boolean isShort() {
            return left < asked;
        }
    }

    /**
     * What opening it means, for whoever has not done so and could rate it afresh; empty when it means nothing.
     *
     * @throws CaseNotHeld unless it is open and this person may answer it
     */
    @Transactional(readOnly = true)
    public Optional<Afresh> beforeOpening(CaseId id, StaffMember person) {
        Row row = answerable(id, person);
        return audit.who(id, Action.APPEAL_READ).contains(person.id())
                ? Optional.empty()
                : Optional.of(afresh(row, person)).filter(Afresh::yours);
    }

    /** What is known of it before it is opened. */
    record Closed(Row row, MicroCredential credential) {}

    /** @throws CaseNotHeld unless it is open and this person may answer it */
    @Transactional(readOnly = true)
    public Closed closed(CaseId id, StaffMember person) {
        Row row = answerable(id, person);
        return new Closed(row, credential(row));
    }

    private Row answerable(CaseId id, StaffMember person) {
        return rows.find(id)
                .filter(found -> found.state() == State.OPEN && mayAnswer(found, person))
                .orElseThrow(() -> new CaseNotHeld(id, person));
    }

    /** Qualified, not paused, and neither knowing the decision nor in conflict with whoever submitted it. */
    private Afresh afresh(Row row, StaffMember person) {
        Set<StaffId> could = new HashSet<>();
        crews.of(row.tenant()).stream()
                .filter(crew -> crew.role() == StaffRole.ASSESSOR)
                .forEach(crew -> clearances.parts(row.tenant(), crew.people()).stream()
                        .filter(part -> part.scope().holds(row.version()))
                        .forEach(part -> could.addAll(part.people())));
        could.removeAll(audit.who(row.caseId(), Action.APPEAL_READ));
        could.removeAll(readings.readersOf(row.caseId()));
        seats.of(row.caseId()).stream().filter(Seats.Taken::isRating).forEach(seat -> could.remove(seat.staff()));
        could.removeIf(one -> assignments.inConflict(row.attempt().submission(), one));
        boolean yours = could.remove(person.id());
        return new Afresh(yours, could.size(), queue.ratingsAsked(row.version()));
    }

    /** An appeal with what it is about: the words, and the decision; no name. */
    record Opened(
            Row row,
            AssessmentCase about,
            MicroCredential credential,
            Appeal appeal,
            List<Result> results,
            Afresh afresh) {}

    /**
     * Opens it to be answered. Whoever has read the decision here does not rate the work afresh.
     *
     * @throws CaseNotHeld unless it is open and this person may answer it
     */
    @Transactional
    public Opened opened(CaseId id, StaffMember person) {
        // Whoever grants it waits for those who are opening it, or they would not be kept from rating afresh.
        AssessmentCase about = cases.lock(id).orElseThrow(() -> new CaseNotHeld(id, person));
        Row row = answerable(id, person);
        audit.recordOnce(about, person.id(), Action.APPEAL_READ);
        return new Opened(
                row,
                about,
                credential(row),
                appeals.of(row.attempt()).orElseThrow(),
                decisions.results(id),
                afresh(row, person));
    }

    /** The case, where this person may read its evidence to answer an appeal. */
    Optional<AssessmentCase> readable(CaseId id, StaffMember person) {
        return rows.find(id)
                .filter(found -> found.state() == State.OPEN && mayAnswer(found, person))
                .flatMap(found -> cases.find(id));
    }

    /**
     * Answers it; a second press, or a second person, changes nothing.
     *
     * @param words why; not blank, at most {@link #MOST_CHARACTERS}
     * @return false when it was answered before, by another or otherwise
     * @throws CaseNotHeld unless this person may answer it
     */
    @Transactional
    public boolean answer(CaseId id, StaffMember person, boolean reopen, String words) {
        if (words.isBlank() || words.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("Words that say why, and not too many of them");
        }
        Row row =
                rows.find(id).filter(found -> mayAnswer(found, person)).orElseThrow(() -> new CaseNotHeld(id, person));
        Instant now = clock.instant();
        Action answer = reopen ? Action.APPEAL_GRANTED : Action.APPEAL_REFUSED;
        if (!rows.answer(id, reopen ? State.REOPENED : State.UPHELD, person.id(), now)) {
            return audit.who(id, answer).contains(person.id());
        }
        AssessmentCase about = cases.lock(id).orElseThrow();
        Instant due = turnaround.after(row.tenant(), now, turnaround.scoringDays(row.tenant()));
        if (reopen) {
            AssessmentCase afresh = new AssessmentCase(
                    new CaseId(Ids.next()), row.tenant(), row.attempt(), row.version(), now, due, CaseState.WAITING);
            cases.addAfterAppeal(afresh, id);
            // Who answered, or has read the appeal, knows the decision; who read the rating again has seen it.
            Set<StaffId> knowing = new HashSet<>(audit.who(id, Action.APPEAL_READ));
            knowing.addAll(readings.readersOf(id));
            knowing.add(person.id());
            knowing.forEach(one -> assignments.bar(Ids.next(), afresh.id(), one, now));
            queue.askForRatings(afresh);
            audit.record(afresh, null, Action.QUEUED, "after the appeal of " + id.value());
        }
        audit.record(about, person.id(), answer, "");
        events.publishEvent(new AppealDecided(row.attempt(), reopen, words.strip(), reopen ? due : null, now));
        events.publishEvent(
                new EarnerNotice(row.attempt().submission(), row.tenant(), EarnerNotice.Kind.APPEAL_ANSWERED, now));
        return true;
    }

    /** Tells earners a later date where an answer is overdue. */
    @Transactional
    public void renewPromises(Instant now) {
        for (Row row : rows.overdue(now, AT_ONCE)) {
            Instant later = turnaround.after(
                    row.tenant(), now, practice.of(row.tenant()).extraDays());
            if (rows.postpone(row.caseId(), row.answerBy(), later)) {
                audit.record(cases.find(row.caseId()).orElseThrow(), null, Action.PROMISE_MOVED, "due " + later);
                events.publishEvent(new MoreTimeNeeded(row.attempt(), later, now));
                events.publishEvent(
                        new EarnerNotice(row.attempt().submission(), row.tenant(), EarnerNotice.Kind.LATER, later));
            }
        }
    }

    private MicroCredential credential(Row row) {
        return catalogue
                .version(row.version())
                .orElseThrow(() ->
                        new IllegalStateException("No version " + row.version().value() + " in the catalogue"));
    }
}
