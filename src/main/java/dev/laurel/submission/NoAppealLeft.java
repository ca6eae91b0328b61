package dev.laurel.submission;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** The time for an appeal is over, this attempt has had its one, or its evidence was deleted. */
class NoAppealLeft extends Refusal {

    NoAppealLeft(SubmissionId id) {
        super(HttpStatus.CONFLICT, "submission.no-appeal", "Submission " + id.value() + " has no appeal left");
    }
}
