package dev.laurel.gradebook;

import dev.laurel.course.PlacementId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.util.Collection;
import java.util.Map;

/** What the platforms have been told, and what they are still owed. */
public interface Gradebook {

    /** Where grades stand for submissions opened from a place; those that nothing is owed for are left out. */
    Map<SubmissionId, GradeStatus> status(TenantId tenant, PlacementId placement, Collection<SubmissionId> submissions);

    /** Sends the newest grade of that submission again; returns false when there is none. */
    boolean sendAgain(TenantId tenant, PlacementId placement, SubmissionId submission);
}
