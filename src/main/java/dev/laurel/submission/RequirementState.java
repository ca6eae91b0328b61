package dev.laurel.submission;

import java.util.Locale;

/** How far an earner is with one requirement. */
enum RequirementState {
    EMPTY,
    STARTED,
    COMPLETE,
    /** A criterion it is evidence for was not yet met, and it is as it was then. */
    NEEDS_WORK,
    /** Every criterion it is evidence for was met in an earlier attempt. */
    STANDS;

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
