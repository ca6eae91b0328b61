package dev.laurel.badge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A badge that was earned and that an officer of its issuer has not released.
 *
 * @param declined whether an officer has decided that it is not issued, for now
 * @param reason for its earner; only where it is declined, and never public
 */
public record PendingBadge(
        boolean declined, Instant since, @Nullable String reason) {}
