package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Score;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How people who knew no level rated one criterion of an anchor, against what was agreed.
 *
 * @param same how many gave the agreed level, {@code side} a level on its side of the cut, {@code far} one two or more off
 */
record HowRated(int number, String title, int raters, int same, int side, int far) {

    /** So many have to have rated it before anybody doubts what was agreed. */
    private static final int ENOUGH = 3;

    /** Whether most see it otherwise: then what was agreed may be what is wrong. */
    public boolean isDoubtful() {
        return raters >= ENOUGH && 2 * same < raters;
    }

    /**
     * In the order of the rubric; criteria that nobody rated are left out.
     *
     * @param given how often which level was given, by criterion
     */
    static List<HowRated> of(Rubric rubric, Map<String, Score> agreed, Map<String, Map<String, Integer>> given) {
        List<HowRated> rated = new ArrayList<>();
        int number = 1;
        for (Criterion criterion : rubric.criteria()) {
            int at = number++;
            Score score = agreed.get(criterion.id());
            Map<String, Integer> levels = given.getOrDefault(criterion.id(), Map.of());
            if (score != null && !levels.isEmpty()) {
                rated.add(of(at, criterion, score.level(), levels));
            }
        }
        return rated;
    }

    private static HowRated of(int number, Criterion criterion, String agreed, Map<String, Integer> levels) {
        List<String> keys = criterion.levels().stream().map(Rubric.Level::key).toList();
        int raters = 0;
        int same = 0;
        int side = 0;
        int far = 0;
        for (Map.Entry<String, Integer> level : levels.entrySet()) {
            int many = level.getValue();
            int apart = Math.abs(keys.indexOf(level.getKey()) - keys.indexOf(agreed));
            raters += many;
            same += apart == 0 ? many : 0;
            side += criterion.isMetBy(level.getKey()) == criterion.isMetBy(agreed) ? many : 0;
            far += apart >= 2 ? many : 0;
        }
        return new HowRated(number, criterion.title(), raters, same, side, far);
    }
}
