package dev.laurel.assessment;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a complete sheet comes to. */
record Outcome(List<Result> results, int criteriaMet, int criteriaRequired) {

    Outcome {
        results = List.copyOf(results);
    }

    /**
     * What stands for one criterion.
     *
     * @param reachedIn number of the attempt whose rating this is
     */
    record Result(String criterionId, boolean required, String level, boolean met, String words, int reachedIn) {}

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
