package dev.laurel.assessment;

/** Which of a case's ratings one person gives. Who sits in the first or the second is told neither of them. */
enum Seat {
    /** Looks whether everything is there and legible, before anybody rates. */
    CHECK,
    FIRST,
    SECOND,
    /** Rates afresh what the other two dispute, and nothing else. */
    ADJUDICATOR
}
