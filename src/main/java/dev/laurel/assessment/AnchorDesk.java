package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Kind;
import dev.laurel.assessment.Anchor.Piece;
import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.Anchor.State;
import dev.laurel.assessment.Anchor.StoredPiece;
import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredential.Artefact;
import dev.laurel.catalog.MicroCredential.Part;
import dev.laurel.catalog.MicroCredential.Question;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.Submissions;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where leads make anchors, of a decided submission or from scratch, take up what authors drafted, and take them out of use. Work of an earner is used
 * only once they have said yes, and no longer when they say no.
 */
@Service
class AnchorDesk {

    static final int MOST_NAME = 100;
    static final int MOST_TEXT = 10_000;
    private static final int MOST_FOLLOWED = 2_000;

    private final Anchors anchors;
    private final Cases cases;
    private final Decisions decisions;
    private final Assignments assignments;
    private final Readings readings;
    private final Qualifying qualifying;
    private final Questions questions;
    private final Submissions submissions;
    private final Catalogue catalogue;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AnchorDesk(
            Anchors anchors,
            Cases cases,
            Decisions decisions,
            Assignments assignments,
            Readings readings,
            Qualifying qualifying,
            Questions questions,
            Submissions submissions,
            Catalogue catalogue,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.anchors = anchors;
        this.cases = cases;
        this.decisions = decisions;
        this.assignments = assignments;
        this.readings = readings;
        this.qualifying = qualifying;
        this.questions = questions;
        this.submissions = submissions;
        this.catalogue = catalogue;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * An anchor in the making: what it could hold, and what it is scored so far.
     *
     * @param source absent from scratch
     */
    record Draft(
            TenantId tenant,
            MicroCredential credential,
            @Nullable AssessmentCase source,
            List<Piece> pieces,
            Map<String, Score> scores) {}

    /** A decided submission that could become one. */
    record Candidate(CaseId caseId, MicroCredential credential, boolean earned, Instant decidedAt) {}

    /** Decided submissions of the tenants this person leads, the latest first; page from 0. */
    @Transactional(readOnly = true)
    public List<Candidate> candidates(StaffMember lead, int page, int pageSize) {
        return decisions.in(lead.leads(), page, pageSize).stream()
                .map(decision -> new Candidate(
                        decision.caseId(), credential(decision.version()), decision.earned(), decision.decidedAt()))
                .toList();
    }

    /** A decided case whose evidence this lead may read to make an anchor of it. */
    @Transactional(readOnly = true)
    public Optional<AssessmentCase> source(StaffMember lead, CaseId id) {
        return cases.find(id)
                .filter(found ->
                        found.state() == CaseState.DECIDED && lead.leads().contains(found.tenant()))
                .filter(found -> !assignments.inConflict(found.attempt().submission(), lead.id()));
    }

    /** What that case was decided to be, to begin with. Empty when it is not this lead's or cannot be shown. */
    @Transactional(readOnly = true)
    public Optional<Draft> draft(StaffMember lead, CaseId id) {
        Optional<AssessmentCase> source = source(lead, id);
        Optional<Evidence> evidence = source.flatMap(found -> submissions.evidence(found.attempt()));
        if (source.isEmpty() || evidence.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Score> scores = new HashMap<>();
        for (Result result : decisions.results(id)) {
            scores.put(result.criterionId(), new Score(result.criterionId(), result.level(), result.words()));
        }
        return Optional.of(new Draft(
                source.get().tenant(),
                credential(source.get().version()),
                source.get(),
                pieces(evidence.get()),
                scores));
    }

    private static List<Piece> pieces(Evidence evidence) {
        List<Piece> pieces = new ArrayList<>();
        evidence.answers()
                .forEach(answer -> pieces.add(
                        new Piece(answer.questionId(), Kind.ANSWER, answer.text(), null, answer.shows(), null)));
        for (Evidence.Item item : evidence.items()) {
            pieces.add(piece(item, evidence.alternatives().get(item.artefactId())));
        }
        return pieces;
    }

    private static Piece piece(Evidence.Item item, @Nullable String instead) {
        if (item instanceof Evidence.Note note) {
            return new Piece(note.artefactId(), Kind.NOTE, note.text(), null, null, instead);
        }
        if (item instanceof Evidence.Link link) {
            return new Piece(link.artefactId(), Kind.LINK, link.address().toString(), null, link.shows(), instead);
        }
        Evidence.File file = (Evidence.File) item;
        StoredPiece stored =
                new StoredPiece(file.fileId(), file.displayName(), file.mediaType(), file.bytes(), file.transcriptOf());
        return new Piece(file.artefactId(), Kind.FILE, "", stored, file.shows(), instead);
    }

    /** An empty one: a text for each question and one beside each artefact. */
    @Transactional(readOnly = true)
    public Optional<Draft> scratch(StaffMember lead, TenantId tenant, VersionId version) {
        return lead.leads().contains(tenant) ? empty(tenant, version) : Optional.empty();
    }

    /** The same for an author, who only drafts. */
    @Transactional(readOnly = true)
    public Optional<Draft> proposal(StaffMember author, TenantId tenant, VersionId version) {
        return author.writes().contains(tenant) ? empty(tenant, version) : Optional.empty();
    }

    private Optional<Draft> empty(TenantId tenant, VersionId version) {
        return catalogue.version(version).map(credential -> {
            List<Piece> pieces = new ArrayList<>();
            for (Part part : credential.parts()) {
                for (Question question : part.questions()) {
                    pieces.add(new Piece(question.id(), Kind.ANSWER, "", null));
                }
                for (Artefact artefact : part.artefacts()) {
                    pieces.add(new Piece(artefact.id(), Kind.NOTE, "", null));
                }
            }
            return new Draft(tenant, credential, null, pieces, Map.of());
        });
    }

    /** What this author drafted and may still change, as it is. */
    @Transactional(readOnly = true)
    public Optional<Draft> written(StaffMember author, AnchorId id) {
        return anchors.find(id).filter(found -> mayChange(author, found)).flatMap(found -> {
            Map<String, String> texts = new HashMap<>();
            anchors.pieces(id).forEach(piece -> texts.put(piece.requirement(), piece.text()));
            return empty(found.tenant(), found.version())
                    .map(draft -> new Draft(
                            draft.tenant(),
                            draft.credential(),
                            null,
                            draft.pieces().stream()
                                    .map(piece -> new Piece(
                                            piece.requirement(),
                                            piece.kind(),
                                            texts.getOrDefault(piece.requirement(), ""),
                                            null))
                                    .toList(),
                            anchors.scores(id)));
        });
    }

    private static boolean mayChange(StaffMember author, Anchor found) {
        return found.madeBy().equals(author.id())
                && author.writes().contains(found.tenant())
                && (found.state() == State.DRAFT || found.state() == State.SENT_BACK);
    }

    /** What keeps an anchor from being made. */
    enum Lacks {
        NAME,
        PIECES,
        LONG,
        SCORES,
        RATIONALES
    }

    /** What is still missing, in the order of the page. */
    static List<Lacks> lacks(MicroCredential credential, String name, List<Piece> pieces, List<Score> scores) {
        List<Lacks> lacks = new ArrayList<>();
        if (name.isBlank() || name.length() > MOST_NAME) {
            lacks.add(Lacks.NAME);
        }
        if (pieces.isEmpty()) {
            lacks.add(Lacks.PIECES);
        }
        if (pieces.stream().anyMatch(piece -> piece.text().length() > MOST_TEXT)
                || scores.stream().anyMatch(score -> score.rationale().length() > MOST_TEXT)) {
            lacks.add(Lacks.LONG);
        }
        for (Criterion criterion : credential.rubric().criteria()) {
            boolean scored = scores.stream()
                    .anyMatch(score -> score.criterion().equals(criterion.id())
                            && criterion.level(score.level()).isPresent());
            if (criterion.required() && !scored) {
                lacks.add(Lacks.SCORES);
                break;
            }
        }
        if (scores.stream().anyMatch(score -> score.rationale().isBlank())) {
            lacks.add(Lacks.RATIONALES);
        }
        return lacks;
    }

    /**
     * Makes it. From an earner's work it is not used before they have said yes.
     *
     * @param id of the new one; made with the page, so that a button pressed twice makes one
     * @throws IllegalArgumentException where it {@link #lacks} something
     */
    @Transactional
    public void make(
            AnchorId id,
            StaffMember lead,
            Draft draft,
            String name,
            Task task,
            List<Piece> pieces,
            List<Score> scores) {
        if (!lacks(draft.credential(), name, pieces, scores).isEmpty()) {
            throw new IllegalArgumentException("The anchor lacks something");
        }
        if (anchors.find(id).isPresent()) {
            return;
        }
        AssessmentCase source = draft.source();
        Instant now = clock.instant();
        Anchor made = new Anchor(
                id,
                draft.tenant(),
                draft.credential().id(),
                draft.credential().versionId(),
                name.strip(),
                task,
                source == null ? State.ACTIVE : State.ASKED,
                source == null ? null : source.id(),
                lead.id(),
                now,
                scores.size());
        anchors.add(made, pieces, scores);
        audit.record(
                made.tenant(),
                id.value(),
                lead.id(),
                Action.ANCHOR_MADE,
                made.family().value() + " " + task);
        if (source != null) {
            questions.add(made.tenant(), source.attempt(), EarnerQuestion.Kind.EXEMPLAR, id.value(), "", now, null);
            audit.record(made.tenant(), id.value(), lead.id(), Action.EARNER_ASKED, "");
            events.publishEvent(new EarnerNotice(
                    source.attempt().submission(), made.tenant(), EarnerNotice.Kind.MAY_OTHERS_LEARN, now));
        }
    }

    /**
     * An author drafts one, or changes what they drafted. Nobody meets it before a lead takes it up.
     *
     * @param id of a new one, made with the page, or of one that this author may change
     * @return false where it is used by now, or not theirs
     * @throws IllegalArgumentException where it {@link #lacks} something
     */
    @Transactional
    public boolean propose(
            AnchorId id,
            StaffMember author,
            Draft draft,
            String name,
            Task task,
            List<Piece> pieces,
            List<Score> scores) {
        if (!lacks(draft.credential(), name, pieces, scores).isEmpty()) {
            throw new IllegalArgumentException("The anchor lacks something");
        }
        Optional<Anchor> before = anchors.lock(id);
        if (before.isPresent() && !mayChange(author, before.get())) {
            return false;
        }
        if (before.isPresent()) {
            anchors.rewrite(id, name.strip(), task, pieces, scores);
        } else {
            MicroCredential of = draft.credential();
            anchors.add(
                    new Anchor(
                            id,
                            draft.tenant(),
                            of.id(),
                            of.versionId(),
                            name.strip(),
                            task,
                            State.DRAFT,
                            null,
                            author.id(),
                            clock.instant(),
                            scores.size()),
                    pieces,
                    scores);
        }
        audit.record(draft.tenant(), id.value(), author.id(), Action.ANCHOR_DRAFTED, task.name());
        return true;
    }

    /** An author lets go of what nobody has used; false where it is used by now, or not theirs. */
    @Transactional
    public boolean discard(StaffMember author, AnchorId id) {
        Optional<Anchor> theirs = anchors.lock(id).filter(found -> mayChange(author, found));
        theirs.ifPresent(found -> {
            anchors.delete(id);
            audit.record(
                    found.tenant(),
                    id.value(),
                    author.id(),
                    Action.ANCHOR_WITHDRAWN,
                    found.state().name());
        });
        return theirs.isPresent();
    }

    /** A draft that this lead may decide about: another wrote it. */
    private Optional<Anchor> toDecide(StaffMember lead, AnchorId id) {
        return anchors.lock(id)
                .filter(found -> found.state() == State.DRAFT
                        && lead.leads().contains(found.tenant())
                        && !found.madeBy().equals(lead.id()));
    }

    /** Takes an author's draft into use; false where it is none, or this lead's own. */
    @Transactional
    public boolean takeUp(StaffMember lead, AnchorId id) {
        Optional<Anchor> draft = toDecide(lead, id);
        draft.ifPresent(found -> {
            anchors.approve(id, lead.id());
            audit.record(found.tenant(), id.value(), lead.id(), Action.ANCHOR_USABLE, "");
        });
        return draft.isPresent();
    }

    /**
     * Gives an author's draft back; false where it is none, or this lead's own.
     *
     * @param words what to change; not blank, at most {@link #MOST_TEXT}
     */
    @Transactional
    public boolean sendBack(StaffMember lead, AnchorId id, String words) {
        if (words.isBlank() || words.length() > MOST_TEXT) {
            throw new IllegalArgumentException("Words, and not too many of them");
        }
        Optional<Anchor> draft = toDecide(lead, id);
        draft.ifPresent(found -> {
            anchors.sendBack(id, words.strip());
            audit.record(found.tenant(), id.value(), lead.id(), Action.ANCHOR_SENT_BACK, "");
        });
        return draft.isPresent();
    }

    /** The earner said yes. */
    void permitted(AnchorId id, Instant now) {
        if (anchors.move(id, Set.of(State.ASKED), State.ACTIVE, null)) {
            Anchor anchor = anchors.find(id).orElseThrow();
            audit.record(anchor.tenant(), id.value(), null, Action.ANCHOR_USABLE, "");
        }
    }

    /** Takes it out of use for good, with the work in it; sets that hold it go on without it. */
    void takeOut(AnchorId id, State to, @Nullable StaffId by, Instant now) {
        Anchor anchor = anchors.find(id).orElseThrow();
        if (!anchors.move(id, Set.of(State.ASKED, State.ACTIVE), to, now)) {
            return;
        }
        anchors.dropPieces(id);
        for (Reading held : readings.heldOf(id)) {
            readings.end(held.id(), false, now);
            if (held.run() != null) {
                qualifying.judge(held.run());
            }
        }
        audit.record(anchor.tenant(), id.value(), by, Action.ANCHOR_WITHDRAWN, to.name());
    }

    /** Takes out what was made of work that is gone by now, for its age or because its earner wanted so. */
    @Transactional
    public void followRemovals(Instant now) {
        for (Anchor anchor : anchors.fromWork(MOST_FOLLOWED)) {
            Optional<AssessmentCase> source =
                    Optional.ofNullable(anchor.source()).flatMap(cases::find);
            boolean there = source.flatMap(found -> submissions.evidence(found.attempt()))
                    .filter(left -> !left.answers().isEmpty() || !left.items().isEmpty())
                    .isPresent();
            if (!there) {
                takeOut(anchor.id(), State.WITHDRAWN, null, now);
                questions
                        .about(anchor.id().value())
                        .forEach(asked -> questions.close(asked.id(), "TAKEN_OUT", "", now));
            }
        }
    }

    /** A lead takes it out of use; false where it is not theirs to. */
    @Transactional
    public boolean withdraw(StaffMember lead, AnchorId id) {
        boolean theirs = anchors.find(id)
                .filter(found -> lead.leads().contains(found.tenant()))
                .isPresent();
        if (theirs) {
            Instant now = clock.instant();
            takeOut(id, State.WITHDRAWN, lead.id(), now);
            questions.about(id.value()).forEach(asked -> questions.close(asked.id(), "TAKEN_OUT", "", now));
        }
        return theirs;
    }

    /** One in a tenant that this person leads. */
    @Transactional(readOnly = true)
    public Optional<Anchor> find(StaffMember lead, AnchorId id) {
        return anchors.find(id).filter(found -> lead.leads().contains(found.tenant()));
    }

    /** Where the bytes of a decided case's file lie, for a lead who makes an anchor of it; on record. */
    @Transactional
    public Optional<AttemptId> opening(StaffMember lead, CaseId id, UUID file) {
        Optional<AssessmentCase> found = source(lead, id);
        if (found.isPresent()) {
            audit.recordLook(found.get().tenant(), found.get().id().value(), lead.id(), file);
        }
        return found.map(AssessmentCase::attempt);
    }

    private MicroCredential credential(VersionId version) {
        return catalogue
                .version(version)
                .orElseThrow(() -> new IllegalStateException("No version " + version.value() + " in the catalogue"));
    }
}
