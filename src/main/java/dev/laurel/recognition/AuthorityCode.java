package dev.laurel.recognition;

import java.util.regex.Pattern;

/** Who gives value: {@code us-tn} for a state (ISO 3166-2, lower case), a slug such as {@code aurora-co} for a district. */
public record AuthorityCode(String value) {

    static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{1,59}");

    public AuthorityCode {
        if (!isValid(value)) {
            throw new IllegalArgumentException("An authority's code is 2 to 60 lower-case letters, digits and hyphens");
        }
    }

    /** Whether an authority could have this code. */
    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }
}
