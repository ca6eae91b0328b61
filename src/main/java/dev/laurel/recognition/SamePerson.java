package dev.laurel.recognition;

import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.util.List;

/** The accounts that somebody has joined as theirs, in whichever districts. Whoever keeps that provides this. */
public interface SamePerson {

    /** Somebody's account with one tenant. */
    record Account(TenantId tenant, PersonId person) {}

    /** All of whoever has this one, itself among them; it alone where nothing was joined, or is no more. */
    List<Account> of(Account account);
}
