package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Kind;
import dev.laurel.assessment.Anchor.Piece;
import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.Anchor.StoredPiece;
import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.AnchorDesk.Draft;
import dev.laurel.assessment.AnchorDesk.Lacks;
import dev.laurel.assessment.CriterionView.LevelView;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.system.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;

/**
 * The form in which an anchor is written, by leads and by authors: what was typed, and what of it is still missing.
 *
 * @param id of the anchor that comes of it
 * @param typed as it was sent, to be shown again; absent for a fresh page
 */
record AnchorForm(
        UUID id,
        String name,
        Task task,
        List<Piece> pieces,
        List<Score> scores,
        List<Lacks> lacks,
        @Nullable MultiValueMap<String, String> typed) {

    /** An empty one, whose id makes a button that is pressed twice make one anchor. */
    static AnchorForm fresh(Task task) {
        return of(Ids.next(), "", task);
    }

    /** One that was written before; the texts come from the draft. */
    static AnchorForm of(UUID id, String name, Task task) {
        return new AnchorForm(id, name, task, List.of(), List.of(), List.of(), null);
    }

    /** What somebody sent. */
    static AnchorForm read(Draft draft, MultiValueMap<String, String> form) {
        List<Piece> pieces = new ArrayList<>();
        for (int n = 0; n < draft.pieces().size(); n++) {
            Piece offered = draft.pieces().get(n);
            boolean text = offered.kind() == Kind.ANSWER || offered.kind() == Kind.NOTE;
            String typed = Entries.clean(value(form, "text." + n));
            boolean in = draft.source() == null || form.containsKey("in." + n);
            if (in && (!text || !typed.isEmpty())) {
                pieces.add(text ? offered.saying(typed) : offered);
            }
        }
        List<Score> scores = new ArrayList<>();
        for (Criterion criterion : draft.credential().rubric().criteria()) {
            String level = value(form, "level." + criterion.id());
            String why = Entries.clean(value(form, "why." + criterion.id()));
            if (criterion.level(level).isPresent()) {
                scores.add(new Score(criterion.id(), level, why));
            }
        }
        String name = value(form, "name").strip();
        return new AnchorForm(
                id(value(form, "id")),
                name,
                task(value(form, "task")),
                pieces,
                scores,
                AnchorDesk.lacks(draft.credential(), name, pieces, scores),
                form);
    }

    private static String value(MultiValueMap<String, String> form, String field) {
        return Objects.requireNonNullElse(form.getFirst(field), "");
    }

    private static Task task(String text) {
        for (Task task : Task.values()) {
            if (task.name().equals(text)) {
                return task;
            }
        }
        return Task.TRAINING;
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return Ids.next();
        }
    }

    /**
     * @param heading of the question or artefact it belongs to
     * @param kind as the template's cases
     */
    record PieceField(
            int n,
            String heading,
            Kind kind,
            String text,
            boolean in,
            @Nullable StoredPiece file,
            @Nullable String instead) {}

    record ScoreField(
            int number,
            Criterion criterion,
            List<LevelView> levels,
            @Nullable String level,
            String why) {}

    /**
     * The page with the form in it.
     *
     * @param does the last part of the message key that the button says
     */
    String show(Draft draft, String does, Model model) {
        AssessmentCase source = draft.source();
        model.addAttribute("id", id);
        model.addAttribute("source", source == null ? null : source.id().value());
        model.addAttribute("label", source == null ? null : source.id().label());
        model.addAttribute("does", "assessment.anchor." + does);
        model.addAttribute("credentialTitle", draft.credential().title());
        model.addAttribute("language", draft.credential().language());
        model.addAttribute("name", name);
        model.addAttribute("task", task);
        model.addAttribute("tasks", Task.values());
        model.addAttribute("pieces", pieceFields(draft));
        model.addAttribute("scores", scoreFields(draft));
        model.addAttribute(
                "lacks",
                lacks.stream()
                        .map(lack -> "assessment.anchor.lacks." + lack.name().toLowerCase(Locale.ROOT))
                        .toList());
        model.addAttribute("mostText", AnchorDesk.MOST_TEXT);
        return "assessment/anchor-form";
    }

    private List<PieceField> pieceFields(Draft draft) {
        List<PieceField> fields = new ArrayList<>();
        for (int n = 0; n < draft.pieces().size(); n++) {
            Piece piece = draft.pieces().get(n);
            List<String> titles = draft.credential().titlesOf(List.of(piece.requirement()));
            fields.add(new PieceField(
                    n,
                    piece.requirement() + " " + (titles.isEmpty() ? "" : titles.get(0)),
                    piece.kind(),
                    typed == null ? piece.text() : value(typed, "text." + n),
                    typed == null ? piece.kind() != Kind.LINK : typed.containsKey("in." + n),
                    piece.file(),
                    piece.instead()));
        }
        return fields;
    }

    private List<ScoreField> scoreFields(Draft draft) {
        List<ScoreField> fields = new ArrayList<>();
        int number = 1;
        for (Criterion criterion : draft.credential().rubric().criteria()) {
            Score before = draft.scores().get(criterion.id());
            fields.add(new ScoreField(
                    number++,
                    criterion,
                    CriterionView.levels(criterion),
                    typed != null ? value(typed, "level." + criterion.id()) : before == null ? null : before.level(),
                    typed != null ? value(typed, "why." + criterion.id()) : before == null ? "" : before.rationale()));
        }
        return fields;
    }
}
