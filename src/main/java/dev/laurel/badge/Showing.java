package dev.laurel.badge;

import org.jspecify.annotations.Nullable;

/**
 * What an earner lets be seen of a badge.
 *
 * @param open whether the badge's public addresses answer
 * @param name of the earner, as the public page says it; absent when it names nobody. It is never part of what is signed
 */
public record Showing(boolean open, @Nullable String name) {

    /** What holds until the earner chooses: whoever has the link sees the badge, and nobody's name. */
    public static final Showing AT_FIRST = new Showing(true, null);

    /** Without the name. */
    @Override
    public String toString() {
        return "Showing[open=" + open + ", named=" + (name != null) + "]";
    }
}
