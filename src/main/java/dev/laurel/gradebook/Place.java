package dev.laurel.gradebook;

import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.lti.services.Scores.GradeHandling;
import dev.laurel.submission.SubmissionId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place that a submission was opened from, and what its platform has been told of it.
 *
 * @param toldVersion the version of the standing that was told last
 * @param toldDecision the attempt whose decision was told last; 0 for none
 * @param tries how often the present news failed to arrive
 * @param shownPercent what the gradebook showed when it was first compared after the last grade arrived; null before
 * @param comment names the comment that arrived last; absent before any
 * @param since when it began to wait, or whatever else its state is; while its course takes nothing, since that is so
 * @param reason why it has not arrived; absent before it failed
 */
record Place(
        UUID id,
        SubmissionId submission,
        RegistrationId platform,
        ResourceLinkId link,
        LtiUserId user,
        @Nullable Locale locale,
        long toldVersion,
        int toldDecision,
        @Nullable Double shownPercent,
        int tries,
        @Nullable String comment,
        Instant since,
        @Nullable Reason reason) {

    enum Owed {
        NOTHING,
        STATE,
        GRADE
    }

    /**
     * What to tell next. A grade goes first, also when the work has moved on since. A state is never told over a grade,
     * except where the platform can be told to keep it.
     */
    Owed owed(Standing standing, GradeHandling handling) {
        if (standing.decision() != null && standing.decision().attempt() > toldDecision) {
            return Owed.GRADE;
        }
        // Decided once more after an appeal, or the decision stands after one.
        if (standing.decision() != null
                && standing.step() == Standing.Step.DECIDED
                && standing.version() > toldVersion) {
            return Owed.GRADE;
        }
        boolean stateIsNews = standing.version() > toldVersion
                && standing.step() != Standing.Step.NONE
                && standing.step() != Standing.Step.DECIDED;
        boolean gradeIsSafe = standing.best() == null || handling == GradeHandling.KEEPS_WHEN_TOLD;
        return stateIsNews && gradeIsSafe ? Owed.STATE : Owed.NOTHING;
    }

    Place told(long version, int decision) {
        return new Place(
                id, submission, platform, link, user, locale, version, decision, shownPercent, 0, comment, since, null);
    }

    /** Whether the last that its course said is that it takes nothing, until a person there has changed something. */
    boolean isHeldByCourse() {
        return reason != null && isOfCourse(reason);
    }

    static boolean isOfCourse(Reason reason) {
        return reason == Reason.COURSE_CLOSED || reason == Reason.TOOL_NOT_IN_COURSE;
    }
}
