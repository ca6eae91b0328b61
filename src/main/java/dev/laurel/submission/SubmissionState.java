package dev.laurel.submission;

import java.util.Locale;
import java.util.Set;

/** Where a submission stands (the product's life cycle). */
public enum SubmissionState {
    DRAFT,
    SUBMITTED,
    IN_SCORING,
    NOT_YET,
    UNDER_APPEAL,
    EARNED,
    /** Nobody went on with it in time, the window of its version is over, or a lead closed it; the work stays readable. */
    CLOSED;

    /** The states that may follow this one. */
    Set<SubmissionState> next() {
        return switch (this) {
            case DRAFT -> Set.of(SUBMITTED, CLOSED);
            // A decision may overtake the news that scoring began.
            case SUBMITTED -> Set.of(DRAFT, IN_SCORING, NOT_YET, EARNED, CLOSED);
            // Put back by who had it and then given back from a hold: a draft again.
            case IN_SCORING -> Set.of(DRAFT, NOT_YET, EARNED, CLOSED);
            case NOT_YET -> Set.of(DRAFT, UNDER_APPEAL, CLOSED);
            // The new decision may overtake the news that the appeal was granted.
            case UNDER_APPEAL -> Set.of(IN_SCORING, NOT_YET, EARNED);
            case EARNED -> Set.of();
            // A lead opens it again.
            case CLOSED -> Set.of(NOT_YET, DRAFT);
        };
    }

    /** As message keys spell it: {@code in-scoring}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
