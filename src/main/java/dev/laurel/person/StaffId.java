package dev.laurel.person;

import java.util.UUID;

/** One person who signs in to Laurel itself. */
public record StaffId(UUID value) {}
