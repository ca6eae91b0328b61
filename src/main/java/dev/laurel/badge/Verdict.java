package dev.laurel.badge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a credential found, step by step.
 *
 * @param name of the badge, when the text could be read
 * @param address of its public page, when it is one of ours
 */
record Verdict(
        List<Check> checks, @Nullable String name, @Nullable String address) {

    Verdict {
        checks = List.copyOf(checks);
    }

    enum Step {
        TEXT,
        CONTEXT,
        PROOF,
        KEY,
        SIGNATURE,
        DATES,
        STATUS
    }

    enum Outcome {
        PASSED,
        FAILED,
        UNKNOWN
    }

    /**
     * @param reason last part of the message key that says why
     * @param detail what the message speaks of; empty for most
     */
    record Check(Step step, Outcome outcome, String reason, String detail) {}

    /** Failed when one step failed; passed when all passed. What could not be found out is not a pass. */
    public Outcome overall() {
        if (checks.stream().anyMatch(check -> check.outcome() == Outcome.FAILED)) {
            return Outcome.FAILED;
        }
        return checks.stream().allMatch(check -> check.outcome() == Outcome.PASSED) ? Outcome.PASSED : Outcome.UNKNOWN;
    }
}
