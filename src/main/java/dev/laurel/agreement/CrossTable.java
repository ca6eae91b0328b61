package dev.laurel.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two raters' levels against each other. All sums are of whole numbers, so that "not defined" is told exactly. */
final class CrossTable {

    private CrossTable() {}

    /** Null when both gave one and the same level throughout, or nothing was rated by both. */
    static @Nullable Double kappa(List<int[]> pairs) {
        return kappa(pairs, (a, b) -> a == b ? 0 : 1);
    }

    /** As {@link #kappa}; the number of levels cancels out of the weights. */
    static @Nullable Double quadraticWeightedKappa(List<int[]> pairs) {
        return kappa(pairs, (a, b) -> (long) (a - b) * (a - b));
    }

    private interface Distance {
        long between(int a, int b);
    }

    /** As {@link #kappa(List)}, of counts. */
    static @Nullable Double kappa(long[][] counts) {
        return kappa(Levels.indexes(counts.length), counts, (a, b) -> a == b ? 0 : 1);
    }

    /** As {@link #quadraticWeightedKappa(List)}, of counts. */
    static @Nullable Double quadraticWeightedKappa(long[][] counts) {
        return kappa(Levels.indexes(counts.length), counts, (a, b) -> (long) (a - b) * (a - b));
    }

    private static @Nullable Double kappa(List<int[]> pairs, Distance distance) {
        int[] levels = Levels.of(pairs);
        long[][] counts = new long[levels.length][levels.length];
        for (int[] pair : pairs) {
            counts[Levels.index(levels, pair[0])][Levels.index(levels, pair[1])]++;
        }
        return kappa(levels, counts, distance);
    }

    /** 1 - observed / expected disagreement, where every pairing of both raters' levels is expected alike. */
    private static @Nullable Double kappa(int[] levels, long[][] counts, Distance distance) {
        long[] first = new long[levels.length];
        long[] second = new long[levels.length];
        long observed = 0;
        long units = 0;
        for (int a = 0; a < levels.length; a++) {
            for (int b = 0; b < levels.length; b++) {
                long here = counts[a][b];
                observed += here * distance.between(levels[a], levels[b]);
                first[a] += here;
                second[b] += here;
                units += here;
            }
        }
        long expected = 0;
        for (int a = 0; a < levels.length; a++) {
            for (int b = 0; b < levels.length; b++) {
                expected += first[a] * second[b] * distance.between(levels[a], levels[b]);
            }
        }
        return expected == 0 ? null : 1 - (double) units * observed / expected;
    }
}
