package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Flags.Flag;
import dev.laurel.assessment.Flags.Kind;
import dev.laurel.assessment.Flags.State;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.AiUse;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.EvidenceFiles;
import dev.laurel.submission.EvidenceFiles.SameFile;
import dev.laurel.submission.Submissions;
import dev.laurel.submission.Turnaround;
import dev.laurel.tenant.Practice;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Doubts about whether work is its earner's own. The house and assessors only flag; a lead decides with a reason, and
 * against the earner only after they were asked and could answer.
 */
@Service
class Integrity {

    static final int MOST_CHARACTERS = 4000;

    private final Flags flags;
    private final Cases cases;
    private final Holds holds;
    private final Assignments assignments;
    private final Decisions decisions;
    private final Questions questions;
    private final Submissions submissions;
    private final EvidenceFiles files;
    private final Catalogue catalogue;
    private final Turnaround turnaround;
    private final Practice<QualitySettings> practice;
    private final AuditTrail audit;
    private final Clock clock;

    Integrity(
            Flags flags,
            Cases cases,
            Holds holds,
            Assignments assignments,
            Decisions decisions,
            Questions questions,
            Submissions submissions,
            EvidenceFiles files,
            Catalogue catalogue,
            Turnaround turnaround,
            Practice<QualitySettings> practice,
            AuditTrail audit,
            Clock clock) {
        this.flags = flags;
        this.cases = cases;
        this.holds = holds;
        this.assignments = assignments;
        this.decisions = decisions;
        this.questions = questions;
        this.submissions = submissions;
        this.files = files;
        this.catalogue = catalogue;
        this.turnaround = turnaround;
        this.practice = practice;
        this.audit = audit;
        this.clock = clock;
    }

    /** Looks through what was just handed in; the transaction is that of the queue. */
    void look(AssessmentCase handedIn) {
        if (!sameFiles(handedIn).isEmpty()) {
            UUID flag = flags.raise(handedIn, Kind.SAME_FILE, "", null, clock.instant());
            audit.record(handedIn, null, Action.FLAGGED, Kind.SAME_FILE + " " + flag);
        }
    }

    /** Where the author lets a team share an artefact, the same file is no surprise. */
    private List<SameFile> sameFiles(AssessmentCase about) {
        MicroCredential credential = credential(about);
        return files.alsoElsewhere(about.attempt()).stream()
                .filter(same -> credential.parts().stream()
                        .flatMap(part -> part.artefacts().stream())
                        .noneMatch(artefact -> artefact.id().equals(same.artefactId()) && artefact.shareable()))
                .toList();
    }

    /**
     * An assessor says what they noticed in work that they hold.
     *
     * @param words not blank, at most {@link #MOST_CHARACTERS}
     */
    @Transactional
    public void notice(AssessmentCase about, StaffId by, String words) {
        UUID flag = flags.raise(about, Kind.NOTICED, checked(words), by, clock.instant());
        audit.record(about, by, Action.FLAGGED, Kind.NOTICED + " " + flag);
    }

    private static String checked(String words) {
        if (words.isBlank() || words.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("Words, and not too many of them");
        }
        return words.strip();
    }

    /** A line of the lead's list. */
    record Line(Flag flag, MicroCredential credential) {}

    /** Undecided flags of the tenants this person leads, or decided ones; page from 0. */
    @Transactional(readOnly = true)
    public List<Line> in(StaffMember lead, boolean decided, int page, int pageSize) {
        return flags.in(lead.leads(), decided, page, pageSize).stream()
                .map(flag -> new Line(flag, credential(cases.find(flag.about()).orElseThrow())))
                .toList();
    }

    /**
     * Where a file turned up as well.
     *
     * @param other label of that case; empty for one from before there were cases
     */
    record Elsewhere(String file, String other, String otherFile) {}

    /**
     * A flag with what a lead needs to decide; no name.
     *
     * @param asked the question to the earner; absent until there is one
     * @param mayUphold whether the earner was heard, or had the time to answer
     * @param mayReturn whether nobody has begun to rate it, so that upholding gives it back to the earner
     * @param earned whether it was decided meanwhile, and how; absent before
     */
    record Opened(
            Flag flag,
            AssessmentCase about,
            MicroCredential credential,
            List<Elsewhere> elsewhere,
            @Nullable AiUse ai,
            @Nullable EarnerQuestion asked,
            boolean mayUphold,
            boolean mayReturn,
            @Nullable Boolean earned) {}

    /** One that this lead may decide; empty for others. */
    @Transactional(readOnly = true)
    public Optional<Opened> opened(StaffMember lead, UUID id) {
        return flags.find(id).filter(flag -> mayDecide(flag, lead)).map(flag -> {
            AssessmentCase about = cases.find(flag.about()).orElseThrow();
            EarnerQuestion asked = questions.about(id).stream().findFirst().orElse(null);
            return new Opened(
                    flag,
                    about,
                    credential(about),
                    flag.kind() == Kind.SAME_FILE ? elsewhere(about) : List.of(),
                    submissions.aiUse(about.attempt()).orElse(null),
                    asked,
                    wasHeard(asked),
                    Holds.isUntouched(about),
                    decisions
                            .of(about.attempt())
                            .map(Decisions.Decision::earned)
                            .orElse(null));
        });
    }

    private List<Elsewhere> elsewhere(AssessmentCase about) {
        return sameFiles(about).stream()
                .map(same -> new Elsewhere(
                        same.displayName(),
                        cases.latestOf(same.other()).map(CaseId::label).orElse(""),
                        same.otherName()))
                .distinct()
                .toList();
    }

    private boolean mayDecide(Flag flag, StaffMember lead) {
        AttemptId attempt = cases.find(flag.about()).orElseThrow().attempt();
        return lead.leads().contains(flag.tenant()) && !assignments.inConflict(attempt.submission(), lead.id());
    }

    private boolean wasHeard(@Nullable EarnerQuestion asked) {
        return asked != null
                && (asked.answeredAt() != null
                        || asked.answerBy() != null && !clock.instant().isBefore(asked.answerBy()));
    }

    /**
     * Asks the earner; meanwhile nobody is given the work. A second press changes nothing.
     *
     * @param words not blank, at most {@link #MOST_CHARACTERS}
     * @return false where it is not this lead's to ask, or decided
     */
    @Transactional
    public boolean ask(StaffMember lead, UUID id, String words) {
        String plain = checked(words);
        Flag flag = flags.lock(id).filter(found -> mayDecide(found, lead)).orElse(null);
        if (flag == null || flag.state().isDecided()) {
            return false;
        }
        if (flag.state() == State.ASKED) {
            return true;
        }
        AssessmentCase about = cases.find(flag.about()).orElseThrow();
        Instant now = clock.instant();
        Instant answerBy =
                turnaround.after(flag.tenant(), now, practice.of(flag.tenant()).answerDays());
        questions.add(flag.tenant(), about.attempt(), EarnerQuestion.Kind.INTEGRITY, id, plain, now, answerBy);
        flags.asked(id);
        holds.whileAsked(about, id, lead.id(), answerBy, now);
        audit.record(about, lead.id(), Action.EARNER_ASKED, id.toString());
        return true;
    }

    /** What came of the wish to decide. */
    enum Decided {
        DONE,
        /** The earner has not answered and still has time. */
        NOT_HEARD,
        /** Not this lead's, or decided before. */
        NOT_YOURS
    }

    /**
     * Decides. Upheld on work that nobody has begun to rate, it goes back to the earner, who loses no attempt; otherwise
     * nothing follows by itself: the rubric decides, and an officer may revoke.
     *
     * @param words why, for the earner to read where they were asked; not blank, at most {@link #MOST_CHARACTERS}
     */
    @Transactional
    public Decided decide(StaffMember lead, UUID id, boolean upheld, String words) {
        String plain = checked(words);
        Flag flag = flags.lock(id).filter(found -> mayDecide(found, lead)).orElse(null);
        if (flag == null || flag.state().isDecided()) {
            return Decided.NOT_YOURS;
        }
        EarnerQuestion asked = questions.about(id).stream().findFirst().orElse(null);
        if (upheld && !wasHeard(asked)) {
            return Decided.NOT_HEARD;
        }
        Instant now = clock.instant();
        AssessmentCase about = cases.lock(flag.about()).orElseThrow();
        State outcome = upheld ? State.UPHELD : State.NO_CONCERN;
        flags.decide(id, outcome, lead.id(), plain, now);
        if (asked != null) {
            questions.close(asked.id(), outcome.name(), plain, now);
        }
        audit.record(about, lead.id(), Action.FLAG_DECIDED, outcome + " " + id);
        if (upheld && Holds.isUntouched(about) && holds.isHere(about)) {
            holds.giveBack(about, lead.id(), plain, id.toString(), now);
        }
        holds.decided(cases.find(about.id()).orElseThrow(), id, lead.id());
        return Decided.DONE;
    }

    private MicroCredential credential(AssessmentCase about) {
        return catalogue
                .version(about.version())
                .orElseThrow(() -> new IllegalStateException(
                        "No version " + about.version().value() + " in the catalogue"));
    }
}
