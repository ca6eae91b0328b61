package dev.laurel.journey;

import dev.laurel.assessment.Feedback;
import dev.laurel.assessment.Feedback.CriterionFeedback;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decided attempt, criterion by criterion, beside the rubric it was scored by. */
record FeedbackView(int attempt, boolean earned, Instant decidedAt, List<Line> lines) {

    /**
     * @param level label of the level reached; empty for pass/fail, whose words are the interface's
     * @param rungs every level, lowest first
     * @param aim what the cut asks for, when it was not reached
     */
    record Line(
            String title,
            boolean met,
            boolean passFail,
            String level,
            String cut,
            List<Rung> rungs,
            String words,
            @Nullable String aim) {}

    /** One level on the ladder: whether it was reached, and whether it is the lowest that counts. */
    record Rung(boolean reached, boolean cut) {}

    static FeedbackView of(Feedback feedback, Rubric rubric) {
        List<Line> lines = feedback.criteria().stream()
                .flatMap(given ->
                        rubric.criterion(given.criterionId()).stream().map(criterion -> line(given, criterion)))
                .toList();
        return new FeedbackView(feedback.attempt().number(), feedback.earned(), feedback.decidedAt(), lines);
    }

    private static Line line(CriterionFeedback given, Criterion criterion) {
        List<Rubric.Level> levels = criterion.levels();
        Rubric.Level cut = criterion.level(criterion.cut()).orElseThrow();
        Rubric.Level reached = criterion.level(given.level()).orElse(levels.get(0));
        int height = levels.indexOf(reached);
        List<Rung> rungs = levels.stream()
                .map(level -> new Rung(levels.indexOf(level) <= height, level.equals(cut)))
                .toList();
        return new Line(
                criterion.title(),
                given.met(),
                criterion.isPassFail(),
                reached.label(),
                cut.label(),
                rungs,
                given.words(),
                given.met() ? null : cut.descriptor());
    }

    public long met() {
        return lines.stream().filter(Line::met).count();
    }

    public List<Line> unmetLines() {
        return lines.stream().filter(line -> !line.met()).toList();
    }

    public List<Line> metLines() {
        return lines.stream().filter(Line::met).toList();
    }
}
