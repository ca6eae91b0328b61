package dev.laurel.coaching;

import java.util.UUID;

/** One draft shown to one person. */
record ShareId(UUID value) {}
