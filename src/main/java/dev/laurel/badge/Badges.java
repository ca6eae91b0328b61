package dev.laurel.badge;

import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.util.Optional;

/** Badges as later steps see them. */
public interface Badges {

    /** The badge of an earned submission; empty until it has been signed. */
    Optional<Award> of(TenantId tenant, SubmissionId submission);
}
