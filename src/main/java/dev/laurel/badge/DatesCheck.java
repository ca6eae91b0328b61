package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Step;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether a credential, or a list of status, is in force by its own dates. */
@Component
class DatesCheck {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final Clock clock;

    DatesCheck(Clock clock) {
        this.clock = clock;
    }

    Check of(JsonObject credential) {
        Instant now = clock.instant();
        boolean older = CredentialTerms.isOlder(credential);
        String begins = older ? "issuanceDate" : "validFrom";
        String ends = older ? "expirationDate" : "validUntil";
        try {
            Instant from = CredentialTerms.instant(CredentialTerms.string(credential, begins));
            if (isAhead(from)) {
                return Check.failed(Step.DATES, "not-yet");
            }
            if (credential.containsKey(ends)
                    && !now.isBefore(CredentialTerms.instant(CredentialTerms.string(credential, ends)))) {
                return Check.failed(Step.DATES, "expired");
            }
            return Check.passed(Step.DATES);
        } catch (DateTimeException e) {
            return Check.failed(Step.DATES, "unreadable");
        }
    }

    /** Whether a moment is still to come, however clocks differ. */
    boolean isAhead(Instant moment) {
        return clock.instant().plus(CLOCK_SKEW).isBefore(moment);
    }

    /** Whether a moment is over. */
    boolean isOver(Instant moment) {
        return !clock.instant().isBefore(moment);
    }

    /** Of a list of either data model; one without dates is. */
    boolean isInForce(JsonObject list) {
        try {
            for (String begins : List.of("validFrom", "issuanceDate")) {
                if (list.containsKey(begins)
                        && isAhead(CredentialTerms.instant(CredentialTerms.string(list, begins)))) {
                    return false;
                }
            }
            for (String ends : List.of("validUntil", "expirationDate")) {
                if (list.containsKey(ends) && isOver(CredentialTerms.instant(CredentialTerms.string(list, ends)))) {
                    return false;
                }
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
