package dev.laurel.submission;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Evidence that somebody still needs to look at, or may have to, cannot be withdrawn. */
class EvidenceNeeded extends Refusal {

    EvidenceNeeded(SubmissionId id, String why) {
        super(
                HttpStatus.CONFLICT,
                "submission.evidence-needed." + why,
                "The evidence of submission " + id.value() + " is still needed: " + why);
    }
}
