package dev.laurel.badge;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A day on a public record, with its year and the same for every reader: the credential's own, in UTC.
 *
 * @param exact for machines
 * @param words in the reader's language
 */
record PublicDay(String exact, String words) {

    static PublicDay of(Instant instant, Locale locale) {
        return new PublicDay(
                instant.toString(),
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(locale)
                        .format(instant.atOffset(ZoneOffset.UTC)));
    }

    static @Nullable PublicDay ofNullable(@Nullable Instant instant, Locale locale) {
        return instant == null ? null : of(instant, locale);
    }
}
