package dev.laurel.badge;

import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;

/**
 * Something that a badge's earner has to know of its renewal.
 *
 * @param name of the badge
 * @param ends when its time ends, or did
 */
public record RenewalNews(String credentialId, TenantId tenant, PersonId earner, String name, Instant ends, Kind kind) {

    public enum Kind {
        /** It can be handed in from now on. */
        OPENS,
        /** The badge ends in a month, and nothing is handed in. */
        ENDS_SOON,
        /** It came back, with a reason. */
        REFUSED,
        RENEWED;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
