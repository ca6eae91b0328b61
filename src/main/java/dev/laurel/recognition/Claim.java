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
 * @param origin absent for a badge that was earned with this account
 * @param heldAs as whom they claim, in the rule's words, where the rule is for several
 * @param licence the license type that it is for, whose cycle it is; absent where the rule names none
 * @param educatorNumber the number that the person has with the authority, if it asks for it and they gave it
 * @param numberIsSent whether they agreed that other systems are told it with the decision
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
        @Nullable Instant flaggedAt,
        @Nullable Origin origin,
        @Nullable String educatorNumber,
        boolean numberIsSent,
        @Nullable String heldAs,
        @Nullable String licence) {

    /**
     * Where the badge comes from.
     *
     * @param earnedIn the tenant that it was earned with; absent for one of another issuer
     * @param issuer its issuer's own name
     * @param issuerId by which its issuer was verified; empty for a badge of this installation
     * @param address of the badge
     */
    public record Origin(@Nullable TenantId earnedIn, String issuer, String issuerId, String address) {

        /** Whether it has a page to open. */
        public boolean hasPage() {
            return address.startsWith("https://") || address.startsWith("http://");
        }
    }

    /** The tenant whose badge it is; absent for a badge of another issuer. */
    @Nullable
    TenantId home() {
        return origin == null ? tenant : origin.earnedIn();
    }

    /** The number as other systems may be told it; null where the person did not agree, or there is none. */
    public @Nullable String sentNumber() {
        return numberIsSent ? educatorNumber : null;
    }

    /** The figure as a page shows it, or null. */
    public @Nullable String figure() {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString() + " " + unit;
    }

    @Override
    public String toString() {
        return "Claim[" + id.value() + " " + state + "]";
    }
}
