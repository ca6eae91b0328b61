package dev.laurel.agreement;

import dev.laurel.agreement.Figure.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Intervals of 95 %. Those of kappa and alpha are percentiles of a bootstrap: units are drawn with replacement a thousand
 * times, from a fixed seed, so that the same ratings always have the same interval.
 */
final class Resampling {

    private static final int SAMPLES = 1000;
    private static final long SEED = 1960;
    private static final double Z = 1.959963984540054;

    /** So many of the samples must have a value, or the interval would speak of the others only. */
    private static final int FEWEST_DEFINED = 950;

    /** With more units than this each count is drawn by itself. */
    private static final int MOST_DRAWN_ONE_BY_ONE = 300;

    /** Above this mean a Poisson count is taken from the normal distribution that it has all but become. */
    private static final double NEARLY_NORMAL = 60;

    private Resampling() {}

    interface Statistic {
        /** Null when these units do not define it. */
        @Nullable
        Double of(List<int[]> units);
    }

    static @Nullable Interval percentiles(List<int[]> units, Statistic statistic) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values = new double[SAMPLES];
        int defined = 0;
        List<int[]> drawn = new ArrayList<>(units);
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int i = 0; i < drawn.size(); i++) {
                drawn.set(i, units.get(random.nextInt(units.size())));
            }
            Double value = statistic.of(drawn);
            if (value != null) {
                values[defined++] = value;
            }
        }
        if (units.size() < 2 || defined < FEWEST_DEFINED) {
            return null;
        }
        return middle(values, defined);
    }

    interface TableStatistics {
        /** As many each time; null where these counts do not define one. */
        @Nullable
        Double[] of(long[][] counts);
    }

    /**
     * The same of counts: units are drawn by their cell, and every statistic is of the same draws. Where there are many
     * units each cell's count is drawn by itself, as a Poisson number (the Poisson bootstrap, which for many units is the
     * same), so that a million units take no longer than a thousand.
     *
     * @return one for each figure; null where there is none
     */
    static @Nullable Interval[] percentiles(long[][] counts, int n, int figures, TableStatistics statistics) {
        @Nullable Interval[] intervals = new Interval[figures];
        if (n < 2) {
            return intervals;
        }
        int levels = counts.length;
        int[] ends = ends(counts);
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] values = new double[figures][SAMPLES];
        int[] defined = new int[figures];
        for (int sample = 0; sample < SAMPLES; sample++) {
            long[][] drawn = new long[levels][levels];
            if (n > MOST_DRAWN_ONE_BY_ONE) {
                for (int cell = 0; cell < ends.length; cell++) {
                    drawn[cell / levels][cell % levels] = poisson(random, counts[cell / levels][cell % levels]);
                }
            } else {
                for (int i = 0; i < n; i++) {
                    int cell = cellOf(ends, random.nextInt(n));
                    drawn[cell / levels][cell % levels]++;
                }
            }
            @Nullable Double[] of = statistics.of(drawn);
            for (int i = 0; i < figures; i++) {
                Double value = of[i];
                if (value != null) {
                    values[i][defined[i]++] = value;
                }
            }
        }
        for (int i = 0; i < figures; i++) {
            intervals[i] = defined[i] < FEWEST_DEFINED ? null : middle(values[i], defined[i]);
        }
        return intervals;
    }

    private static int[] ends(long[][] counts) {
        int levels = counts.length;
        int[] ends = new int[levels * levels];
        int end = 0;
        for (int cell = 0; cell < ends.length; cell++) {
            end += Math.toIntExact(counts[cell / levels][cell % levels]);
            ends[cell] = end;
        }
        return ends;
    }

    /** By Knuth's multiplication of uniform numbers where the mean is small. */
    private static long poisson(SplittableRandom random, long mean) {
        if (mean == 0) {
            return 0;
        }
        if (mean > NEARLY_NORMAL) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        long count = -1;
        double product = 1;
        do {
            product *= random.nextDouble();
            count++;
        } while (product > limit);
        return count;
    }

    /** The first cell whose end lies beyond the unit. */
    private static int cellOf(int[] ends, int unit) {
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int half = (low + high) >>> 1;
            if (unit < ends[half]) {
                high = half;
            } else {
                low = half + 1;
            }
        }
        return low;
    }

    private static Interval middle(double[] values, int defined) {
        double[] sorted = Arrays.copyOf(values, defined);
        Arrays.sort(sorted);
        return new Interval(sorted[(int) Math.floor(0.025 * defined)], sorted[(int) Math.ceil(0.975 * defined) - 1]);
    }

    static Interval wilson(int part, int n) {
        double share = (double) part / n;
        double z2 = Z * Z;
        double centre = share + z2 / (2.0 * n);
        double half = Z * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
        double scale = 1 + z2 / n;
        return new Interval(Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale));
    }
}
