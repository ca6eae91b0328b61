package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Decisions.Decision;
import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.person.StaffMember;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the assessor who holds a case does with it: rate, and decide. */
@Service
class Scoring {

    /** More than anybody writes on one criterion. */
    static final int MOST_WORDS = 10_000;

    private final Queue queue;
    private final Cases cases;
    private final Assignments assignments;
    private final Ratings ratings;
    private final Decisions decisions;
    private final AuditTrail audit;
    private final Catalogue catalogue;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Scoring(
            Queue queue,
            Cases cases,
            Assignments assignments,
            Ratings ratings,
            Decisions decisions,
            AuditTrail audit,
            Catalogue catalogue,
            ApplicationEventPublisher events,
            Clock clock) {
        this.queue = queue;
        this.cases = cases;
        this.assignments = assignments;
        this.ratings = ratings;
        this.decisions = decisions;
        this.audit = audit;
        this.catalogue = catalogue;
        this.events = events;
        this.clock = clock;
    }

    /** A case on its holder's desk. */
    record Held(AssessmentCase held, MicroCredential credential, Sheet sheet) {}

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
        AssessmentCase held = cases.find(id)
                .filter(found -> queue.isHeldBy(found, assessor))
                .orElseThrow(() -> new CaseNotHeld(id, assessor));
        return held(held, assessor);
    }

    /** A decision of this assessor's own, to look at again. */
    @Transactional(readOnly = true)
    public Optional<Decided> decided(CaseId id, StaffMember assessor) {
        return decisions
                .madeBy(assessor.id(), id)
                .filter(decision -> cases.find(id)
                        .filter(found -> assessor.assesses().contains(found.tenant()))
                        .isPresent())
                .map(decision -> new Decided(decision, credential(decision), decisions.results(id)));
    }

    record Decided(Decision decision, MicroCredential credential, List<Result> results) {}

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
        String words = clean(entry.words());
        String level = entry.level() == null || criterion.level(entry.level()).isEmpty() ? null : entry.level();
        if (before == null ? level == null && words.isEmpty() : before.says(level, words)) {
            return new Saved(entry, Fate.SAVED, before);
        }
        if (words.length() > MOST_WORDS) {
            return new Saved(entry, Fate.TOO_LONG, before);
        }
        int revision = before == null ? 0 : before.revision();
        if (entry.revision() != revision) {
            return new Saved(entry, Fate.CONFLICT, before);
        }
        Rating now = new Rating(criterion.id(), level, words, revision + 1, clock.instant());
        ratings.save(held.held().id(), assessor.id(), now);
        String from = before == null || before.level() == null ? "-" : before.level();
        String to = level == null ? "-" : level;
        if (!from.equals(to)) {
            audit.record(held.held(), assessor.id(), Action.RATED, criterion.id() + ": " + from + " -> " + to);
        }
        return new Saved(entry, Fate.SAVED, now);
    }

    /** Puts on record that the assessor looked at a file. */
    @Transactional
    public void recordOpening(AssessmentCase held, StaffMember assessor, UUID file) {
        audit.record(held, assessor.id(), Action.FILE_OPENED, file.toString());
    }

    /** What came of the wish to decide. */
    sealed interface Verdict {
        /** Decided, now or by an earlier press of the same button. */
        record Done(boolean earned) implements Verdict {}

        /** The sheet is not complete, or not the one that was shown for confirmation. */
        record LookAgain() implements Verdict {}
    }

    /**
     * Decides as the sheet says and tells everybody, in one transaction.
     *
     * @param seenRevision of the sheet that the assessor confirmed
     * @throws CaseNotHeld when this assessor neither holds the case nor has decided it
     */
    @Transactional
    public Verdict decide(CaseId id, StaffMember assessor, int seenRevision) {
        AssessmentCase found = cases.lock(id).orElseThrow(() -> new CaseNotHeld(id, assessor));
        if (found.state() == CaseState.DECIDED) {
            return decided(id, assessor)
                    .<Verdict>map(before -> new Verdict.Done(before.decision().earned()))
                    .orElseThrow(() -> new CaseNotHeld(id, assessor));
        }
        Held held = holding(found, assessor);
        Sheet sheet = held.sheet();
        if (sheet.revision() != seenRevision || !sheet.gaps().isEmpty()) {
            return new Verdict.LookAgain();
        }
        Outcome outcome = sheet.outcome();
        Instant now = clock.instant();
        cases.move(id, CaseState.IN_SCORING, CaseState.DECIDED);
        decisions.add(id, outcome, assessor.id(), now);
        assignments.release(id, Release.DECIDED, now);
        audit.record(
                found,
                assessor.id(),
                Action.DECIDED,
                (outcome.earned() ? "earned " : "not yet ") + outcome.criteriaMet() + "/" + outcome.criteriaRequired());
        events.publishEvent(new SubmissionDecided(
                found.attempt(),
                found.tenant(),
                found.version(),
                outcome.earned(),
                outcome.criteriaMet(),
                outcome.criteriaRequired(),
                outcome.unmet(),
                now));
        return new Verdict.Done(outcome.earned());
    }

    private Held lock(CaseId id, StaffMember assessor) {
        return holding(cases.lock(id).orElseThrow(() -> new CaseNotHeld(id, assessor)), assessor);
    }

    private Held holding(AssessmentCase found, StaffMember assessor) {
        if (!queue.isHeldBy(found, assessor)) {
            throw new CaseNotHeld(found.id(), assessor);
        }
        return held(found, assessor);
    }

    private Held held(AssessmentCase held, StaffMember assessor) {
        MicroCredential credential = catalogue
                .version(held.version())
                .orElseThrow(() ->
                        new IllegalStateException("No version " + held.version().value() + " in the catalogue"));
        Sheet sheet = new Sheet(
                held.attempt().number(),
                credential.rubric(),
                credential.scoring().feedbackRequired(),
                standing(held, credential),
                ratings.of(held.id(), assessor.id()));
        return new Held(held, credential, sheet);
    }

    /** What the latest earlier decision says was met, if the author lets met criteria stand. */
    private Map<String, Result> standing(AssessmentCase held, MicroCredential credential) {
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

    private MicroCredential credential(Decision decision) {
        return catalogue
                .version(decision.version())
                .orElseThrow(() -> new IllegalStateException(
                        "No version " + decision.version().value() + " in the catalogue"));
    }

    /** Browsers send CRLF; databases refuse NUL. */
    private static String clean(String words) {
        return words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip();
    }
}
