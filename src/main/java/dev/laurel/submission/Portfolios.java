package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Reads portfolios; later steps learn no more of one than how far it has come. */
@Component
public class Portfolios {

    private final Catalogue catalogue;
    private final Drafts drafts;
    private final SubmissionRows submissions;

    Portfolios(Catalogue catalogue, Drafts drafts, SubmissionRows submissions) {
        this.catalogue = catalogue;
        this.drafts = drafts;
        this.submissions = submissions;
    }

    /** How many of the requirements of an attempt need nothing more. */
    public record Progress(int done, int of) {}

    /** How far the current attempt has come. */
    public Progress progress(Submission submission) {
        Portfolio portfolio = of(submission);
        return new Progress(portfolio.done(), portfolio.requirements().size());
    }

    /** The current attempt of a submission. */
    Portfolio of(Submission submission) {
        MicroCredential credential = catalogue
                .version(submission.version())
                .orElseThrow(() -> new IllegalStateException(
                        "No version " + submission.version().value()));
        Set<String> unmet = submission.attempt() == 1
                ? Set.of()
                : submissions.unmet(new AttemptId(submission.id(), submission.attempt() - 1));
        return Portfolio.of(credential, drafts.content(submission.currentAttempt()), submission.attempt(), unmet);
    }
}
