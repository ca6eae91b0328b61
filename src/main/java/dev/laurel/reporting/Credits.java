package dev.laurel.reporting;

import dev.laurel.reporting.ReportRows.Credited;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What authorities credited, in all and by district. The quarters of the year and the districts of one authority, kind and
 * unit are looked at together, so that none of few people comes out of what is shown beside it.
 */
final class Credits {

    private static final int PERIODS = SchoolYear.WHOLE + 1;

    /** By authority, kind and unit. */
    private final Map<Key, Map<UUID, Cells>> cells = new TreeMap<>();

    private Credits() {}

    /** What authorities credit, as they are told of. */
    record Key(String authority, String kind, String unit) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::authority)
                    .thenComparing(Key::kind)
                    .thenComparing(Key::unit)
                    .compare(this, other);
        }
    }

    /**
     * A line of the table.
     *
     * @param district absent for all together
     * @param amount absent where it is not shown, or none is known
     */
    record Row(
            Key key,
            @Nullable UUID district,
            Funnels.Shown claims,
            @Nullable BigDecimal amount) {}

    /** Numbers of one district by quarter, then of the year. */
    private static final class Cells {

        private final long[] claims = new long[PERIODS];
        private final long[] people = new long[PERIODS];
        private final long[] thousandths = new long[PERIODS];
        private final boolean[] stated = new boolean[PERIODS];
        private final int[] places = new int[PERIODS];

        void take(Credited count, int quarter) {
            switch (count.measure()) {
                case "CLAIM" -> claims[quarter] += count.tally();
                case "CLAIMANT" -> people[quarter] += count.tally();
                default -> {
                    thousandths[quarter] += count.tally();
                    stated[quarter] = true;
                }
            }
        }

        /** Somebody may have claimed in each quarter: that the year has no more people than its fullest one is safe. */
        void addUp() {
            for (int quarter = 0; quarter < SchoolYear.WHOLE; quarter++) {
                claims[SchoolYear.WHOLE] += claims[quarter];
                people[SchoolYear.WHOLE] = Math.max(people[SchoolYear.WHOLE], people[quarter]);
                thousandths[SchoolYear.WHOLE] += thousandths[quarter];
                stated[SchoolYear.WHOLE] |= stated[quarter];
            }
        }

        /** Nobody is of two districts. */
        void add(Cells other) {
            for (int period = 0; period < PERIODS; period++) {
                claims[period] += other.claims[period];
                people[period] += other.people[period];
                thousandths[period] += other.thousandths[period];
                stated[period] |= other.stated[period];
            }
        }

        void takeIn(Suppression suppression) {
            for (int period = 0; period < PERIODS; period++) {
                places[period] = suppression.number(claims[period], people[period]);
            }
            suppression.sum(
                    places[SchoolYear.WHOLE],
                    Arrays.stream(places).limit(SchoolYear.WHOLE).boxed().toList());
        }

        Row row(Key key, @Nullable UUID district, int period, Suppression suppression) {
            boolean shown = suppression.shows(places[period]);
            return new Row(
                    key,
                    district,
                    new Funnels.Shown(claims[period], !shown),
                    shown && stated[period] ? plain(BigDecimal.valueOf(thousandths[period], 3)) : null);
        }

        private static BigDecimal plain(BigDecimal number) {
            BigDecimal bare = number.stripTrailingZeros();
            return bare.scale() < 0 ? bare.setScale(0) : bare;
        }
    }

    /** @param counts of the whole year, by district */
    static Credits of(SchoolYear year, List<Credited> counts) {
        Credits credits = new Credits();
        for (Credited count : counts) {
            String[] parts = count.two().split(">", 2);
            credits.cells
                    .computeIfAbsent(new Key(count.authority(), parts[0], parts[1]), key -> new TreeMap<>())
                    .computeIfAbsent(count.district(), district -> new Cells())
                    .take(count, year.quarterOf(count.month()));
        }
        credits.cells.values().forEach(districts -> districts.values().forEach(Cells::addUp));
        return credits;
    }

    /** For each authority, kind and unit all together, then each district with a claim in the period. */
    List<Row> rows(int period, int least) {
        List<Row> rows = new ArrayList<>();
        cells.forEach((key, districts) -> {
            Suppression suppression = new Suppression(least);
            Cells all = new Cells();
            districts.values().forEach(district -> {
                all.add(district);
                district.takeIn(suppression);
            });
            all.takeIn(suppression);
            for (int each = 0; each < PERIODS; each++) {
                int at = each;
                suppression.sum(
                        all.places[at],
                        districts.values().stream()
                                .map(district -> district.places[at])
                                .toList());
            }
            suppression.close();
            if (all.claims[period] > 0) {
                rows.add(all.row(key, null, period, suppression));
                districts.forEach((district, numbers) -> {
                    if (numbers.claims[period] > 0) {
                        rows.add(numbers.row(key, district, period, suppression));
                    }
                });
            }
        });
        return rows;
    }
}
