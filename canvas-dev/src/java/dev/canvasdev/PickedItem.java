package dev.canvasdev;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back from the tool's picker, as the LMS understood it.
 *
 * @param scoreMaximum null for something without a grade
 */
record PickedItem(
        String title,
        String text,
        String url,
        Map<String, Object> custom,
        @Nullable Double scoreMaximum,
        @Nullable String resourceId,
        @Nullable String tag,
        boolean newTab,
        @Nullable String unlockAt,
        @Nullable String dueAt,
        @Nullable String lockAt) {

    PickedItem with(String newTitle, @Nullable Double newMaximum) {
        return new PickedItem(
                newTitle, text, url, custom, newMaximum, resourceId, tag, newTab, unlockAt, dueAt, lockAt);
    }

    /** The maximum for the form; empty for something without a grade. */
    public String points() {
        return scoreMaximum == null ? "" : Standing.points(scoreMaximum);
    }
}
