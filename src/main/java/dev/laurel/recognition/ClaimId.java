package dev.laurel.recognition;

import java.util.UUID;

/** One claim. */
public record ClaimId(UUID value) {}
