package dev.laurel.system;

import java.util.Locale;

/** What a person types into a search, as the pattern of {@code lower(column) like :pattern escape '\'}. */
public final class LikePattern {

    private LikePattern() {}

    /** Matches text that has these words in it anywhere; per cent signs, underscores and backslashes mean themselves. */
    public static String containing(String words) {
        return "%"
                + words.toLowerCase(Locale.ROOT)
                        .replace("\\", "\\\\")
                        .replace("%", "\\%")
                        .replace("_", "\\_")
                + "%";
    }
}
