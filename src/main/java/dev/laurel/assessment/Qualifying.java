package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Comparison;
import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.Anchors.Candidate;
import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Pauses.Pause;
import dev.laurel.assessment.Qualifications.Qualification;
import dev.laurel.assessment.Qualifications.Try;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.Ids;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * How somebody becomes qualified to rate a micro-credential: reads training pieces with their scores, then rates a set of
 * pieces blind and close enough to the agreed scores.
 */
@Service
class Qualifying {

    private static final int MOST_PIECES = 50;
    private static final int MOST_TRIES = 20;

    private final Anchors anchors;
    private final Readings readings;
    private final Qualifications qualifications;
    private final Pauses pauses;
    private final Seats seats;
    private final Catalogue catalogue;
    private final Practice<QualitySettings> practice;
    private final Turnaround turnaround;
    private final AuditTrail audit;
    private final Clock clock;

    Qualifying(
            Anchors anchors,
            Readings readings,
            Qualifications qualifications,
            Pauses pauses,
            Seats seats,
            Catalogue catalogue,
            Practice<QualitySettings> practice,
            Turnaround turnaround,
            AuditTrail audit,
            Clock clock) {
        this.anchors = anchors;
        this.readings = readings;
        this.qualifications = qualifications;
        this.pauses = pauses;
        this.seats = seats;
        this.catalogue = catalogue;
        this.practice = practice;
        this.turnaround = turnaround;
        this.audit = audit;
        this.clock = clock;
    }

    /** Where somebody stands with a micro-credential. */
    enum Stage {
        /** Nobody has to be qualified for it. */
        NOT_ASKED,
        /** There is training to read first. */
        TRAINING,
        /** A set can be begun. */
        READY,
        /** A set is being rated. */
        RATING,
        QUALIFIED,
        /** Qualified, for a short while only. */
        ENDING,
        EXPIRED,
        PAUSED,
        /** There are too few pieces that this person does not know. */
        TOO_FEW,
        /** The same, for a few days. */
        LATER;

        /** As message keys spell it: {@code too-few}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One micro-credential on somebody's page.
     *
     * @param read how many of the {@code training} pieces they have read
     * @param until of their qualification, past ones too; absent without one
     * @param over whether that has passed
     * @param paused why there is no new work; absent where there is
     * @param asked whether work of it is given only to those qualified
     * @param mayBegin whether a set can be begun now
     * @param again when it can be, since the agreed levels of what is there were read a short while ago; absent otherwise
     */
    record Standing(
            TenantId tenant,
            MicroCredential credential,
            Stage stage,
            int read,
            int training,
            @Nullable Instant until,
            boolean over,
            @Nullable Pause paused,
            boolean asked,
            boolean mayBegin,
            @Nullable Instant again,
            @Nullable Try open) {

        /**
         * The stage whose words say what is missing for the set that this person is asked to rate; absent where nothing is, or
         * where no set is asked for.
         */
        public @Nullable String missing() {
            boolean byLead = paused != null && paused.because() == Pauses.Because.LEAD;
            boolean wanted = stage == Stage.ENDING || stage == Stage.EXPIRED || stage == Stage.PAUSED && !byLead;
            if (!wanted || mayBegin || again != null) {
                return null;
            }
            return (read < training ? Stage.TRAINING : Stage.TOO_FEW).key();
        }
    }

    /** Everything that somebody may qualify for, or is. */
    @Transactional(readOnly = true)
    public List<Standing> of(StaffMember person) {
        List<Standing> standings = new ArrayList<>();
        for (TenantId tenant : person.assesses()) {
            Set<MicroCredentialId> families = new HashSet<>();
            anchors.stock(tenant).forEach(stock -> families.add(stock.family()));
            qualifications
                    .of(person.id(), Set.of(tenant))
                    .forEach(qualification -> families.add(qualification.family()));
            for (Pause pause : pauses.of(tenant, person.id())) {
                if (pause.family() != null) {
                    families.add(pause.family());
                }
            }
            families.stream()
                    .flatMap(family -> standing(person, tenant, family).stream())
                    .forEach(standings::add);
        }
        standings.sort((one, other) ->
                one.credential().title().compareToIgnoreCase(other.credential().title()));
        return standings;
    }

    /** One of them; empty where the catalogue has no such thing or the person does not rate there. */
    @Transactional(readOnly = true)
    public Optional<Standing> standing(StaffMember person, TenantId tenant, MicroCredentialId family) {
        Optional<MicroCredential> credential = credential(tenant, family);
        if (credential.isEmpty() || !person.assesses().contains(tenant)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        List<Anchor> training = anchors.active(tenant, family, Task.TRAINING, MOST_PIECES);
        Set<AnchorId> read = anchors.readBy(tenant, family, person.id());
        int seen = (int)
                training.stream().filter(piece -> read.contains(piece.id())).count();
        Optional<Qualification> held = qualifications.of(person.id(), Set.of(tenant)).stream()
                .filter(one -> one.family().equals(family))
                .findFirst();
        Pause pause = pauses.of(tenant, person.id()).stream()
                .filter(one -> one.covers(family))
                .findFirst()
                .orElse(null);
        Try open = openTry(person, tenant, family).orElse(null);
        Choice choice = choice(person, tenant, family);
        boolean enough = !choice.set(now).isEmpty();
        Instant again = open != null ? null : choice.again(now).orElse(null);
        boolean asked = isAsked(tenant, family);
        Instant until = held.map(Qualification::until).orElse(null);
        Stage stage;
        if (open != null) {
            stage = Stage.RATING;
        } else if (pause != null) {
            stage = Stage.PAUSED;
        } else if (until != null && until.isAfter(now)) {
            stage = until.isAfter(now.plus(Duration.ofDays(practice.of(tenant).reminderDays())))
                    ? Stage.QUALIFIED
                    : Stage.ENDING;
        } else if (!asked && !enough && again == null) {
            stage = Stage.NOT_ASKED;
        } else if (until != null) {
            stage = Stage.EXPIRED;
        } else if (!enough) {
            stage = again == null ? Stage.TOO_FEW : Stage.LATER;
        } else {
            stage = seen < training.size() ? Stage.TRAINING : Stage.READY;
        }
        return Optional.of(new Standing(
                tenant,
                credential.get(),
                stage,
                seen,
                training.size(),
                until,
                until != null && !until.isAfter(now),
                pause,
                asked,
                enough && open == null && seen == training.size(),
                again,
                open));
    }

    private boolean isAsked(TenantId tenant, MicroCredentialId family) {
        return switch (practice.of(tenant).required()) {
            case NEVER -> false;
            case ALWAYS -> true;
            case WHERE_POSSIBLE -> anchors.enough(tenant).contains(family);
        };
    }

    /** The newest version, or that of an anchor where it is no longer on offer. */
    private Optional<MicroCredential> credential(TenantId tenant, MicroCredentialId family) {
        return catalogue.current(family).or(() -> anchors.stock(tenant).stream()
                .filter(stock -> stock.family().equals(family))
                .findFirst()
                .flatMap(stock -> anchors.active(tenant, family, Task.QUALIFYING, 1).stream()
                        .findFirst()
                        .flatMap(anchor -> catalogue.version(anchor.version()))));
    }

    /** The pieces that a person could rate, and the gate that stands. */
    private record Choice(List<Candidate> pieces, QualitySettings settings) {

        /**
         * What a set would be at a moment; empty where too little is left that they do not know. What they have read the
         * agreed levels of is unknown again after a while.
         */
        List<Anchor> set(Instant at) {
            List<Anchor> set = new ArrayList<>();
            int criteria = 0;
            for (Candidate piece : pieces) {
                if (criteria >= settings.gateRatings()) {
                    break;
                }
                if (!unknownFrom(piece).isAfter(at)) {
                    set.add(piece.anchor());
                    criteria += piece.anchor().criteria();
                }
            }
            return criteria >= settings.gateRatings() ? set : List.of();
        }

        private Instant unknownFrom(Candidate piece) {
            Instant readAt = piece.readAt();
            return readAt == null ? Instant.EPOCH : readAt.plus(Duration.ofDays(settings.gateAgainDays()));
        }

        /** The first moment from which there is a set; empty when there is one now, or is none to come. */
        Optional<Instant> again(Instant now) {
            return set(now).isEmpty()
                    ? pieces.stream()
                            .map(this::unknownFrom)
                            .filter(at -> at.isAfter(now) && !set(at).isEmpty())
                            .min(Comparator.naturalOrder())
                    : Optional.empty();
        }
    }

    private Choice choice(StaffMember person, TenantId tenant, MicroCredentialId family) {
        return new Choice(anchors.toQualifyOn(tenant, family, person.id(), MOST_PIECES), practice.of(tenant));
    }

    private Optional<Try> openTry(StaffMember person, TenantId tenant, MicroCredentialId family) {
        return qualifications.tries(tenant, family, person.id(), MOST_TRIES).stream()
                .filter(run -> run.doneAt() == null)
                .findFirst();
    }

    /** The training pieces, with whether this person has read each. */
    record TrainingPiece(Anchor anchor, boolean read) {}

    @Transactional(readOnly = true)
    public List<TrainingPiece> training(StaffMember person, TenantId tenant, MicroCredentialId family) {
        Set<AnchorId> read = anchors.readBy(tenant, family, person.id());
        return anchors.active(tenant, family, Task.TRAINING, MOST_PIECES).stream()
                .map(anchor -> new TrainingPiece(anchor, read.contains(anchor.id())))
                .toList();
    }

    /** A training piece that this person may read with its scores. */
    @Transactional(readOnly = true)
    public Optional<Anchor> trainingPiece(StaffMember person, AnchorId id) {
        return anchors.find(id)
                .filter(anchor -> anchor.task() == Task.TRAINING && anchor.state() == Anchor.State.ACTIVE)
                .filter(anchor -> person.assesses().contains(anchor.tenant()));
    }

    /** Puts on record that they have. */
    @Transactional
    public void read(StaffMember person, Anchor anchor) {
        if (anchors.read(anchor.id(), person.id(), clock.instant())) {
            audit.record(
                    anchor.tenant(),
                    anchor.id().value(),
                    person.id(),
                    Action.TRAINING_READ,
                    anchor.family().value());
        }
    }

    /** Begins a set; the one that is open already is given back. Empty when none can be begun. */
    @Transactional
    public Optional<Try> begin(StaffMember person, TenantId tenant, MicroCredentialId family) {
        seats.lockDesk(person.id());
        Optional<Try> open = openTry(person, tenant, family);
        if (open.isPresent()) {
            return open;
        }
        boolean mayBegin =
                standing(person, tenant, family).filter(Standing::mayBegin).isPresent();
        if (!mayBegin) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Try run = new Try(Ids.next(), tenant, family, person.id(), now, null, null, null);
        qualifications.begin(run);
        List<Anchor> set = choice(person, tenant, family).set(now);
        for (Anchor anchor : set) {
            readings.add(
                    new Reading(
                            new CaseId(Ids.next()),
                            tenant,
                            family,
                            anchor.version(),
                            person.id(),
                            Purpose.QUALIFYING,
                            anchor.id(),
                            null,
                            run.id(),
                            Reading.State.HELD,
                            now,
                            now,
                            turnaround.after(tenant, now, turnaround.scoringDays(tenant)),
                            null,
                            false,
                            0,
                            0,
                            null),
                    null);
        }
        audit.record(tenant, run.id(), person.id(), Action.TRY_BEGUN, family.value() + " " + set.size() + " pieces");
        return Optional.of(run);
    }

    /** What follows once a piece of a set is rated: nothing, until all are. */
    void rated(Reading reading) {
        UUID run = reading.run();
        if (run != null) {
            judge(run);
        }
    }

    /** Also when pieces were taken out of a set that somebody is rating. */
    void judge(UUID run) {
        List<Reading> set = readings.ofTry(run);
        Try found = qualifications.findTry(run).orElseThrow();
        if (found.doneAt() != null || set.stream().anyMatch(one -> one.state() == Reading.State.HELD)) {
            return;
        }
        Comparison result = Comparison.NONE;
        for (Reading one : set) {
            if (one.result() != null) {
                result = result.and(one.result());
            }
        }
        Instant now = clock.instant();
        // The gate is the one that stood when the set was begun.
        QualitySettings settings = practice.at(found.tenant(), found.startedAt());
        if (result.compared() < settings.gateRatings()) {
            qualifications.end(run, result, null, now);
            return;
        }
        boolean passed = passes(result, settings);
        qualifications.end(run, result, passed, now);
        audit.record(
                found.tenant(),
                run,
                found.staff(),
                passed ? Action.QUALIFIED : Action.NOT_QUALIFIED,
                found.family().value() + " " + result.inNumbers());
        if (passed) {
            Instant until = now.atOffset(ZoneOffset.UTC)
                    .plusMonths(settings.validMonths())
                    .toInstant();
            qualifications.grant(new Qualification(found.tenant(), found.family(), found.staff(), now, until), run);
            pauses.of(found.tenant(), found.staff()).stream()
                    .filter(pause -> pause.covers(found.family()) && pause.because() != Pauses.Because.LEAD)
                    .forEach(pause -> pauses.lift(pause, null, ""));
        }
    }

    private static boolean passes(Comparison result, QualitySettings settings) {
        return result.far() <= settings.gateFar()
                && QualitySettings.reaches(result.same(), result.compared(), settings.gateExact())
                && QualitySettings.reaches(result.sameSide(), result.compared(), settings.gateDecisions());
    }

    /**
     * A set with what has become of it.
     *
     * @param pieces with their comparisons, once the set is complete; without before
     */
    record Run(Try run, MicroCredential credential, List<Piece> pieces) {}

    /** @param lines empty until the whole set is rated */
    record Piece(Reading reading, List<ComparedView> lines) {}

    /** This person's own. */
    @Transactional(readOnly = true)
    public Optional<Run> run(StaffMember person, UUID id) {
        return qualifications
                .findTry(id)
                .filter(found -> found.staff().equals(person.id()) && person.scoresFor(found.tenant()))
                .map(found -> new Run(
                        found,
                        credential(found.tenant(), found.family()).orElseThrow(),
                        readings.ofTry(id).stream()
                                .filter(reading -> reading.state() != Reading.State.ENDED)
                                .map(reading ->
                                        new Piece(reading, found.doneAt() == null ? List.of() : compared(reading)))
                                .toList()));
    }

    private List<ComparedView> compared(Reading reading) {
        Map<String, Score> agreed = reading.anchor() == null ? Map.of() : anchors.scores(reading.anchor());
        return ComparedView.of(
                catalogue.version(reading.version()).orElseThrow().rubric(), readings.ratings(reading.id()), agreed);
    }

    /** Tries of this person, the latest first. */
    @Transactional(readOnly = true)
    public List<Try> tries(StaffMember person, TenantId tenant, MicroCredentialId family) {
        return qualifications.tries(tenant, family, person.id(), MOST_TRIES);
    }
}
