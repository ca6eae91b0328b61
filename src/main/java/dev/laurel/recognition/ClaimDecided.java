package dev.laurel.recognition;

import dev.laurel.tenant.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A claim was approved or declined, or an approval was withdrawn.
 *
 * @param number of the step in the claim's history: a claim can be told of more than once
 * @param amount as it stood after that step
 */
public record ClaimDecided(
        ClaimId claim,
        TenantId tenant,
        int number,
        ClaimState state,
        @Nullable BigDecimal amount,
        @Nullable String category,
        Instant at) {}
