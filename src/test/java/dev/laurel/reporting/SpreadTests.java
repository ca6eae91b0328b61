package dev.laurel.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Shares tell nobody how many the few are, even beside a total that another table tells exactly. */
class SpreadTests {

    private static final int FEWEST = 10;
    private static final List<String> CLASSES = List.of("one", "two", "three");

    private static Spread of(long... counts) {
        return Spread.of(
                "any",
                CLASSES.subList(0, counts.length),
                Arrays.stream(counts).boxed().toList(),
                FEWEST);
    }

    @Test
    void saysNothingOfAFewAndZeroOfNobody() {
        assertThat(of(9).about()).isNull();
        assertThat(of(0, 0).isEmpty()).isTrue();
        assertThat(of(0, 40, 20).parts())
                .extracting(Spread.Part::none, Spread.Part::percent)
                .containsExactly(tuple(true, 0), tuple(false, 65), tuple(false, 35));
    }

    @Test
    void sharesAreOfWhatIsToldWhereAFewAreNot() {
        List<Spread.Part> parts = of(57, 3).parts();
        assertThat(parts.get(0).percent())
                .as("95 of 100 of sixty would say three of the others")
                .isEqualTo(100);
        assertThat(parts.get(1).few()).isTrue();
    }

    @Test
    void saysInWhichClassTheMiddleOneFallsOnlyWhereEachClassIsTold() {
        assertThat(of(40, 20).middle()).isEqualTo("one");
        assertThat(of(20, 9, 9).parts().get(1).few()).isTrue();
        assertThat(of(20, 9, 9).middle())
                .as("all of those that are told are in the first, and a half of nobody knows whom")
                .isNull();
    }

    @Test
    void aClassIsKeptBackThatLeavesNoRoomForTheFew() {
        assertThat(of(10, 2).about())
                .as("of twelve, at least ten of them in the class that is told: at most two are left")
                .isNull();
        assertThat(of(9, 9, 9).about())
                .as("of twenty-seven, none of them more than nine")
                .isNull();
        assertThat(of(18, 2).parts().get(0).few()).isFalse();
    }

    /** Somebody who knows the total to the last one tries every way in which it could be spread over three classes. */
    @Test
    void nobodyWhoKnowsTheTotalCanTellHowManyAFewAre() {
        for (int total = FEWEST; total <= 75; total++) {
            Map<List<Spread.Part>, List<Set<Long>>> possible = new HashMap<>();
            for (long one = 0; one <= total; one++) {
                for (long two = 0; one + two <= total; two++) {
                    List<Long> counts = List.of(one, two, total - one - two);
                    List<Set<Long>> seen = possible.computeIfAbsent(
                            Spread.of("any", CLASSES, counts, FEWEST).parts(),
                            key -> List.of(new HashSet<>(), new HashSet<>(), new HashSet<>()));
                    for (int i = 0; i < counts.size(); i++) {
                        seen.get(i).add(counts.get(i));
                    }
                }
            }
            int of = total;
            possible.forEach((parts, counts) -> {
                for (int i = 0; i < parts.size(); i++) {
                    if (parts.get(i).few()) {
                        assertThat(counts.get(i))
                                .as("of %d in %s, class %d", of, parts, i)
                                .hasSizeGreaterThan(1);
                    }
                }
            });
        }
    }
}
