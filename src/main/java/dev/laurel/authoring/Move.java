package dev.laurel.authoring;

/** A step in the life of a version. This table is the only place that says which steps there are and who takes them. */
enum Move {
    HAND_IN(VersionState.DRAFT, VersionState.IN_REVIEW, Mover.WRITER, false),
    TAKE_BACK(VersionState.IN_REVIEW, VersionState.DRAFT, Mover.WRITER, false),
    RETURN(VersionState.IN_REVIEW, VersionState.DRAFT, Mover.OTHER_REVIEWER, true),
    PUBLISH(VersionState.IN_REVIEW, VersionState.PUBLISHED, Mover.OTHER_REVIEWER, false),
    RETIRE(VersionState.PUBLISHED, VersionState.RETIRING, Mover.REVIEWER, true),
    CLOSE(VersionState.RETIRING, VersionState.RETIRED, Mover.HOUSE, false),
    SET_ASIDE(VersionState.DRAFT, VersionState.SET_ASIDE, Mover.WRITER, false),
    BRING_BACK(VersionState.SET_ASIDE, VersionState.DRAFT, Mover.WRITER, false);

    /** Who takes a step. */
    enum Mover {
        WRITER,
        REVIEWER,
        /** A reviewer who wrote no word of the version. */
        OTHER_REVIEWER,
        /** Nobody: it happens when the time has come. */
        HOUSE
    }

    private final VersionState from;
    private final VersionState to;
    private final Mover mover;
    private final boolean needsReason;

    Move(VersionState from, VersionState to, Mover mover, boolean needsReason) {
        this.from = from;
        this.to = to;
        this.mover = mover;
        this.needsReason = needsReason;
    }

    VersionState from() {
        return from;
    }

    VersionState to() {
        return to;
    }

    public boolean needsReason() {
        return needsReason;
    }

    /**
     * Whether somebody may take the step.
     *
     * @param wrote whether they wrote any word of the version
     */
    boolean isFor(boolean writer, boolean reviewer, boolean wrote) {
        return switch (mover) {
            case WRITER -> writer;
            case REVIEWER -> reviewer;
            case OTHER_REVIEWER -> reviewer && !wrote;
            case HOUSE -> false;
        };
    }
}
