package dev.laurel.lti;

import java.util.UUID;

/** One course, group or account of one deployment (LTI Core 1.3, section 5.4.1). */
public record ContextId(UUID value) {}
