package dev.laurel.stack;

import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A badge of another issuer was verified as this person's, checked again, or taken away again. Whoever lets people bring badges in tells it;
 * this module does not know who that is.
 */
public interface AwardBroughtIn {

    TenantId tenant();

    PersonId person();

    /** The credential's {@code id} (Open Badges 3.0, 9.1); the same badge has the same. */
    String credential();

    /** The {@code id} of its achievement. */
    String achievement();

    /** The {@code id} of its issuer. */
    String issuer();

    String name();

    Instant issuedAt();

    /** Absent when it does not expire. */
    @Nullable
    Instant validUntil();

    /** Whether it verified this time; false for one that was revoked, suspended or taken out since. */
    boolean sound();
}
