package dev.laurel.badge;

import dev.laurel.assessment.Assessments;
import dev.laurel.assessment.Feedback;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Person;
import dev.laurel.person.Persons;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Has a badge signed when a submission has been earned. Hears of it at least once, in a transaction of its own, after the
 * decision has been stored; what fails is asked again.
 */
@Component
class IssueWhenEarned {

    private final Issuing issuing;
    private final Awards awards;
    private final Catalogue catalogue;
    private final Submissions submissions;
    private final Assessments assessments;
    private final Persons persons;
    private final UnsignedBadges unsigned;
    private final TransactionOperations transaction;

    IssueWhenEarned(
            Issuing issuing,
            Awards awards,
            Catalogue catalogue,
            Submissions submissions,
            Assessments assessments,
            Persons persons,
            UnsignedBadges unsigned,
            TransactionOperations transaction) {
        this.issuing = issuing;
        this.awards = awards;
        this.catalogue = catalogue;
        this.submissions = submissions;
        this.assessments = assessments;
        this.persons = persons;
        this.unsigned = unsigned;
        this.transaction = transaction;
    }

    /** Signs in one transaction and notes a failure in another, after the first: never with two connections at once. */
    @ApplicationModuleListener(propagation = Propagation.NOT_SUPPORTED)
    void on(SubmissionDecided decided) {
        SubmissionId submission = decided.attempt().submission();
        if (!decided.earned()) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> issue(decided, submission));
        } catch (RuntimeException e) {
            unsigned.failed(
                    submission, decided.tenant(), name(decided), e instanceof NotEarned ? "not-earned" : "other");
            throw e; // so that it is told again
        }
    }

    private void issue(SubmissionDecided decided, SubmissionId submission) {
        if (awards.of(submission).isEmpty()) {
            issuing.issue(issuing.newCredentialId(), earned(decided, submission), null);
            unsigned.signed(submission);
        }
    }

    private String name(SubmissionDecided decided) {
        return catalogue
                .version(decided.version())
                .map(version -> version.badge().name())
                .orElse("?");
    }

    private Earned earned(SubmissionDecided decided, SubmissionId id) {
        MicroCredential achievement = catalogue
                .version(decided.version())
                .orElseThrow(() -> new IllegalStateException("No version " + decided.version() + " in the catalogue"));
        Submission submission = submissions
                .find(id)
                .orElseThrow(() -> new IllegalStateException("No submission " + id + " behind a decision"));
        Person earner =
                persons.find(decided.tenant(), Set.of(submission.earner())).get(submission.earner());
        Feedback feedback = assessments
                .feedback(decided.attempt())
                .orElseThrow(
                        () -> new IllegalStateException("No feedback behind the decision on " + decided.attempt()));
        return new Earned(
                decided.tenant(),
                id,
                achievement,
                earner == null ? null : earner.email(),
                levels(feedback),
                feedback.rated(),
                decided.decidedAt());
    }

    /** The deciding attempt's feedback holds what was carried forward from earlier ones, too. */
    private static Map<String, String> levels(Feedback feedback) {
        Map<String, String> levels = new HashMap<>();
        for (Feedback.CriterionFeedback criterion : feedback.criteria()) {
            levels.put(criterion.criterionId(), criterion.level());
        }
        return levels;
    }
}
