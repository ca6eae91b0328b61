package dev.laurel.recognition;

import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;

/** A badge of another issuer was checked. Whoever keeps such badges tells it; this module does not know who that is. */
public interface BadgeChecked {

    TenantId tenant();

    PersonId person();

    /** The credential's {@code id} (Open Badges 3.0, 9.1). */
    String credential();

    /** Whether it verified this time, and still lies with this person. */
    boolean sound();
}
