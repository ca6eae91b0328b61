package dev.laurel.submission;

import java.time.Instant;

/**
 * The fact, told by whoever scores, that a lead closed work that was on hold: it is not rated, no grade is changed, and a lead
 * may open it again as a draft. Owned here, so that nothing here knows who scores.
 */
public interface AttemptClosed {

    AttemptId attempt();

    /** Why, for the earner to read. */
    String words();

    Instant closedAt();
}
