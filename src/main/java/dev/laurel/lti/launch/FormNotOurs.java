package dev.laurel.lti.launch;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** A form without the token of its window: sent by a page that is not ours, or left open for too long. */
final class FormNotOurs extends Refusal {

    FormNotOurs(String logMessage) {
        super(HttpStatus.FORBIDDEN, "lti.form-not-ours", logMessage);
    }
}
