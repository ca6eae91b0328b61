package dev.laurel.lti.services;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How long a server asks to be left alone, in seconds or as a date (RFC 9110, section 10.2.3). */
final class RetryAfter {

    /** A longer wait is not believed: a wrong clock must not hold back a grade for days. */
    private static final Duration LONGEST = Duration.ofHours(6);

    private RetryAfter() {}

    static @Nullable Duration of(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        Duration wait;
        try {
            wait = header.trim().chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(header.trim()))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(header.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
