package dev.laurel.person;

import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where staff sign in with an account of their own organisation, by OpenID Connect.
 *
 * @param tenant the district whose people it signs in; absent for everybody's
 * @param name on the button
 * @param issuer exactly as the provider calls itself
 * @param clientId what it calls this installation; empty until it is known
 * @param domains mail domains for whose addresses its word is taken
 */
record IdentityProvider(
        ProviderId id,
        @Nullable TenantId tenant,
        String name,
        String issuer,
        String clientId,
        boolean hasSecret,
        List<String> domains,
        boolean active) {

    IdentityProvider {
        domains = List.copyOf(domains);
    }

    /** Whether anybody can sign in with it. */
    public boolean isComplete() {
        return !clientId.isEmpty() && hasSecret;
    }

    /** Whether it may speak of people of this district. */
    boolean serves(TenantId district) {
        return tenant == null || tenant.equals(district);
    }

    /** Whether somebody with these rights may come in by it. */
    boolean serves(Staff.Rights rights) {
        return tenant == null || rights.member().grants().values().stream().anyMatch(of -> of.contains(tenant));
    }

    /** Whether these rights lie within what it speaks of: one district's provider opens no account of others unasked. */
    boolean covers(Staff.Rights rights) {
        return tenant == null
                || !rights.operator()
                        && serves(rights)
                        && rights.member().grants().values().stream()
                                .allMatch(of -> of.stream().allMatch(tenant::equals));
    }

    /** Whether its word is taken for this address. */
    boolean vouchesFor(String address) {
        int at = address.lastIndexOf('@');
        return at > 0 && domains.contains(address.substring(at + 1).toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return "IdentityProvider[" + id.value() + "]";
    }
}
