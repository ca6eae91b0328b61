package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.recognition.BadgeChecked;
import dev.laurel.stack.AwardBroughtIn;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A badge from elsewhere was found genuine and somebody's, was checked again, or was taken out again; told once for each of their accounts. */
public record BroughtIn(
        TenantId tenant,
        PersonId person,
        String credential,
        String achievement,
        String issuer,
        String name,
        Instant issuedAt,
        @Nullable Instant validUntil,
        boolean sound)
        implements AwardBroughtIn, BadgeChecked {}
