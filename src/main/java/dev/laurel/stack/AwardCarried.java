package dev.laurel.stack;

import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;

/**
 * A badge of this installation that somebody earned with another account of theirs counts here too, because they said so, or
 * no longer does. Whoever knows which accounts are one person's tells it; this module does not know who that is.
 */
public interface AwardCarried {

    /** Where it counts. */
    TenantId tenant();

    /** For whom it counts there. */
    PersonId person();

    /** The tenant that it was earned with. */
    TenantId earnedIn();

    String credentialId();

    /** False when the accounts were taken apart, or the badge is to count elsewhere. */
    boolean sound();
}
