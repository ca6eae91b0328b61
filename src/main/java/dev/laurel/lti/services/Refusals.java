package dev.laurel.lti.services;

import dev.laurel.lti.Registration;
import dev.laurel.lti.services.ScoreNotAccepted.Fault;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.system.OutboundResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What a platform means when it does not take a score. Statuses are compared as numbers; the words that are looked for
 * are those that Canvas and Moodle were seen to use, and those that Brightspace and Blackboard are documented to use, which
 * nobody has seen yet. Nothing of the body goes into the exception: it may name people.
 */
final class Refusals {

    private static final String KEY = "developer key";
    private static final double SCARCE = 100;

    private Refusals() {}

    static ScoreNotAccepted of(Registration registration, OutboundResponse answer, Instant now) {
        Duration retryAfter = RetryAfter.of(answer.header("Retry-After").orElse(null), now);
        return ScoreNotAccepted.answer(
                reason(registration, answer),
                fault(answer),
                registration.issuer() + " answered " + answer.status(),
                retryAfter);
    }

    /** After a 5xx nobody knows: gateways give up while the work goes on behind them. */
    private static Fault fault(OutboundResponse answer) {
        return switch (answer.status()) {
            // Canvas switches keys on and off for everybody; where the tool is not installed concerns some courses
            // alone.
            case 401 -> words(answer).contains(KEY) ? Fault.SHUT : Fault.NONE;
            case 425, 429 -> Fault.THROTTLED;
            case 403 -> isThrottled(answer, words(answer)) ? Fault.THROTTLED : Fault.NONE;
            case 408 -> Fault.IN_DOUBT;
            default -> answer.status() >= 500 ? Fault.IN_DOUBT : Fault.NONE;
        };
    }

    /** Canvas counts attempts; the same score goes through as no new attempt. */
    static boolean isAttemptsUsedUp(OutboundResponse answer) {
        return answer.status() == 422 && words(answer).contains("maximum number of allowed attempts");
    }

    private static Reason reason(Registration registration, OutboundResponse answer) {
        String words = words(answer);
        return switch (answer.status()) {
            case 401 -> unauthorized(words);
            case 403 ->
                isThrottled(answer, words)
                        ? Reason.PLATFORM_UNAVAILABLE
                        : isAboutThePerson(words) ? Reason.PERSON_NOT_GRADABLE : Reason.NOT_PERMITTED;
            case 404, 410 ->
                isAboutThePerson(words)
                        ? Reason.PERSON_NOT_GRADABLE
                        : words.contains("context") || words.contains("course does not exist")
                                ? Reason.COURSE_CLOSED
                                : Reason.LINE_ITEM_GONE;
            case 408, 425, 429 -> Reason.PLATFORM_UNAVAILABLE;
            case 409 -> Reason.TIMESTAMP_TOO_OLD;
            case 400 -> badRequest(registration, words);
            case 412 -> Reason.NOT_PERMITTED;
            case 422 -> unprocessable(registration, words);
            default -> answer.status() >= 500 ? Reason.PLATFORM_UNAVAILABLE : Reason.REFUSED;
        };
    }

    static boolean isThrottled(OutboundResponse answer) {
        return switch (answer.status()) {
            case 425, 429 -> true;
            case 403 -> isThrottled(answer, words(answer));
            default -> false;
        };
    }

    private static boolean isThrottled(OutboundResponse answer, String words) {
        return words.contains("rate limit exceeded")
                || answer.header("X-Rate-Limit-Remaining")
                        .map(Refusals::isUsedUp)
                        .orElse(false);
    }

    private static boolean isUsedUp(String remaining) {
        return isAtMost(0, remaining);
    }

    /** Whether Canvas has little left to give this tool for now: it refuses for a while when there is nothing. */
    static boolean isScarce(Registration registration, OutboundResponse answer) {
        return registration.isOfFamily("canvas")
                && answer.header("X-Rate-Limit-Remaining")
                        .map(remaining -> isAtMost(SCARCE, remaining))
                        .orElse(false);
    }

    private static boolean isAtMost(double most, String number) {
        try {
            return Double.parseDouble(number) <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A token that has just ended is mended by asking again; a right that was never granted is not. */
    private static Reason unauthorized(String words) {
        if (words.contains(KEY)) {
            return Reason.TOOL_SHUT_OUT;
        }
        if (words.contains("not linked")) {
            return Reason.TOOL_NOT_IN_COURSE;
        }
        return words.contains("insufficient") ? Reason.NOT_PERMITTED : Reason.TOKEN_NOT_TAKEN;
    }

    /**
     * Brightspace answers 403 for somebody who is not in the course and 404 for somebody it does not know; Blackboard answers
     * 400. The column is there all the same.
     */
    private static boolean isAboutThePerson(String words) {
        return words.contains("user in requested score") || words.contains("user could not be found");
    }

    private static Reason badRequest(Registration registration, String words) {
        if (isAboutThePerson(words)) {
            return Reason.PERSON_NOT_GRADABLE;
        }
        if (words.contains("before last updated timestamp")) {
            return Reason.TIMESTAMP_TOO_OLD;
        }
        // Moodle gives its reason in the status line alone, and the one that a well-formed score meets is this.
        boolean moodleSaysNothing =
                registration.isOfFamily("moodle") && words.strip().equals("[]");
        return moodleSaysNothing ? Reason.PERSON_NOT_GRADABLE : Reason.REFUSED;
    }

    private static Reason unprocessable(Registration registration, String words) {
        if (words.contains("concluded") || words.contains("unpublished")) {
            return Reason.COURSE_CLOSED;
        }
        if (words.contains("not a student") || words.contains("user not found")) {
            return Reason.PERSON_NOT_GRADABLE;
        }
        // Brightspace: the person's role cannot be graded there.
        return registration.isOfFamily("desire2learn") ? Reason.PERSON_NOT_GRADABLE : Reason.REFUSED;
    }

    private static String words(OutboundResponse answer) {
        String text = answer.text();
        return (text.length() > 4000 ? text.substring(0, 4000) : text).toLowerCase(Locale.ROOT);
    }
}
