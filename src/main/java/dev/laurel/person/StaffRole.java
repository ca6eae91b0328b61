package dev.laurel.person;

/** Rights that are granted inside Laurel, per tenant; never taken from an LMS. */
public enum StaffRole {
    ASSESSOR
}
