package dev.laurel.catalog;

/** The name of a stack across its versions. Stacks and micro-credentials share the catalogue's addresses. */
public record StackId(String value) {

    public StackId {
        if (!CatalogueDocuments.ID.matcher(value).matches()) {
            throw new IllegalArgumentException("A stack id is 2 to 100 lower-case letters, digits and hyphens");
        }
    }
}
