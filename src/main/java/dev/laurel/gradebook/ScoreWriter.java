package dev.laurel.gradebook;

import dev.laurel.gradebook.Place.Owed;
import dev.laurel.gradebook.Standing.Decision;
import dev.laurel.gradebook.Standing.Step;
import dev.laurel.lti.services.Score;
import dev.laurel.lti.services.Score.ActivityProgress;
import dev.laurel.lti.services.Score.Given;
import dev.laurel.lti.services.Score.GradingProgress;
import dev.laurel.lti.services.Scores.GradeHandling;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says a standing in the words of AGS 2.0 (sections 3.4.5 to 3.4.7): the product's life cycle, step by step. */
@Component
class ScoreWriter {

    private static final double MAXIMUM = 100;

    private final MessageSource messages;
    private final LaurelSettings settings;

    ScoreWriter(MessageSource messages, LaurelSettings settings) {
        this.messages = messages;
        this.settings = settings;
    }

    Score write(Place place, Standing standing, Owed owed, GradeHandling handling, Instant timestamp) {
        return owed == Owed.GRADE
                ? grade(place, standing, handling, timestamp)
                : state(place, standing, handling, timestamp);
    }

    /** The best grade so far, with the news of the latest decision. */
    private Score grade(Place place, Standing standing, GradeHandling handling, Instant timestamp) {
        Decision decision = Objects.requireNonNull(standing.decision());
        return new Score(
                timestamp,
                standing.best() != null && standing.best() == MAXIMUM
                        ? ActivityProgress.COMPLETED
                        : ActivityProgress.SUBMITTED,
                GradingProgress.FULLY_GRADED,
                new Given(Objects.requireNonNull(standing.best()), MAXIMUM),
                isToldAlready(place, decision, handling) ? null : comment(place, decision),
                standing.submittedAt(),
                false,
                false,
                review(place));
    }

    private Score state(Place place, Standing standing, GradeHandling handling, Instant timestamp) {
        boolean handedIn = standing.step() == Step.SUBMITTED
                || standing.step() == Step.IN_SCORING
                || standing.step() == Step.UNDER_APPEAL;
        return new Score(
                timestamp,
                activity(standing),
                grading(standing.step(), handling),
                null,
                null,
                handedIn ? standing.submittedAt() : null,
                handling == GradeHandling.KEEPS_WHEN_TOLD,
                standing.step() == Step.SUBMITTED,
                review(place));
    }

    private static ActivityProgress activity(Standing standing) {
        return switch (standing.step()) {
            case NONE, DRAFT -> standing.attempt() > 1 ? ActivityProgress.IN_PROGRESS : ActivityProgress.STARTED;
            case IN_WORK, WITHDRAWN -> ActivityProgress.IN_PROGRESS;
            case SUBMITTED, IN_SCORING, UNDER_APPEAL -> ActivityProgress.SUBMITTED;
            case DECIDED -> ActivityProgress.COMPLETED;
        };
    }

    private static GradingProgress grading(Step step, GradeHandling handling) {
        return switch (step) {
            case NONE, DRAFT, IN_WORK, WITHDRAWN -> GradingProgress.NOT_READY;
            // Canvas shows work as waiting for a grade by this term alone.
            case SUBMITTED ->
                handling == GradeHandling.KEEPS_WHEN_TOLD ? GradingProgress.PENDING_MANUAL : GradingProgress.PENDING;
            case IN_SCORING, UNDER_APPEAL -> GradingProgress.PENDING_MANUAL;
            case DECIDED -> GradingProgress.FULLY_GRADED;
        };
    }

    /**
     * Canvas adds each comment to those before, so that the same grade once more, after an appeal that changed nothing or by
     * hand, goes without; elsewhere a score without a comment may take away the one that is there.
     */
    private static boolean isToldAlready(Place place, Decision decision, GradeHandling handling) {
        return handling == GradeHandling.KEEPS_WHEN_TOLD && decision.comment().equals(place.comment());
    }

    /** Status and a way back; no assessor and nothing of the rubric, since a gradebook has many readers. */
    private String comment(Place place, Decision decision) {
        Locale locale = place.locale() == null ? Locale.ENGLISH : place.locale();
        String home = settings.at("/").toString();
        return decision.earned()
                ? messages.getMessage("gradebook.comment.earned", new Object[] {home}, locale)
                : messages.getMessage(
                        "gradebook.comment.not-yet", new Object[] {decision.met(), decision.required(), home}, locale);
    }

    /** Where the platform's staff come to the work: a launch of the same link. */
    private URI review(Place place) {
        return settings.at("/lti/launch?submission=" + place.submission().value());
    }
}
