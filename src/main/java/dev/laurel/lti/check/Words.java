package dev.laurel.lti.check;

import java.util.List;

/**
 * A sentence by the key of its message and what fills its blanks: addresses, numbers, and what a platform said, which has
 * gone through {@link PlatformWords}. No secrets, no personal data.
 */
public record Words(String key, List<Object> fill) {

    public Words {
        fill = List.copyOf(fill);
    }

    static Words of(String key, Object... fill) {
        return new Words("lti.check." + key, List.of(fill));
    }

    /** For templates. */
    public Object[] blanks() {
        return fill.toArray();
    }
}
