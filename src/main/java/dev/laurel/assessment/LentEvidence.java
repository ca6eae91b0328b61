package dev.laurel.assessment;

import dev.laurel.assessment.EarnerQuestion.Kind;
import dev.laurel.submission.EvidenceRemoved;
import dev.laurel.submission.EvidenceShown;
import dev.laurel.submission.SubmissionId;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Work that its earner lets others learn from is kept as long as they do; when it goes after all, the practice piece goes too. */
@Component
class LentEvidence implements EvidenceShown {

    private final Questions questions;
    private final EarnerQuestions earners;

    LentEvidence(Questions questions, EarnerQuestions earners) {
        this.questions = questions;
        this.earners = earners;
    }

    @Override
    public boolean isShown(SubmissionId submission) {
        return questions.of(submission).stream()
                .anyMatch(asked -> asked.kind() == Kind.EXEMPLAR
                        && asked.closedAt() == null
                        && Boolean.TRUE.equals(asked.agreed()));
    }

    /** As if the earner had said no; what was said no to before stays as it is. */
    @ApplicationModuleListener(id = "assessment.evidence-removed")
    void on(EvidenceRemoved news) {
        questions.of(news.submission()).stream()
                .filter(asked -> asked.kind() == Kind.EXEMPLAR && asked.closedAt() == null)
                .forEach(asked -> earners.permit(news.submission(), asked.id(), false));
    }
}
