package dev.laurel.submission;

/** What an earner can choose about a piece of evidence. */
enum Choice {
    /** Which criteria it shows. */
    CRITERIA
}
