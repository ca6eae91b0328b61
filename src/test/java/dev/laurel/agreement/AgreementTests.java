package dev.laurel.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.laurel.agreement.RatingTable.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The figures against published tables, and where there is none. */
class AgreementTests {

    private static final OptionalInt NO_CUT = OptionalInt.empty();
    private static final Offset<Double> FOUR_DIGITS = within(0.00005);
    private static final Offset<Double> THREE_DIGITS = within(0.0005);

    /** Two raters, told by how often they gave which pair of levels; rows are the first rater. */
    private static RatingTable crossTable(int[]... counts) {
        List<Entry> entries = new ArrayList<>();
        int unit = 0;
        for (int first = 0; first < counts.length; first++) {
            for (int second = 0; second < counts.length; second++) {
                for (int i = 0; i < counts[first][second]; i++) {
                    unit++;
                    entries.add(new Entry("u" + unit, "first", first));
                    entries.add(new Entry("u" + unit, "second", second));
                }
            }
        }
        return new RatingTable(entries);
    }

    /** One line for each rater, one column for each unit; a dot is a gap, letters are levels without an order. */
    private static RatingTable byRater(String... raters) {
        List<Entry> entries = new ArrayList<>();
        for (int rater = 0; rater < raters.length; rater++) {
            String[] cells = raters[rater].split(" ", -1);
            for (int unit = 0; unit < cells.length; unit++) {
                if (!cells[unit].equals(".")) {
                    entries.add(new Entry("u" + unit, "r" + rater, Character.getNumericValue(cells[unit].charAt(0))));
                }
            }
        }
        return new RatingTable(entries);
    }

    private static Agreement of(RatingTable table) {
        return Agreement.of(table, NO_CUT, false);
    }

    private static @Nullable Double value(Figure figure) {
        return figure.value();
    }

    @Test
    void nothingRatedDefinesNothing() {
        Agreement none = Agreement.of(new RatingTable(List.of()), OptionalInt.of(1), true);

        assertThat(none.units()).isZero();
        assertThat(List.of(none.exact(), none.exactOrAdjacent(), none.decisionAgreement(), none.kappa()))
                .allSatisfy(figure -> assertThat(figure).isEqualTo(Figure.undefined(0)));
        assertThat(none.alpha().ordinal()).isEqualTo(Figure.undefined(0));
    }

    @Test
    void whenAllRatingsAreTheSameThereIsAgreementButNoKappaAndNoAlpha() {
        Agreement same = Agreement.of(byRater("2 2 2", "2 2 2"), OptionalInt.of(2), true);

        assertThat(value(same.exact())).isEqualTo(1.0);
        assertThat(value(same.decisionAgreement())).isEqualTo(1.0);
        assertThat(value(same.kappa())).isNull();
        assertThat(value(same.quadraticWeightedKappa())).isNull();
        assertThat(value(same.alpha().nominal())).isNull();
        assertThat(value(same.alpha().ordinal())).isNull();
        assertThat(value(same.alpha().interval())).isNull();
    }

    @Test
    void perfectAgreementOnSeveralLevelsIsExactlyOne() {
        Agreement perfect = of(byRater("0 1 2 2 1 0 1", "0 1 2 2 1 0 1", "0 1 2 2 1 0 1"));

        assertThat(value(perfect.alpha().nominal())).isEqualTo(1.0);
        assertThat(value(perfect.alpha().ordinal())).isEqualTo(1.0);
        assertThat(value(perfect.alpha().interval())).isEqualTo(1.0);
    }

    @Test
    void threeRatersHaveAnAlphaOnly() {
        Agreement three = Agreement.of(byRater("0 1 2", "0 1 1", "0 2 2"), OptionalInt.of(2), true);

        assertThat(value(three.exact())).isNull();
        assertThat(value(three.decisionAgreement())).isNull();
        assertThat(value(three.kappa())).isNull();
        assertThat(value(three.alpha().ordinal())).isNotNull();
    }

    @Test
    void twoRatersWhoRatedNothingTogetherDefineNothing() {
        Agreement apart = of(byRater("0 1 . .", ". . 1 2"));

        assertThat(apart.units()).isEqualTo(4);
        assertThat(apart.raters()).isEqualTo(2);
        assertThat(apart.exact()).isEqualTo(Figure.undefined(0));
        assertThat(value(apart.alpha().nominal())).isNull();
    }

    @Test
    void oneUnitRatedDifferentlyIsNoBetterThanChance() {
        Agreement one = Agreement.of(byRater("0", "2"), OptionalInt.of(2), true);

        assertThat(value(one.exact())).isEqualTo(0.0);
        assertThat(value(one.exactOrAdjacent())).isEqualTo(0.0);
        assertThat(value(one.decisionAgreement())).isEqualTo(0.0);
        assertThat(value(one.kappa())).isEqualTo(0.0);
        assertThat(value(one.alpha().interval())).isEqualTo(0.0);
        assertThat(one.kappa().interval()).isNull();
    }

    @Test
    void aRaterHasOneRatingOfAUnit() {
        assertThatThrownBy(() -> new RatingTable(List.of(new Entry("u", "r", 1), new Entry("u", "r", 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Check value A of the domain's notes. */
    @Test
    void aRubricOfThreeLevelsWithTheCutAtTheTop() {
        RatingTable table = crossTable(new int[] {4, 2, 0}, new int[] {1, 7, 4}, new int[] {0, 3, 19});
        Agreement agreement = Agreement.of(table, OptionalInt.of(2), false);

        assertThat(value(agreement.exact())).isEqualTo(0.75);
        assertThat(value(agreement.exactOrAdjacent())).isEqualTo(1.0);
        assertThat(value(agreement.decisionAgreement())).isEqualTo(0.825);
        assertThat(value(agreement.kappa())).isCloseTo(0.5652, FOUR_DIGITS);
        assertThat(value(agreement.quadraticWeightedKappa())).isCloseTo(0.7596, FOUR_DIGITS);
        assertThat(value(agreement.alpha().nominal())).isCloseTo(0.5704, FOUR_DIGITS);
        assertThat(value(agreement.alpha().ordinal())).isCloseTo(0.7298, FOUR_DIGITS);
        assertThat(value(agreement.alpha().interval())).isCloseTo(0.7623, FOUR_DIGITS);
        assertThat(agreement.kappa().n()).isEqualTo(40);
        RatingTable onTheDecision = crossTable(new int[] {14, 4}, new int[] {3, 19});
        assertThat(value(of(onTheDecision).kappa())).isCloseTo(0.6447, FOUR_DIGITS);
    }

    /** Check value B: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section D. */
    @Test
    void fourRatersWithGaps() {
        Agreement agreement = of(byRater(
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 ."));

        assertThat(agreement.units()).isEqualTo(12);
        assertThat(agreement.raters()).isEqualTo(4);
        assertThat(value(agreement.alpha().nominal())).isCloseTo(0.743, THREE_DIGITS);
        assertThat(value(agreement.alpha().ordinal())).isCloseTo(0.815, THREE_DIGITS);
        assertThat(value(agreement.alpha().interval())).isCloseTo(0.849, THREE_DIGITS);
        assertThat(agreement.alpha().nominal().n()).isEqualTo(11);
    }

    /** The same paper, sections B and C: two observers of ten binary units, and of twelve nominal ones. */
    @Test
    void twoObserversOfNominalData() {
        Agreement binary = of(byRater("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"));
        Agreement nominal = of(byRater("a a b b d c c c e d d a", "b a b b b c c c e d d d"));

        assertThat(value(binary.alpha().nominal())).isCloseTo(0.095, THREE_DIGITS);
        assertThat(value(nominal.alpha().nominal())).isCloseTo(0.692, THREE_DIGITS);
    }

    /** Fleiss, Cohen and Everitt, Large sample standard errors of kappa and weighted kappa (1969): 200 diagnoses. */
    @Test
    void twoClinicians() {
        Agreement agreement = of(crossTable(new int[] {106, 10, 4}, new int[] {22, 28, 10}, new int[] {2, 12, 6}));

        assertThat(value(agreement.exact())).isEqualTo(0.7);
        assertThat(value(agreement.kappa())).isCloseTo(0.429, THREE_DIGITS);
    }

    /** The data set "anxiety" of the R package irr, whose manual prints both kappas of its first two raters. */
    @Test
    void twoRatersOfAnxiety() {
        Agreement agreement =
                of(byRater("3 3 3 4 5 5 2 3 5 2 2 6 1 5 2 2 1 2 4 3", "3 6 4 6 2 4 2 4 3 3 2 3 3 3 2 2 1 3 3 4"));

        assertThat(value(agreement.kappa())).isCloseTo(0.119, THREE_DIGITS);
        assertThat(value(agreement.quadraticWeightedKappa())).isCloseTo(0.297, THREE_DIGITS);
    }

    @Test
    void intervalsHoldTheirFigureAndAreTheSameEveryTime() {
        RatingTable table = crossTable(new int[] {4, 2, 0}, new int[] {1, 7, 4}, new int[] {0, 3, 19});
        Agreement agreement = Agreement.of(table, OptionalInt.of(2), true);

        for (Figure figure : List.of(
                agreement.exact(),
                agreement.decisionAgreement(),
                agreement.kappa(),
                agreement.quadraticWeightedKappa(),
                agreement.alpha().nominal(),
                agreement.alpha().ordinal(),
                agreement.alpha().interval())) {
            assertThat(figure.interval()).isNotNull();
            assertThat(figure.value())
                    .isBetween(figure.interval().low(), figure.interval().high());
            assertThat(figure.interval().high() - figure.interval().low()).isBetween(0.05, 0.7);
        }
        assertThat(Agreement.of(table, OptionalInt.of(2), true)).isEqualTo(agreement);
    }

    /** Wilson's interval for 33 of 40, as textbooks give it: 0.680 to 0.913. */
    @Test
    void aShareCarriesWilsonsInterval() {
        Figure.Interval interval = Resampling.wilson(33, 40);

        assertThat(interval.low()).isCloseTo(0.6805, within(0.0005));
        assertThat(interval.high()).isCloseTo(0.9125, within(0.0005));
        assertThat(Resampling.wilson(40, 40).high()).isEqualTo(1.0);
        assertThat(Resampling.wilson(40, 40).low()).isCloseTo(0.9124, within(0.0005));
    }

    @Test
    void whatIsHardlyEverDefinedHasNoInterval() {
        Agreement nearlyAllTheSame = Agreement.of(byRater("2 2 2 2 2 1", "2 2 2 2 2 1"), NO_CUT, true);

        assertThat(value(nearlyAllTheSame.kappa())).isEqualTo(1.0);
        assertThat(nearlyAllTheSame.kappa().interval()).isNull();
    }

    @Test
    void countsComeToTheSameFiguresAsTheRatingsThemselves() {
        int[][] counts = {{4, 2, 0}, {1, 7, 4}, {0, 3, 19}};
        Agreement ofCounts = new PairTable(long2(counts)).agreement(OptionalInt.of(2));
        Agreement ofRatings = Agreement.of(crossTable(counts), OptionalInt.of(2), true);

        assertThat(ofCounts.exact()).isEqualTo(ofRatings.exact());
        assertThat(ofCounts.exactOrAdjacent()).isEqualTo(ofRatings.exactOrAdjacent());
        assertThat(ofCounts.decisionAgreement()).isEqualTo(ofRatings.decisionAgreement());
        assertThat(value(ofCounts.kappa())).isCloseTo(0.5652, FOUR_DIGITS);
        assertThat(value(ofCounts.quadraticWeightedKappa())).isCloseTo(0.7596, FOUR_DIGITS);
        assertThat(value(ofCounts.alpha().nominal())).isCloseTo(0.5704, FOUR_DIGITS);
        assertThat(value(ofCounts.alpha().ordinal())).isCloseTo(0.7298, FOUR_DIGITS);
        assertThat(value(ofCounts.alpha().interval())).isCloseTo(0.7623, FOUR_DIGITS);
        Figure.Interval drawn = ofCounts.kappa().interval();
        Figure.Interval same = ofRatings.kappa().interval();
        assertThat(drawn.low()).isCloseTo(same.low(), within(0.05));
        assertThat(drawn.high()).isCloseTo(same.high(), within(0.05));
    }

    @Test
    void countsOfOneLevelDefineNoKappaAndNoAlpha() {
        Agreement unanimous = new PairTable(new long[][] {{0, 0}, {0, 50}}).agreement(OptionalInt.of(1));

        assertThat(unanimous.decisionAgreement().value()).isEqualTo(1);
        assertThat(unanimous.kappa().value()).isNull();
        assertThat(unanimous.quadraticWeightedKappa().value()).isNull();
        assertThat(unanimous.alpha().ordinal().value()).isNull();
        assertThat(new PairTable(new long[0][0]).agreement(NO_CUT).exact().value())
                .isNull();
    }

    @Test
    void aMillionPairsTakeNoLongerThanTheirCounts() {
        Agreement many =
                new PairTable(new long[][] {{400_000, 50_000}, {50_000, 500_000}}).agreement(OptionalInt.of(1));

        assertThat(many.kappa().n()).isEqualTo(1_000_000);
        Figure.Interval interval = many.kappa().interval();
        assertThat(interval.high() - interval.low()).isLessThan(0.01);
    }

    @Test
    void manyPairsHaveTheIntervalThatDrawingEachWouldGiveThem() {
        // The width falls with the square root of the number: 250 are drawn one by one, 4,000 are not.
        Figure.Interval few = new PairTable(new long[][] {{100, 13}, {12, 125}})
                .agreement(OptionalInt.of(1))
                .kappa()
                .interval();
        Figure.Interval many = new PairTable(new long[][] {{1_600, 208}, {192, 2_000}})
                .agreement(OptionalInt.of(1))
                .kappa()
                .interval();

        assertThat((few.high() - few.low()) / (many.high() - many.low())).isBetween(3.6, 4.4);
    }

    private static long[][] long2(int[][] counts) {
        return Arrays.stream(counts)
                .map(row -> Arrays.stream(row).asLongStream().toArray())
                .toArray(long[][]::new);
    }
}
