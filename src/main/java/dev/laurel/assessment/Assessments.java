package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import java.util.List;
import java.util.Optional;

/** Decisions as later steps see them; assessors work through this module's pages. */
public interface Assessments {

    /** The decision on an attempt; empty until there is one. */
    Optional<Feedback> feedback(AttemptId attempt);

    /** Every decided attempt of a submission, latest first. */
    List<Feedback> history(SubmissionId submission);
}
