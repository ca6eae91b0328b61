package dev.laurel.reporting;

import java.time.LocalDate;
import java.util.List;

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

    /** The year that somebody asks a file of; empty for the first of the years. @throws NoSuchPeriod when it is none of them */
    static SchoolYear asked(String year, List<SchoolYear> years) {
        return year.isBlank()
                ? years.get(0)
                : years.stream()
                        .filter(each -> String.valueOf(each.begins()).equals(year.strip()))
                        .findFirst()
                        .orElseThrow(NoSuchPeriod::new);
    }

    /** The period that somebody asks a file of; empty for the whole year. @throws NoSuchPeriod when it is none */
    static int periodAsked(String period) {
        if (!period.isBlank() && !period.strip().matches("[0-" + WHOLE + "]")) {
            throw new NoSuchPeriod();
        }
        return period.isBlank() ? WHOLE : Integer.parseInt(period.strip());
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
