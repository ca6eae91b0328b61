package dev.laurel.assessment;

/** Where a case stands. It moves from left to right, and back from {@code IN_SCORING} to {@code WAITING} when it is put back. */
enum CaseState {
    WAITING,
    IN_SCORING,
    IN_ADJUDICATION,
    DECIDED,
    WITHDRAWN
}
