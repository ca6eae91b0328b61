package dev.laurel.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No small number can be read from a table, nor worked out from what is shown. */
class SuppressionTests {

    private static final int FEWEST = 10;

    @Test
    void hidesASmallNumberAndShowsZero() {
        Suppression table = new Suppression(FEWEST);
        int small = table.number(9, 9);
        int none = table.number(0, 0);
        int enough = table.number(10, 10);
        table.close();

        assertThat(table.shows(small)).isFalse();
        assertThat(table.shows(none)).isTrue();
        assertThat(table.shows(enough)).isTrue();
    }

    @Test
    void hidesAGreatNumberOfThingsThatFewPeopleDid() {
        Suppression table = new Suppression(FEWEST);
        int many = table.number(40, 2);
        table.close();

        assertThat(table.shows(many)).isFalse();
    }

    @Test
    void hidesTheSmallestOtherWhereTheTotalWouldTell() {
        Suppression table = new Suppression(FEWEST);
        int small = table.number(3, 3);
        int middle = table.number(20, 20);
        int large = table.number(50, 50);
        int total = table.number(73, 73);
        table.sum(total, List.of(small, middle, large));
        table.close();

        assertThat(table.shows(small)).isFalse();
        assertThat(table.shows(middle)).isFalse();
        assertThat(table.shows(large)).isTrue();
        assertThat(table.shows(total)).isTrue();
    }

    @Test
    void hidesAThirdWhereTwoTogetherAreStillFew() {
        Suppression table = new Suppression(FEWEST);
        int one = table.number(1, 1);
        int two = table.number(2, 2);
        int large = table.number(50, 50);
        int larger = table.number(60, 60);
        int total = table.number(113, 113);
        table.sum(total, List.of(one, two, large, larger));
        table.close();

        assertThat(List.of(one, two, large)).noneMatch(table::shows);
        assertThat(table.shows(larger)).isTrue();
    }

    @Test
    void hidesTheTotalWhereThereIsNobodyElse() {
        Suppression table = new Suppression(FEWEST);
        int small = table.number(3, 3);
        int none = table.number(0, 0);
        int total = table.number(3, 30);
        table.sum(total, List.of(small, none));
        table.close();

        assertThat(table.shows(total)).isFalse();
    }

    @Test
    void hidesAPartOfATotalThatMayNotBeShown() {
        Suppression table = new Suppression(FEWEST);
        int one = table.number(30, 30);
        int other = table.number(12, 12);
        int total = table.number(42, 3);
        table.sum(total, List.of(one, other));
        table.close();

        assertThat(table.shows(other)).isFalse();
        assertThat(table.shows(one)).isTrue();
    }

    /**
     * Somebody who knows which numbers are the sums of which others solves for the hidden ones: with all the equations at
     * once, none of them comes out.
     */
    @Test
    void nobodyCanSolveForASmallNumber() {
        for (int seed = 0; seed < 1_500; seed++) {
            assertThat(solvedIn(seed)).as("table %d", seed).isEmpty();
        }
    }

    private static Set<Integer> solvedIn(int seed) {
        Random chance = new Random(seed);
        int rows = 2 + chance.nextInt(7);
        int columns = 2 + chance.nextInt(5);
        Suppression table = new Suppression(FEWEST);
        List<int[]> sums = new ArrayList<>();
        long[][] counts = new long[rows + 1][columns + 1];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                counts[row][column] = chance.nextInt(4) == 0 ? chance.nextInt(FEWEST) : chance.nextInt(60);
                counts[rows][column] += counts[row][column];
                counts[row][columns] += counts[row][column];
                counts[rows][columns] += counts[row][column];
            }
        }
        int[][] places = new int[rows + 1][columns + 1];
        for (int row = 0; row <= rows; row++) {
            for (int column = 0; column <= columns; column++) {
                places[row][column] = table.number(counts[row][column], counts[row][column]);
            }
        }
        for (int row = 0; row <= rows; row++) {
            int at = row;
            sum(table, sums, places[row][columns], IntStream.range(0, columns).map(column -> places[at][column]));
        }
        for (int column = 0; column <= columns; column++) {
            int at = column;
            sum(table, sums, places[rows][column], IntStream.range(0, rows).map(row -> places[row][at]));
        }
        table.close();

        Set<Integer> solved = solvable(table, sums, (rows + 1) * (columns + 1));
        solved.removeIf(place -> counts[place / (columns + 1)][place % (columns + 1)] >= FEWEST);
        return solved;
    }

    private static void sum(Suppression table, List<int[]> sums, int total, IntStream parts) {
        int[] all = parts.toArray();
        table.sum(total, IntStream.of(all).boxed().toList());
        sums.add(IntStream.concat(IntStream.of(total), IntStream.of(all)).toArray());
    }

    /** Numbers that are hidden and yet determined by the equations. */
    private static Set<Integer> solvable(Suppression table, List<int[]> sums, int numbers) {
        int[] hidden =
                IntStream.range(0, numbers).filter(place -> !table.shows(place)).toArray();
        List<double[]> equations = new ArrayList<>();
        for (int[] sum : sums) {
            double[] equation = new double[hidden.length];
            for (int i = 0; i < hidden.length; i++) {
                for (int at = 0; at < sum.length; at++) {
                    if (sum[at] == hidden[i]) {
                        equation[i] = at == 0 ? -1 : 1;
                    }
                }
            }
            equations.add(equation);
        }
        int done = 0;
        for (int column = 0; column < hidden.length && done < equations.size(); column++) {
            int pivot = done;
            for (int i = done; i < equations.size(); i++) {
                if (Math.abs(equations.get(i)[column]) > Math.abs(equations.get(pivot)[column])) {
                    pivot = i;
                }
            }
            if (Math.abs(equations.get(pivot)[column]) < 1e-9) {
                continue;
            }
            double[] row = equations.get(pivot);
            equations.set(pivot, equations.get(done));
            equations.set(done, row);
            double by = row[column];
            for (int i = 0; i < row.length; i++) {
                row[i] /= by;
            }
            for (int i = 0; i < equations.size(); i++) {
                double factor = equations.get(i)[column];
                if (i != done && Math.abs(factor) > 1e-9) {
                    for (int j = 0; j < row.length; j++) {
                        equations.get(i)[j] -= factor * row[j];
                    }
                }
            }
            done++;
        }
        Set<Integer> solved = new HashSet<>();
        for (double[] equation : equations) {
            int[] left = IntStream.range(0, equation.length)
                    .filter(i -> Math.abs(equation[i]) > 1e-9)
                    .toArray();
            if (left.length == 1) {
                solved.add(hidden[left[0]]);
            }
        }
        return solved;
    }
}
