package dev.laurel.person;

import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account as operators see it.
 *
 * @param address where mails reach this person, if that is known
 * @param active whether this person can sign in
 * @param grants the roles by tenant
 */
public record StaffAccount(
        StaffId id,
        String login,
        String displayName,
        @Nullable String address,
        boolean operator,
        boolean active,
        Instant createdAt,
        Map<TenantId, Set<StaffRole>> grants) {

    public StaffAccount {
        grants = Map.copyOf(grants);
    }

    /** Where mails go: the account's own address, else a login that is one. */
    public Optional<String> mailAddress() {
        return Optional.ofNullable(address).or(() -> Optional.of(login).filter(name -> name.contains("@")));
    }

    @Override
    public String toString() {
        return "StaffAccount[" + id.value() + "]";
    }
}
