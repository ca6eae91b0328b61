package dev.laurel.person;

/** Rights that are granted inside Laurel, per tenant; never taken from an LMS. */
public enum StaffRole {
    ASSESSOR,
    /** Sees first whether what was handed in is complete and legible; rates nothing. */
    COMPLETENESS_REVIEWER,
    /** Settles what assessors disagree on and sees how scoring goes. */
    LEAD_ASSESSOR,
    /** Looks after badges that were issued: revokes, suspends, corrects, and makes new keys. */
    ISSUER_OFFICER,
    /** Writes versions of micro-credentials; publishes none. */
    AUTHOR,
    /** Publishes or returns what somebody else wrote. */
    CONTENT_REVIEWER,
    /** Decides claims; sees award facts and no evidence. */
    RECOGNITION_OFFICER
}
