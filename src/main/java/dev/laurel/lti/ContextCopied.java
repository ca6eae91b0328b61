package dev.laurel.lti;

import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * A platform has told that a course took over the content of another (Context Copy Notice 1.0). Links in the copy have ids
 * of their own that nobody knows yet, and nobody who learns in an origin comes along.
 *
 * @param origins the courses it was made from, as far as they are known here; never empty
 */
public record ContextCopied(TenantId tenant, ContextId copy, List<ContextId> origins, Instant toldAt) {

    public ContextCopied {
        origins = List.copyOf(origins);
    }
}
