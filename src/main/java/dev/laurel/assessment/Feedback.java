package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import java.time.Instant;
import java.util.List;

/** What the earner is told of a decided attempt: per criterion the level reached and the words. Names no assessor. */
public record Feedback(
        AttemptId attempt, boolean earned, Instant decidedAt, List<CriterionFeedback> criteria, Rated rated) {

    public Feedback {
        criteria = List.copyOf(criteria);
    }

    /**
     * By how many people the criteria were really rated, each independently of the others; what stands from an earlier
     * attempt counts as it was rated there.
     *
     * @param fewest people who rated a criterion
     * @param most people who rated a criterion
     * @param settled how many criteria another person had to settle, because the others disagreed
     */
    public record Rated(int fewest, int most, int settled) {}

    /**
     * @param level a key of the criterion's levels
     * @param reachedIn number of the attempt this was rated in; an earlier one when the criterion was met there and stands
     */
    public record CriterionFeedback(String criterionId, String level, boolean met, String words, int reachedIn) {}
}
