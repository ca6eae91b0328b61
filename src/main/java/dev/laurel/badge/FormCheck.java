package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import jakarta.json.JsonObject;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether a credential has the form that its standard gives it. */
@Component
class FormCheck {

    private final PublishedSchemas schemas;

    FormCheck(PublishedSchemas schemas) {
        this.schemas = schemas;
    }

    /** By the JSON schema that 1EdTech publishes, of data model 2.0 alone. */
    Check of(JsonObject credential) {
        if (CredentialTerms.isOlder(credential)) {
            return new Check(Step.SCHEMA, Outcome.SKIPPED, "older", "");
        }
        Optional<String> fault = CredentialTerms.isRecord(credential)
                ? schemas.faultOfRecord(credential)
                : schemas.faultOfBadge(credential);
        return fault.isEmpty()
                ? Check.passed(Step.SCHEMA)
                : new Check(Step.SCHEMA, Outcome.FAILED, "wrong", fault.get());
    }

    /** Of Open Badges 2.0, by the table of its specification. */
    static Check ofHosted(JsonObject assertion) {
        return HostedForm.fault(assertion)
                .map(fault -> new Check(Step.SCHEMA, Outcome.FAILED, "hosted-wrong", fault))
                .orElseGet(() -> new Check(Step.SCHEMA, Outcome.PASSED, "hosted", ""));
    }
}
