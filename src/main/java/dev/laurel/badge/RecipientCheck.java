package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import jakarta.json.JsonObject;

/** Whether a badge is for the person whom somebody names. */
final class RecipientCheck {

    private RecipientCheck() {}

    /** @param address empty where nobody is named */
    static Check of(JsonObject badge, String address) {
        Recipients recipients = Recipients.of(badge);
        if (recipients.nobody()) {
            Outcome outcome = address.isBlank() ? Outcome.SKIPPED : Outcome.UNKNOWN;
            return new Check(Step.RECIPIENT, outcome, "nobody", "");
        }
        if (address.isBlank()) {
            return new Check(Step.RECIPIENT, Outcome.SKIPPED, "not-asked", "");
        }
        return recipients.include(address)
                ? new Check(Step.RECIPIENT, Outcome.PASSED, "theirs", "")
                : Check.failed(Step.RECIPIENT, "somebody-elses");
    }
}
