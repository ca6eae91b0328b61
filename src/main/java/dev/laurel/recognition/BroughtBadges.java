package dev.laurel.recognition;

import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** Badges that somebody earned elsewhere and wants to be counted here. Whoever keeps them provides this. */
public interface BroughtBadges {

    /** All of them, as they were when they were last looked at. */
    List<Brought> of(TenantId tenant, PersonId person);

    /** One of them, looked at now: its issuer is asked. Takes as long as the issuer does; never within a transaction. */
    Optional<Brought> checkedNow(TenantId tenant, PersonId person, String id);
}
