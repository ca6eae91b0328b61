package dev.laurel.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.reporting.Credits.Row;
import dev.laurel.reporting.ReportRows.Credited;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What authorities credited by district, and that nothing of few people is told or can be worked out. */
class CreditsTests {

    private static final SchoolYear YEAR = new SchoolYear(2025);
    private static final LocalDate AUTUMN = LocalDate.of(2025, 8, 1);
    private static final LocalDate WINTER = LocalDate.of(2025, 11, 1);
    private static final int LEAST = 10;

    private final UUID north = UUID.randomUUID();
    private final UUID south = UUID.randomUUID();
    private final UUID west = UUID.randomUUID();
    private final List<Credited> counts = new ArrayList<>();

    private void credited(UUID district, LocalDate month, int people, int claims, long units) {
        counts.add(new Credited(district, month, "CLAIM", "us-tn", "RENEWAL>PDP", claims));
        counts.add(new Credited(district, month, "CLAIMANT", "us-tn", "RENEWAL>PDP", people));
        counts.add(new Credited(district, month, "CREDIT", "us-tn", "RENEWAL>PDP", units * 1000));
    }

    private Row row(@Nullable UUID district, int period) {
        return Credits.of(YEAR, counts).rows(period, LEAST).stream()
                .filter(row -> district == null ? row.district() == null : district.equals(row.district()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void twelveClaimsOfOneTeacherAreOnePerson() {
        credited(north, AUTUMN, 1, 12, 72);
        assertThat(row(north, SchoolYear.WHOLE).claims().value()).isNull();
        assertThat(row(north, SchoolYear.WHOLE).amount()).isNull();
        assertThat(row(null, SchoolYear.WHOLE).claims().value()).isNull();
    }

    @Test
    void districtsOfManyAreToldAndAddUp() {
        credited(north, AUTUMN, 20, 30, 180);
        credited(south, AUTUMN, 15, 15, 90);
        assertThat(row(north, SchoolYear.WHOLE).claims().value()).isEqualTo(30);
        assertThat(row(north, SchoolYear.WHOLE).amount()).hasToString("180");
        assertThat(row(null, SchoolYear.WHOLE).claims().value()).isEqualTo(45);
    }

    @Test
    void aSmallDistrictDoesNotComeOutOfTheOthers() {
        credited(north, AUTUMN, 20, 30, 180);
        credited(south, AUTUMN, 15, 15, 90);
        credited(west, AUTUMN, 2, 2, 12);
        assertThat(row(west, SchoolYear.WHOLE).claims().value()).isNull();
        boolean allButOne = row(null, SchoolYear.WHOLE).claims().value() != null
                && row(north, SchoolYear.WHOLE).claims().value() != null
                && row(south, SchoolYear.WHOLE).claims().value() != null;
        assertThat(allButOne).as("the rest would be the small one").isFalse();
    }

    @Test
    void aSmallQuarterDoesNotComeOutOfTheYear() {
        credited(north, AUTUMN, 20, 30, 180);
        credited(north, WINTER, 3, 3, 18);
        boolean both = row(north, SchoolYear.WHOLE).claims().value() != null
                && row(north, YEAR.quarterOf(AUTUMN)).claims().value() != null;
        assertThat(both).as("the rest would be the winter").isFalse();
    }

    @Test
    void fewPeopleWhoClaimInEachQuarterAreFewInTheYear() {
        for (int month = 0; month < 12; month += 3) {
            credited(north, AUTUMN.plusMonths(month).minusMonths(1), 4, 4, 24);
        }
        assertThat(row(north, SchoolYear.WHOLE).claims().value()).isNull();
    }

    @Test
    void aFigureThatNobodyStatedIsNotNought() {
        counts.add(new Credited(north, AUTUMN, "CLAIM", "us-ar", "INITIAL_LICENCE>route", 30));
        counts.add(new Credited(north, AUTUMN, "CLAIMANT", "us-ar", "INITIAL_LICENCE>route", 30));
        assertThat(row(north, SchoolYear.WHOLE).claims().value()).isEqualTo(30);
        assertThat(row(north, SchoolYear.WHOLE).amount()).isNull();
    }
}
