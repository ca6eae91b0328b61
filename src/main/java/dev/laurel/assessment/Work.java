package dev.laurel.assessment;

/** What somebody asks to be given. */
enum Work {
    /** A submission to look through for completeness. */
    CHECK,
    RATING,
    /** A dispute to settle. */
    DISPUTE
}
