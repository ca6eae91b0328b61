package dev.laurel.lti;

/** What becomes of a deployment that launches without ever having been told of (LTI Core 1.3, section 3.1.3). */
public enum NewDeployments {
    /** Each one waits for the operator. */
    WAIT,
    /** The first of a registration that has none is the one that was meant; any further one waits. */
    FIRST,
    /** Each one is welcome at once. */
    ACCEPT
}
