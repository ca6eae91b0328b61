package dev.laurel.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.agreement.Figure;
import dev.laurel.reporting.ReportRows.Count;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is told of how far raters agree says nothing of a few cases, nor does what is left when it is subtracted. */
class AgreementsTests {

    private static final int FEWEST = 10;
    private static final SchoolYear YEAR = new SchoolYear(2025);
    private static final int FALL = 1;
    private static final LocalDate NOVEMBER = LocalDate.of(2025, 11, 1);
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 1);

    private final Map<UUID, String> names = new HashMap<>();
    private final List<Count> counts = new ArrayList<>();

    /** Each case has three criteria. */
    private void rated(String credential, LocalDate month, int cases, int differing) {
        UUID version = UUID.randomUUID();
        names.put(version, credential);
        counts.add(new Count(version, month, "DOUBLE", "", cases));
        counts.add(new Count(version, month, "AGREE", "same", 3L * cases - differing));
        counts.add(new Count(version, month, "AGREE", "different", differing));
        counts.add(new Count(version, month, "STEP", "STARTED", cases));
    }

    private Agreements agreements() {
        return Agreements.of(FEWEST, YEAR, counts, names::get);
    }

    @Test
    void nothingIsToldOfNothingAndOfAFew() {
        assertThat(agreements().together(FALL).value()).isNull();
        rated("hinge", NOVEMBER, 9, 2);
        assertThat(agreements().together(FALL).value()).isNull();
        assertThat(agreements().of(FALL)).isEmpty();
    }

    @Test
    void versionsOfAMicroCredentialAreToldTogether() {
        rated("hinge", NOVEMBER, 6, 2);
        rated("hinge", NOVEMBER, 6, 1);
        Figure figure = agreements().of(FALL).get("hinge");
        assertThat(figure.n()).isEqualTo(36);
        assertThat(figure.value()).isEqualTo(33 / 36.0);
    }

    @Test
    void whatIsLeftOfTheWholeIsNoFew() {
        rated("hinge", NOVEMBER, 40, 10);
        rated("mapping", NOVEMBER, 3, 3);
        Agreements agreements = agreements();
        assertThat(agreements.of(FALL)).doesNotContainKey("mapping");
        Figure hinge = agreements.of(FALL).get("hinge");
        assertThat(hinge == null || agreements.together(FALL).value() == null)
                .as("the whole less the one would say how the three were rated")
                .isTrue();
    }

    @Test
    void twoFewThatTogetherAreFewAreNotLeftEither() {
        rated("hinge", NOVEMBER, 40, 10);
        rated("mapping", NOVEMBER, 3, 2);
        rated("words", NOVEMBER, 3, 1);
        Agreements agreements = agreements();
        assertThat(agreements.of(FALL)).doesNotContainKeys("mapping", "words");
        assertThat(agreements.of(FALL).isEmpty() || agreements.together(FALL).value() == null)
                .as("six cases have eighteen pairs, and are six cases")
                .isTrue();
    }

    @Test
    void norIsWhatIsLeftOfAYear() {
        rated("hinge", NOVEMBER, 40, 10);
        rated("hinge", FEBRUARY, 2, 2);
        Agreements agreements = agreements();
        assertThat(agreements.of(2)).isEmpty();
        assertThat(agreements.of(FALL).isEmpty()
                        || agreements.of(SchoolYear.WHOLE).isEmpty())
                .isTrue();
        assertThat(agreements.together(FALL).value() == null
                        || agreements.together(SchoolYear.WHOLE).value() == null)
                .isTrue();
    }

    @Test
    void whereEachIsEnoughAllIsTold() {
        rated("hinge", NOVEMBER, 40, 10);
        rated("mapping", NOVEMBER, 20, 5);
        Agreements agreements = agreements();
        assertThat(agreements.of(FALL)).containsOnlyKeys("hinge", "mapping");
        assertThat(agreements.together(FALL).n()).isEqualTo(180);
    }
}
