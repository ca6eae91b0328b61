package dev.laurel.catalog;

import java.util.UUID;

/** One immutable version of a micro-credential. */
public record VersionId(UUID value) {}
