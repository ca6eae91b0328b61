package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnaroundTests {

    private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

    private static BusinessDays turnaround(LocalDate... closed) {
        return new BusinessDays(new TurnaroundSettings(1, 5, CHICAGO, true, Set.of(closed)));
    }

    @ParameterizedTest
    @CsvSource({
        // An ordinary week: Monday to Tuesday of the next.
        "2026-10-19T10:00-05:00[America/Chicago], 2026-10-27T17:00-05:00[America/Chicago]",
        // Saturday counts from Monday.
        "2026-10-17T10:00-05:00[America/Chicago], 2026-10-26T17:00-05:00[America/Chicago]",
        // Thanksgiving week.
        "2026-11-23T10:00-06:00[America/Chicago], 2026-12-02T17:00-06:00[America/Chicago]",
        // Christmas and New Year, both on a Friday.
        "2026-12-21T10:00-06:00[America/Chicago], 2026-12-30T17:00-06:00[America/Chicago]",
        // Late on Sunday in Chicago is Monday elsewhere; here it is Sunday.
        "2026-10-18T23:30-05:00[America/Chicago], 2026-10-26T17:00-05:00[America/Chicago]",
    })
    void countsBusinessDaysFromTheNextOne(ZonedDateTime submitted, ZonedDateTime promised) {
        assertThat(turnaround().promise(submitted.toInstant()).atZone(CHICAGO)).isEqualTo(promised);
    }

    @Test
    void knowsTheDaysOnWhichADistrictIsClosed() {
        Instant monday = ZonedDateTime.of(2026, 10, 19, 10, 0, 0, 0, CHICAGO).toInstant();
        Instant withBreak = turnaround(LocalDate.of(2026, 10, 22), LocalDate.of(2026, 10, 23))
                .promise(monday);
        assertThat(withBreak.atZone(CHICAGO).toLocalDate()).isEqualTo(LocalDate.of(2026, 10, 29));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2027-01-01",
                "2027-01-18",
                "2027-02-15",
                "2027-05-31",
                "2027-06-18",
                "2027-07-05",
                "2027-09-06",
                "2027-10-11",
                "2027-11-11",
                "2027-11-25",
                "2027-12-24",
                "2027-12-31"
            })
    void nobodyWorksOnFederalHolidaysAndTheirSubstitutes(LocalDate holiday) {
        assertThat(turnaround().isBusinessDay(holiday)).isFalse();
        assertThat(new BusinessDays(new TurnaroundSettings(1, 5, CHICAGO, false, Set.of())).isBusinessDay(holiday))
                .isTrue();
    }
}
