package dev.laurel.agreement;

import dev.laurel.agreement.Figure.Interval;
import java.util.Arrays;
import java.util.List;
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
        List<Resampling.TableStatistic> statistics = List.of(
                CrossTable::kappa,
                CrossTable::quadraticWeightedKappa,
                table -> Coincidences.of(table).alpha(Coincidences.Metric.NOMINAL),
                table -> Coincidences.of(table).alpha(Coincidences.Metric.ORDINAL),
                table -> Coincidences.of(table).alpha(Coincidences.Metric.INTERVAL));
        @Nullable Interval[] intervals = Resampling.percentiles(counts, n, statistics);
        Figure[] figures = new Figure[statistics.size()];
        for (int i = 0; i < figures.length; i++) {
            Double value = statistics.get(i).of(counts);
            figures[i] = new Figure(value, n, value == null ? null : intervals[i]);
        }
        return figures;
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
