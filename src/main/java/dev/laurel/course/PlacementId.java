package dev.laurel.course;

import java.util.UUID;

/** One micro-credential in one place of one course. */
public record PlacementId(UUID value) {}
