package dev.laurel.submission;

import java.util.Locale;

/** How far an earner is with one requirement. */
enum RequirementState {
    EMPTY("", "circle"),
    STARTED("you", "pencil"),
    COMPLETE("earned", "check-circle"),
    /** A criterion it is evidence for was not yet met, and it is as it was then. */
    NEEDS_WORK("you", "exclamation-circle"),
    /** Every criterion it is evidence for was met in an earlier attempt. */
    STANDS("earned", "check-circle-fill");

    private final String kind;
    private final String icon;

    RequirementState(String kind, String icon) {
        this.kind = kind;
        this.icon = icon;
    }

    /** The colour that goes with the icon and the word. */
    public String kind() {
        return kind;
    }

    public String icon() {
        return icon;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
