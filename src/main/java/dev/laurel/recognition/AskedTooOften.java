package dev.laurel.recognition;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** One address asked more often in a minute than the settings allow. */
class AskedTooOften extends Refusal {

    AskedTooOften() {
        super(HttpStatus.TOO_MANY_REQUESTS, "recognition.too-often", "One address asks for values too often");
    }
}
