package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cycles share time, and what a cap leaves, whatever cycles its years run through. */
class CycleTests {

    private static CapUse.Units units(int cycleEnds, int year, int amount) {
        return new CapUse.Units(cycleEnds, year, BigDecimal.valueOf(amount));
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
        assertThat(CapUse.of(new Rule.Cap(BigDecimal.TEN, null), new Cycle(2027, 5), 2026, counting))
                .isEqualByComparingTo("3");
        assertThat(CapUse.of(new Rule.Cap(BigDecimal.TEN, 5), new Cycle(2032, 5), 2028, counting))
                .isEqualByComparingTo("4");
    }

    @Test
    void aCapOfMoreYearsThanACycleCountsWhicheverRowOfCyclesIsFullest() {
        List<CapUse.Units> counting =
                List.of(units(2024, 2024, 7), units(2025, 2025, 1), units(2027, 2027, 2), units(2028, 2028, 4));
        Rule.Cap threeYears = new Rule.Cap(BigDecimal.TEN, 3);
        assertThat(CapUse.of(threeYears, new Cycle(2026, 1), 2026, counting))
                .as("2024 to 2026 hold 8, 2025 to 2027 hold 3, 2026 to 2028 hold 6")
                .isEqualByComparingTo("8");
        assertThat(CapUse.of(threeYears, new Cycle(2029, 1), 2029, counting)).isEqualByComparingTo("6");
        assertThat(CapUse.of(threeYears, new Cycle(2031, 1), 2031, counting)).isEqualByComparingTo("0");
    }

    @Test
    void aCapOfFewerYearsThanACycleCountsWhenItWasClaimed() {
        List<CapUse.Units> counting = List.of(units(2030, 2026, 6), units(2030, 2027, 2));
        Rule.Cap aYear = new Rule.Cap(BigDecimal.TEN, 1);
        assertThat(CapUse.of(aYear, new Cycle(2030, 5), 2026, counting)).isEqualByComparingTo("6");
        assertThat(CapUse.of(aYear, new Cycle(2030, 5), 2027, counting)).isEqualByComparingTo("2");
        assertThat(CapUse.of(aYear, new Cycle(2030, 5), 2028, counting)).isEqualByComparingTo("0");
    }
}
