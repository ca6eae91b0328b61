package dev.laurel.assessment;

/** Where a case stands. It moves from left to right, and back from {@code IN_SCORING} to {@code WAITING} when it is put back. */
enum CaseState {
    IN_CHECK,
    /** Not complete: the earner mends it and hands it in as a new case. */
    RETURNED,
    WAITING,
    IN_SCORING,
    IN_ADJUDICATION,
    DECIDED,
    WITHDRAWN;

    /** Whether somebody still owes a decision on it. */
    boolean isOpen() {
        return this == IN_CHECK || this == WAITING || this == IN_SCORING || this == IN_ADJUDICATION;
    }
}
