package dev.laurel.submission;

import java.time.Instant;
import java.util.List;

/** What others, whom the earner asked, wrote about a draft; shown beside it and never handed in with it. */
public interface BesideDraft {

    /**
     * @param by as the earner knows that person; empty when it is not known any more
     * @param done whether the earner has dealt with it
     */
    record Remark(String by, String words, Instant at, boolean done) {

        @Override
        public String toString() {
            return "Remark[not printed]";
        }
    }

    /** Who else may read the draft now, as the earner knows them. */
    List<String> readers(SubmissionId submission);

    /** On one question or artefact, in order. */
    List<Remark> on(SubmissionId submission, String requirement);
}
