package dev.laurel.assessment;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** A lead keeps the work on hold: no rating of it is handed in until it is released. */
class OnHold extends Refusal {

    OnHold(CaseId id) {
        super(HttpStatus.CONFLICT, "assessment.on-hold", "Case " + id.value() + " is on hold");
    }
}
