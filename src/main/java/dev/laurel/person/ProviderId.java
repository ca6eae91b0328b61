package dev.laurel.person;

import java.util.UUID;

/** One provider of identity. */
record ProviderId(UUID value) {}
