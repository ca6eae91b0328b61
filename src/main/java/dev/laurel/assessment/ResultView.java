package dev.laurel.assessment;

import dev.laurel.assessment.CriterionView.LevelView;
import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a criterion, to be read.
 *
 * @param level as the assessor chose it; absent for an optional criterion that nobody rated, and for one that stands from
 *     an earlier attempt, whose rating is not shown
 */
record ResultView(
        int number,
        String title,
        boolean required,
        boolean met,
        boolean stands,
        @Nullable LevelView level,
        String words) {

    static List<ResultView> of(Rubric rubric, List<Result> results, int attempt) {
        List<ResultView> views = new ArrayList<>();
        int number = 1;
        for (Criterion criterion : rubric.criteria()) {
            int at = number++;
            results.stream()
                    .filter(result -> result.criterionId().equals(criterion.id()))
                    .findFirst()
                    .ifPresent(result -> views.add(of(criterion, result, at, result.reachedIn() < attempt)));
        }
        return views;
    }

    private static ResultView of(Criterion criterion, Result result, int number, boolean stands) {
        return new ResultView(
                number,
                criterion.title(),
                criterion.required(),
                result.met(),
                stands,
                stands ? null : CriterionView.find(CriterionView.levels(criterion), result.level()),
                stands ? "" : result.words());
    }
}
