package dev.laurel.submission;

/** Where a submission stands (the product's life cycle). */
public enum SubmissionState {
    DRAFT,
    SUBMITTED,
    IN_SCORING,
    NOT_YET,
    EARNED
}
