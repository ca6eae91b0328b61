package dev.canvasdev;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An activity that opens the tool; part of the state. */
final class Assignment {

    String id = "";
    String resourceLinkId = "";
    String toolId = "";
    String title = "";
    /** HTML, as it came. */
    String description = "";

    String url = "";
    /** What LTI 1.1 called the link; empty when it has no such past. */
    String lti11LinkId = "";

    Map<String, Object> custom = new LinkedHashMap<>();
    boolean published = true;
    boolean newTab;
    /** How often somebody may submit; null for as often as they like. */
    @Nullable
    Integer allowedAttempts;

    @Nullable
    String unlockAt;

    @Nullable
    String dueAt;

    @Nullable
    String lockAt;
}
