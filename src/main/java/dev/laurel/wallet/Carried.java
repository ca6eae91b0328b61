package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.stack.AwardCarried;
import dev.laurel.tenant.TenantId;

/** A badge of one account was put to another account of the same wallet to be counted there, or taken back. */
public record Carried(TenantId tenant, PersonId person, TenantId earnedIn, String credentialId, boolean sound)
        implements AwardCarried {}
