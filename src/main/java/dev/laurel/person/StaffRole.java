package dev.laurel.person;

/** Rights that are granted inside Laurel, per tenant; never taken from an LMS. */
public enum StaffRole {
    ASSESSOR,
    /** Settles what assessors disagree on and sees how scoring goes. */
    LEAD_ASSESSOR
}
