package dev.laurel.assessment;

/** Where one rating stands. It moves from left to right, and back from {@code HELD} to {@code WAITING} when it is put back. */
enum SeatState {
    WAITING,
    HELD,
    /** Handed in: it never changes again. */
    DONE,
    /** No longer asked for. */
    CLOSED
}
