package dev.laurel.recognition;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What is used up of a cap. One of as many years as a cycle is said of the cycle. One of more years holds for any cycles that
 * end within so many years; one of fewer for what was claimed within so many calendar years (UTC), whatever its cycle.
 */
final class CapUse {

    private CapUse() {}

    /**
     * Units that count.
     *
     * @param year in which they were claimed
     */
    record Units(int cycleEnds, int year, BigDecimal amount) {}

    /**
     * The units that leave less room for others.
     *
     * @param cycle in which the others would count
     * @param year in which they are claimed
     */
    static BigDecimal of(Rule.Cap cap, Cycle cycle, int year, List<Units> counting) {
        Integer years = cap.years();
        Integer length = cycle.years();
        if (years == null || length == null || years.equals(length)) {
            return sum(counting, units -> cycle.overlaps(units.cycleEnds(), year));
        }
        boolean within = years < length;
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
