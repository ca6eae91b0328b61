package dev.laurel.submission;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Somebody has put the work on hold: it is neither handed in nor taken back until that ends, and everything is as it was. */
class OnHoldNow extends Refusal {

    OnHoldNow(SubmissionId id) {
        this(id, "submission.on-hold");
    }

    private OnHoldNow(SubmissionId id, String key) {
        super(HttpStatus.CONFLICT, key, "Submission " + id.value() + " is on hold");
    }

    /** It is looked at as it was handed in. */
    static OnHoldNow notTakenBack(SubmissionId id) {
        return new OnHoldNow(id, "submission.on-hold-back");
    }
}
