package dev.laurel.badge;

import org.jspecify.annotations.Nullable;

/**
 * An organisation whose name is on badges.
 *
 * @param slug its part of public addresses and of its DID, whatever it is called later
 * @param did its identifier in what is signed: of a domain that it brought, or under this installation's address
 * @param logo the number of the one that it shows now, if any
 * @param revision of its profile
 */
record Issuer(
        IssuerId id,
        String slug,
        String did,
        IssuerProfile profile,
        @Nullable Integer logo,
        int revision) {

    /** The same organisation under another of its identifiers: what was signed as that stays so. */
    Issuer as(String identifier) {
        return identifier.equals(did) ? this : new Issuer(id, slug, identifier, profile, logo, revision);
    }

    public String name() {
        return profile.name();
    }

    public String colour() {
        return profile.colour();
    }

    public String accent() {
        return profile.accent();
    }

    /** Its own page, if it gave one. */
    public @Nullable String url() {
        return profile.url();
    }

    /** The address of contact when it is an e-mail address. */
    public @Nullable String email() {
        String contact = profile.contact();
        return contact != null && contact.matches("[^@\\s]+@[^@\\s]+") ? contact : null;
    }
}
