package dev.laurel.course;

import dev.laurel.lti.Launch;
import dev.laurel.tenant.TenantId;
import java.util.Optional;

/** What stands where. */
public interface Placements {

    /**
     * What the link of this launch stands for: as placed before, or as its custom parameters say on first sight. Empty
     * when the link names no micro-credential (a navigation link, or a link made by hand that waits for a choice).
     */
    Optional<Placement> at(Launch launch);

    Optional<Placement> find(TenantId tenant, PlacementId id);
}
