package dev.laurel.badge;

import org.jspecify.annotations.Nullable;

/**
 * An organisation whose name is on badges.
 *
 * @param slug its part of public addresses and of its DID
 * @param url its own page, if it gave one
 * @param colour as {@code #rrggbb}, of the badge's body
 * @param accent as {@code #rrggbb}, of what lies on it
 */
record Issuer(
        IssuerId id,
        String name,
        String slug,
        @Nullable String contact,
        @Nullable String url,
        String colour,
        String accent) {

    /** The address of contact when it is an e-mail address. */
    @Nullable
    String email() {
        return contact != null && contact.matches("[^@\\s]+@[^@\\s]+") ? contact : null;
    }
}
