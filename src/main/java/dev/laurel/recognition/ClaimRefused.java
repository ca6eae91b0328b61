package dev.laurel.recognition;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** A claim that cannot be made or decided like that; nothing was changed. */
class ClaimRefused extends Refusal {

    private ClaimRefused(HttpStatus status, String key, String log, Object... arguments) {
        super(status, key, log, arguments);
    }

    static ClaimRefused claimedBefore() {
        return new ClaimRefused(HttpStatus.CONFLICT, "recognition.claimed-before", "This award counts there already");
    }

    static ClaimRefused countsInPart() {
        return new ClaimRefused(
                HttpStatus.CONFLICT,
                "recognition.counts-in-part",
                "A part of it, or what it is a part of, counts there");
    }

    static ClaimRefused otherCycle() {
        return new ClaimRefused(
                HttpStatus.CONFLICT,
                "recognition.other-cycle",
                "A cycle that shares time with it was said or claimed for before");
    }

    static ClaimRefused otherLicence() {
        return new ClaimRefused(
                HttpStatus.CONFLICT,
                "recognition.other-licence",
                "It counts for another license type in a cycle that shares time");
    }

    static ClaimRefused usedUp() {
        return new ClaimRefused(HttpStatus.CONFLICT, "recognition.used-up", "Nothing more counts by this rule");
    }

    /** It is the cycle of a license in which nothing more counts, whatever counts in the one that was asked for. */
    static ClaimRefused usedUp(String licence, int cycleEnds) {
        return new ClaimRefused(
                HttpStatus.CONFLICT,
                "recognition.used-up-licence",
                "Nothing more counts by this rule in the cycle of a license",
                licence,
                String.valueOf(cycleEnds));
    }

    static ClaimRefused noRule() {
        return new ClaimRefused(
                HttpStatus.NOT_FOUND, "recognition.no-such-rule", "No rule of that name speaks of this");
    }

    static ClaimRefused movedOn() {
        return new ClaimRefused(HttpStatus.CONFLICT, "recognition.moved-on", "The claim stands somewhere else by now");
    }

    static ClaimRefused notValid() {
        return new ClaimRefused(HttpStatus.CONFLICT, "recognition.not-valid", "The badge is revoked or expired");
    }

    static ClaimRefused notVerified() {
        return new ClaimRefused(
                HttpStatus.CONFLICT, "recognition.not-verified", "The badge of another issuer does not verify now");
    }

    static ClaimRefused nothingToRecord() {
        return new ClaimRefused(
                HttpStatus.CONFLICT, "recognition.nothing-to-record", "No badge of the claim counts now");
    }

    static ClaimRefused incomplete() {
        return new ClaimRefused(
                HttpStatus.BAD_REQUEST,
                "recognition.incomplete",
                "Words, figure or year are missing or not acceptable");
    }

    static ClaimRefused noSuchYear() {
        return new ClaimRefused(
                HttpStatus.BAD_REQUEST,
                "recognition.no-such-year",
                "No cycle that may be claimed for ends in that year");
    }

    static ClaimRefused unreadableYear() {
        return new ClaimRefused(
                HttpStatus.BAD_REQUEST, "recognition.unreadable-year", "A cycle was asked for that is no year");
    }

    static ClaimRefused noNumber() {
        return new ClaimRefused(
                HttpStatus.BAD_REQUEST, "recognition.no-number", "What was given cannot be an educator's number");
    }

    /** Whether it is for whoever decides to correct what they typed. */
    boolean isSlip() {
        return status() == HttpStatus.BAD_REQUEST || messageKey().equals("recognition.above-cap");
    }

    static ClaimRefused aboveCap() {
        return new ClaimRefused(
                HttpStatus.CONFLICT, "recognition.above-cap", "More than the rule lets count in a cycle");
    }
}
