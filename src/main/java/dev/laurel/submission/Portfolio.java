package dev.laurel.submission;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.system.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything a version asks for beside what the earner has: what is there, what is missing, what may be handed in.
 *
 * @param chosen which criteria a piece shows, where the earner has said so
 * @param wanted required criteria that are yet to be met
 */
record Portfolio(
        MicroCredential credential,
        List<Requirement> requirements,
        boolean laterAttempt,
        List<SavedText> chosen,
        List<Rubric.Criterion> wanted) {

    /** Fewer than half of the words that the guide begins with is worth a word of advice, never more. */
    private static boolean farBelow(int words, MicroCredential.Question question) {
        return words * 2 < question.minWords();
    }

    /**
     * @param unmet criteria left unmet by the attempt before; empty in a first attempt
     */
    static Portfolio of(MicroCredential credential, Drafts.Content content, int attempt, Set<String> unmet) {
        boolean later = attempt > 1;
        boolean metStands = credential.scoring().resubmission().carryForwardMetCriteria();
        List<Rubric.Criterion> rubric = credential.rubric().criteria();
        List<Requirement> requirements = new ArrayList<>();
        for (MicroCredential.Part part : credential.parts()) {
            for (MicroCredential.Question question : part.questions()) {
                SavedText answer = text(content.answers(), question.id());
                List<Rubric.Criterion> open = open(rubric, question.id(), later, metStands, unmet);
                requirements.add(new Requirement.Asked(
                        part,
                        question,
                        answer,
                        state(
                                answer.text().isBlank(),
                                !farBelow(answer.words(), question),
                                answer.carried(),
                                later,
                                isJudged(rubric, question.id()),
                                open),
                        open));
            }
            for (MicroCredential.Artefact artefact : part.artefacts()) {
                SavedText note = text(content.notes(), artefact.id());
                List<SavedItem> items = content.items().stream()
                        .filter(item -> item.artefactId().equals(artefact.id()))
                        .toList();
                List<SavedItem> present = items.stream()
                        .filter(item -> !item.removed() && !item.refused() && !item.isTranscript())
                        .toList();
                boolean untouched = items.stream().allMatch(item -> item.carried() && !item.removed())
                        && (note.carried() || note.revision() == 0);
                SavedText instead = text(content.instead(), artefact.id());
                List<Rubric.Criterion> open = open(rubric, artefact.id(), later, metStands, unmet);
                requirements.add(new Requirement.Shown(
                        part,
                        artefact,
                        note,
                        instead,
                        items,
                        content.captioned(),
                        state(
                                present.isEmpty() && note.text().isBlank(),
                                !present.isEmpty(),
                                untouched,
                                later,
                                isJudged(rubric, artefact.id()),
                                open),
                        open));
            }
        }
        List<Rubric.Criterion> wanted = rubric.stream()
                .filter(Rubric.Criterion::required)
                .filter(criterion -> !later || !metStands || unmet.contains(criterion.id()))
                .toList();
        return new Portfolio(credential, List.copyOf(requirements), later, content.shows(), wanted);
    }

    private static RequirementState state(
            boolean empty,
            boolean whole,
            boolean untouched,
            boolean later,
            boolean judged,
            List<Rubric.Criterion> open) {
        if (empty) {
            return RequirementState.EMPTY;
        }
        if (later && judged && open.isEmpty()) {
            return RequirementState.STANDS;
        }
        if (!whole) {
            return RequirementState.STARTED;
        }
        return later && judged && untouched ? RequirementState.NEEDS_WORK : RequirementState.COMPLETE;
    }

    private static boolean isJudged(List<Rubric.Criterion> rubric, String id) {
        return rubric.stream().anyMatch(criterion -> criterion.evidence().contains(id));
    }

    private static List<Rubric.Criterion> open(
            List<Rubric.Criterion> rubric, String id, boolean later, boolean metStands, Set<String> unmet) {
        if (!later) {
            return List.of();
        }
        return rubric.stream()
                .filter(criterion -> criterion.evidence().contains(id))
                .filter(criterion -> !metStands || unmet.contains(criterion.id()))
                .toList();
    }

    private static SavedText text(List<SavedText> texts, String id) {
        return texts.stream()
                .filter(text -> text.requirementId().equals(id))
                .findFirst()
                .orElse(SavedText.none(id));
    }

    Requirement.Asked question(String id) {
        return requirements.stream()
                .filter(Requirement.Asked.class::isInstance)
                .map(Requirement.Asked.class::cast)
                .filter(asked -> asked.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new NotFound("No such question in " + credential.id().value()));
    }

    Requirement.Shown artefact(String id) {
        return requirements.stream()
                .filter(Requirement.Shown.class::isInstance)
                .map(Requirement.Shown.class::cast)
                .filter(shown -> shown.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new NotFound("No such artefact in " + credential.id().value()));
    }

    public List<Requirement> in(MicroCredential.Part part) {
        return requirements.stream()
                .filter(requirement -> requirement.part().id().equals(part.id()))
                .toList();
    }

    /** What assessors will judge by it, in the order of the rubric. */
    public List<Rubric.Criterion> judgedBy(Requirement requirement) {
        return credential.rubric().criteria().stream()
                .filter(criterion -> criterion.evidence().contains(requirement.id()))
                .toList();
    }

    /** What may be said of a piece: every criterion of the rubric. */
    public List<Rubric.Criterion> criteria() {
        return credential.rubric().criteria();
    }

    /** Which criteria a piece of a requirement shows. */
    public Shows shows(Requirement requirement, String piece) {
        return chosen.stream()
                .filter(choice -> choice.requirementId().equals(piece))
                .findFirst()
                .map(choice -> new Shows(piece, Shows.ids(choice.text()), choice.revision(), choice.savedAt()))
                .orElseGet(() -> new Shows(piece, byAuthor(requirement), 0, null));
    }

    /** What holds for the pieces of a requirement until the earner says otherwise. */
    List<String> byAuthor(Requirement requirement) {
        return judgedBy(requirement).stream().map(Rubric.Criterion::id).toList();
    }

    /** The requirement that a piece belongs to, there or removed. */
    Requirement of(String piece) {
        return requirements.stream()
                .filter(requirement -> (requirement.isQuestion()
                                && requirement.id().equals(piece))
                        || (requirement instanceof Requirement.Shown shown
                                && shown.items().stream()
                                        .anyMatch(item -> item.id().toString().equals(piece))))
                .findFirst()
                .orElseThrow(
                        () -> new NotFound("No such piece in " + credential.id().value()));
    }

    private boolean isShown(Rubric.Criterion criterion) {
        return requirements.stream().anyMatch(requirement -> requirement.pieces().stream()
                .anyMatch(piece -> shows(requirement, piece).of(criterion.id())));
    }

    /** Required criteria that no piece is there for, where nothing that is missing altogether says so already. */
    private Stream<Finding> unshown(List<Finding> others) {
        return wanted.stream()
                .filter(criterion -> !isShown(criterion))
                .flatMap(criterion -> requirements.stream()
                        .filter(requirement -> criterion.evidence().contains(requirement.id()))
                        .findFirst()
                        .filter(requirement -> others.stream()
                                .noneMatch(other -> other.blocking()
                                        && criterion
                                                .evidence()
                                                .contains(other.requirement().id())))
                        .map(requirement ->
                                new Finding(requirement, Finding.What.CRITERION_UNSHOWN, 0, criterion.title()))
                        .stream());
    }

    /** How many requirements need nothing more; optional ones that are empty count as done. */
    public int done() {
        return (int) requirements.stream().filter(Portfolio::isDone).count();
    }

    private static boolean isDone(Requirement requirement) {
        return switch (requirement.state()) {
            case COMPLETE, STANDS -> true;
            case EMPTY -> !requirement.required();
            case STARTED, NEEDS_WORK -> false;
        };
    }

    /**
     * One line of the check before handing in.
     *
     * @param about the title of the criterion, where it is about one
     */
    record Finding(Requirement requirement, What what, int words, String about) {

        Finding(Requirement requirement, What what, int words) {
            this(requirement, what, words, "");
        }

        enum What {
            ANSWER_MISSING(true),
            ARTEFACT_MISSING(true),
            /** A file waits for the virus scanner. */
            BEING_CHECKED(true),
            /** The lesson has to be taught again, and nothing new is here of it. */
            RETEACH(true),
            ANSWER_SHORT(false),
            UNCHANGED(false),
            /** The author requires captions or a transcript, and a recording has neither, nor are they said to be in its picture. */
            TRANSCRIPT_MISSING(true),
            /** A file is of a kind that only an alternative has, and none is said to be used. */
            ALTERNATIVE_UNSAID(false),
            /** No piece is said to show a criterion. */
            CRITERION_UNSHOWN(false);

            private final boolean blocking;

            What(boolean blocking) {
                this.blocking = blocking;
            }
        }

        /** Whether it must be mended first; everything else is advice. */
        public boolean blocking() {
            return what.blocking;
        }

        public String key() {
            return what.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What to mend and what to think about, in the order of the parts, what must be mended first. */
    public List<Finding> findings() {
        List<Finding> ofRequirements =
                requirements.stream().flatMap(this::findings).toList();
        List<Finding> all =
                Stream.concat(ofRequirements.stream(), unshown(ofRequirements)).toList();
        return Stream.concat(
                        all.stream().filter(Finding::blocking), all.stream().filter(finding -> !finding.blocking()))
                .toList();
    }

    private Stream<Finding> findings(Requirement requirement) {
        if (requirement instanceof Requirement.Asked asked) {
            if (asked.answer().text().isBlank()) {
                return Stream.of(new Finding(asked, Finding.What.ANSWER_MISSING, 0));
            }
            int words = asked.answer().words();
            if (farBelow(words, asked.question()) && asked.state() != RequirementState.STANDS) {
                return Stream.of(new Finding(asked, Finding.What.ANSWER_SHORT, words));
            }
        } else if (requirement instanceof Requirement.Shown shown
                && shown.required()
                && shown.present().isEmpty()) {
            return Stream.of(new Finding(shown, Finding.What.ARTEFACT_MISSING, 0));
        } else if (requirement instanceof Requirement.Shown held
                && held.items().stream().anyMatch(item -> !item.removed() && item.held())) {
            return Stream.of(new Finding(held, Finding.What.BEING_CHECKED, 0));
        } else if (requirement instanceof Requirement.Shown old
                && credential.scoring().resubmission().reteachRequired()
                && !old.unmet().isEmpty()
                && old.present().stream().allMatch(SavedItem::carried)) {
            return Stream.of(new Finding(old, Finding.What.RETEACH, 0));
        }
        if (requirement instanceof Requirement.Shown shown && shown.lacksTranscript()) {
            return Stream.of(new Finding(shown, Finding.What.TRANSCRIPT_MISSING, 0));
        }
        if (requirement instanceof Requirement.Shown shown && shown.holdsUnsaidAlternative()) {
            return Stream.of(new Finding(shown, Finding.What.ALTERNATIVE_UNSAID, 0));
        }
        return requirement.state() == RequirementState.NEEDS_WORK
                ? Stream.of(new Finding(requirement, Finding.What.UNCHANGED, 0))
                : Stream.empty();
    }

    /** Whether a later attempt is, to the letter, what was handed in before: then nobody can score it otherwise. */
    public boolean nothingChanged() {
        return laterAttempt
                && chosen.stream().allMatch(SavedText::carried)
                && requirements.stream().allMatch(requirement -> {
                    if (requirement instanceof Requirement.Asked asked) {
                        return asked.answer().carried() || asked.answer().revision() == 0;
                    }
                    Requirement.Shown shown = (Requirement.Shown) requirement;
                    return shown.items().stream().allMatch(item -> item.carried() && !item.removed())
                            && (shown.note().carried() || shown.note().revision() == 0)
                            && (shown.instead().carried() || shown.instead().revision() == 0);
                });
    }

    /** Whether it may be handed in. */
    public boolean isReady() {
        return !nothingChanged() && findings().stream().noneMatch(Finding::blocking);
    }
}
