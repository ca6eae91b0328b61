package dev.laurel.stack;

import java.util.UUID;

/** One completion of a stack by one person. */
record CompletionId(UUID value) {}
