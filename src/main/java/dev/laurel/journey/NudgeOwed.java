package dev.laurel.journey;

import java.util.UUID;

/** A reminder is to be sent. Names nobody. */
record NudgeOwed(UUID nudge) {}
