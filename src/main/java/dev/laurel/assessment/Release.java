package dev.laurel.assessment;

/** Why an assignment ended. */
enum Release {
    /** The assessor gave it back; another or the same may take it. */
    PUT_BACK,
    /** It was overdue for too long: another is asked before the same person is again. */
    OVERDUE,
    /** They may not score there any more: their account or their tasks ended while they held it. */
    GONE,
    /** The assessor may know whose work it is, or it is their own: never offered to them again, nor a later attempt. */
    CONFLICT,
    /** They work at the school of whoever submitted it; another takes their place. */
    SAME_SCHOOL,
    /** They answered the appeal that led to this case, and so know the decision before it. */
    APPEAL,
    /** The earner took it back. */
    WITHDRAWN,
    /** Looked through for completeness. */
    CHECKED,
    /** The rating was handed in. */
    DECIDED
}
