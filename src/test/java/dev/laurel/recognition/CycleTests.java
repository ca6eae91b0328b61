package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cycles share time, and what a cap leaves, whatever cycles its years run through. */
class CycleTests {

    private static CapUse.Units units(int cycleEnds, int year, int amount) {
        return units(cycleEnds, year, null, amount);
    }

    private static CapUse.Units units(int cycleEnds, int year, @Nullable String licence, int amount) {
        return new CapUse.Units(cycleEnds, year, licence, BigDecimal.valueOf(amount));
    }

    private static BigDecimal used(Rule.Cap cap, Cycle cycle, int year, List<CapUse.Units> counting) {
        return CapUse.of(cap, null, cycle, year, counting);
    }

    @ParameterizedTest
    @CsvSource({
        "2027, 5, 2027, 2026, true",
        "2027, 5, 2028, 2026, true",
        "2027, 5, 2031, 2026, true",
        "2027, 5, 2032, 2026, false",
        "2027, 1, 2028, 2026, false",
        "2027, , 2028, 2026, true",
        "2027, , 2032, 2028, false",
        "2032, , 2027, 2028, false"
    })
    void cyclesOverlapUnlessOneEndsWhereTheOtherBegins(
            int ends, @Nullable Integer years, int other, int year, boolean overlaps) {
        assertThat(new Cycle(ends, years).overlaps(other, year)).isEqualTo(overlaps);
        assertThat(new Cycle(ends, years).contradicts(other, year)).isEqualTo(overlaps && ends != other);
    }

    @Test
    void aCapOfTheCycleCountsTheCycle() {
        List<CapUse.Units> counting = List.of(units(2027, 2026, 3), units(2032, 2028, 4));
        assertThat(used(new Rule.Cap(BigDecimal.TEN, null), new Cycle(2027, 5), 2026, counting))
                .isEqualByComparingTo("3");
        assertThat(used(new Rule.Cap(BigDecimal.TEN, 5), new Cycle(2032, 5), 2028, counting))
                .isEqualByComparingTo("4");
    }

    @Test
    void aCapOfMoreYearsThanACycleCountsWhicheverRowOfCyclesIsFullest() {
        List<CapUse.Units> counting =
                List.of(units(2024, 2024, 7), units(2025, 2025, 1), units(2027, 2027, 2), units(2028, 2028, 4));
        Rule.Cap threeYears = new Rule.Cap(BigDecimal.TEN, 3);
        assertThat(used(threeYears, new Cycle(2026, 1), 2026, counting))
                .as("2024 to 2026 hold 8, 2025 to 2027 hold 3, 2026 to 2028 hold 6")
                .isEqualByComparingTo("8");
        assertThat(used(threeYears, new Cycle(2029, 1), 2029, counting)).isEqualByComparingTo("6");
        assertThat(used(threeYears, new Cycle(2031, 1), 2031, counting)).isEqualByComparingTo("0");
    }

    @Test
    void aCapOfFewerYearsThanACycleCountsWhenItWasClaimed() {
        List<CapUse.Units> counting = List.of(units(2030, 2026, 6), units(2030, 2027, 2));
        Rule.Cap aYear = new Rule.Cap(BigDecimal.TEN, 1);
        assertThat(used(aYear, new Cycle(2030, 5), 2026, counting)).isEqualByComparingTo("6");
        assertThat(used(aYear, new Cycle(2030, 5), 2027, counting)).isEqualByComparingTo("2");
        assertThat(used(aYear, new Cycle(2030, 5), 2028, counting)).isEqualByComparingTo("0");
    }

    @Test
    void whatCountsForEverybodyCountsInTheCycleOfEachLicence() {
        Rule.Cap ten = new Rule.Cap(BigDecimal.TEN, 5);
        List<CapUse.Units> counting = List.of(units(2027, 2026, 6), units(2030, 2026, "teacher", 3));
        assertThat(CapUse.of(ten, "teacher", new Cycle(2030, 5), 2026, counting))
                .isEqualByComparingTo("9");
        assertThat(CapUse.of(ten, "administrator", new Cycle(2027, 5), 2026, counting))
                .isEqualByComparingTo("6");
        assertThat(CapUse.of(ten, "teacher", new Cycle(2035, 5), 2031, counting))
                .as("the next cycle of the license")
                .isEqualByComparingTo("0");
    }

    @Test
    void whatIsForEverybodyHasToFitBesideTheLicenceOfWhichMostCounts() {
        List<CapUse.Units> counting = List.of(
                units(2027, 2026, 1),
                units(2025, 2025, "teacher", 2),
                units(2030, 2026, "teacher", 4),
                units(2027, 2026, "administrator", 5));
        Rule.Cap ten = new Rule.Cap(BigDecimal.TEN, 5);
        assertThat(CapUse.of(ten, null, new Cycle(2027, 5), 2026, counting))
                .as("the licenses are not added up, nor are two cycles of one of them")
                .isEqualByComparingTo("6");
        assertThat(CapUse.of(new Rule.Cap(BigDecimal.TEN, 1), null, new Cycle(2027, 5), 2025, counting))
                .as("by the year in which it was claimed")
                .isEqualByComparingTo("2");
    }

    @Test
    void aNewCycleForEverybodyHasItsCapBesideLicencesWhoseCyclesAreOver() {
        Rule.Cap sixty = new Rule.Cap(BigDecimal.valueOf(60), 5);
        List<CapUse.Units> counting = List.of(units(2026, 2025, 55), units(2028, 2025, "teacher", 5));
        Cycle next = new Cycle(2031, 5);
        assertThat(CapUse.of(sixty, null, next, 2030, counting)).isEqualByComparingTo("0");
        assertThat(CapUse.inCycle(null, next, 2030, counting)).isEqualByComparingTo("0");
        assertThat(CapUse.of(sixty, null, next, 2028, counting))
                .as("while the license's cycle runs on, all that counts in it")
                .isEqualByComparingTo("60");
        assertThat(CapUse.of(sixty, null, next, 2029, counting))
                .as("and nothing from the day on which it is over")
                .isEqualByComparingTo("0");
        assertThat(CapUse.of(sixty, null, new Cycle(2026, 5), 2026, counting))
                .as("in the cycle before, both")
                .isEqualByComparingTo("60");
        assertThat(CapUse.of(sixty, "teacher", new Cycle(2028, 5), 2028, counting))
                .as("of the license itself, all that shares time")
                .isEqualByComparingTo("60");
    }

    @Test
    void theOrderOfClaimsMakesNoDifference() {
        Rule.Cap ten = new Rule.Cap(BigDecimal.TEN, 5);
        CapUse.Units everybody = units(2027, 2026, 10);
        CapUse.Units teacher = units(2030, 2026, "teacher", 10);
        assertThat(CapUse.of(ten, null, new Cycle(2027, 5), 2026, List.of(teacher)))
                .isEqualByComparingTo("10");
        assertThat(CapUse.of(ten, "teacher", new Cycle(2030, 5), 2026, List.of(everybody)))
                .isEqualByComparingTo("10");
    }

    @Test
    void aLicencesOwnUnitsAndTwoCyclesForEverybodyOneAfterTheOtherHoldNoMoreThanOneCap() {
        Rule.Cap ten = new Rule.Cap(BigDecimal.TEN, 5);
        List<CapUse.Units> first = List.of(units(2027, 2026, 6), units(2030, 2026, "teacher", 4));
        assertThat(CapUse.of(ten, null, new Cycle(2032, 5), 2028, first))
                .as("six and four are in the license's cycle, which runs on")
                .isEqualByComparingTo("10");
        assertThat(CapUse.of(ten, null, new Cycle(2032, 5), 2031, first))
                .as("once it is over, the next cycle for everybody is its own")
                .isEqualByComparingTo("0");
        List<CapUse.Units> everybody = List.of(units(2027, 2026, 6), units(2032, 2028, 3));
        assertThat(CapUse.of(ten, "teacher", new Cycle(2030, 5), 2028, everybody))
                .as("both fell into the license's cycle")
                .isEqualByComparingTo("9");
        assertThat(CapUse.of(ten, "teacher", new Cycle(2030, null), 2028, everybody))
                .as("where nobody says how long a cycle is, only what shares time with it is known")
                .isEqualByComparingTo("3");
    }

    @Test
    void whatCountsInACycleIsItsOwnAndWhatLeavesNoRoomInItIsSaidOfTheLicence() {
        Rule.Cap ten = new Rule.Cap(BigDecimal.TEN, 5);
        List<CapUse.Units> counting = List.of(units(2027, 2026, 6), units(2030, 2026, "teacher", 4));
        Cycle next = new Cycle(2032, 5);
        assertThat(CapUse.inCycle(null, next, 2028, counting)).isEqualByComparingTo("0");
        assertThat(CapUse.inCycle(null, new Cycle(2027, 5), 2027, counting)).isEqualByComparingTo("6");
        assertThat(CapUse.inCycle("teacher", new Cycle(2030, 5), 2028, counting))
                .isEqualByComparingTo("10");
        assertThat(CapUse.fullest(ten, null, next, 2028, counting))
                .isEqualTo(new CapUse.Fullest(BigDecimal.TEN, new CapUse.Licence("teacher", 2030)));
        assertThat(CapUse.fullest(ten, null, next, 2031, counting).licence()).isNull();
        assertThat(CapUse.fullest(ten, null, new Cycle(2027, 5), 2026, List.of(units(2027, 2026, 6)))
                        .licence())
                .as("of nothing but itself")
                .isNull();
    }

    @Test
    void whatWasClaimedForEverybodyBeforeALicencesCycleBeganCountsThereOnlyAsFarAsOneCycleOfItDoes() {
        Rule.Cap ten = new Rule.Cap(BigDecimal.TEN, 5);
        List<CapUse.Units> counting = List.of(units(2027, 2024, 6), units(2032, 2028, 3));
        assertThat(CapUse.of(ten, "teacher", new Cycle(2030, 5), 2028, counting))
                .isEqualByComparingTo("6");
    }

    /** What is left of a cap in a cycle is granted, whoever asks in whichever order, for forty years. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noCycleEverHoldsMoreThanItsCapAloneOrBesideAnother(long seed) {
        Random random = new Random(seed);
        Rule.Cap ten = new Rule.Cap(BigDecimal.TEN, 5);
        List<CapUse.Units> counting = new ArrayList<>();
        for (int year = 2020; year < 2060; year++) {
            for (int claim = 0; claim < 6; claim++) {
                String licence = random.nextInt(3) == 0 ? null : random.nextBoolean() ? "teacher" : "principal";
                int shift = licence == null ? 0 : licence.equals("teacher") ? 3 : 1;
                Cycle cycle = new Cycle(year + Math.floorMod(2022 + shift - year, 5), 5);
                int wanted = 1 + random.nextInt(4);
                BigDecimal used = CapUse.of(ten, licence, cycle, year, counting);
                assertThat(CapUse.inCycle(licence, cycle, year, counting))
                        .as("what people read")
                        .isLessThanOrEqualTo(BigDecimal.TEN)
                        .isLessThanOrEqualTo(used);
                if (used.add(BigDecimal.valueOf(wanted)).compareTo(BigDecimal.TEN) <= 0) {
                    counting.add(units(cycle.ends(), year, licence, wanted));
                }
            }
        }
        for (int ends = 2020; ends < 2065; ends++) {
            for (String licence : Arrays.asList(null, "teacher", "principal")) {
                int own = sum(counting, licence, ends, 2060);
                assertThat(own).as("%s to %d", licence, ends).isLessThanOrEqualTo(10);
                if (licence != null && own > 0) {
                    assertThat(own + sumForEverybody(counting, ends - 4, ends))
                            .as("%s to %d with all that was claimed for everybody in its years", licence, ends)
                            .isLessThanOrEqualTo(10);
                }
                for (int other = ends - 4; licence != null && other < ends + 5; other++) {
                    assertThat(own + sum(counting, null, other, ends))
                            .as("%s to %d beside everybody to %d, while it ran", licence, ends, other)
                            .isLessThanOrEqualTo(10);
                }
            }
        }
    }

    private static int sumForEverybody(List<CapUse.Units> counting, int firstYear, int lastYear) {
        return counting.stream()
                .filter(units -> units.licence() == null && units.year() >= firstYear && units.year() <= lastYear)
                .mapToInt(units -> units.amount().intValue())
                .sum();
    }

    private static int sum(List<CapUse.Units> counting, @Nullable String licence, int ends, int lastYear) {
        return counting.stream()
                .filter(units -> Objects.equals(licence, units.licence())
                        && units.cycleEnds() == ends
                        && units.year() <= lastYear)
                .mapToInt(units -> units.amount().intValue())
                .sum();
    }
}
