package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.State;
import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.EarnerQuestion.Kind;
import dev.laurel.submission.SubmissionId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What an earner is asked about their work, and what they say; their page shows it, and who asks never learns who they are. */
@Service
public class EarnerQuestions {

    /** Longer than anybody answers. */
    public static final int MOST_CHARACTERS = 4000;

    private final Questions questions;
    private final AnchorDesk anchors;
    private final AuditTrail audit;
    private final Clock clock;

    EarnerQuestions(Questions questions, AnchorDesk anchors, AuditTrail audit, Clock clock) {
        this.questions = questions;
        this.anchors = anchors;
        this.audit = audit;
        this.clock = clock;
    }

    /** Everything that was asked about a submission, the latest first; at most fifty. */
    @Transactional(readOnly = true)
    public List<EarnerQuestion> of(SubmissionId submission) {
        return questions.of(submission);
    }

    /**
     * Says whether the work may serve as an example. May be said again and otherwise at any time; a no takes the work out of
     * use at once.
     *
     * @return false when there is no such question about this submission
     */
    @Transactional
    public boolean permit(SubmissionId submission, UUID question, boolean agreed) {
        EarnerQuestion asked = questions
                .lock(submission, question)
                .filter(found -> found.kind() == Kind.EXEMPLAR)
                .orElse(null);
        if (asked == null) {
            return false;
        }
        if (asked.closedAt() != null || asked.agreed() != null && asked.agreed() == agreed) {
            return true;
        }
        Instant now = clock.instant();
        questions.answer(question, agreed, "", now);
        AnchorId anchor = new AnchorId(asked.about());
        if (agreed) {
            anchors.permitted(anchor, now);
        } else {
            anchors.takeOut(anchor, asked.agreed() == null ? State.REFUSED : State.WITHDRAWN, null, now);
            questions.close(question, "TAKEN_OUT", "", now);
        }
        audit.record(asked.tenant(), asked.about(), null, Action.EARNER_ANSWERED, agreed ? "yes" : "no");
        return true;
    }

    /**
     * Answers a question about the work, once, as long as nobody has decided.
     *
     * @param words not blank, at most {@link #MOST_CHARACTERS}
     * @return false when there is no such question, or it can no longer be answered
     */
    @Transactional
    public boolean answer(SubmissionId submission, UUID question, String words) {
        if (words.isBlank() || words.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("An answer in words, and not too many of them");
        }
        EarnerQuestion asked = questions
                .lock(submission, question)
                .filter(found -> found.kind() == Kind.INTEGRITY && found.isOpen())
                .orElse(null);
        if (asked == null) {
            return false;
        }
        questions.answer(question, null, words.strip(), clock.instant());
        audit.record(asked.tenant(), asked.about(), null, Action.EARNER_ANSWERED, "");
        return true;
    }
}
