package dev.laurel.reporting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Decides which numbers of a table are not shown, so that none speaks of fewer people than it may, and none that is hidden
 * can be worked out from those that are shown (complementary suppression). The table says which numbers are the sum of which
 * others; numbers that nobody prints but anybody can subtract are numbers too.
 *
 * <p>Zero is shown: it speaks of nobody.
 */
final class Suppression {

    private static final long PRIME = Integer.MAX_VALUE;

    /** Compared by identity: two sums may say the same. */
    private static final class Sum {

        private final int total;
        private final int[] parts;

        Sum(int total, int[] parts) {
            this.total = total;
            this.parts = parts;
        }

        int total() {
            return total;
        }

        int[] parts() {
            return parts;
        }

        int[] all() {
            return IntStream.concat(IntStream.of(total), IntStream.of(parts)).toArray();
        }
    }

    private final int fewest;
    private final List<Long> counts = new ArrayList<>();
    private final List<Sum> sums = new ArrayList<>();
    private final List<List<Sum>> sumsOf = new ArrayList<>();
    private final BitSet totals = new BitSet();
    private final BitSet hidden = new BitSet();
    private final BitSet small = new BitSet();
    private final Deque<Sum> toLookAt = new ArrayDeque<>();

    /** @param fewest people that a number above zero must stand for */
    Suppression(int fewest) {
        this.fewest = fewest;
    }

    /**
     * Takes a number in.
     *
     * @param people how many people it stands for, at least; where that is not known, too low is safe
     * @return its place, by which the others speak of it
     */
    int number(long count, long people) {
        int place = counts.size();
        counts.add(count);
        sumsOf.add(new ArrayList<>());
        if (count > 0 && people < fewest) {
            hidden.set(place);
        }
        return place;
    }

    /** One number is the sum of others. */
    void sum(int total, List<Integer> parts) {
        Sum sum = new Sum(total, parts.stream().mapToInt(Integer::intValue).toArray());
        sums.add(sum);
        totals.set(total);
        sumsOf.get(total).add(sum);
        parts.forEach(part -> sumsOf.get(part).add(sum));
    }

    /** Hides what has to be hidden besides the small numbers. Nothing may be taken in afterwards. */
    Suppression close() {
        small.or(hidden);
        toLookAt.addAll(sums);
        do {
            while (!toLookAt.isEmpty()) {
                mend(toLookAt.removeFirst());
            }
        } while (hideForThoseThatComeOut());
        return this;
    }

    /**
     * No single sum tells a small number any more, but several together may: all are solved at once, and next to a small
     * number that comes out another is hidden.
     *
     * @return whether one was
     */
    private boolean hideForThoseThatComeOut() {
        boolean more = false;
        BitSet comesOut = determined();
        comesOut.and(small);
        for (int place = comesOut.nextSetBit(0); place >= 0; place = comesOut.nextSetBit(place + 1)) {
            int best = nearestShown(place);
            if (best >= 0) {
                hidden.set(best);
                toLookAt.addAll(sumsOf.get(best));
                more = true;
            }
        }
        return more;
    }

    /** The cheapest number that is shown in a sum of this one, else in a sum of a hidden one of those, and so on; or -1. */
    private int nearestShown(int place) {
        BitSet seen = new BitSet();
        Deque<Integer> next = new ArrayDeque<>(List.of(place));
        seen.set(place);
        while (!next.isEmpty()) {
            int best = -1;
            for (Sum sum : sumsOf.get(next.removeFirst())) {
                for (int other : sum.all()) {
                    if (!shows(other) && !seen.get(other)) {
                        seen.set(other);
                        next.add(other);
                    } else if (shows(other) && counts.get(other) > 0 && (best < 0 || isCheaper(other, best))) {
                        best = other;
                    }
                }
            }
            if (best >= 0) {
                return best;
            }
        }
        return -1;
    }

    /**
     * The hidden numbers that the sums determine. With everything that is shown subtracted each sum says that hidden numbers,
     * added and subtracted, come to something known; a number is determined when it is zero in every solution of the same
     * system that comes to nothing. One solution at random, modulo a prime, tells.
     */
    private BitSet determined() {
        Map<Sum, Map<Integer, Long>> rows = new LinkedHashMap<>();
        Map<Integer, Set<Sum>> rowsOf = new HashMap<>();
        PriorityQueue<Sum> shortest = new PriorityQueue<>(Comparator.comparingInt(
                (Sum sum) -> rows.getOrDefault(sum, Map.of()).size()));
        for (Sum sum : sums) {
            Map<Integer, Long> row = new HashMap<>();
            for (int part : sum.parts()) {
                if (!shows(part)) {
                    row.put(part, 1L);
                }
            }
            if (!shows(sum.total())) {
                row.put(sum.total(), PRIME - 1);
            }
            if (!row.isEmpty()) {
                rows.put(sum, row);
                row.keySet().forEach(place -> rowsOf.computeIfAbsent(place, key -> new LinkedHashSet<>())
                        .add(sum));
            }
        }
        shortest.addAll(rows.keySet());
        record Pivot(int place, Map<Integer, Long> row) {}
        Deque<Pivot> pivots = new ArrayDeque<>();
        while (!shortest.isEmpty()) {
            Sum sum = shortest.remove();
            Map<Integer, Long> row = rows.remove(sum);
            if (row == null || row.isEmpty()) {
                continue;
            }
            row.keySet().forEach(place -> rowsOf(rowsOf, place).remove(sum));
            int pivot = Collections.min(row.keySet(), Comparator.comparingInt(place -> rowsOf(rowsOf, place)
                    .size()));
            long inverse = power(value(row, pivot), PRIME - 2);
            for (Sum other : List.copyOf(rowsOf(rowsOf, pivot))) {
                Map<Integer, Long> target = rows.getOrDefault(other, Map.of());
                long factor = value(target, pivot) * inverse % PRIME;
                row.forEach((place, coefficient) -> {
                    long left = (value(target, place) + (PRIME - factor) * coefficient) % PRIME;
                    if (left == 0) {
                        target.remove(place);
                        rowsOf(rowsOf, place).remove(other);
                    } else {
                        target.put(place, left);
                        rowsOf.computeIfAbsent(place, key -> new LinkedHashSet<>())
                                .add(other);
                    }
                });
                shortest.remove(other);
                shortest.add(other);
            }
            pivots.addFirst(new Pivot(pivot, row));
        }
        long[] solution = new long[counts.size()];
        SplittableRandom chance = new SplittableRandom(7);
        for (int place = hidden.nextSetBit(0); place >= 0; place = hidden.nextSetBit(place + 1)) {
            solution[place] = 1 + chance.nextLong(PRIME - 1);
        }
        for (Pivot pivot : pivots) {
            long sum = 0;
            for (Map.Entry<Integer, Long> entry : pivot.row().entrySet()) {
                if (entry.getKey() != pivot.place()) {
                    sum = (sum + entry.getValue() * solution[entry.getKey()]) % PRIME;
                }
            }
            solution[pivot.place()] =
                    (PRIME - sum) % PRIME * power(value(pivot.row(), pivot.place()), PRIME - 2) % PRIME;
        }
        BitSet determined = new BitSet();
        for (int place = hidden.nextSetBit(0); place >= 0; place = hidden.nextSetBit(place + 1)) {
            determined.set(place, solution[place] == 0);
        }
        return determined;
    }

    private static Set<Sum> rowsOf(Map<Integer, Set<Sum>> rowsOf, int place) {
        return rowsOf.getOrDefault(place, Set.of());
    }

    private static long value(Map<Integer, Long> row, int place) {
        return row.getOrDefault(place, 0L);
    }

    private static long power(long base, long exponent) {
        long result = 1;
        for (long left = exponent, square = base % PRIME; left > 0; left >>= 1, square = square * square % PRIME) {
            if ((left & 1) == 1) {
                result = result * square % PRIME;
            }
        }
        return result;
    }

    boolean shows(int place) {
        return !hidden.get(place);
    }

    private void mend(Sum sum) {
        while (tells(sum)) {
            int best = -1;
            for (int part : sum.parts()) {
                if (shows(part) && counts.get(part) > 0 && (best < 0 || isCheaper(part, best))) {
                    best = part;
                }
            }
            if (best < 0) {
                best = sum.total();
            }
            hidden.set(best);
            toLookAt.addAll(sumsOf.get(best));
        }
    }

    /** Whether a hidden number, or what several come to together, can be worked out and is small. */
    private boolean tells(Sum sum) {
        int parts = 0;
        long together = 0;
        boolean more = false;
        for (int part : sum.parts()) {
            if (shows(part)) {
                more |= counts.get(part) > 0;
            } else {
                parts++;
                together += counts.get(part);
            }
        }
        if (shows(sum.total())) {
            return parts == 1 || (parts > 1 && together < fewest);
        }
        return parts == 0 && more;
    }

    private boolean isCheaper(int one, int other) {
        if (totals.get(one) != totals.get(other)) {
            return totals.get(other);
        }
        return counts.get(one) < counts.get(other);
    }
}
