package dev.laurel.badge.proof;

/**
 * A document holds something that a proof over its RDF would not cover, or a context that is not known here. Such a
 * document is neither signed nor accepted: what a reader sees and what is signed must be the same.
 */
public final class NotCoveredByProof extends Exception {

    static final String ENDLESS = "graph";

    private final String what;

    NotCoveredByProof(String what, String message) {
        super(message);
        this.what = what;
    }

    NotCoveredByProof(String what, String message, Throwable cause) {
        super(message, cause);
        this.what = what;
    }

    /** Whether it was made so that nobody comes to an end with it, as no honest document is. */
    public boolean isEndless() {
        return what.equals(ENDLESS);
    }

    /** The key, type, address or context at fault, shortened. */
    public String what() {
        return what.length() > 120 ? what.substring(0, 120) + "…" : what;
    }
}
