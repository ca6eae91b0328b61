package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.CriterionView.LevelView;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two ratings of one criterion beside each other.
 *
 * @param own of whoever reads this; absent where they gave none
 * @param other the agreed level, or that of whoever rated it first; absent where there is none
 * @param verdict ends the keys {@code assessment.compared.}: same, near, flips, far or none
 */
record ComparedView(
        int number,
        String title,
        @Nullable LevelView own,
        String ownWords,
        @Nullable LevelView other,
        String otherWords,
        String verdict) {

    static List<ComparedView> of(Rubric rubric, Map<String, Rating> own, Map<String, Score> other) {
        List<ComparedView> views = new ArrayList<>();
        int number = 1;
        for (Criterion criterion : rubric.criteria()) {
            int at = number++;
            Rating mine = own.get(criterion.id());
            Score theirs = other.get(criterion.id());
            if (mine == null && theirs == null) {
                continue;
            }
            List<LevelView> levels = CriterionView.levels(criterion);
            LevelView one = mine == null ? null : CriterionView.find(levels, mine.level());
            LevelView two = theirs == null ? null : CriterionView.find(levels, theirs.level());
            views.add(new ComparedView(
                    at,
                    criterion.title(),
                    one,
                    mine == null ? "" : mine.words(),
                    two,
                    theirs == null ? "" : theirs.rationale(),
                    verdict(one, two)));
        }
        return views;
    }

    private static String verdict(@Nullable LevelView one, @Nullable LevelView other) {
        if (one == null || other == null) {
            return "none";
        }
        int apart = Math.abs(one.number() - other.number());
        if (apart == 0) {
            return "same";
        }
        if (apart >= 2) {
            return "far";
        }
        return one.met() == other.met() ? "near" : "flips";
    }
}
