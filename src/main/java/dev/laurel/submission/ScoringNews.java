package dev.laurel.submission;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Hears from whoever scores. News may come twice, late, or the later first; it may also speak of a handing-in that was
 * taken back since. Each piece is therefore held against the attempt and the moment it was last handed in.
 */
@Component
class ScoringNews {

    private static final Logger log = LoggerFactory.getLogger(ScoringNews.class);

    private final SubmissionRows submissions;
    private final Appeals appeals;
    private final ApplicationEventPublisher events;

    ScoringNews(SubmissionRows submissions, Appeals appeals, ApplicationEventPublisher events) {
        this.appeals = appeals;
        this.submissions = submissions;
        this.events = events;
    }

    @ApplicationModuleListener(id = "submission.scoring-began")
    void on(ScoringBegan news) {
        current(news.attempt(), news.beganAt(), submission -> {
            if (submission.state() == SubmissionState.SUBMITTED) {
                submissions.change(submission, submission.beginScoring(news.beganAt()));
            }
        });
    }

    @ApplicationModuleListener(id = "submission.attempt-decided")
    void on(AttemptDecided news) {
        current(news.attempt(), news.decidedAt(), submission -> {
            // The decision that was appealed against may be told once more.
            if (!news.decidedAt().isBefore(submission.since())) {
                submissions.change(submission, submission.decide(news.earned(), news.decidedAt()));
                submissions.attemptDecided(news.attempt(), news.earned(), news.unmetCriteria(), news.decidedAt());
            }
        });
    }

    @ApplicationModuleListener(id = "submission.decision-postponed")
    void on(DecisionPostponed news) {
        current(news.attempt(), news.postponedAt(), submission -> {
            // What was said of the decision may be heard after the appeal, and what was said of the answer after it.
            boolean overtaken = appeals.of(news.attempt())
                    .map(appeal -> appeal.answeredAt() == null ? appeal.lodgedAt() : appeal.answeredAt())
                    .filter(since -> news.postponedAt().isBefore(since))
                    .isPresent();
            if (!overtaken) {
                submissions.expect(submission.id(), news.expectedBy(), news.postponedAt());
            }
        });
    }

    @ApplicationModuleListener(id = "submission.attempt-returned")
    void on(AttemptReturned news) {
        current(news.attempt(), news.returnedAt(), submission -> {
            if (submission.state() != SubmissionState.UNDER_APPEAL) {
                submissions.change(submission, submission.sendBack(news.returnedAt()));
                submissions.attemptSubmitted(news.attempt(), null);
                submissions.returned(news.attempt(), new Returned(news.words(), news.returnedAt()));
                events.publishEvent(new SubmissionWithdrawn(news.attempt(), news.returnedAt()));
            }
        });
    }

    @ApplicationModuleListener(id = "submission.attempt-closed")
    void on(AttemptClosed news) {
        current(news.attempt(), news.closedAt(), submission -> {
            if (submission.state() != SubmissionState.UNDER_APPEAL) {
                submissions.change(submission, submission.close(news.closedAt()));
                submissions.attemptSubmitted(news.attempt(), null);
                submissions.returned(news.attempt(), new Returned(news.words(), news.closedAt()));
            }
        });
    }

    @ApplicationModuleListener(id = "submission.appeal-answered")
    void on(AppealAnswered news) {
        appeals.answered(news);
        current(news.attempt(), news.answeredAt(), submission -> {
            if (submission.state() == SubmissionState.UNDER_APPEAL) {
                submissions.change(
                        submission,
                        news.reopened()
                                ? submission.reopen(news.answeredAt(), news.expectedBy())
                                : submission.uphold(news.answeredAt()));
            }
        });
    }

    private void current(AttemptId attempt, Instant at, Consumer<Submission> change) {
        Optional<Submission> found = submissions.lock(attempt.submission());
        boolean waiting = found.isPresent()
                && found.get().attempt() == attempt.number()
                && (found.get().state() == SubmissionState.SUBMITTED
                        || found.get().state() == SubmissionState.IN_SCORING
                        || found.get().state() == SubmissionState.UNDER_APPEAL);
        boolean sinceHandedIn = submissions
                .submittedAt(attempt)
                .filter(submitted -> !at.isBefore(submitted))
                .isPresent();
        if (waiting && sinceHandedIn) {
            change.accept(found.get());
        } else {
            log.info(
                    "News of {} about attempt {} of {} changes nothing: told before, or taken back since",
                    at,
                    attempt.number(),
                    attempt.submission().value());
        }
    }
}
