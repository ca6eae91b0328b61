package dev.laurel.agreement;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How far raters agree. The first five need exactly two raters and use the units that both rated; alpha takes any number
 * of raters and every unit with two ratings or more.
 *
 * <p>Shares carry Wilson's interval (Wilson 1927); kappas and alphas the percentiles of {@link Resampling}.
 *
 * @param units with a rating at all
 * @param raters with a rating at all
 * @param decisionAgreement share of units that both put on the same side of the cut
 * @param kappa Cohen 1960
 * @param quadraticWeightedKappa Cohen 1968, with the square of the distance as weight
 */
public record Agreement(
        int units,
        int raters,
        Figure exact,
        Figure exactOrAdjacent,
        Figure decisionAgreement,
        Figure kappa,
        Figure quadraticWeightedKappa,
        Alpha alpha) {

    /** Krippendorff's alpha by how levels are told apart; rubrics are ordinal. */
    public record Alpha(Figure nominal, Figure ordinal, Figure interval) {}

    /**
     * Computes everything that the table defines.
     *
     * @param cut lowest level that counts as met; without it there is no decision to agree on
     * @param intervals whether to tell how sure each figure is, which costs a thousand computations of it
     */
    public static Agreement of(RatingTable table, OptionalInt cut, boolean intervals) {
        List<int[]> pairs = table.pairs();
        List<int[]> pairable = table.pairable();
        return new Agreement(
                table.units(),
                table.raters(),
                share(count(pairs, 0), pairs.size(), intervals),
                share(count(pairs, 1), pairs.size(), intervals),
                cut.isEmpty()
                        ? Figure.undefined(pairs.size())
                        : share(sameSide(pairs, cut.getAsInt()), pairs.size(), intervals),
                resampled(pairs, CrossTable::kappa, intervals),
                resampled(pairs, CrossTable::quadraticWeightedKappa, intervals),
                new Alpha(
                        resampled(
                                pairable,
                                units -> Coincidences.of(units).alpha(Coincidences.Metric.NOMINAL),
                                intervals),
                        resampled(
                                pairable,
                                units -> Coincidences.of(units).alpha(Coincidences.Metric.ORDINAL),
                                intervals),
                        resampled(
                                pairable,
                                units -> Coincidences.of(units).alpha(Coincidences.Metric.INTERVAL),
                                intervals)));
    }

    private static int count(List<int[]> pairs, int distance) {
        return (int) pairs.stream()
                .filter(pair -> Math.abs(pair[0] - pair[1]) <= distance)
                .count();
    }

    private static int sameSide(List<int[]> pairs, int cut) {
        return (int) pairs.stream()
                .filter(pair -> (pair[0] >= cut) == (pair[1] >= cut))
                .count();
    }

    private static Figure share(int part, int n, boolean interval) {
        return n == 0
                ? Figure.undefined(0)
                : new Figure((double) part / n, n, interval ? Resampling.wilson(part, n) : null);
    }

    private static Figure resampled(List<int[]> units, Resampling.Statistic statistic, boolean interval) {
        @Nullable Double value = statistic.of(units);
        return new Figure(
                value, units.size(), interval && value != null ? Resampling.percentiles(units, statistic) : null);
    }
}
