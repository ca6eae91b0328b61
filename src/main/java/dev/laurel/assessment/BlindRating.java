package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Comparison;
import dev.laurel.assessment.Anchor.Piece;
import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Outcome.Result;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.assessment.Reading.State;
import dev.laurel.assessment.Scoring.Entry;
import dev.laurel.assessment.Scoring.Saved;
import dev.laurel.assessment.Scoring.Verdict;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.Submissions;
import dev.laurel.system.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Ratings that decide nothing, on the page of those that do: of anchors, and of decided cases that a lead reads again. */
@Service
class BlindRating {

    private final Readings readings;
    private final Anchors anchors;
    private final Cases cases;
    private final Seats seats;
    private final Assignments assignments;
    private final Scoring scoring;
    private final Qualifying qualifying;
    private final Seeding seeding;
    private final BackReading backReading;
    private final PartnerDesk partners;
    private final Submissions submissions;
    private final Catalogue catalogue;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    BlindRating(
            Readings readings,
            Anchors anchors,
            Cases cases,
            Seats seats,
            Assignments assignments,
            Scoring scoring,
            Qualifying qualifying,
            Seeding seeding,
            BackReading backReading,
            PartnerDesk partners,
            Submissions submissions,
            Catalogue catalogue,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.readings = readings;
        this.anchors = anchors;
        this.cases = cases;
        this.seats = seats;
        this.assignments = assignments;
        this.scoring = scoring;
        this.qualifying = qualifying;
        this.seeding = seeding;
        this.backReading = backReading;
        this.partners = partners;
        this.submissions = submissions;
        this.catalogue = catalogue;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Something on its rater's desk, or what they handed in. */
    record Open(Reading reading, MicroCredential credential, Sheet sheet) {}

    /** What this person holds under that id; empty where it is nothing of this kind. */
    @Transactional(readOnly = true)
    public Optional<Open> open(CaseId id, StaffMember rater) {
        return own(id, rater).filter(this::isHeld).map(this::opened);
    }

    /** What this person has handed in under that id. */
    @Transactional(readOnly = true)
    public Optional<Open> handedIn(CaseId id, StaffMember rater) {
        return own(id, rater).filter(found -> found.state() == State.DONE).map(this::opened);
    }

    private Optional<Reading> own(CaseId id, StaffMember rater) {
        return readings.find(id, rater.id()).filter(found -> mayRate(found, rater));
    }

    private static boolean mayRate(Reading found, StaffMember rater) {
        return switch (found.purpose()) {
            case BACK_READING -> rater.leads().contains(found.tenant());
            case PARTNER -> rater.assesses().contains(found.tenant());
            case QUALIFYING, SEEDED -> rater.scoresFor(found.tenant());
        };
    }

    /** A partner's submission is open only as long as the row that opened it. */
    private boolean isHeld(Reading found) {
        return found.state() == State.HELD
                && (found.purpose() != Purpose.PARTNER || partners.open(found).isPresent());
    }

    /** Tells the partner whose submission this is that it was looked at; of anything else there is nothing to tell. */
    @Transactional
    public void looked(CaseId id, StaffMember rater) {
        own(id, rater)
                .filter(found -> found.purpose() == Purpose.PARTNER)
                .flatMap(partners::open)
                .ifPresent(open -> partners.look(open, rater, null));
    }

    private Open opened(Reading reading) {
        MicroCredential credential = catalogue
                .version(reading.version())
                .orElseThrow(() -> new IllegalStateException(
                        "No version " + reading.version().value() + " in the catalogue"));
        boolean partner = reading.purpose() == Purpose.PARTNER;
        boolean unread = partner || reading.purpose() == Purpose.BACK_READING;
        AssessmentCase about =
                reading.about() == null ? null : cases.find(reading.about()).orElseThrow();
        return new Open(
                reading,
                credential,
                new Sheet(
                        about == null ? 1 : about.attempt().number(),
                        credential.rubric(),
                        credential.scoring().feedbackRequired(),
                        unread,
                        about == null || partner ? Map.of() : scoring.standing(about, credential),
                        readings.ratings(reading.id())));
    }

    /** What there is to read for it; empty when it cannot be shown just now. */
    @Transactional(readOnly = true)
    public Optional<Evidence> evidence(Reading reading) {
        if (reading.anchor() != null) {
            return Optional.of(Anchor.evidence(
                    reading.anchor(), reading.version(), reading.submittedAt(), anchors.pieces(reading.anchor())));
        }
        return reading.about() == null || !isHeld(reading)
                ? Optional.empty()
                : submissions.evidence(cases.find(reading.about()).orElseThrow().attempt());
    }

    /** The attempt that a file belongs to, as long as this person may look at it; on record. */
    @Transactional
    public Optional<AttemptId> opening(CaseId id, StaffMember rater, UUID file) {
        Optional<AttemptId> attempt = own(id, rater)
                .filter(this::isHeld)
                .flatMap(found -> found.anchor() == null
                        ? Optional.ofNullable(found.about())
                                .flatMap(cases::find)
                                .map(AssessmentCase::attempt)
                        : attemptOf(found.anchor(), file));
        if (attempt.isPresent()) {
            Reading found = readings.find(id, rater.id()).orElseThrow();
            boolean anew = audit.recordLook(found.tenant(), id.value(), rater.id(), file);
            if (anew && found.purpose() == Purpose.PARTNER) {
                partners.look(partners.open(found).orElseThrow(), rater, file);
            }
        }
        return attempt;
    }

    /** Where the bytes of an anchor's file lie, for somebody who may look at the anchor; on record. */
    @Transactional
    public Optional<AttemptId> openingOf(Anchor anchor, StaffMember person, UUID file) {
        Optional<AttemptId> attempt = attemptOf(anchor.id(), file);
        if (attempt.isPresent()) {
            audit.recordLook(anchor.tenant(), anchor.id().value(), person.id(), file);
        }
        return attempt;
    }

    /** Where the bytes of an anchor's file lie; empty unless it is one of its pieces. */
    Optional<AttemptId> attemptOf(AnchorId anchor, UUID file) {
        for (Piece piece : anchors.pieces(anchor)) {
            if (piece.file() != null && piece.file().id().equals(file)) {
                return anchors.find(anchor)
                        .map(Anchor::source)
                        .flatMap(cases::find)
                        .map(AssessmentCase::attempt);
            }
        }
        return Optional.empty();
    }

    /** As {@link Scoring#save}. @throws CaseNotHeld when this person no longer holds it */
    @Transactional
    public List<Saved> save(CaseId id, StaffMember rater, List<Entry> entries) {
        Open open = lock(id, rater);
        List<Saved> all = new ArrayList<>();
        for (Entry entry : entries) {
            open.sheet()
                    .rubric()
                    .criterion(entry.criterionId())
                    .filter(criterion -> !open.sheet().stands(criterion))
                    .ifPresent(criterion -> {
                        Rating before = open.sheet().rating(criterion).orElse(null);
                        Saved saved = Entries.weigh(criterion, before, entry, clock.instant());
                        Rating now = saved.stored();
                        if (now != null && now != before) {
                            readings.save(id, now);
                        }
                        all.add(saved);
                    });
        }
        return all;
    }

    private Open lock(CaseId id, StaffMember rater) {
        return readings.lock(id, rater.id())
                .filter(found -> mayRate(found, rater) && isHeld(found))
                .map(this::opened)
                .orElseThrow(() -> new CaseNotHeld(id, rater));
    }

    /**
     * Hands it in; nobody but raters and leads hears of it. A second press changes nothing.
     *
     * @throws CaseNotHeld when this person neither holds it nor has handed it in
     */
    @Transactional
    public Verdict handIn(CaseId id, StaffMember rater, int seenRevision) {
        // One after the other: the last of a set is what judges the set.
        seats.lockDesk(rater.id());
        Optional<Open> before = handedIn(id, rater);
        if (before.isPresent()) {
            return new Verdict.Done(before.get().reading().earned());
        }
        Open open = lock(id, rater);
        Sheet sheet = open.sheet();
        if (sheet.revision() != seenRevision || !sheet.gaps().isEmpty()) {
            return new Verdict.LookAgain();
        }
        Reading reading = open.reading();
        Outcome outcome = sheet.outcome();
        Instant now = clock.instant();
        Comparison result =
                Comparison.of(sheet.rubric(), levels(outcome, sheet.attempt()), others(reading, open.credential()));
        readings.done(id, outcome, result, now);
        switch (reading.purpose()) {
            case QUALIFYING -> qualifying.rated(reading);
            case SEEDED -> seeding.rated(reading, result);
            case BACK_READING -> backReading.rated(reading, result, now);
            case PARTNER -> partners.rated(reading, rater, now);
        }
        return new Verdict.Done(outcome.earned());
    }

    private static Map<String, String> levels(Outcome outcome, int attempt) {
        Map<String, String> levels = new HashMap<>();
        for (Result result : outcome.results()) {
            if (result.reachedIn() == attempt) {
                levels.put(result.criterionId(), result.level());
            }
        }
        return levels;
    }

    /** What the rating is compared with. */
    private Map<String, String> others(Reading reading, MicroCredential credential) {
        if (reading.anchor() != null) {
            Map<String, String> agreed = new HashMap<>();
            for (Score score : anchors.scores(reading.anchor()).values()) {
                agreed.put(score.criterion(), score.level());
            }
            return agreed;
        }
        if (reading.purpose() == Purpose.PARTNER) {
            // Compared later, in the sums of both; never one by one.
            return Map.of();
        }
        return backReading.firstLevels(reading, credential);
    }

    /** Gives it back; true when it was something of this kind. A set that has been begun is not given back. */
    @Transactional
    public boolean release(CaseId id, StaffMember rater, boolean conflict) {
        Optional<Reading> held = readings.lock(id, rater.id()).filter(found -> mayRate(found, rater));
        if (held.isEmpty()) {
            return false;
        }
        Reading reading = held.get();
        if (reading.state() != State.HELD || reading.purpose() == Purpose.QUALIFYING) {
            throw new CaseNotHeld(id, rater);
        }
        readings.end(id, false, clock.instant());
        audit.record(
                reading.tenant(),
                id.value(),
                rater.id(),
                conflict ? Action.CONFLICT_DECLARED : Action.PUT_BACK,
                reading.purpose().name());
        CaseId source = reading.about() != null
                ? reading.about()
                : Optional.ofNullable(reading.anchor())
                        .flatMap(anchors::find)
                        .map(Anchor::source)
                        .orElse(null);
        if (conflict && source != null) {
            assignments.conflict(Ids.next(), source, rater.id(), clock.instant());
            cases.find(source)
                    .ifPresent(known -> events.publishEvent(
                            new ConflictDeclared(known.attempt().submission(), rater.id())));
        }
        if (reading.purpose() == Purpose.PARTNER) {
            partners.released(reading);
        } else if (reading.about() != null) {
            backReading.released(reading.about());
        }
        return true;
    }
}
