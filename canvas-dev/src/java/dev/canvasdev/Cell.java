package dev.canvasdev;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one line item holds for one person; part of the state. */
final class Cell {

    /** The number of its result resource. */
    @Nullable
    String resultId;
    /** What the gradebook shows, in points of the line item; null when there is none. */
    @Nullable
    Double grade;
    /** What the result service answers. */
    @Nullable
    Double resultScore;

    @Nullable
    Double resultMaximum;
    /** The last comment, which the result service answers. */
    @Nullable
    String comment;

    @Nullable
    String activityProgress;

    @Nullable
    String gradingProgress;
    /** The timestamp of the last score that was taken, in milliseconds. */
    @Nullable
    Long scoredAt;

    List<Note> comments = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    boolean needsReview;

    record Note(String text, long at) {}

    /**
     * A submission as the LMS keeps it.
     *
     * @param data the address or text that came with it
     * @param files names and sizes of files that were fetched
     */
    record Attempt(int number, String type, @Nullable String data, long submittedAt, List<Map<String, Object>> files) {}
}
