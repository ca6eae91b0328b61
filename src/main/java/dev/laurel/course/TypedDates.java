package dev.laurel.course;

import dev.laurel.lti.ContentItem.Dates;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Dates as a coordinator typed them, by the clock on their wall.
 *
 * @param problem message key of what is wrong; empty when nothing is
 */
record TypedDates(Dates dates, String problem) {

    static TypedDates read(PickerForm form, Instant now) {
        if (!form.hasDates()) {
            return new TypedDates(Dates.NONE, "");
        }
        if (form.zone().isEmpty()) {
            return wrong("course.picker.dates.no-zone");
        }
        Dates dates;
        try {
            ZoneId zone = ZoneId.of(form.zone());
            dates = new Dates(instant(form.from(), zone), instant(form.due(), zone), instant(form.until(), zone));
        } catch (DateTimeException e) {
            return wrong("course.picker.dates.unreadable");
        }
        if (isAfter(dates.availableFrom(), dates.due())
                || isAfter(dates.due(), dates.availableUntil())
                || isAfter(dates.availableFrom(), dates.availableUntil())) {
            return wrong("course.picker.dates.order");
        }
        if (isAfter(now, dates.due()) || isAfter(now, dates.availableUntil())) {
            return wrong("course.picker.dates.past");
        }
        return new TypedDates(dates, "");
    }

    private static TypedDates wrong(String problem) {
        return new TypedDates(Dates.NONE, problem);
    }

    /** An hour that the clocks skip becomes the one after it; of one that comes twice, the first is meant. */
    private static @Nullable Instant instant(String typed, ZoneId zone) {
        return typed.isEmpty() ? null : LocalDateTime.parse(typed).atZone(zone).toInstant();
    }

    private static boolean isAfter(@Nullable Instant one, @Nullable Instant other) {
        return one != null && other != null && !one.isBefore(other);
    }
}
