package dev.laurel.lti.services;

import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.ResourceLinkId;

/** The platform's score service (AGS 2.0, section 3.4). Finds or makes the line item when a launch named none. */
public interface Scores {

    /**
     * Sends one score; returns once the platform has accepted it. One call, never retried here except once with a fresh
     * token after a 401.
     *
     * @throws ScoreNotAccepted when it will never be accepted as it is, or not now
     */
    void send(ResourceLinkId link, LtiUserId user, Score score) throws ScoreNotAccepted;

    /** How this platform treats a state without a grade, so that no grade is ever erased by one. */
    GradeHandling gradeHandling(ResourceLinkId link);

    /** What a score without a grade does to a grade that is already there. */
    enum GradeHandling {
        /** The platform can be told to keep it (Canvas). */
        KEEPS_WHEN_TOLD,
        /** The platform may erase it (Moodle and any platform not known better): never send one over a grade. */
        MAY_ERASE
    }
}
