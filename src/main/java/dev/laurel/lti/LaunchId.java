package dev.laurel.lti;

import java.util.UUID;

/** One launch, which belongs to the window it was opened in. */
public record LaunchId(UUID value) {}
