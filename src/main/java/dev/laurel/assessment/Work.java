package dev.laurel.assessment;

/** What somebody asks to be given. */
enum Work {
    RATING,
    /** A dispute to settle. */
    DISPUTE
}
