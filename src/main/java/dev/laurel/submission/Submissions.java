package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import dev.laurel.course.PlacementId;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Submissions as later steps see them; earners work on theirs through this module's pages. */
public interface Submissions {

    Optional<Submission> of(PersonId earner, VersionId version);

    Optional<Submission> find(SubmissionId id);

    /** Those opened from a place in a course, latest change first; page from 0. */
    List<Submission> openedFrom(TenantId tenant, PlacementId placement, int page, int pageSize);

    int countOpenedFrom(TenantId tenant, PlacementId placement);

    /** How many submissions opened from a place stand in each state; states that nobody is in are left out. */
    Map<SubmissionState, Integer> countsByState(TenantId tenant, PlacementId placement);

    /** What was handed in with an attempt, without anything that names the earner. */
    Optional<Evidence> evidence(AttemptId attempt);
}
