package dev.laurel.course;

import dev.laurel.lti.ContentItem.Dates;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dates as a coordinator typed them, by the clock on their wall.
 *
 * @param problem what is wrong, as message keys end; empty when nothing is
 */
public record TypedDates(Dates dates, String problem) {

    /** Each a day and time without a zone, as browsers send it, or empty; in the past is a mistake where they are new. */
    static TypedDates read(String from, String due, String until, String zone, Instant now) {
        TypedDates typed = read(from, due, until, zone);
        boolean past = isAfter(now, typed.dates.due()) || isAfter(now, typed.dates.availableUntil());
        return past ? wrong("past") : typed;
    }

    /** The same, where what has passed may be said too. */
    public static TypedDates read(String from, String due, String until, String zone) {
        if (from.isEmpty() && due.isEmpty() && until.isEmpty()) {
            return new TypedDates(Dates.NONE, "");
        }
        if (zone.isEmpty()) {
            return wrong("no-zone");
        }
        Dates dates;
        try {
            ZoneId in = ZoneId.of(zone);
            dates = new Dates(instant(from, in), instant(due, in), instant(until, in));
        } catch (DateTimeException e) {
            return wrong("unreadable");
        }
        return inOrder(dates) ? new TypedDates(dates, "") : wrong("order");
    }

    /** Whether it opens first, then work is due, then it closes. */
    public static boolean inOrder(Dates dates) {
        return !isAfter(dates.availableFrom(), dates.due())
                && !isAfter(dates.due(), dates.availableUntil())
                && !isAfter(dates.availableFrom(), dates.availableUntil());
    }

    /** As custom parameters of a link, by which they come back when it is first opened. */
    Map<String, String> asParameters(String zone) {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, Calendar.PICKED_OPENS, dates.availableFrom());
        put(parameters, Calendar.PICKED_DUE, dates.due());
        put(parameters, Calendar.PICKED_CLOSES, dates.availableUntil());
        if (!parameters.isEmpty()) {
            parameters.put(Calendar.PICKED_ZONE, zone);
        }
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable Instant at) {
        if (at != null) {
            parameters.put(name, at.toString());
        }
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
