package dev.laurel.badge;

import java.net.URI;

/**
 * Two badges for one achievement of one person, the later in the place of the earlier.
 *
 * @param credentialId of the other badge, seen from one of them
 * @param page of the other badge
 * @param open whether its page can be opened by others
 */
public record Successor(String credentialId, URI page, Kind kind, boolean open) {

    public enum Kind {
        /** The earlier one's time had run out, or would have. */
        RENEWED,
        /** The earlier one was issued anew, and counts no more. */
        SUPERSEDED
    }
}
