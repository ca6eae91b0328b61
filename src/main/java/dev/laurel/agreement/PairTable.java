package dev.laurel.agreement;

import dev.laurel.agreement.Figure.Interval;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How often two raters gave which levels to the same unit: counts instead of units, however many there are. */
public final class PairTable {

    private final long[][] counts;

    /**
     * @param counts rows are the first rater's levels, lowest first, columns the second's; square, and nobody changes it
     *     afterwards
     */
    public PairTable(long[][] counts) {
        if (Arrays.stream(counts).anyMatch(row -> row.length != counts.length)) {
            throw new IllegalArgumentException("As many rows as columns");
        }
        this.counts = counts;
    }

    /** Units that both rated. */
    public long units() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /**
     * The same figures as of a table of ratings, with intervals.
     *
     * @param cut index of the lowest level that counts as met; without it there is no decision to agree on
     */
    public Agreement agreement(OptionalInt cut) {
        int n = Math.toIntExact(units());
        Figure[] drawn = figures(n);
        return new Agreement(
                n,
                n == 0 ? 0 : 2,
                Figure.share(near(0), n),
                Figure.share(near(1), n),
                cut.isEmpty() ? Figure.undefined(n) : Figure.share(sameSide(cut.getAsInt()), n),
                drawn[0],
                drawn[1],
                new Agreement.Alpha(drawn[2], drawn[3], drawn[4]));
    }

    /** Those whose intervals are drawn: kappa, weighted kappa, and alpha by its three metrics. */
    private Figure[] figures(int n) {
        @Nullable Double[] values = drawn(counts);
        @Nullable Interval[] intervals = Resampling.percentiles(counts, n, values.length, PairTable::drawn);
        Figure[] figures = new Figure[values.length];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = new Figure(values[i], n, values[i] == null ? null : intervals[i]);
        }
        return figures;
    }

    private static @Nullable Double[] drawn(long[][] table) {
        Coincidences coincidences = Coincidences.of(table);
        return new @Nullable Double[] {
            CrossTable.kappa(table),
            CrossTable.quadraticWeightedKappa(table),
            coincidences.alpha(Coincidences.Metric.NOMINAL),
            coincidences.alpha(Coincidences.Metric.ORDINAL),
            coincidences.alpha(Coincidences.Metric.INTERVAL)
        };
    }

    private int near(int distance) {
        long near = 0;
        for (int a = 0; a < counts.length; a++) {
            for (int b = 0; b < counts.length; b++) {
                near += Math.abs(a - b) <= distance ? counts[a][b] : 0;
            }
        }
        return Math.toIntExact(near);
    }

    private int sameSide(int cut) {
        long same = 0;
        for (int a = 0; a < counts.length; a++) {
            for (int b = 0; b < counts.length; b++) {
                same += (a >= cut) == (b >= cut) ? counts[a][b] : 0;
            }
        }
        return Math.toIntExact(same);
    }
}
