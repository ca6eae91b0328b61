package dev.laurel.submission;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;

/** Times in words for readers without scripts, in the zone whose business days are counted; scripts show the reader's own. */
record PageTimes(ZoneId zone, Locale locale) {

    public String text(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withZone(zone)
                        .format(at)
                + " (" + zone.getDisplayName(TextStyle.SHORT, locale) + ")";
    }
}
