package dev.laurel.submission;

import dev.laurel.lti.Launch;
import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** The link of this window stands for no micro-credential, so that there is nothing to hand evidence in for. */
class NothingToSubmit extends Refusal {

    NothingToSubmit(Launch launch) {
        super(
                HttpStatus.NOT_FOUND,
                "submission.nothing-placed",
                "Launch " + launch.id().value() + " is of a link without a micro-credential");
    }
}
