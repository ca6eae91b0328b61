package dev.laurel.lti.services;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The platform gave no roster: {@link #isFinal()} tells whether asking again soon can help. No personal data in the message. */
public final class RosterNotGiven extends Exception {

    /** Why, so that each reader can say it in their own words. */
    public enum Reason {
        /** No launch from this course has told of a roster: the service is switched off for this tool. */
        NO_SERVICE,
        /** The platform does not let this tool read it. */
        NOT_PERMITTED,
        /** The course is gone or closed. */
        COURSE_GONE,
        /** Not reachable, time-out, 5xx, throttled, token endpoint down: try again. */
        PLATFORM_UNAVAILABLE,
        /** What came was no roster, or was refused for another reason, which the log names. */
        REFUSED
    }

    private final Reason reason;
    private final @Nullable Duration retryAfter;

    public RosterNotGiven(Reason reason, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /** How long the platform asked us to wait; null when it named no time. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public boolean isFinal() {
        return reason != Reason.PLATFORM_UNAVAILABLE;
    }
}
