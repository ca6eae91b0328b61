package dev.laurel.submission;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Somebody has put the work on hold: nothing is handed in until that ends, and everything is as it was. */
class OnHoldNow extends Refusal {

    OnHoldNow(SubmissionId id) {
        super(HttpStatus.CONFLICT, "submission.on-hold", "Submission " + id.value() + " is on hold");
    }
}
