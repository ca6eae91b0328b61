package dev.laurel.lti;

import java.net.URI;

/** Looks once at a platform's key set, for somebody who has just typed its address. */
public interface KeySetProbe {

    /** What was found. */
    enum Finding {
        /** At least one key that can verify RS256 (Security Framework 1.0, section 5.1.2). */
        USABLE,
        /** A key set without such a key. */
        NO_USABLE_KEY,
        /** Something else, or an error. */
        NO_KEY_SET,
        /** No answer. */
        UNREACHABLE,
        /** An address that this tool does not call: not https, or on a private network. */
        FORBIDDEN
    }

    Finding look(URI keySet);
}
