package dev.laurel.reporting;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How something is spread over a few classes: shares in steps of five in a hundred, so that nothing can be worked out by
 * subtracting one report from another, and none that speaks of too few. Shares are of those in classes that are told of:
 * beside a total that another table tells, what was left of the whole would say how many the few are.
 *
 * @param about how many there were, to the nearest ten; absent when too few to say anything
 */
record Spread(String key, @Nullable Long about, List<Part> parts) {

    private static final int STEP = 5;

    Spread {
        parts = List.copyOf(parts);
    }

    /**
     * One class.
     *
     * @param few whether somebody is in it, but it is not said how many: too few, or a class beside them would tell
     * @param percent of those in classes that are told of; 0 where nobody is, or it is not said
     */
    record Part(String key, boolean none, boolean few, int percent) {}

    /** @param keys of the classes, in order; {@code counts} in the same order */
    static Spread of(String key, Collection<String> keys, List<Long> counts, int fewest) {
        long all = counts.stream().mapToLong(Long::longValue).sum();
        if (all < fewest) {
            return new Spread(key, all == 0 ? 0L : null, List.of());
        }
        List<String> named = List.copyOf(keys);
        Set<Integer> told = told(counts, all, fewest);
        if (told.isEmpty()) {
            return new Spread(key, null, List.of());
        }
        long together = told.stream().mapToLong(counts::get).sum();
        return new Spread(
                key,
                Math.round(all / 10.0) * 10,
                IntStream.range(0, named.size())
                        .mapToObj(i -> {
                            long count = counts.get(i);
                            boolean few = count > 0 && !told.contains(i);
                            return new Part(named.get(i), count == 0, few, few ? 0 : percent(count, together));
                        })
                        .toList());
    }

    /**
     * The classes that are told of: none of too few, and beside such a one only so many that the few may still be half of
     * what too few can be, for somebody who knows the total to the last one.
     */
    private static Set<Integer> told(List<Long> counts, long all, int fewest) {
        Set<Integer> told = IntStream.range(0, counts.size())
                .filter(i -> counts.get(i) >= fewest)
                .boxed()
                .collect(Collectors.toSet());
        while (!told.isEmpty() && tellTheRest(told, counts, all, fewest)) {
            told.remove(Collections.min(told, Comparator.comparing(counts::get)));
        }
        return told;
    }

    /** Tries how many those could be who are not told of, if the shares of the others are to be what they are. */
    private static boolean tellTheRest(Set<Integer> told, List<Long> counts, long all, int fewest) {
        long together = told.stream().mapToLong(counts::get).sum();
        if (together == all) {
            return false;
        }
        List<Integer> shares =
                told.stream().map(i -> percent(counts.get(i), together)).toList();
        long untold = counts.stream().filter(count -> count > 0).count() - told.size();
        long ways = LongStream.rangeClosed(untold, Math.min(all, untold * (fewest - 1)))
                .filter(rest -> canBe(shares, all - rest, fewest))
                .count();
        return ways < Math.max(2, fewest / 2);
    }

    /** Whether so many people, none of the classes too few, can have these shares. */
    private static boolean canBe(List<Integer> shares, long people, int fewest) {
        long least = 0;
        long most = 0;
        for (int share : shares) {
            long low = Math.max(fewest, (long) Math.floor((share - STEP / 2.0) * people / 100) - 1);
            while (low <= people && percent(low, people) < share) {
                low++;
            }
            long high = Math.min(people, (long) Math.ceil((share + STEP / 2.0) * people / 100) + 1);
            while (high >= low && percent(high, people) > share) {
                high--;
            }
            if (high < low || percent(low, people) != share) {
                return false;
            }
            least += low;
            most += high;
        }
        return least <= people && people <= most;
    }

    /** A share to the nearest five in a hundred. */
    static int percent(long count, long all) {
        return all == 0 ? 0 : (int) (Math.round(100.0 * count / all / STEP) * STEP);
    }

    /** Whether there is anything at all. */
    public boolean isEmpty() {
        return about != null && about == 0 && parts.isEmpty();
    }

    /** The class in which the middle one falls; absent where a class is not told of, since shares then are not of all. */
    public @Nullable String middle() {
        if (parts.stream().anyMatch(Part::few)) {
            return null;
        }
        int sum = 0;
        for (Part part : parts) {
            sum += part.percent();
            if (sum >= 50) {
                return part.key();
            }
        }
        return null;
    }
}
