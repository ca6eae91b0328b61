package dev.laurel.catalog;

import java.util.List;
import java.util.Optional;

/** The published micro-credentials. */
public interface Catalogue {

    /** A version by its id, whatever has been published since; versions never change and are kept in memory. */
    Optional<MicroCredential> version(VersionId id);

    /** A version by name and number, such as {@code lit-hfw-mapping} and {@code 1.0.0}. */
    Optional<MicroCredential> version(MicroCredentialId id, String version);

    /** The newest published version. */
    Optional<MicroCredential> current(MicroCredentialId id);

    /**
     * The newest published version of each micro-credential whose title, description or keywords hold the words, by
     * title.
     *
     * @param words may be empty
     * @param page from 0
     */
    List<MicroCredential> search(String words, int page, int pageSize);

    /** How many {@link #search} would find in all. */
    int count(String words);
}
