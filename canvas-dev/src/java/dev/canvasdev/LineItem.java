package dev.canvasdev;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line item of the tool with what it holds for each person; part of the state. */
final class LineItem {

    String id = "";
    String toolId = "";
    String label = "";
    double scoreMaximum;

    @Nullable
    String resourceId;

    @Nullable
    String tag;

    @Nullable
    String resourceLinkId;

    @Nullable
    String startDateTime;

    @Nullable
    String endDateTime;

    @Nullable
    Map<String, Object> submissionType;
    /** Made with the assignment by the LMS or by deep linking: the tool cannot delete it. */
    boolean coupled;
    /** Whether it is a column of the gradebook. */
    boolean column = true;
    /** Person id to cell. */
    Map<String, Cell> cells = new LinkedHashMap<>();

    Cell cell(Person person) {
        return cells.computeIfAbsent(person.id(), id -> new Cell());
    }
}
