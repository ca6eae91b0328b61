package dev.laurel.assessment;

import static dev.laurel.assessment.Sheet.Missing.LEVEL;
import static dev.laurel.assessment.Sheet.Missing.WORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.Rubric.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SheetTests {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final List<Level> FOUR = List.of(
            new Level("beginning", "Beginning", 0, "a"),
            new Level("developing", "Developing", 1, "b"),
            new Level("demonstrated", "Demonstrated", 2, "c"),
            new Level("exemplary", "Exemplary", 3, "d"));

    private final Map<String, Rating> ratings = new HashMap<>();
    private final Map<String, Result> standing = new HashMap<>();
    private boolean wordsAlways;

    private final Rubric rubric = new Rubric(List.of(
            new Criterion(
                    "part1",
                    "part1",
                    "Overview",
                    List.of(),
                    List.of(new Level(Rubric.NOT_MET, "", 0, ""), new Level(Rubric.MET, "", 1, "complete")),
                    Rubric.MET,
                    true),
            criterion("C1", true),
            criterion("C2", true),
            criterion("extra", false)));

    private static Criterion criterion(String id, boolean required) {
        return new Criterion(id, "part2", "Criterion " + id, List.of("A1"), FOUR, "demonstrated", required);
    }

    private void rate(String criterion, @Nullable String level, String words) {
        ratings.put(criterion, new Rating(criterion, level, words, 1, NOW));
    }

    private Sheet sheet() {
        return new Sheet(2, rubric, wordsAlways, standing, ratings);
    }

    @Test
    void isEarnedWhenEveryRequiredCriterionIsAtTheCut() {
        rate("part1", Rubric.MET, "");
        rate("C1", "demonstrated", "");
        rate("C2", "exemplary", "");

        assertThat(sheet().outcome().earned()).isTrue();
        assertThat(sheet().outcome().criteriaMet()).isEqualTo(3);
        assertThat(sheet().outcome().criteriaRequired()).isEqualTo(3);
        assertThat(sheet().outcome().unmet()).isEmpty();
    }

    @Test
    void oneCriterionBelowTheCutIsNotYetHoweverHighTheOthersAre() {
        rate("part1", Rubric.MET, "");
        rate("C1", "developing", "Show one more pair.");
        rate("C2", "exemplary", "");

        assertThat(sheet().outcome().earned()).isFalse();
        assertThat(sheet().outcome().criteriaMet()).isEqualTo(2);
        assertThat(sheet().outcome().unmet()).containsExactly("C1");
    }

    @Test
    void anOptionalCriterionNeverBlocks() {
        rate("part1", Rubric.MET, "");
        rate("C1", "demonstrated", "");
        rate("C2", "demonstrated", "");
        rate("extra", "beginning", "Not shown.");

        assertThat(sheet().gaps()).isEmpty();
        assertThat(sheet().outcome().earned()).isTrue();
        assertThat(sheet().outcome().unmet()).isEmpty();
        assertThat(sheet().outcome().results()).extracting(Result::criterionId).contains("extra");
    }

    @Test
    void namesEveryRequiredCriterionWithoutALevel() {
        rate("C1", null, "Words came first.");

        assertThat(sheet().gaps())
                .extracting(gap -> gap.criterion().id() + " " + gap.missing())
                .containsExactly("part1 " + LEVEL, "C1 " + LEVEL, "C2 " + LEVEL);
        assertThatThrownBy(() -> sheet().outcome()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void wordsWithoutALevelAreNotDroppedEvenForAnOptionalCriterion() {
        rate("part1", Rubric.MET, "");
        rate("C1", "demonstrated", "");
        rate("C2", "demonstrated", "");
        rate("extra", null, "Lovely.");

        assertThat(sheet().gaps())
                .extracting(gap -> gap.criterion().id() + " " + gap.missing())
                .containsExactly("extra " + LEVEL);
    }

    @Test
    void asksForWordsWhereACriterionIsNotMet() {
        rate("part1", Rubric.NOT_MET, "   ");
        rate("C1", "demonstrated", "");
        rate("C2", "developing", "");

        assertThat(sheet().gaps())
                .extracting(gap -> gap.criterion().id() + " " + gap.missing())
                .containsExactly("part1 " + WORDS, "C2 " + WORDS);
    }

    @Test
    void asksForWordsEverywhereWhenTheAuthorDoes() {
        wordsAlways = true;
        rate("part1", Rubric.MET, "Clear.");
        rate("C1", "demonstrated", "");
        rate("C2", "exemplary", "Strong.");

        assertThat(sheet().gaps())
                .extracting(gap -> gap.criterion().id() + " " + gap.missing())
                .containsExactly("C1 " + WORDS);
    }

    @Test
    void whatStandsFromAnEarlierAttemptCountsAndIsNotRatedAgain() {
        standing.put("part1", new Result("part1", true, Rubric.MET, true, "Fine.", 1));
        standing.put("C2", new Result("C2", true, "exemplary", true, "Strong.", 1));
        assertThat(sheet().toRate()).isEqualTo(2);
        assertThat(sheet().gaps()).extracting(gap -> gap.criterion().id()).containsExactly("C1");

        rate("C1", "demonstrated", "");

        assertThat(sheet().rated()).isEqualTo(1);
        assertThat(sheet().outcome().earned()).isTrue();
        assertThat(sheet().outcome().criteriaMet()).isEqualTo(3);
        assertThat(sheet().outcome().results())
                .extracting(result -> result.criterionId() + " " + result.reachedIn())
                .containsExactly("part1 1", "C1 2", "C2 1");
    }

    @Test
    void aLevelThatIsNoneOfTheCriterionsIsNoRating() {
        rate("part1", Rubric.MET, "");
        rate("C1", "superb", "");
        rate("C2", "demonstrated", "");

        assertThat(sheet().gaps()).extracting(gap -> gap.criterion().id()).containsExactly("C1");
    }

    @Test
    void nothingRequiredIsNothingEarned() {
        Sheet empty = new Sheet(1, new Rubric(List.of()), false, Map.of(), Map.of());

        assertThat(empty.outcome().earned()).isFalse();
    }
}
