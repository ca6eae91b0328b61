package dev.laurel.lti;

import org.jspecify.annotations.Nullable;

/** The course, group or account of a launch (LTI Core 1.3, section 5.4.1). */
public record LaunchContext(
        ContextId id, @Nullable String label, @Nullable String title) {}
