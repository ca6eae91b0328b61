package dev.laurel.badge;

import org.jspecify.annotations.Nullable;

/**
 * An organisation whose name is on badges.
 *
 * @param slug its part of public addresses and of its DID
 * @param url its own page, if it gave one
 * @param colour as {@code #rrggbb}, of the badge's body
 * @param accent as {@code #rrggbb}, of what lies on it
 * @param did its identifier in what is signed: of a domain that it brought, or under this installation's address
 */
record Issuer(
        IssuerId id,
        String name,
        String slug,
        @Nullable String contact,
        @Nullable String url,
        String colour,
        String accent,
        String did) {

    /** The same organisation under another of its identifiers: what was signed as that stays so. */
    Issuer as(String identifier) {
        return identifier.equals(did) ? this : new Issuer(id, name, slug, contact, url, colour, accent, identifier);
    }

    /** The address of contact when it is an e-mail address. */
    @Nullable
    String email() {
        return contact != null && contact.matches("[^@\\s]+@[^@\\s]+") ? contact : null;
    }
}
