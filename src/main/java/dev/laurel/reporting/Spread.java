package dev.laurel.reporting;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How something is spread over a few classes: shares in steps of five in a hundred, so that nothing can be worked out by
 * subtracting one report from another, and none that speaks of too few.
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
     * @param few whether somebody is in it, but too few to say how many
     * @param percent 0 where nobody is, or too few
     */
    record Part(String key, boolean none, boolean few, int percent) {}

    /** @param keys of the classes, in order; {@code counts} in the same order */
    static Spread of(String key, Collection<String> keys, List<Long> counts, int fewest) {
        long all = counts.stream().mapToLong(Long::longValue).sum();
        if (all < fewest) {
            return new Spread(key, all == 0 ? 0L : null, List.of());
        }
        List<String> named = List.copyOf(keys);
        return new Spread(
                key,
                Math.round(all / 10.0) * 10,
                java.util.stream.IntStream.range(0, named.size())
                        .mapToObj(i -> {
                            long count = counts.get(i);
                            boolean few = count > 0 && count < fewest;
                            return new Part(named.get(i), count == 0, few, few ? 0 : percent(count, all));
                        })
                        .toList());
    }

    /** A share to the nearest five in a hundred. */
    static int percent(long count, long all) {
        return all == 0 ? 0 : (int) (Math.round(100.0 * count / all / STEP) * STEP);
    }

    /** Whether there is anything at all. */
    public boolean isEmpty() {
        return about != null && about == 0 && parts.isEmpty();
    }

    /** The class in which the middle one falls; absent where too few are spread out. */
    public @Nullable String middle() {
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
