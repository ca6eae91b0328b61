package dev.laurel.course;

import dev.laurel.lti.LtiUserId;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Whoever leads a course said at which school somebody in it teaches, or took that back.
 *
 * @param before and {@code now}: null for none
 */
public record MemberSchoolSaid(
        TenantId tenant,
        LtiUserId account,
        @Nullable SchoolId before,
        @Nullable SchoolId now) {}
