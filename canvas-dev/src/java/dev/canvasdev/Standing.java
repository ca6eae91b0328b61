package dev.canvasdev;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cell of the gradebook shows.
 *
 * @param state in words: graded, submitted, …
 * @param grade points; null when there is none
 */
record Standing(
        String state,
        String tone,
        @Nullable String grade,
        Times.@Nullable Moment at,
        @Nullable String progress,
        List<String> comments,
        List<AttemptView> attempts) {

    /** A submission, with the address or text that came with it. */
    record AttemptView(int number, String type, @Nullable String data, boolean link, Times.Moment at) {}

    static @Nullable Standing ofNullable(@Nullable Cell cell) {
        return cell == null || cell.scoredAt == null ? null : of(cell);
    }

    static Standing of(Cell cell) {
        boolean graded = cell.grade != null;
        String state = cell.needsReview
                ? "Needs review"
                : graded ? "Graded" : cell.attempts.isEmpty() ? "No grade" : "Submitted";
        return new Standing(
                state,
                cell.needsReview ? "waiting" : graded ? "good" : "quiet",
                cell.grade == null ? null : points(cell.grade),
                cell.scoredAt == null ? null : Times.of(cell.scoredAt),
                cell.activityProgress == null ? null : cell.activityProgress + ", " + cell.gradingProgress,
                cell.comments.stream().map(Cell.Note::text).toList(),
                cell.attempts.stream()
                        .map(a -> new AttemptView(
                                a.number(),
                                a.type(),
                                a.data(),
                                a.data() != null && a.data().matches("https?://.*"),
                                Times.of(a.submittedAt())))
                        .toList());
    }

    static String points(double value) {
        return value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : String.format(java.util.Locale.ROOT, "%.2f", value);
    }
}
