package dev.laurel.catalog;

/** The name of a stack across its versions. Stacks and micro-credentials share the catalogue's addresses. */
public record StackId(String value) {

    public StackId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("A stack id is 2 to 100 lower-case letters, digits and hyphens");
        }
    }

    /** Whether a stack could have this id. */
    public static boolean isValid(String value) {
        return CatalogueDocuments.ID.matcher(value).matches();
    }
}
