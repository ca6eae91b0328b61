package dev.laurel.person;

import java.util.UUID;

/** One human being, however many LMS accounts they have. */
public record PersonId(UUID value) {}
