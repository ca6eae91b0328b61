package dev.laurel.recognition;

import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks an authority to count. The version of the rule that it was made under stays with it, whatever the rule
 * says later.
 *
 * @param credentialId the badge, as in its public address
 * @param amount what the rule gives, or what the officer decided; absent while neither does
 * @param category what the units count as, where the rule splits them; chosen by the officer
 * @param cycleEnds the year in which the cycle ends that it counts for
 * @param words what was said last, by whichever side
 * @param flaggedAt since when an officer is to look again, because a badge behind it was revoked
 */
public record Claim(
        ClaimId id,
        TenantId tenant,
        PersonId person,
        String credentialId,
        String badge,
        String offerId,
        int creditedHours,
        String criteria,
        AuthorityCode authority,
        String ruleName,
        int ruleVersion,
        ValueKind kind,
        String unit,
        @Nullable BigDecimal amount,
        @Nullable String category,
        int cycleEnds,
        ClaimState state,
        Instant since,
        Instant requestedAt,
        @Nullable String words,
        @Nullable Instant flaggedAt) {

    /** The figure as a page shows it, or null. */
    public @Nullable String figure() {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString() + " " + unit;
    }

    @Override
    public String toString() {
        return "Claim[" + id.value() + " " + state + "]";
    }
}
