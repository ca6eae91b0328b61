package dev.laurel.assessment;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** The earner is being asked about the work: it is rated no further until a lead has decided. */
class OnHold extends Refusal {

    OnHold(CaseId id) {
        super(HttpStatus.CONFLICT, "assessment.on-hold", "Case " + id.value() + " is on hold");
    }
}
