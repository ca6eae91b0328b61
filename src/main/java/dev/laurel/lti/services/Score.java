package dev.laurel.lti.services;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one person's work on one line item (AGS 2.0, section 3.4).
 *
 * @param timestamp strictly later than any sent before for this person and line item
 * @param given absent when only the state is said; {@code maximum} is above zero
 * @param comment plain text for the learner; platforms may append it every time it is sent
 * @param submittedAt when the work was handed in
 * @param keepGrade do not touch a grade that is already there, on platforms that can be told so
 * @param newSubmission count this as an attempt, on platforms that count
 * @param review where the platform's staff may look at the work
 */
public record Score(
        Instant timestamp,
        ActivityProgress activityProgress,
        GradingProgress gradingProgress,
        @Nullable Given given,
        @Nullable String comment,
        @Nullable Instant submittedAt,
        boolean keepGrade,
        boolean newSubmission,
        @Nullable URI review) {

    Score asNoNewSubmission() {
        return new Score(
                timestamp, activityProgress, gradingProgress, given, comment, submittedAt, keepGrade, false, review);
    }

    Score earlierBy(int milliseconds) {
        return milliseconds == 0
                ? this
                : new Score(
                        timestamp.minusMillis(milliseconds),
                        activityProgress,
                        gradingProgress,
                        given,
                        comment,
                        submittedAt,
                        keepGrade,
                        newSubmission,
                        review);
    }

    /** {@code score} of {@code maximum}; the platform rescales. */
    public record Given(double score, double maximum) {}

    /** AGS 2.0, section 3.4.6. */
    public enum ActivityProgress {
        INITIALIZED("Initialized"),
        STARTED("Started"),
        IN_PROGRESS("InProgress"),
        SUBMITTED("Submitted"),
        COMPLETED("Completed");

        private final String term;

        ActivityProgress(String term) {
            this.term = term;
        }

        public String term() {
            return term;
        }
    }

    /** AGS 2.0, section 3.4.7. */
    public enum GradingProgress {
        FULLY_GRADED("FullyGraded"),
        PENDING("Pending"),
        PENDING_MANUAL("PendingManual"),
        FAILED("Failed"),
        NOT_READY("NotReady");

        private final String term;

        GradingProgress(String term) {
            this.term = term;
        }

        public String term() {
            return term;
        }
    }
}
