package dev.laurel.lti;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** That work behind a line item can be looked at (Submission Review 1.0, section 3.1). */
public final class SubmissionReview {

    /** The member's name in a line item. */
    public static final String MEMBER = "submissionReview";

    private SubmissionReview() {}

    /**
     * The member of a line item for platforms that may send the message. Canvas does not know it, and opens the address that
     * goes with a score instead; Moodle was not seen to keep it.
     */
    public static Optional<Map<String, List<String>>> of(Registration registration) {
        return registration.isOfFamily("canvas") || registration.isOfFamily("moodle")
                ? Optional.empty()
                : Optional.of(Map.of("reviewableStatus", List.of("Submitted", "Completed")));
    }
}
