package dev.laurel.submission;

import dev.laurel.lti.Launch;
import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Somebody who is no learner in the course asked for the earner's pages. Rights come from the membership role alone. */
class NotForCoordinators extends Refusal {

    private NotForCoordinators(Launch launch) {
        super(
                HttpStatus.FORBIDDEN,
                "submission.not-a-learner",
                "Launch " + launch.id().value() + " has no membership role Learner");
    }

    static void refuseUnlessLearner(Launch launch) {
        if (!launch.roles().isLearner() && !launch.roles().isTestUser()) {
            throw new NotForCoordinators(launch);
        }
    }
}
