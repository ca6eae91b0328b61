package dev.laurel.reporting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same part of two school years, one beside the other. It is made of what the reports of the two years show and of nothing
 * else: a number that is kept back in either leaves no difference, and no two years are added up, so that whoever subtracts learns
 * nothing here that the two reports do not tell.
 *
 * @param steps of all districts together
 * @param credentials how many earned each, by name
 * @param districts how many were earned in each, by name
 */
record Comparison(List<Pair> steps, List<Pair> credentials, List<Pair> districts) {

    Comparison {
        steps = List.copyOf(steps);
        credentials = List.copyOf(credentials);
        districts = List.copyOf(districts);
    }

    /**
     * A number then and now.
     *
     * @param language of the name; absent for a name that has none
     */
    record Pair(String key, String name, @Nullable String language, Funnels.Shown before, Funnels.Shown now) {

        /** How many more there are now; absent where either number is kept back. */
        public @Nullable Long change() {
            return before.small() || now.small() ? null : now.count() - before.count();
        }

        /** The end of the key of a message that says so. */
        public String word() {
            Long change = change();
            return change == null ? "hidden" : change > 0 ? "more" : change < 0 ? "fewer" : "same";
        }

        /** How much the change is, without its direction. */
        public long size() {
            Long change = change();
            return change == null ? 0 : Math.abs(change);
        }
    }

    static Comparison of(Reports.Overview before, Reports.Overview now, int period, List<Step> steps) {
        return new Comparison(
                steps.stream()
                        .map(step -> new Pair(
                                step.key(),
                                "",
                                null,
                                before.together().at(period, step),
                                now.together().at(period, step)))
                        .toList(),
                earned(before.credentials(), now.credentials(), period),
                earned(before.districts(), now.districts(), period));
    }

    /** Whatever has a line in either year; where it has none, nothing happened. */
    private static List<Pair> earned(List<Reports.Line> before, List<Reports.Line> now, int period) {
        Map<String, Reports.Line> then = new LinkedHashMap<>();
        before.forEach(line -> then.put(line.key(), line));
        List<Pair> pairs = new ArrayList<>();
        for (Reports.Line line : now) {
            Reports.Line earlier = then.remove(line.key());
            pairs.add(pair(line, earlier == null ? Funnels.nothing() : earlier.numbers(), line.numbers(), period));
        }
        then.values().forEach(line -> pairs.add(pair(line, line.numbers(), Funnels.nothing(), period)));
        pairs.sort(
                Comparator.comparing(Pair::name, String.CASE_INSENSITIVE_ORDER).thenComparing(Pair::key));
        return pairs;
    }

    private static Pair pair(Reports.Line named, Funnels.Line before, Funnels.Line now, int period) {
        return new Pair(
                named.key(),
                named.name(),
                named.language(),
                before.at(period, Step.EARNED),
                now.at(period, Step.EARNED));
    }
}
