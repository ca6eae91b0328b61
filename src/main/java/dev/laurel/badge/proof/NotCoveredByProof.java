package dev.laurel.badge.proof;

import org.jspecify.annotations.Nullable;

/**
 * A document holds something that a proof over its RDF would not cover, or a context that is not known here. Such a
 * document is neither signed nor accepted: what a reader sees and what is signed must be the same.
 */
public final class NotCoveredByProof extends Exception {

    private final String what;
    private final boolean endless;

    NotCoveredByProof(String what, String message) {
        this(what, message, null, false);
    }

    NotCoveredByProof(String what, String message, Throwable cause) {
        this(what, message, cause, false);
    }

    private NotCoveredByProof(String what, String message, @Nullable Throwable cause, boolean endless) {
        super(message, cause);
        this.what = what;
        this.endless = endless;
    }

    /** @param cause absent when it was not even begun with, since the time for it is over */
    static NotCoveredByProof endless(@Nullable Throwable cause) {
        return new NotCoveredByProof("graph", "The document has no canonical form within reasonable time", cause, true);
    }

    /** Whether it was made so that nobody comes to an end with it, as no honest document is. */
    public boolean isEndless() {
        return endless;
    }

    /** The key, type, address or context at fault, shortened. */
    public String what() {
        return what.length() > 120 ? what.substring(0, 120) + "…" : what;
    }
}
