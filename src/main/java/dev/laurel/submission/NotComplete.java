package dev.laurel.submission;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Something required is missing, so that nothing was handed in; the check lists it. */
class NotComplete extends Refusal {

    NotComplete(SubmissionId id) {
        super(HttpStatus.CONFLICT, "submission.not-complete", "Submission " + id.value() + " is not complete");
    }
}
