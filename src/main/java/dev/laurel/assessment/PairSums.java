package dev.laurel.assessment;

import dev.laurel.agreement.Agreement;
import dev.laurel.agreement.Agreement.Alpha;
import dev.laurel.agreement.Figure;
import dev.laurel.agreement.PairTable;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.Rubric.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Adds up pairs of ratings, maybe of criteria with different levels. Whether both said met, and whether both said the same,
 * can be counted across all; the other figures speak of one scale. They take the rubric's levels and leave parts that are
 * only passed or not aside, unless there is nothing else.
 */
final class PairSums {

    /** What makes levels of two criteria the same to a statistic. */
    private record Scale(int levels, int cut) {}

    private final Map<Scale, long[][]> graded = new LinkedHashMap<>();
    private final Map<Scale, long[][]> passFail = new LinkedHashMap<>();
    private int pairs;
    private int same;
    private int sameDecision;
    private int firstMet;
    private int secondMet;

    void add(Criterion criterion, String first, String second, int count) {
        int one = index(criterion, first);
        int other = index(criterion, second);
        int cut = index(criterion, criterion.cut());
        if (one < 0 || other < 0) {
            return;
        }
        int levels = criterion.levels().size();
        (criterion.isPassFail() ? passFail : graded)
                .computeIfAbsent(new Scale(levels, cut), scale -> new long[levels][levels])[one][other] += count;
        pairs += count;
        same += one == other ? count : 0;
        sameDecision += one >= cut == other >= cut ? count : 0;
        firstMet += one >= cut ? count : 0;
        secondMet += other >= cut ? count : 0;
    }

    private static int index(Criterion criterion, String key) {
        List<Level> levels = criterion.levels();
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * What the pairs come to.
     *
     * @param firstMet in how many pairs the first rating said met; with {@code secondMet} the marginals of the decision
     * @param severalScales whether the last four figures are left undefined because their levels cannot be added up
     */
    record Figures(
            int pairs,
            int firstMet,
            int secondMet,
            Figure decision,
            Figure exact,
            Figure adjacent,
            Figure kappa,
            Figure weightedKappa,
            Alpha alpha,
            boolean severalScales) {}

    Figures figures() {
        Map<Scale, long[][]> scales = graded.isEmpty() ? passFail : graded;
        boolean several = scales.size() > 1;
        Agreement one = scales.size() == 1
                ? new PairTable(scales.values().iterator().next()).agreement(OptionalInt.empty())
                : new PairTable(new long[0][0]).agreement(OptionalInt.empty());
        return new Figures(
                pairs,
                firstMet,
                secondMet,
                Figure.share(sameDecision, pairs),
                Figure.share(same, pairs),
                one.exactOrAdjacent(),
                one.kappa(),
                one.quadraticWeightedKappa(),
                one.alpha(),
                several);
    }
}
