package dev.laurel.lti.services;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The platform did not take a score: {@link #isFinal()} tells whether trying again can help. No personal data in the message. */
public final class ScoreNotAccepted extends Exception {

    /** Why, for a person: the key is {@code lti.score.<reason in lower case>}. */
    public enum Reason {
        /** Not reachable, time-out, 5xx, throttled, token endpoint down: try again. */
        PLATFORM_UNAVAILABLE,
        /** A newer score is already there: send again with a later timestamp. */
        TIMESTAMP_TOO_OLD,
        /** A service took neither our access token nor a fresh one: try again a few times. */
        TOKEN_NOT_TAKEN,
        /** The person cannot be graded in this course (left it, or is no student there). */
        PERSON_NOT_GRADABLE,
        /** The gradebook column is gone. */
        LINE_ITEM_GONE,
        /** The course is concluded or has not begun, or the assignment is unpublished: a person there can change that. */
        COURSE_CLOSED,
        /** The platform gave this link no gradebook column and lets us make none. */
        NO_GRADEBOOK,
        /** The platform lets the tool send scores, and no launch has said yet where those of this link go. */
        COLUMN_NOT_NAMED,
        /** Another grade stands in the gradebook than at the first look after the last one arrived: only a person sends over it. */
        CHANGED_BY_HAND,
        /** The tool lacks the right to send scores. */
        NOT_PERMITTED,
        /** The platform lets the tool do nothing at all, for example because it is switched off there. */
        TOOL_SHUT_OUT,
        /** The platform works, and the tool is not, or no longer, part of this course: a person there can change that. */
        TOOL_NOT_IN_COURSE,
        /** Refused for another reason, which the log names. */
        REFUSED
    }

    /** What it says of the platform as a whole. */
    public enum Fault {
        /** The platform works. */
        NONE,
        /** Nothing: it was not asked this time. */
        UNKNOWN,
        /** It works and asks to be called less often. */
        THROTTLED,
        /** It takes nothing from this tool until a person there lets it in. */
        SHUT,
        /** It does not do its work, and did not do this. */
        DOWN,
        /** It gave no clear answer: what was asked may have been done all the same. */
        IN_DOUBT
    }

    private final Reason reason;
    private final Fault fault;
    private final @Nullable Duration retryAfter;
    private final boolean answered;

    public ScoreNotAccepted(Reason reason, String detail, @Nullable Duration retryAfter) {
        this(reason, reason == Reason.PLATFORM_UNAVAILABLE ? Fault.DOWN : Fault.NONE, detail, retryAfter);
    }

    public ScoreNotAccepted(Reason reason, Fault fault, String detail, @Nullable Duration retryAfter) {
        this(reason, fault, detail, retryAfter, false);
    }

    private ScoreNotAccepted(
            Reason reason, Fault fault, String detail, @Nullable Duration retryAfter, boolean answered) {
        super(detail);
        this.reason = reason;
        this.fault = fault;
        this.retryAfter = retryAfter;
        this.answered = answered;
    }

    /** A service was reached, and this is what it said. */
    static ScoreNotAccepted answer(Reason reason, Fault fault, String detail, @Nullable Duration retryAfter) {
        return new ScoreNotAccepted(reason, fault, detail, retryAfter, true);
    }

    /** Whether the service that was asked said so itself; otherwise it was not reached, or there was no token for it. */
    public boolean isAnswer() {
        return answered;
    }

    public Reason reason() {
        return reason;
    }

    public Fault fault() {
        return fault;
    }

    /** How long the platform asked us to wait; null when it named no time. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public boolean isFinal() {
        return switch (reason) {
            case PLATFORM_UNAVAILABLE,
                    TIMESTAMP_TOO_OLD,
                    TOKEN_NOT_TAKEN,
                    COURSE_CLOSED,
                    TOOL_SHUT_OUT,
                    TOOL_NOT_IN_COURSE -> false;
            case PERSON_NOT_GRADABLE,
                    LINE_ITEM_GONE,
                    NO_GRADEBOOK,
                    COLUMN_NOT_NAMED,
                    CHANGED_BY_HAND,
                    NOT_PERMITTED,
                    REFUSED -> true;
        };
    }
}
