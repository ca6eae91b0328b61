package dev.laurel.authoring;

import java.util.Locale;

/** By how many people work is rated; each asks for more of them than the one before. */
enum ScoringModel {
    SINGLE,
    CONDITIONAL_DOUBLE,
    INDEPENDENT_DOUBLE;

    /** As documents spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
