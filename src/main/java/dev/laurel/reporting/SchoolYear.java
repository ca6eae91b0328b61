package dev.laurel.reporting;

import java.time.LocalDate;

/**
 * From July to June. Reports speak of a school year or of one of its quarters and of nothing between, so that no two periods
 * can be subtracted whose numbers were not looked at together.
 *
 * @param begins the year of its July
 */
record SchoolYear(int begins) {

    /** Periods of a year: its quarters by number from 0, and then all of it. */
    static final int WHOLE = 4;

    static SchoolYear of(LocalDate day) {
        return new SchoolYear(day.getMonthValue() >= 7 ? day.getYear() : day.getYear() - 1);
    }

    LocalDate from() {
        return LocalDate.of(begins, 7, 1);
    }

    LocalDate to() {
        return LocalDate.of(begins + 1, 7, 1);
    }

    int quarterOf(LocalDate month) {
        return (month.getMonthValue() + 5) % 12 / 3;
    }

    /** First day of a period. */
    LocalDate from(int period) {
        return period == WHOLE ? from() : from().plusMonths(3L * period);
    }

    /** Last day of a period. */
    LocalDate last(int period) {
        return (period == WHOLE ? to() : from().plusMonths(3L * period + 3)).minusDays(1);
    }
}
