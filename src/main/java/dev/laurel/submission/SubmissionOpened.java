package dev.laurel.submission;

import dev.laurel.course.PlacementId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.tenant.TenantId;

/** A submission was opened for the first time from a place in a course by an account: its grades belong there too. */
public record SubmissionOpened(
        SubmissionId submission, TenantId tenant, PlacementId placement, ResourceLinkId resourceLink, LtiUserId user) {}
