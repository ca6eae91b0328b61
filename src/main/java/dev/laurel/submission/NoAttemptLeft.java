package dev.laurel.submission;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** The micro-credential allows no attempt after this one. */
class NoAttemptLeft extends Refusal {

    NoAttemptLeft(SubmissionId id) {
        super(HttpStatus.CONFLICT, "submission.no-attempt", "Submission " + id.value() + " has had its last attempt");
    }
}
