package dev.canvasdev;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times on pages. */
final class Times {

    private static final DateTimeFormatter FOR_PEOPLE = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** A moment for people and for machines. */
    record Moment(String text, String iso) {}

    static Moment of(long millis) {
        Instant instant = Instant.ofEpochMilli(millis);
        return new Moment(FOR_PEOPLE.format(instant), instant.toString());
    }
}
