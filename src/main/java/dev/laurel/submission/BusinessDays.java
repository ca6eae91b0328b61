package dev.laurel.submission;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;

/** The days on which a programme works. The clock starts on the next one, whatever the hour. */
record BusinessDays(TurnaroundSettings settings) {

    private static final LocalTime END_OF_BUSINESS = LocalTime.of(17, 0);

    /** By when the decision is due on what is handed in now. */
    Instant promise(Instant submitted) {
        return after(submitted, settings.checkDays() + settings.scoringDays());
    }

    /** The end of business so many business days from now. */
    Instant after(Instant now, int businessDays) {
        LocalDate day = now.atZone(settings.zone()).toLocalDate();
        int left = businessDays;
        while (left > 0) {
            day = day.plusDays(1);
            if (isBusinessDay(day)) {
                left--;
            }
        }
        return day.atTime(END_OF_BUSINESS).atZone(settings.zone()).toInstant();
    }

    boolean isBusinessDay(LocalDate day) {
        return !isWeekend(day)
                && !settings.closed().contains(day)
                && !(settings.usFederalHolidays() && isFederalHoliday(day));
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    /** The days of 5 U.S.C. 6103(a); those with a fixed date are kept on Friday or Monday when they fall on a weekend. */
    private static boolean isFederalHoliday(LocalDate day) {
        return isFixedHoliday(day)
                || (day.getDayOfWeek() == DayOfWeek.FRIDAY && isFixedHoliday(day.plusDays(1)))
                || (day.getDayOfWeek() == DayOfWeek.MONDAY && isFixedHoliday(day.minusDays(1)))
                || isNth(day, Month.JANUARY, 3, DayOfWeek.MONDAY)
                || isNth(day, Month.FEBRUARY, 3, DayOfWeek.MONDAY)
                || isNth(day, Month.MAY, -1, DayOfWeek.MONDAY)
                || isNth(day, Month.SEPTEMBER, 1, DayOfWeek.MONDAY)
                || isNth(day, Month.OCTOBER, 2, DayOfWeek.MONDAY)
                || isNth(day, Month.NOVEMBER, 4, DayOfWeek.THURSDAY);
    }

    private static boolean isFixedHoliday(LocalDate day) {
        return switch (day.getMonth()) {
            case JANUARY -> day.getDayOfMonth() == 1;
            case JUNE -> day.getDayOfMonth() == 19;
            case JULY -> day.getDayOfMonth() == 4;
            case NOVEMBER -> day.getDayOfMonth() == 11;
            case DECEMBER -> day.getDayOfMonth() == 25;
            default -> false;
        };
    }

    private static boolean isNth(LocalDate day, Month month, int ordinal, DayOfWeek weekday) {
        return day.getMonth() == month && day.equals(day.with(TemporalAdjusters.dayOfWeekInMonth(ordinal, weekday)));
    }
}
