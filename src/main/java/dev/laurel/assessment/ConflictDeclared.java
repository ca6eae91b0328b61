package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import dev.laurel.submission.SubmissionId;

/** Somebody may know whose work it is, or it is their own. */
record ConflictDeclared(SubmissionId submission, StaffId staff) {}
