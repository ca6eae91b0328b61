package dev.laurel.badge;

import java.util.UUID;

/** An organisation that issues badges. */
record IssuerId(UUID value) {}
