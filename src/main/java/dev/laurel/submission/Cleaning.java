package dev.laurel.submission;

import java.util.Locale;

/** What became of the hidden details of a file: place, time, device, author. */
enum Cleaning {
    /** None are left that we know of. */
    CLEAN,
    /** A kind that we cannot clean, or a file that forbids it: the earner is told. */
    NOT_CLEANED,
    /** Files within it are gone that nobody could take as evidence: the earner is told. */
    TAKEN_OUT;

    public String key() {
        return "submission.cleaning." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
