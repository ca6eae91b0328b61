package dev.laurel.lti;

import org.jspecify.annotations.Nullable;

/**
 * The link of a launch (LTI Core 1.3, section 5.3.5).
 *
 * @param gradable when the platform gave it a line item or lets us make one
 * @param column when the platform gave it a line item
 */
public record ResourceLink(ResourceLinkId id, @Nullable String title, boolean gradable, boolean column) {}
