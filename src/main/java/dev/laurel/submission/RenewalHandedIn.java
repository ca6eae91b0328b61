package dev.laurel.submission;

import dev.laurel.system.Refusal;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** A change to a renewal that waits for its decision, or has it. */
class RenewalHandedIn extends Refusal {

    RenewalHandedIn(UUID renewal) {
        super(HttpStatus.CONFLICT, "submission.renewal-handed-in", "Renewal " + renewal + " is handed in");
    }
}
