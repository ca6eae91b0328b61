package dev.laurel.agreement;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The levels that occur, lowest first. */
final class Levels {

    private Levels() {}

    static int[] of(List<int[]> units) {
        return units.stream().flatMapToInt(Arrays::stream).distinct().sorted().toArray();
    }

    /** 0, 1, 2 and so on. */
    static int[] indexes(int many) {
        return IntStream.range(0, many).toArray();
    }

    static int index(int[] levels, int level) {
        return Arrays.binarySearch(levels, level);
    }
}
