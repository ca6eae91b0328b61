package dev.laurel.agreement;

import java.util.Arrays;
import java.util.List;

/** The levels that occur, lowest first. */
final class Levels {

    private Levels() {}

    static int[] of(List<int[]> units) {
        return units.stream().flatMapToInt(Arrays::stream).distinct().sorted().toArray();
    }

    static int index(int[] levels, int level) {
        return Arrays.binarySearch(levels, level);
    }
}
