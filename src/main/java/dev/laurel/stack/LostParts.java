package dev.laurel.stack;

import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Which of the badges that a stack's badge is made of were lost, for pages that say it to its earner. */
@Component
public class LostParts {

    private final Completions completions;

    LostParts(Completions completions) {
        this.completions = completions;
    }

    /**
     * A badge that was lost.
     *
     * @param key ends the key of its message
     */
    public record Lost(String name, String key) {}

    /** None where the tenant has no such badge, or all that it is made of is sound. */
    public List<Lost> of(TenantId tenant, String credentialId) {
        return completions.of(tenant, credentialId).stream()
                .flatMap(completion -> completions.parts(completion.id()).stream())
                .filter(part -> part.lostBy() != null)
                .map(part -> new Lost(
                        part.name(), Objects.requireNonNull(part.lostBy()).key()))
                .toList();
    }
}
