package dev.laurel.agreement;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The coincidence matrix of Krippendorff's alpha (Content Analysis, chapter on reliability): every ordered pair of ratings
 * of a unit counts once, divided by the number of that unit's other ratings.
 */
final class Coincidences {

    enum Metric {
        NOMINAL,
        ORDINAL,
        INTERVAL
    }

    private final int[] levels;
    private final double[][] observed;
    private final long[] frequencies;

    private Coincidences(int[] levels) {
        this.levels = levels;
        this.observed = new double[levels.length][levels.length];
        this.frequencies = new long[levels.length];
    }

    /** @param units each with two ratings or more */
    static Coincidences of(List<int[]> units) {
        Coincidences made = new Coincidences(Levels.of(units));
        units.forEach(made::add);
        return made;
    }

    /** Of two raters' counts: each unit has two ratings. */
    static Coincidences of(long[][] counts) {
        int[] present = present(counts);
        Coincidences made = new Coincidences(present);
        for (int c = 0; c < present.length; c++) {
            for (int v = 0; v < present.length; v++) {
                long pairs = counts[present[c]][present[v]] + counts[present[v]][present[c]];
                made.observed[c][v] += pairs;
                made.frequencies[c] += pairs;
            }
        }
        return made;
    }

    /** A plain loop: it is asked for a thousand times for each interval. */
    private static int[] present(long[][] counts) {
        int[] present = new int[counts.length];
        int found = 0;
        for (int level = 0; level < counts.length; level++) {
            long given = 0;
            for (int other = 0; other < counts.length; other++) {
                given += counts[level][other] + counts[other][level];
            }
            if (given > 0) {
                present[found++] = level;
            }
        }
        return Arrays.copyOf(present, found);
    }

    private void add(int[] unit) {
        long[] here = new long[levels.length];
        for (int level : unit) {
            here[Levels.index(levels, level)]++;
        }
        int[] present =
                IntStream.range(0, levels.length).filter(c -> here[c] > 0).toArray();
        for (int c : present) {
            frequencies[c] += here[c];
            for (int v : present) {
                long pairs = here[c] * (c == v ? here[v] - 1 : here[v]);
                observed[c][v] += (double) pairs / (unit.length - 1);
            }
        }
    }

    /** Null when all ratings are the same, or there are none. */
    @Nullable
    Double alpha(Metric metric) {
        if (levels.length < 2) {
            return null;
        }
        double disagreement = 0;
        double expected = 0;
        long all = 0;
        for (int c = 0; c < levels.length; c++) {
            all += frequencies[c];
            for (int v = 0; v < levels.length; v++) {
                double difference = difference(metric, c, v);
                disagreement += observed[c][v] * difference;
                expected += (double) frequencies[c] * frequencies[v] * difference;
            }
        }
        return 1 - (all - 1) * disagreement / expected;
    }

    private double difference(Metric metric, int c, int v) {
        return switch (metric) {
            case NOMINAL -> c == v ? 0 : 1;
            case INTERVAL -> Math.pow(levels[c] - levels[v], 2);
            case ORDINAL -> {
                double between = 0;
                for (int g = Math.min(c, v); g <= Math.max(c, v); g++) {
                    between += frequencies[g];
                }
                double distance = between - (frequencies[c] + frequencies[v]) / 2.0;
                yield distance * distance;
            }
        };
    }
}
