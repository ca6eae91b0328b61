package dev.laurel.assessment;

import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a complete sheet, or several of them, come to. */
record Outcome(List<Result> results, int criteriaMet, int criteriaRequired) {

    Outcome {
        results = List.copyOf(results);
    }

    /** Counts what a rubric requires and what of it is met. */
    static Outcome of(Rubric rubric, List<Result> results) {
        int required =
                (int) rubric.criteria().stream().filter(Criterion::required).count();
        int met = (int) results.stream()
                .filter(result -> result.required() && result.met())
                .count();
        return new Outcome(results, met, required);
    }

    /**
     * What stands for one criterion.
     *
     * @param reachedIn number of the attempt whose rating this is
     * @param raters how many people rated it independently of each other
     * @param adjudicated whether another person settled what they disputed
     */
    record Result(
            String criterionId,
            boolean required,
            String level,
            boolean met,
            String words,
            int reachedIn,
            int raters,
            boolean adjudicated) {

        /** As one person rated it. */
        Result(String criterionId, boolean required, String level, boolean met, String words, int reachedIn) {
            this(criterionId, required, level, met, words, reachedIn, 1, false);
        }

        Result ratedBy(int people, boolean settledByAnother) {
            return new Result(criterionId, required, level, met, words, reachedIn, people, settledByAnother);
        }

        Result saying(String other) {
            return new Result(criterionId, required, level, met, other, reachedIn, raters, adjudicated);
        }
    }

    /** Conjunctive: every required criterion is met, and there is at least one. */
    public boolean earned() {
        return criteriaRequired > 0 && criteriaMet == criteriaRequired;
    }

    /** Ids of the required criteria below their cut. */
    public Set<String> unmet() {
        return results.stream()
                .filter(result -> result.required() && !result.met())
                .map(Result::criterionId)
                .collect(Collectors.toUnmodifiableSet());
    }
}
