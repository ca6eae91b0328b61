package dev.laurel.assessment;

import java.util.UUID;

/** A practice piece with agreed scores. */
record AnchorId(UUID value) {}
