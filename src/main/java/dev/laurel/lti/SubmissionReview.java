package dev.laurel.lti;

import java.util.List;
import java.util.Map;

/** That work behind a line item can be looked at (Submission Review 1.0, section 3.1). */
public final class SubmissionReview {

    private SubmissionReview() {}

    /**
     * Puts the member into a line item for platforms that may send the message. Canvas does not know it, and opens the
     * address that goes with a score instead; Moodle was not seen to keep it.
     */
    public static void declare(Map<String, Object> lineItem, Registration registration) {
        if (!registration.isOfFamily("canvas") && !registration.isOfFamily("moodle")) {
            lineItem.put("submissionReview", Map.of("reviewableStatus", List.of("Submitted", "Completed")));
        }
    }
}
