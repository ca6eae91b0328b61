package dev.laurel.assessment;

import dev.laurel.person.StaffMember;
import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** The case is nobody's, somebody else's, another tenant's or does not exist; which of these is not told. */
class CaseNotHeld extends Refusal {

    CaseNotHeld(CaseId id, StaffMember assessor) {
        super(
                HttpStatus.NOT_FOUND,
                "assessment.not-held",
                "Case " + id.value() + " is not held by staff member "
                        + assessor.id().value());
    }
}
