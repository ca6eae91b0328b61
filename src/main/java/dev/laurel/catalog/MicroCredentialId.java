package dev.laurel.catalog;

/** The name of a micro-credential across its versions and in the catalogue's addresses, such as {@code lit-hfw-mapping}. */
public record MicroCredentialId(String value) {

    public MicroCredentialId {
        if (!value.matches("[a-z0-9][a-z0-9-]{1,99}")) {
            throw new IllegalArgumentException(
                    "A micro-credential id is 2 to 100 lower-case letters, digits and hyphens");
        }
    }
}
