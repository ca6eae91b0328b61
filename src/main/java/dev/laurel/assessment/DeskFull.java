package dev.laurel.assessment;

import dev.laurel.person.StaffMember;
import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Somebody holds as many submissions as one person may. */
class DeskFull extends Refusal {

    DeskFull(StaffMember assessor, int held) {
        super(
                HttpStatus.CONFLICT,
                "assessment.desk-full",
                "Staff member " + assessor.id().value() + " holds " + held + " submissions",
                held);
    }
}
