package dev.laurel.gradebook;

import dev.laurel.assessment.AppealDecided;
import dev.laurel.assessment.HoldOver;
import dev.laurel.assessment.ScoringStarted;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.assessment.WorkHeld;
import dev.laurel.gradebook.Place.Owed;
import dev.laurel.gradebook.Standing.Decision;
import dev.laurel.lti.ColumnNamed;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.services.Scores;
import dev.laurel.submission.AppealLodged;
import dev.laurel.submission.DraftStarted;
import dev.laurel.submission.EvidenceSubmitted;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionOpened;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.submission.WorkBegun;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Hears what becomes of submissions and notes what platforms are owed. Hearing something twice changes nothing. */
@Component
class News {

    private static final Logger log = LoggerFactory.getLogger(News.class);

    private final Books books;
    private final Scores scores;
    private final Deliveries deliveries;
    private final Reconciliation reconciliation;

    News(Books books, Scores scores, Deliveries deliveries, Reconciliation reconciliation) {
        this.books = books;
        this.scores = scores;
        this.deliveries = deliveries;
        this.reconciliation = reconciliation;
    }

    @ApplicationModuleListener(id = "gradebook.submission-opened")
    void on(SubmissionOpened opened) {
        Standing standing = books.hold(opened.submission());
        Optional<RegistrationId> platform = scores.registrationOf(opened.resourceLink());
        if (platform.isEmpty()) {
            log.warn("Link {} belongs to no platform: nothing is owed there", opened.resourceLink());
            return;
        }
        boolean isNew = books.open(
                opened, platform.get(), scores.languageOf(opened.user()).orElse(null));
        if (isNew) {
            owe(opened.submission(), standing);
        }
    }

    @ApplicationModuleListener(id = "gradebook.draft-started")
    void on(DraftStarted news) {
        hear(
                news.attempt().submission(),
                standing -> standing.draftStarted(news.attempt().number(), news.startedAt()));
    }

    @ApplicationModuleListener(id = "gradebook.work-begun")
    void on(WorkBegun news) {
        hear(
                news.attempt().submission(),
                standing -> standing.workBegun(news.attempt().number(), news.begunAt()));
    }

    @ApplicationModuleListener(id = "gradebook.evidence-submitted")
    void on(EvidenceSubmitted news) {
        hear(
                news.attempt().submission(),
                standing -> standing.submitted(news.attempt().number(), news.submittedAt()));
    }

    @ApplicationModuleListener(id = "gradebook.submission-withdrawn")
    void on(SubmissionWithdrawn news) {
        hear(
                news.attempt().submission(),
                standing -> standing.withdrawn(news.attempt().number(), news.withdrawnAt()));
    }

    @ApplicationModuleListener(id = "gradebook.scoring-started")
    void on(ScoringStarted news) {
        hear(
                news.attempt().submission(),
                standing -> standing.inScoring(news.attempt().number(), news.beganAt()));
    }

    /** On hold is looked at by hand: to a gradebook that is the same as being scored. */
    @ApplicationModuleListener(id = "gradebook.work-held")
    void on(WorkHeld news) {
        hear(
                news.attempt().submission(),
                standing -> standing.inScoring(news.attempt().number(), news.heldAt()));
    }

    /** In progress again. */
    @ApplicationModuleListener(id = "gradebook.hold-over")
    void on(HoldOver news) {
        hear(
                news.attempt().submission(),
                standing -> standing.withdrawn(news.attempt().number(), news.endedAt()));
    }

    @ApplicationModuleListener(id = "gradebook.submission-decided")
    void on(SubmissionDecided news) {
        Decision decision = new Decision(
                news.attempt().number(), news.decidedAt(), news.earned(), news.criteriaMet(), news.criteriaRequired());
        SubmissionId submission = news.attempt().submission();
        Standing before = books.hold(submission);
        boolean again = before.decision() != null && before.decision().attempt() == decision.attempt();
        hear(submission, standing -> standing.decided(decision));
        if (again && !books.hold(submission).equals(before)) {
            // Also where the next attempt has begun meanwhile: the grade has not been told.
            books.forgetTold(submission);
            owe(submission, books.hold(submission));
        }
    }

    @ApplicationModuleListener(id = "gradebook.appeal-lodged")
    void on(AppealLodged news) {
        hear(
                news.attempt().submission(),
                standing -> standing.appealed(news.attempt().number(), news.lodgedAt()));
    }

    /** Where the attempt is rated afresh it goes on being looked at, as far as a gradebook can say. */
    @ApplicationModuleListener(id = "gradebook.appeal-answered")
    void on(AppealDecided news) {
        if (!news.reopened()) {
            hear(
                    news.attempt().submission(),
                    standing -> standing.upheld(news.attempt().number(), news.answeredAt()));
        }
    }

    /** A launch says where grades go that could not be sent for want of that. */
    @ApplicationModuleListener(id = "gradebook.column-named")
    void on(ColumnNamed news) {
        books.columnNamed(news.tenant(), news.link());
        deliveries.afterCommit();
        reconciliation.afterCommit();
    }

    private void hear(SubmissionId submission, UnaryOperator<Standing> news) {
        Standing before = books.hold(submission);
        Standing after = news.apply(before);
        if (!after.equals(before)) {
            books.save(submission, after);
            owe(submission, after);
        }
    }

    private void owe(SubmissionId submission, Standing standing) {
        for (Place place : books.settled(submission)) {
            if (place.owed(standing, scores.gradeHandling(place.link())) != Owed.NOTHING) {
                books.owe(place);
            }
        }
        deliveries.afterCommit();
    }
}
