package dev.laurel.recognition;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is used up of a cap. One of as many years as a cycle is said of the cycle. One of more years holds for any cycles that
 * end within so many years; one of fewer for what was claimed within so many calendar years, whatever its cycle.
 *
 * <p>What counts for everybody counts in the cycle of each license type that shares time with it, since nobody says of which
 * it is. Of a license's cycle and one cycle for everybody that share time, no more counts than the cap; nor does more of the
 * license's and of all that was claimed for everybody in its years, of however many cycles. Neither a license's cycle that
 * ended before the claim nor what counted for everybody in an earlier cycle takes from a new one for everybody, but while a
 * license's cycle runs on that both fell into.
 */
final class CapUse {

    private CapUse() {}

    /**
     * Units that count.
     *
     * @param year in which they were claimed
     * @param licence the type that they count for; absent where that is everybody, or is not known
     */
    record Units(int cycleEnds, int year, @Nullable String licence, BigDecimal amount) {

        boolean countsFor(@Nullable String other) {
            return licence == null || licence.equals(other);
        }
    }

    /**
     * The units that leave less room for others.
     *
     * @param licence whose cycle it is that holds them, with what counts for everybody; absent where they are of no other cycle than
     *     the one that was asked about
     */
    record Fullest(BigDecimal units, @Nullable Licence licence) {

        private static final Fullest NONE = new Fullest(BigDecimal.ZERO, null);

        private static Fullest of(BigDecimal units, Row row) {
            return new Fullest(
                    units,
                    row.licence() == null
                            ? null
                            : new Licence(row.licence(), row.cycle().ends()));
        }

        private Fullest max(Fullest other) {
            return other.units().compareTo(units) > 0 ? other : this;
        }
    }

    /** The cycle of a license type that ends in a year. */
    record Licence(String type, int cycleEnds) {}

    /**
     * The units that leave less room for others.
     *
     * @param licence the type that the others would count for; absent where that is everybody
     * @param cycle in which they would count
     * @param year in which they are claimed
     * @param counting all of the authority, kind and unit
     */
    static BigDecimal of(Rule.Cap cap, @Nullable String licence, Cycle cycle, int year, List<Units> counting) {
        return fullest(cap, licence, cycle, year, counting).units();
    }

    /** The same, with where they are. */
    static Fullest fullest(Rule.Cap cap, @Nullable String licence, Cycle cycle, int year, List<Units> counting) {
        return isOfTheCycle(cap, cycle)
                ? besideOne(licence, cycle, year, counting).max(throughout(licence, cycle, year, counting))
                : new Fullest(
                        types(licence, counting)
                                .map(type -> inYears(cap, cycle, year, countingFor(type.orElse(null), counting)))
                                .reduce(BigDecimal.ZERO, BigDecimal::max),
                        null);
    }

    /** The type that is asked about; of everybody, nobody's and every one that something counts for. */
    private static Stream<Optional<String>> types(@Nullable String licence, List<Units> counting) {
        return licence == null
                ? Stream.concat(
                        Stream.of(Optional.empty()),
                        counting.stream()
                                .map(Units::licence)
                                .filter(Objects::nonNull)
                                .distinct()
                                .map(Optional::of))
                : Stream.of(Optional.of(licence));
    }

    /** The units that count in a cycle itself; in a license's with those of the fullest cycle for everybody. */
    static BigDecimal inCycle(@Nullable String licence, Cycle cycle, int year, List<Units> counting) {
        Row own = new Row(licence, cycle);
        return licence == null
                ? sum(counting, units -> own.holds(units, year))
                : besideOne(licence, cycle, year, counting).units();
    }

    /** All that counts in the years of a license's cycle: its own units and those for everybody of every cycle in it. */
    private static Fullest throughout(@Nullable String licence, Cycle cycle, int year, List<Units> counting) {
        Integer years = cycle.years();
        if (years == null) {
            return Fullest.NONE;
        }
        Stream<Row> licences = licence != null
                ? Stream.of(new Row(licence, cycle))
                : counting.stream()
                        .filter(units -> units.licence() != null && isWithin(year, units.cycleEnds(), years))
                        .map(units -> new Row(units.licence(), new Cycle(units.cycleEnds(), years)))
                        .distinct();
        return licences.map(row -> Fullest.of(
                        sum(
                                counting,
                                units -> row.holds(units, year)
                                        || units.licence() == null
                                                && isWithin(
                                                        units.year(),
                                                        row.cycle().ends(),
                                                        years)),
                        row))
                .reduce(Fullest.NONE, Fullest::max);
    }

    private static boolean isWithin(int year, int ends, int years) {
        return year <= ends && year > ends - years;
    }

    private static Fullest besideOne(@Nullable String licence, Cycle cycle, int year, List<Units> counting) {
        Row own = new Row(licence, cycle);
        return counting.stream()
                .filter(units -> licence == null
                        ? units.licence() != null && units.cycleEnds() >= year
                        : units.licence() == null)
                .filter(units -> cycle.overlaps(units.cycleEnds(), year))
                .map(units -> new Row(units.licence(), new Cycle(units.cycleEnds(), cycle.years())))
                .distinct()
                .map(other ->
                        licence == null ? together(other, own, year, counting) : together(own, other, year, counting))
                .reduce(new Fullest(sum(counting, units -> own.holds(units, year)), null), Fullest::max);
    }

    private static Fullest together(Row licence, Row everybody, int year, List<Units> counting) {
        return Fullest.of(
                sum(
                        counting,
                        units -> licence.holds(units, year)
                                || everybody.holds(units, year)
                                        && licence.cycle().overlaps(units.cycleEnds(), year)),
                licence);
    }

    /** A cycle of one license type, or of everybody. */
    private record Row(@Nullable String licence, Cycle cycle) {

        boolean holds(Units units, int year) {
            return Objects.equals(licence, units.licence()) && cycle.overlaps(units.cycleEnds(), year);
        }
    }

    private static List<Units> countingFor(@Nullable String licence, List<Units> counting) {
        return counting.stream().filter(units -> units.countsFor(licence)).toList();
    }

    private static boolean isOfTheCycle(Rule.Cap cap, Cycle cycle) {
        return cap.years() == null || cycle.years() == null || cap.years().equals(cycle.years());
    }

    private static BigDecimal inYears(Rule.Cap cap, Cycle cycle, int year, List<Units> counting) {
        int years = Objects.requireNonNull(cap.years());
        boolean within = years < Objects.requireNonNull(cycle.years());
        ToIntFunction<Units> when = within ? Units::year : Units::cycleEnds;
        int at = within ? year : cycle.ends();
        BigDecimal most = BigDecimal.ZERO;
        for (int first = at - years + 1; first <= at; first++) {
            int from = first;
            most = most.max(
                    sum(counting, units -> when.applyAsInt(units) >= from && when.applyAsInt(units) < from + years));
        }
        return most;
    }

    private static BigDecimal sum(List<Units> counting, Predicate<Units> which) {
        return counting.stream().filter(which).map(Units::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
