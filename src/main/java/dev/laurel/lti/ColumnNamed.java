package dev.laurel.lti;

import dev.laurel.tenant.TenantId;

/**
 * A launch has told of a link that was known before where its grades go, or what may be sent there, other than it was known.
 * What could not be sent for want of that can be now.
 */
public record ColumnNamed(TenantId tenant, ResourceLinkId link) {}
