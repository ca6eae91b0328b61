package dev.laurel.catalog;

/** The name of a micro-credential across its versions and in the catalogue's addresses, such as {@code lit-hfw-mapping}. */
public record MicroCredentialId(String value) {

    public MicroCredentialId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "A micro-credential id is 2 to 100 lower-case letters, digits and hyphens");
        }
    }

    /** Whether a micro-credential could have this id. */
    public static boolean isValid(String value) {
        return CatalogueDocuments.ID.matcher(value).matches();
    }
}
