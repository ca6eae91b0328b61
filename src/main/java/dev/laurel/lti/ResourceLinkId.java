package dev.laurel.lti;

import java.util.UUID;

/** One placement of a link in a context (LTI Core 1.3, section 5.3.5). */
public record ResourceLinkId(UUID value) {}
