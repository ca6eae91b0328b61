package dev.laurel.lti;

import dev.laurel.lti.ContentItem.Dates;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a platform says of a link's dates, by the custom parameters that the registration asks for. Platforms that know the
 * variables leave them unexpanded where there is no date, as those do that do not know them: both say nothing.
 */
public final class LinkDates {

    /** Custom parameter: from when the link can be opened. */
    public static final String OPENS = "link_opens";

    /** Custom parameter: by when work is due. */
    public static final String DUE = "link_due";

    /** Custom parameter: until when the link can be opened. */
    public static final String CLOSES = "link_closes";

    /** Canvas's form of a time without {@code iso8601} in the variable's name. */
    private static final DateTimeFormatter SPACED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

    private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2999-12-31T23:59:59Z");

    private LinkDates() {}

    /** What this launch says. */
    public static Dates toldBy(Launch launch) {
        CustomParameters custom = launch.custom();
        return new Dates(read(custom.get(OPENS)), read(custom.get(DUE)), read(custom.get(CLOSES)));
    }

    /** A point in time as platforms write it; absent where it cannot be read, which is no reason to refuse a launch. */
    public static @Nullable Instant read(Optional<String> told) {
        return told.map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(LinkDates::instant)
                .filter(at -> at.isAfter(FIRST) && at.isBefore(LAST))
                .orElse(null);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.indexOf('T') > 0
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text, SPACED).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
