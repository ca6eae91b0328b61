package dev.laurel.assessment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One hand-in of an attempt, as it waits for and goes through scoring. */
record CaseId(UUID value) {

    private static final String READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** A short name without meaning that people can say to each other, such as {@code K7M-4QX}; from the id's random bits. */
    public String label() {
        long bits = value.getLeastSignificantBits() & Long.MAX_VALUE;
        StringBuilder label = new StringBuilder(7);
        for (int i = 0; i < 6; i++) {
            if (i == 3) {
                label.append('-');
            }
            label.append(READABLE.charAt((int) (bits % READABLE.length())));
            bits /= READABLE.length();
        }
        return label.toString();
    }

    /** Whether somebody could have read this out; tells nothing of whether there is such a case. */
    static boolean isLabel(@Nullable String text) {
        return text != null && text.matches("[" + READABLE + "]{3}-[" + READABLE + "]{3}");
    }
}
