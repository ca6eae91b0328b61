package dev.laurel.system;

/** Mails of one kind, each of which names a secret by which its reader declines the kind, or wants it again. */
public interface DeclinableMails {

    /** Whether this secret is anybody's. */
    boolean isKnown(String secret);

    /** Whether whoever has this secret wants these mails; a secret of nobody changes nothing. */
    void subscribe(String secret, boolean wanted);
}
