package dev.laurel.assessment;

import dev.laurel.submission.Submissions;
import org.springframework.stereotype.Component;

/**
 * Holds cases against what their earners have handed in now. The news that something was taken back, and handed in again,
 * may be on its way still; what is said of the old must not be heard of the new.
 */
@Component
class HandIns {

    private final Cases cases;
    private final Submissions submissions;

    HandIns(Cases cases, Submissions submissions) {
        this.cases = cases;
        this.submissions = submissions;
    }

    /** Whether its earner still has it here; it stays so until the transaction ends. The caller holds the case. */
    boolean stands(AssessmentCase about) {
        return cases.appealOf(about.id()).isPresent() || submissions.stands(about.attempt(), about.submittedAt());
    }
}
