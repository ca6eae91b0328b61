package dev.laurel.submission;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** A change that the submission's state does not allow; the page names the state and what can be done in it. */
class NotPossibleNow extends Refusal {

    private final SubmissionState state;

    NotPossibleNow(SubmissionId id, SubmissionState state, SubmissionState wanted) {
        super(
                HttpStatus.CONFLICT,
                "submission.not-now." + state.key(),
                "Submission " + id.value() + " is " + state + " and cannot become " + wanted);
        this.state = state;
    }

    SubmissionState state() {
        return state;
    }
}
