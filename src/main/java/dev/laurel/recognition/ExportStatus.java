package dev.laurel.recognition;

import java.util.Locale;

/** How a claim stands that was exported, as the other system has to know it. */
enum ExportStatus {
    APPROVED,
    /** An officer took the approval back. */
    WITHDRAWN,
    /** Approved, and a badge behind it was revoked; no officer has looked again. */
    BADGE_REVOKED;

    static ExportStatus of(Claim claim) {
        if (claim.state() == ClaimState.WITHDRAWN) {
            return WITHDRAWN;
        }
        return claim.flaggedAt() == null ? APPROVED : BADGE_REVOKED;
    }

    /** As files and message keys spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
