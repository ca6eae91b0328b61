package dev.laurel.agreement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who rated what at which level, with gaps. Levels are whole numbers that rise with quality. */
public final class RatingTable {

    /** One rating of one unit. */
    public record Entry(String unit, String rater, int level) {}

    private final Map<String, Map<String, Integer>> levelsByUnit = new LinkedHashMap<>();
    private final Set<String> raters = new LinkedHashSet<>();

    /** @throws IllegalArgumentException when somebody rates the same unit twice */
    public RatingTable(Iterable<Entry> entries) {
        for (Entry entry : entries) {
            raters.add(entry.rater());
            Integer before = levelsByUnit
                    .computeIfAbsent(entry.unit(), unit -> new LinkedHashMap<>())
                    .put(entry.rater(), entry.level());
            if (before != null) {
                throw new IllegalArgumentException("A rater has one rating of a unit, not two");
            }
        }
    }

    /** Units with a rating at all. */
    public int units() {
        return levelsByUnit.size();
    }

    /** People with a rating at all. */
    public int raters() {
        return raters.size();
    }

    /** The levels of units that both raters rated, first rater first; empty unless there are exactly two raters. */
    List<int[]> pairs() {
        List<int[]> pairs = new ArrayList<>();
        if (raters.size() == 2) {
            List<String> both = List.copyOf(raters);
            for (Map<String, Integer> unit : levelsByUnit.values()) {
                Integer first = unit.get(both.get(0));
                Integer second = unit.get(both.get(1));
                if (first != null && second != null) {
                    pairs.add(new int[] {first, second});
                }
            }
        }
        return pairs;
    }

    /** The levels of each unit that has two ratings or more. */
    List<int[]> pairable() {
        return levelsByUnit.values().stream()
                .filter(unit -> unit.size() >= 2)
                .map(unit -> unit.values().stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }
}
