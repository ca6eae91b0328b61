package dev.laurel.lti;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * That work behind a line item can be looked at (Submission Review 1.0, section 3.1).
 *
 * @param reviewableStatus in which states of the work
 */
public record SubmissionReview(List<String> reviewableStatus) {

    /** The member's name in a line item. */
    public static final String MEMBER = "submissionReview";

    public SubmissionReview {
        reviewableStatus = List.copyOf(reviewableStatus);
    }

    /** Platforms that do not read the member, as far as is known. */
    private static final Set<String> WITHOUT = Set.of("canvas", "moodle", "schoology", "BlackboardLearn");

    /**
     * The member of a line item for platforms that may send the message. Canvas does not know it, and opens the address that
     * goes with a score instead; Moodle's gradebook sends the message whatever the line item says. Schoology refuses a line item
     * with a member that it does not know, and Blackboard's documentation names none.
     */
    public static Optional<SubmissionReview> of(Registration registration) {
        return WITHOUT.stream().anyMatch(registration::isOfFamily)
                ? Optional.empty()
                : Optional.of(new SubmissionReview(List.of("Submitted", "Completed")));
    }
}
