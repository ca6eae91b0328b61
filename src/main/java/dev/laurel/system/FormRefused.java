package dev.laurel.system;

import org.springframework.http.HttpStatus;

/** A form that is kept whole and did not, or would not, arrive whole; nothing was changed. */
class FormRefused extends Refusal {

    private FormRefused(HttpStatus status, String reason, String logMessage) {
        super(status, "system.form." + reason, logMessage);
    }

    static FormRefused cutOff() {
        return new FormRefused(HttpStatus.BAD_REQUEST, "cut-off", "The end of a form did not arrive");
    }

    static FormRefused tooLong(int values) {
        return new FormRefused(HttpStatus.CONFLICT, "too-long", "A form would have " + values + " fields");
    }
}
