package dev.laurel.submission;

import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.TenantId;

/** Other work than before belongs to teachers of that school. */
public record SchoolOfWorkSaid(TenantId tenant, SchoolId school) {}
