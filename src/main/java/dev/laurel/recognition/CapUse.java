package dev.laurel.recognition;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is used up of a cap. One of as many years as a cycle is said of the cycle. One of more years holds for any cycles that
 * end within so many years; one of fewer for what was claimed within so many calendar years, whatever its cycle.
 *
 * <p>What counts for everybody counts in the cycle of each license type that shares time with it, since nobody says of which
 * it is. A cycle for everybody has its whole cap beside what is over: neither a license's cycle that ended before the claim
 * nor what counted for everybody in an earlier cycle takes from it.
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
     * @param licence the type that the others would count for; absent where that is everybody
     * @param cycle in which they would count
     * @param year in which they are claimed
     * @param counting all of the authority, kind and unit
     */
    static BigDecimal of(Rule.Cap cap, @Nullable String licence, Cycle cycle, int year, List<Units> counting) {
        boolean ofTheCycle = isOfTheCycle(cap, cycle);
        return fullest(licence, cycle, year, counting, ofTheCycle, (within, units) -> {
            return ofTheCycle ? inCycle(within, year, units) : inYears(cap, within, year, units);
        });
    }

    /** The units that count in a cycle already, for one type or, of everybody, beside the type of which most counts. */
    static BigDecimal inCycle(@Nullable String licence, Cycle cycle, int year, List<Units> counting) {
        return fullest(licence, cycle, year, counting, true, (within, units) -> inCycle(within, year, units));
    }

    private interface Count {
        BigDecimal of(Cycle cycle, List<Units> counting);
    }

    private static BigDecimal fullest(
            @Nullable String licence, Cycle cycle, int year, List<Units> counting, boolean inItsCycles, Count count) {
        BigDecimal most = count.of(cycle, countingFor(licence, counting));
        if (licence != null) {
            return most;
        }
        List<String> licences = counting.stream()
                .map(Units::licence)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        for (String each : licences) {
            Stream<Cycle> cycles = inItsCycles
                    ? counting.stream()
                            .filter(units -> each.equals(units.licence())
                                    && units.cycleEnds() >= year
                                    && cycle.overlaps(units.cycleEnds(), year))
                            .map(units -> new Cycle(units.cycleEnds(), cycle.years()))
                            .distinct()
                    : Stream.of(cycle);
            List<Units> units = countingFor(each, counting).stream()
                    .filter(one -> !inItsCycles || one.licence() != null || cycle.overlaps(one.cycleEnds(), year))
                    .toList();
            most = cycles.map(within -> count.of(within, units)).reduce(most, BigDecimal::max);
        }
        return most;
    }

    private static List<Units> countingFor(@Nullable String licence, List<Units> counting) {
        return counting.stream().filter(units -> units.countsFor(licence)).toList();
    }

    private static boolean isOfTheCycle(Rule.Cap cap, Cycle cycle) {
        return cap.years() == null || cycle.years() == null || cap.years().equals(cycle.years());
    }

    private static BigDecimal inCycle(Cycle cycle, int year, List<Units> counting) {
        return sum(counting, units -> cycle.overlaps(units.cycleEnds(), year));
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
