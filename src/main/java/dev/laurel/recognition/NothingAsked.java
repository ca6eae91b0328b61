package dev.laurel.recognition;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** The question names no credential or no authority. */
class NothingAsked extends Refusal {

    NothingAsked() {
        super(HttpStatus.BAD_REQUEST, "recognition.nothing-asked", "Asked for a value without credential or authority");
    }
}
