package dev.laurel.tenant;

/** A school as the people of a tenant call it. */
public record School(SchoolId id, String name) {}
