package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.Rubric.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolutionTests {

    private static final List<Level> FOUR = List.of(
            new Level("beginning", "Beginning", 0, "a"),
            new Level("developing", "Developing", 1, "b"),
            new Level("demonstrated", "Demonstrated", 2, "c"),
            new Level("exemplary", "Exemplary", 3, "d"));
    private static final List<Level> THREE = FOUR.subList(0, 3);
    private static final List<Level> PASS_FAIL =
            List.of(new Level(Rubric.NOT_MET, "", 0, ""), new Level(Rubric.MET, "", 1, "complete"));

    private static Rubric rubric(List<Level> levels) {
        return new Rubric(List.of(
                new Criterion("part1", "part1", "Overview", List.of(), PASS_FAIL, Rubric.MET, true),
                new Criterion("C1", "part2", "One", List.of(), levels, "demonstrated", true),
                new Criterion("C2", "part2", "Two", List.of(), levels, "demonstrated", true),
                new Criterion("extra", "part2", "More", List.of(), levels, "demonstrated", false)));
    }

    private static Outcome rated(Rubric rubric, Map<String, String> levels) {
        List<Result> results = new ArrayList<>();
        for (Criterion criterion : rubric.criteria()) {
            String level = levels.get(criterion.id());
            if (level != null) {
                results.add(new Result(
                        criterion.id(), criterion.required(), level, criterion.isMetBy(level), "Words on " + level, 1));
            }
        }
        return Outcome.of(rubric, results);
    }

    private static boolean near(List<Level> levels, String part1, String c1, String c2) {
        Rubric rubric = rubric(levels);
        return Resolution.isNearTheCut(rubric, rated(rubric, Map.of("part1", part1, "C1", c1, "C2", c2)), 1);
    }

    @Test
    void anEarnedResultIsNearTheCutWhenACriterionCouldHaveBeenClearer() {
        assertThat(near(FOUR, "met", "demonstrated", "exemplary")).isTrue();
        assertThat(near(FOUR, "met", "exemplary", "exemplary")).isFalse();
        assertThat(near(THREE, "met", "demonstrated", "demonstrated")).isFalse();
    }

    @Test
    void aResultThatIsNotYetEarnedIsNearTheCutWhenOneStepIsMissing() {
        assertThat(near(THREE, "met", "developing", "demonstrated")).isTrue();
        assertThat(near(THREE, "met", "beginning", "demonstrated")).isFalse();
        assertThat(near(THREE, "met", "developing", "developing")).isFalse();
        assertThat(near(THREE, "not_met", "demonstrated", "demonstrated")).isFalse();
    }

    @Test
    void whatStandsFromAnEarlierAttemptIsNotNearTheCutAgain() {
        Rubric rubric = rubric(FOUR);
        Outcome earlier = rated(rubric, Map.of("part1", "met", "C1", "demonstrated", "C2", "exemplary"));

        assertThat(Resolution.isNearTheCut(rubric, earlier, 2)).isFalse();
    }

    @Test
    void sidesOfTheCutAndTwoLevelsApartAreDisputes() {
        Rubric rubric = rubric(FOUR);
        Outcome one = rated(rubric, Map.of("part1", "met", "C1", "demonstrated", "C2", "demonstrated"));
        Outcome sides = rated(rubric, Map.of("part1", "met", "C1", "developing", "C2", "exemplary"));
        Outcome low = rated(rubric, Map.of("part1", "not_met", "C1", "beginning", "C2", "beginning"));

        assertThat(ids(Resolution.disputed(rubric, one, sides, 1))).containsExactly("C1");
        assertThat(ids(Resolution.disputed(rubric, one, low, 1))).containsExactly("part1", "C1", "C2");
        assertThat(ids(Resolution.disputed(rubric, one, one, 1))).isEmpty();
        assertThat(ids(Resolution.disputed(rubric, one, low, 2)))
                .as("what stands is no dispute")
                .isEmpty();
    }

    private static List<String> ids(Rubric rubric) {
        return rubric.criteria().stream().map(Criterion::id).toList();
    }

    @Test
    void agreeingRatingsComeToTheLowerLevelWithTheWordsOfBoth() {
        Rubric rubric = rubric(FOUR);
        Outcome one =
                rated(rubric, Map.of("part1", "met", "C1", "exemplary", "C2", "demonstrated", "extra", "beginning"));
        Outcome other = rated(rubric, Map.of("part1", "met", "C1", "demonstrated", "C2", "demonstrated"));

        Outcome both = Resolution.settle(rubric, one, other, null, 1);

        assertThat(both.earned()).isTrue();
        assertThat(both.results())
                .containsExactly(
                        new Result("part1", true, "met", true, "Words on met", 1, 2, false),
                        new Result(
                                "C1",
                                true,
                                "demonstrated",
                                true,
                                "Words on demonstrated\n\nWords on exemplary",
                                1,
                                2,
                                false),
                        new Result("C2", true, "demonstrated", true, "Words on demonstrated", 1, 2, false),
                        new Result("extra", false, "beginning", false, "Words on beginning", 1, 1, false));
    }

    @Test
    void theAdjudicatorsRatingStandsForWhatWasDisputedAndForNothingElse() {
        Rubric rubric = rubric(FOUR);
        Outcome one = rated(rubric, Map.of("part1", "met", "C1", "developing", "C2", "exemplary"));
        Outcome other = rated(rubric, Map.of("part1", "met", "C1", "demonstrated", "C2", "demonstrated"));
        Rubric disputed = Resolution.disputed(rubric, one, other, 1);

        Outcome settled = Resolution.settle(rubric, one, other, rated(disputed, Map.of("C1", "exemplary")), 1);

        assertThat(settled.earned()).isTrue();
        assertThat(settled.results())
                .extracting(Result::level, Result::words, Result::raters, Result::adjudicated)
                .containsExactly(
                        tuple("met", "Words on met", 2, false),
                        tuple("exemplary", "Words on exemplary", 2, true),
                        tuple("demonstrated", "Words on demonstrated\n\nWords on exemplary", 2, false));
    }
}
