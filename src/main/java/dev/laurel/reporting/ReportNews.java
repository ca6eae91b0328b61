package dev.laurel.reporting;

import dev.laurel.assessment.ScoringStarted;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.recognition.ClaimDecided;
import dev.laurel.submission.DraftStarted;
import dev.laurel.submission.EvidenceSubmitted;
import dev.laurel.submission.SubmissionWithdrawn;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Hears on which day something happened. That day is then counted anew from what is stored, so that it does not matter how
 * often and in which order news arrives.
 */
@Component
class ReportNews {

    private final Tallies tallies;

    ReportNews(Tallies tallies) {
        this.tallies = tallies;
    }

    @ApplicationModuleListener(id = "reporting.draft-started")
    void on(DraftStarted news) {
        tallies.mark(news.startedAt());
    }

    @ApplicationModuleListener(id = "reporting.evidence-submitted")
    void on(EvidenceSubmitted news) {
        tallies.mark(news.submittedAt());
    }

    @ApplicationModuleListener(id = "reporting.submission-withdrawn")
    void on(SubmissionWithdrawn news) {
        tallies.mark(news.withdrawnAt());
    }

    @ApplicationModuleListener(id = "reporting.scoring-started")
    void on(ScoringStarted news) {
        tallies.mark(news.beganAt());
    }

    @ApplicationModuleListener(id = "reporting.submission-decided")
    void on(SubmissionDecided news) {
        tallies.mark(news.decidedAt());
    }

    @ApplicationModuleListener(id = "reporting.claim-decided")
    void on(ClaimDecided news) {
        tallies.mark(news.at());
    }
}
