package dev.laurel.reporting;

import java.util.Locale;

/** What a table of a report counts. Some are never printed, but anybody can work them out by subtracting. */
enum Step {
    OPENED,
    STARTED,
    SUBMITTED,
    /** Decided for the first time. */
    DECIDED,
    FIRST_NOT_YET,
    FIRST_EARNED,
    LATER_EARNED,
    EARNED;

    /** Where it stands in a row of numbers. */
    @SuppressWarnings("EnumOrdinal") // nothing is stored by it
    int place() {
        return ordinal();
    }

    /** As message keys spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
