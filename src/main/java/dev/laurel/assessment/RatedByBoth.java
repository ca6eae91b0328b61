package dev.laurel.assessment;

import dev.laurel.agreement.Figure;
import java.util.List;

/**
 * How two tenants rated the same submissions, each as handed in and before anybody settled anything. Where there are too few,
 * nothing but that is told: {@code told} is false and every figure undefined.
 *
 * @param drawn submissions that were opened to the other side
 * @param open of these, the ones that wait to be rated or are being rated there
 * @param submissions rated on both sides
 * @param first different raters of the first tenant among these; 0 where nothing is told
 * @param second of the second
 * @param result share of submissions to which both gave the same result, earned or not yet
 * @param all over all criteria that are told
 * @param criteria in the rubric's order
 */
public record RatedByBoth(
        int drawn,
        int open,
        int submissions,
        boolean told,
        int first,
        int second,
        Figure result,
        Line all,
        List<Line> criteria) {

    /** Submissions rated on both sides, below which nothing is told; for a criterion by itself as well. */
    public static final int FEWEST_SUBMISSIONS = 10;

    /** Raters on either side below which nothing is told: the figures would be those of one person. */
    public static final int FEWEST_RATERS = 2;

    public RatedByBoth {
        criteria = List.copyOf(criteria);
    }

    /**
     * @param title of the criterion; empty for all together
     * @param firstMet ratings of the first tenant that said met; 0 where nothing is told
     * @param decision share on the same side of the cut
     * @param alpha ordinal
     */
    public record Line(
            String title,
            boolean told,
            int pairs,
            int firstMet,
            int secondMet,
            Figure decision,
            Figure exact,
            Figure adjacent,
            Figure kappa,
            Figure weightedKappa,
            Figure alpha) {

        static Line of(String title, PairSums.Figures of) {
            return new Line(
                    title,
                    true,
                    of.pairs(),
                    of.firstMet(),
                    of.secondMet(),
                    of.decision(),
                    of.exact(),
                    of.adjacent(),
                    of.kappa(),
                    of.weightedKappa(),
                    of.alpha().ordinal());
        }

        static Line untold(String title) {
            Figure none = Figure.undefined(0);
            return new Line(title, false, 0, 0, 0, none, none, none, none, none, none);
        }
    }
}
