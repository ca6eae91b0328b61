package dev.laurel.admin;

import dev.laurel.lti.Invitations.Invitation;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.time.Instant;

/**
 * What an operator hands to a platform's administrator, shown once.
 *
 * @param withoutQuery the same for platforms that lose the query of an address
 */
record RegistrationLink(URI address, URI withoutQuery, Instant expiresAt) {

    static RegistrationLink of(Invitation invitation, LaurelSettings settings) {
        return new RegistrationLink(
                settings.at("/lti/register?invitation=" + invitation.secret()),
                settings.at("/lti/register/" + invitation.secret()),
                invitation.expiresAt());
    }

    @Override
    public String toString() {
        return "RegistrationLink[until " + expiresAt + "]";
    }
}
