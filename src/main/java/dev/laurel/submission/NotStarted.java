package dev.laurel.submission;

import dev.laurel.lti.Launch;
import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Somebody asked for a part of a submission that they have not started. */
class NotStarted extends Refusal {

    NotStarted(Launch launch) {
        super(
                HttpStatus.NOT_FOUND,
                "submission.not-started",
                "Launch " + launch.id().value() + " has no submission yet");
    }
}
