package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Outcome.Result;
import dev.laurel.assessment.Seats.Taken;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.Turnaround;
import dev.laurel.tenant.Practice;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What somebody who holds a seat of a case does with it: rate, and hand the rating in. The last rating decides. */
@Service
class Scoring {

    /** More than anybody writes on one criterion. */
    static final int MOST_WORDS = 10_000;

    private final Queue queue;
    private final Cases cases;
    private final Seats seats;
    private final Assignments assignments;
    private final Ratings ratings;
    private final Decisions decisions;
    private final DoubleRatings doubles;
    private final Drift drift;
    private final BackReading backReading;
    private final Holds holds;
    private final AuditTrail audit;
    private final Catalogue catalogue;
    private final ScoringModels models;
    private final Practice<ScoringSettings> practice;
    private final Turnaround turnaround;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Scoring(
            Queue queue,
            Cases cases,
            Seats seats,
            Assignments assignments,
            Ratings ratings,
            Decisions decisions,
            DoubleRatings doubles,
            Drift drift,
            BackReading backReading,
            Holds holds,
            AuditTrail audit,
            Catalogue catalogue,
            ScoringModels models,
            Practice<ScoringSettings> practice,
            Turnaround turnaround,
            ApplicationEventPublisher events,
            Clock clock) {
        this.queue = queue;
        this.cases = cases;
        this.seats = seats;
        this.assignments = assignments;
        this.ratings = ratings;
        this.decisions = decisions;
        this.doubles = doubles;
        this.drift = drift;
        this.backReading = backReading;
        this.holds = holds;
        this.audit = audit;
        this.catalogue = catalogue;
        this.models = models;
        this.practice = practice;
        this.turnaround = turnaround;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A case on its holder's desk.
     *
     * @param dueAt by when this rating is asked for
     */
    record Held(AssessmentCase held, Seat seat, Instant dueAt, MicroCredential credential, Sheet sheet) {}

    /**
     * One criterion as the assessor's page had it.
     *
     * @param revision of the rating that the page showed; 0 for none
     */
    record Entry(String criterionId, @Nullable String level, String words, int revision) {}

    enum Fate {
        SAVED,
        /** Saved differently in another window since the page was made; nothing was changed. */
        CONFLICT,
        /** Longer than {@link #MOST_WORDS} characters; nothing was changed. */
        TOO_LONG
    }

    /** What became of an entry, and what is stored now. */
    record Saved(Entry entry, Fate fate, @Nullable Rating stored) {}

    /** The case, as long as this assessor holds it. @throws CaseNotHeld otherwise */
    @Transactional(readOnly = true)
    public Held open(CaseId id, StaffMember assessor) {
        return holding(cases.find(id).orElseThrow(() -> new CaseNotHeld(id, assessor)), assessor);
    }

    /** Whether this person holds the case to look through it for completeness, and not to rate it. */
    @Transactional(readOnly = true)
    public boolean isCheck(CaseId id, StaffMember assessor) {
        return cases.find(id)
                .flatMap(found -> queue.seatOf(found, assessor))
                .filter(seat -> seat.seat() == Seat.CHECK)
                .isPresent();
    }

    /** A rating of this assessor's own that is handed in, to look at again; nobody else's is ever in it. */
    @Transactional(readOnly = true)
    public Optional<HandedIn> handedIn(CaseId id, StaffMember assessor) {
        return cases.find(id)
                .filter(found -> assessor.scoresFor(found.tenant()))
                .flatMap(found -> seats.rated(id, assessor.id()).map(seat -> handedIn(found, seat, assessor.id())));
    }

    private HandedIn handedIn(AssessmentCase found, Taken seat, StaffId rater) {
        MicroCredential credential = credential(found);
        Sheet sheet = sheet(found, seat.seat(), credential, rater);
        return new HandedIn(
                found, seat, credential, sheet.rubric(), sheet.outcome().results(), decidedAlone(found));
    }

    /** Whether the case was decided by one rating. */
    private boolean decidedAlone(AssessmentCase found) {
        return found.state() == CaseState.DECIDED
                && seats.of(found.id()).stream().filter(Taken::isRating).count() == 1;
    }

    /**
     * @param alone whether this rating was the only one and the case is decided by it
     */
    record HandedIn(
            AssessmentCase about,
            Taken seat,
            MicroCredential credential,
            Rubric rubric,
            List<Result> results,
            boolean alone) {}

    /**
     * Stores what was put down. An entry that another window has overtaken is left alone and reported; an entry that
     * says what is stored already changes nothing, so the same form may come twice.
     *
     * @throws CaseNotHeld when this assessor no longer holds the case
     */
    @Transactional
    public List<Saved> save(CaseId id, StaffMember assessor, List<Entry> entries) {
        Held held = lock(id, assessor);
        List<Saved> saved = new ArrayList<>();
        for (Entry entry : entries) {
            held.sheet()
                    .rubric()
                    .criterion(entry.criterionId())
                    .filter(criterion -> !held.sheet().stands(criterion))
                    .ifPresent(criterion -> saved.add(save(held, assessor, criterion, entry)));
        }
        return saved;
    }

    private Saved save(Held held, StaffMember assessor, Criterion criterion, Entry entry) {
        Rating before = held.sheet().rating(criterion).orElse(null);
        Saved saved = Entries.weigh(criterion, before, entry, clock.instant());
        Rating now = saved.stored();
        if (now != null && now != before) {
            ratings.save(held.held().id(), assessor.id(), now);
            String from = before == null || before.level() == null ? "-" : before.level();
            String to = now.level() == null ? "-" : now.level();
            if (!from.equals(to)) {
                audit.record(held.held(), assessor.id(), Action.RATED, criterion.id() + ": " + from + " -> " + to);
            }
        }
        return saved;
    }

    /** Puts on record that the assessor looked at a file. */
    @Transactional
    public void recordOpening(AssessmentCase held, StaffMember assessor, UUID file) {
        audit.recordLook(held.tenant(), held.id().value(), assessor.id(), file);
    }

    /** What came of the wish to hand in. */
    sealed interface Verdict {
        /** Handed in, now or by an earlier press of the same button; {@code earned} is what this rating alone comes to. */
        record Done(boolean earned) implements Verdict {}

        /** The sheet is not complete, or not the one that was shown for confirmation. */
        record LookAgain() implements Verdict {}
    }

    /**
     * Hands the rating in. Where it is the last that is needed, the case is decided and everybody is told, in one
     * transaction; otherwise the next rating is asked for.
     *
     * @param seenRevision of the sheet that the assessor confirmed
     * @throws CaseNotHeld when this assessor neither holds the case nor has handed in a rating of it
     * @throws OnHold while a lead keeps it on hold
     */
    @Transactional
    public Verdict decide(CaseId id, StaffMember assessor, int seenRevision) {
        AssessmentCase found = cases.lock(id).orElseThrow(() -> new CaseNotHeld(id, assessor));
        Optional<HandedIn> before = handedIn(id, assessor);
        if (before.isPresent()) {
            return new Verdict.Done(before.get().seat().earned());
        }
        Held held = holding(found, assessor);
        if (holds.isHeld(id)) {
            throw new OnHold(id);
        }
        Sheet sheet = held.sheet();
        if (sheet.revision() != seenRevision || !sheet.gaps().isEmpty()) {
            return new Verdict.LookAgain();
        }
        Outcome outcome = sheet.outcome();
        Instant now = clock.instant();
        seats.done(id, held.seat(), outcome, now);
        assignments.release(id, assessor.id(), Release.DECIDED, now);
        audit.record(found, assessor.id(), Action.HANDED_IN, held.seat().name() + " " + inNumbers(outcome));
        goOn(held, assessor.id(), now);
        return new Verdict.Done(outcome.earned());
    }

    /** What follows from the ratings that are in: a decision, one more rating, or waiting for one that is asked for. */
    private void goOn(Held held, StaffId lastRater, Instant now) {
        AssessmentCase about = held.held();
        Map<Seat, Taken> all = seats.of(about.id()).stream().collect(Collectors.toMap(Taken::seat, seat -> seat));
        boolean asked = all.values().stream()
                .anyMatch(seat -> seat.state() == SeatState.WAITING || seat.state() == SeatState.HELD);
        if (asked) {
            return;
        }
        MicroCredential credential = held.credential();
        Rubric rubric = credential.rubric();
        int attempt = about.attempt().number();
        Outcome first = outcome(about, Seat.FIRST, credential, all);
        if (!all.containsKey(Seat.SECOND)) {
            if (models.needsSecond(about.tenant(), credential, rubric, first, attempt)) {
                askFor(about, Seat.SECOND, Action.SECOND_ASKED_FOR, "", now);
            } else {
                decide(about, first, lastRater, now);
                backReading.draw(about, lastRater, now);
            }
            return;
        }
        Outcome second = outcome(about, Seat.SECOND, credential, all);
        doubles.add(about.id(), now);
        all.values().stream()
                .filter(seat -> seat.seat() == Seat.FIRST || seat.seat() == Seat.SECOND)
                .forEach(seat -> drift.look(about.tenant(), Objects.requireNonNull(seat.staff())));
        Rubric disputed = Resolution.disputed(rubric, first, second, attempt);
        if (disputed.criteria().isEmpty()) {
            decide(about, Resolution.settle(rubric, first, second, null, attempt), lastRater, now);
        } else if (!all.containsKey(Seat.ADJUDICATOR)) {
            cases.move(about.id(), CaseState.IN_SCORING, CaseState.IN_ADJUDICATION);
            askFor(
                    about,
                    Seat.ADJUDICATOR,
                    Action.DISPUTED,
                    disputed.criteria().stream().map(Criterion::id).collect(Collectors.joining(" ")),
                    now);
        } else {
            Outcome settled = outcome(about, Seat.ADJUDICATOR, credential, all);
            decide(about, Resolution.settle(rubric, first, second, settled, attempt), lastRater, now);
        }
    }

    /** The earner is told when this takes longer than was promised. */
    private void askFor(AssessmentCase about, Seat seat, Action because, String detail, Instant now) {
        Instant inTime = turnaround.after(
                about.tenant(), now, practice.of(about.tenant()).extraDays());
        Instant due = inTime.isAfter(about.dueAt()) ? inTime : about.dueAt();
        seats.open(about, seat, due);
        audit.record(about, null, because, detail);
        if (due.isAfter(about.dueAt())) {
            cases.postpone(about.id(), due);
            events.publishEvent(new MoreTimeNeeded(about.attempt(), due, now));
            events.publishEvent(
                    new EarnerNotice(about.attempt().submission(), about.tenant(), EarnerNotice.Kind.LATER, due));
        }
    }

    private void decide(AssessmentCase about, Outcome rated, StaffId lastRater, Instant now) {
        // An appeal takes nothing away: what was met before it stays met.
        Outcome outcome = cases.appealOf(about.id())
                .map(appealed -> Resolution.keepMet(credential(about).rubric(), rated, decisions.results(appealed)))
                .orElse(rated);
        boolean moved = cases.move(about.id(), CaseState.IN_SCORING, CaseState.DECIDED)
                || cases.move(about.id(), CaseState.IN_ADJUDICATION, CaseState.DECIDED);
        if (!moved) {
            throw new IllegalStateException("Case " + about.id().value() + " is decided or withdrawn");
        }
        decisions.add(about.id(), outcome, lastRater, now);
        audit.record(about, null, Action.DECIDED, inNumbers(outcome));
        events.publishEvent(new SubmissionDecided(
                about.attempt(),
                about.tenant(),
                about.version(),
                outcome.earned(),
                outcome.criteriaMet(),
                outcome.criteriaRequired(),
                outcome.unmet(),
                now));
    }

    private static String inNumbers(Outcome outcome) {
        return (outcome.earned() ? "earned " : "not yet ") + outcome.criteriaMet() + "/" + outcome.criteriaRequired();
    }

    /** What the rating in this seat comes to; it is handed in. */
    private Outcome outcome(AssessmentCase about, Seat seat, MicroCredential credential, Map<Seat, Taken> all) {
        StaffId rater = Optional.ofNullable(all.get(seat))
                .map(Taken::staff)
                .orElseThrow(() -> new IllegalStateException("Nobody sat in seat " + seat));
        return sheet(about, seat, credential, rater).outcome();
    }

    private Held lock(CaseId id, StaffMember assessor) {
        return holding(cases.lock(id).orElseThrow(() -> new CaseNotHeld(id, assessor)), assessor);
    }

    private Held holding(AssessmentCase found, StaffMember assessor) {
        Taken taken = queue.seatOf(found, assessor)
                .filter(seat -> seat.seat() != Seat.CHECK)
                .orElseThrow(() -> new CaseNotHeld(found.id(), assessor));
        MicroCredential credential = credential(found);
        return new Held(
                found, taken.seat(), taken.dueAt(), credential, sheet(found, taken.seat(), credential, assessor.id()));
    }

    private Sheet sheet(AssessmentCase about, Seat seat, MicroCredential credential, StaffId rater) {
        boolean settling = seat == Seat.ADJUDICATOR;
        return new Sheet(
                about.attempt().number(),
                settling ? disputed(about, credential) : credential.rubric(),
                credential.scoring().feedbackRequired(),
                settling ? Map.of() : standing(about, credential),
                ratings.of(about.id(), rater));
    }

    private Rubric disputed(AssessmentCase about, MicroCredential credential) {
        Map<Seat, Taken> all = seats.of(about.id()).stream().collect(Collectors.toMap(Taken::seat, seat -> seat));
        return Resolution.disputed(
                credential.rubric(),
                outcome(about, Seat.FIRST, credential, all),
                outcome(about, Seat.SECOND, credential, all),
                about.attempt().number());
    }

    /** What the latest earlier decision says was met, if the author lets met criteria stand. */
    Map<String, Result> standing(AssessmentCase held, MicroCredential credential) {
        if (!credential.scoring().resubmission().carryForwardMetCriteria()) {
            return Map.of();
        }
        return decisions.of(held.attempt().submission()).stream()
                .filter(decision -> decision.attempt().number() < held.attempt().number())
                .findFirst()
                .map(decision -> decisions.results(decision.caseId()).stream()
                        .filter(Result::met)
                        .collect(Collectors.toMap(Result::criterionId, result -> result)))
                .orElseGet(HashMap::new);
    }

    private MicroCredential credential(AssessmentCase about) {
        return catalogue
                .version(about.version())
                .orElseThrow(() -> new IllegalStateException(
                        "No version " + about.version().value() + " in the catalogue"));
    }
}
