package dev.laurel.recognition;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** No authority has this code. */
class UnknownAuthority extends Refusal {

    UnknownAuthority() {
        super(HttpStatus.NOT_FOUND, "recognition.no-authority", "Asked for an authority that is not known");
    }
}
