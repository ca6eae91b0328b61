package dev.laurel.course;

import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A time zone to choose, by the name that people there know it by. */
public record Zone(String id, String name) {

    /** Where US districts are; a browser that says where it is adds its own. */
    private static final List<String> USUAL = List.of(
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "Pacific/Honolulu",
            "America/Puerto_Rico",
            "Pacific/Guam");

    /** The usual ones, and what was chosen before. */
    public static List<Zone> choices(String chosen, Locale locale) {
        boolean extra = !chosen.isEmpty()
                && !USUAL.contains(chosen)
                && ZoneId.getAvailableZoneIds().contains(chosen);
        return Stream.concat(USUAL.stream(), extra ? Stream.of(chosen) : Stream.empty())
                .map(id -> new Zone(id, name(id, locale)))
                .toList();
    }

    private static String name(String id, Locale locale) {
        String city = id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
        return ZoneId.of(id).getDisplayName(TextStyle.FULL_STANDALONE, locale) + " (" + city + ")";
    }
}
