package dev.laurel.submission;

import java.time.Instant;

/**
 * The fact, told by whoever scores, that what was handed in is not complete: it is a draft again and costs no attempt. Owned
 * here, so that nothing here knows who scores.
 */
public interface AttemptReturned {

    AttemptId attempt();

    /** What is missing, for the earner to read. */
    String words();

    Instant returnedAt();
}
