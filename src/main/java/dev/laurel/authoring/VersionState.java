package dev.laurel.authoring;

/** Where a version stands on its way. */
enum VersionState {
    DRAFT,
    IN_REVIEW,
    /** On offer; its words never change again. */
    PUBLISHED,
    /** Closed to those who start; whoever began with it has until the end of the window. */
    RETIRING,
    RETIRED,
    /** A draft that nobody goes on with; it can be brought back. */
    SET_ASIDE;

    /** Whether it is on offer, or was. */
    boolean wasPublished() {
        return this == PUBLISHED || this == RETIRING || this == RETIRED;
    }
}
