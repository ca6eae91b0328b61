package dev.laurel.badge.proof;

/**
 * A document holds something that a proof over its RDF would not cover, or a context that is not known here. Such a
 * document is neither signed nor accepted: what a reader sees and what is signed must be the same.
 */
public final class NotCoveredByProof extends Exception {

    private final String what;

    NotCoveredByProof(String what, String message) {
        super(message);
        this.what = what;
    }

    NotCoveredByProof(String what, String message, Throwable cause) {
        super(message, cause);
        this.what = what;
    }

    /** The key, type, address or context at fault, shortened. */
    public String what() {
        return what.length() > 120 ? what.substring(0, 120) + "…" : what;
    }
}
