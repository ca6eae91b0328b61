package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import dev.laurel.submission.SubmissionId;

/** Knows who may not rate somebody's work for a reason that does not show here, such as being that very person. */
public interface KeptFromRating {

    /** Whether this member of staff may not be given that submission. */
    boolean isKept(StaffId staff, SubmissionId submission);
}
