package dev.laurel.reporting;

import dev.laurel.agreement.Figure;
import dev.laurel.reporting.ReportRows.Count;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How far two raters who did not see each other agree, by micro-credential and together. The quarters of a year and the
 * micro-credentials are looked at together: what stands behind a figure is told with it, so that a figure of a few cases
 * could be worked out from the others.
 */
final class Agreements {

    private static final int PERIODS = SchoolYear.WHOLE + 1;

    private final Map<String, Cells> credentials = new TreeMap<>();
    private final Cells together = new Cells();
    private final Suppression suppression;

    private Agreements(int fewest) {
        this.suppression = new Suppression(fewest);
    }

    /** Pairs of ratings of one micro-credential by quarter, then of the year. */
    private static final class Cells {

        private final long[] same = new long[PERIODS];
        private final long[] pairs = new long[PERIODS];
        private final long[] cases = new long[PERIODS];
        private final int[] places = new int[PERIODS];

        void take(Count count, int period) {
            if (count.measure().equals("DOUBLE")) {
                cases[period] += count.tally();
            } else {
                pairs[period] += count.tally();
                same[period] += count.one().equals("same") ? count.tally() : 0;
            }
        }

        void takeIn(Suppression suppression) {
            for (int period = 0; period < PERIODS; period++) {
                // Cases have several pairs each: what is left of a sum is to be of few cases, whatever their pairs.
                long of = pairs[period] == 0 ? 0 : Math.max(1, cases[period]);
                places[period] = suppression.number(of, cases[period]);
            }
            suppression.sum(
                    places[SchoolYear.WHOLE],
                    Arrays.stream(places).limit(SchoolYear.WHOLE).boxed().toList());
        }
    }

    /** @param counts of the whole year by version; steps among them are passed over */
    static Agreements of(int fewest, SchoolYear year, Collection<Count> counts, Function<UUID, String> credential) {
        Agreements agreements = new Agreements(fewest);
        for (Count count : counts) {
            if (!count.measure().equals("STEP")) {
                Cells cells =
                        agreements.credentials.computeIfAbsent(credential.apply(count.about()), key -> new Cells());
                for (int period : new int[] {year.quarterOf(count.month()), SchoolYear.WHOLE}) {
                    cells.take(count, period);
                    agreements.together.take(count, period);
                }
            }
        }
        agreements.close();
        return agreements;
    }

    private void close() {
        together.takeIn(suppression);
        credentials.values().forEach(cells -> cells.takeIn(suppression));
        for (int period = 0; period < PERIODS; period++) {
            int at = period;
            suppression.sum(
                    together.places[at],
                    credentials.values().stream().map(cells -> cells.places[at]).toList());
        }
        suppression.close();
    }

    /** Of all micro-credentials; not defined where it is not told. */
    Figure together(int period) {
        Figure figure = figure(together, period);
        return figure == null ? Figure.undefined(0) : figure;
    }

    /** By micro-credential; those of which nothing is told are missing. */
    Map<String, Figure> of(int period) {
        Map<String, Figure> figures = new HashMap<>();
        credentials.forEach((key, cells) -> {
            Figure figure = figure(cells, period);
            if (figure != null) {
                figures.put(key, figure);
            }
        });
        return figures;
    }

    private @Nullable Figure figure(Cells cells, int period) {
        return cells.pairs[period] > 0 && suppression.shows(cells.places[period])
                ? Figure.share(Math.toIntExact(cells.same[period]), Math.toIntExact(cells.pairs[period]))
                : null;
    }
}
