package dev.laurel.course;

import dev.laurel.catalog.VersionId;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.tenant.TenantId;

/** Which version of which micro-credential stands behind a link in a course. */
public record Placement(
        PlacementId id, TenantId tenant, ContextId context, ResourceLinkId resourceLink, VersionId version) {}
