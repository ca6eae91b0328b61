package dev.laurel.recognition;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Nothing in the catalogue has this id. */
class UnknownCredential extends Refusal {

    UnknownCredential() {
        super(
                HttpStatus.NOT_FOUND,
                "recognition.no-credential",
                "Asked for the value of something not in the catalogue");
    }
}
