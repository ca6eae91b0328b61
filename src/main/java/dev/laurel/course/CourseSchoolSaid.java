package dev.laurel.course;

import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Whoever leads a course said which school's teachers learn there, or that it is no single one's.
 *
 * @param before and {@code now}: null for none
 */
public record CourseSchoolSaid(
        TenantId tenant,
        @Nullable SchoolId before,
        @Nullable SchoolId now) {}
