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
        @Nullable String lockAt) {}
