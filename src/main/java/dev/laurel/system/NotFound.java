package dev.laurel.system;

import org.springframework.http.HttpStatus;

/** What was asked for is not here, or not this person's to see; the two are not told apart. */
public class NotFound extends Refusal {

    public NotFound(String logMessage) {
        super(HttpStatus.NOT_FOUND, "system.not-found", logMessage);
    }
}
