package dev.laurel.recognition;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cycle in which units of one kind are collected.
 *
 * @param ends the year in which it ends
 * @param years how long it is; absent where the authority does not say
 */
record Cycle(int ends, @Nullable Integer years) {

    /** A cycle for units of this kind, as long as the authority says, else as long as the rule's cap is said of. */
    static Cycle of(int ends, @Nullable Authority authority, ValueKind kind, String unit, Rule.@Nullable Cap cap) {
        Integer needed = authority == null
                ? null
                : authority.needs().stream()
                        .filter(need -> need.kind() == kind && need.unit().equals(unit))
                        .map(Authority.Need::years)
                        .filter(Objects::nonNull)
                        .max(Integer::compare)
                        .orElse(null);
        return new Cycle(
                ends,
                Stream.of(needed, cap == null ? null : cap.years())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    /**
     * Whether another cycle of the same kind shares time with this one. Where nobody says how long they are, two cycles that
     * are not over do: the later one begins when the earlier one has ended.
     *
     * @param year that it is
     */
    boolean overlaps(int otherEnds, int year) {
        return otherEnds == ends
                || (years == null ? Math.min(ends, otherEnds) >= year : Math.abs(ends - otherEnds) < years);
    }

    /** Whether they overlap and are not the same, so that one of them must be wrong. */
    boolean contradicts(int otherEnds, int year) {
        return otherEnds != ends && overlaps(otherEnds, year);
    }
}
