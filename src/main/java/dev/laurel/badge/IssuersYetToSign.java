package dev.laurel.badge;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Wanted;
import dev.laurel.tenant.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Issuers that belong to none and have signed nothing for a tenant, which may name them and has not said when they sign:
 * those there are, and those that the first badge of something on offer would make.
 */
@Component
class IssuersYetToSign {

    private static final int MOST = 100;

    private final JdbcClient jdbc;
    private final Issuers issuers;
    private final IssuerRights rights;
    private final IssuePolicies policies;
    private final Catalogue catalogue;

    IssuersYetToSign(
            JdbcClient jdbc, Issuers issuers, IssuerRights rights, IssuePolicies policies, Catalogue catalogue) {
        this.jdbc = jdbc;
        this.issuers = issuers;
        this.rights = rights;
        this.policies = policies;
        this.catalogue = catalogue;
    }

    /** What they are called, by name, at most a hundred. */
    List<String> names(Collection<TenantId> tenants) {
        return Stream.concat(nobodys().stream(), catalogue.choices().issuers().stream())
                .map(Issuers::bounded)
                .distinct()
                .filter(name -> tenants.stream().anyMatch(tenant -> isOneOf(tenant, name)))
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .limit(MOST)
                .toList();
    }

    private List<String> nobodys() {
        return jdbc.sql("select i.name from badge_issuer i where i.tenant_id is null order by i.name fetch first "
                        + MOST + " rows only")
                .query(String.class)
                .list();
    }

    /** One of them, made where there is none by that name; empty when it signs nothing for the tenant, or is another's. */
    @Transactional
    public Optional<Issuer> of(TenantId tenant, String name) {
        return isOneOf(tenant, name)
                ? Optional.of(issuers.named(organisation(name), () -> toBeOf(name)))
                : Optional.empty();
    }

    private boolean isOneOf(TenantId tenant, String name) {
        Optional<Issuer> known = issuers.known(organisation(name));
        return known.isPresent()
                ? issuers.owner(known.get()).isEmpty()
                        && issuers.tenants(known.get(), List.of(tenant)).isEmpty()
                        && policies.of(tenant, known.get()).isEmpty()
                        && willSign(known.get(), tenant, name)
                : firstBy(name).isPresent()
                        && toBeOf(name).filter(owner -> !owner.equals(tenant)).isEmpty()
                        && rights.mayName(tenant, name);
    }

    /** The operator's files name an issuer that belongs to nobody for whoever earns what they say. */
    private boolean willSign(Issuer issuer, TenantId tenant, String name) {
        return rights.mayName(tenant, name)
                || offeredBy(name).anyMatch(offered -> rights.maySign(issuer, offered.versionId(), tenant));
    }

    private Optional<TenantId> toBeOf(String name) {
        return firstBy(name).flatMap(rights::ownerAtFirst);
    }

    private Optional<MicroCredential> firstBy(String name) {
        return offeredBy(name).findFirst();
    }

    private Stream<MicroCredential> offeredBy(String name) {
        return catalogue.search(new Wanted("", "", "", Optional.empty(), name), 0, MOST).stream()
                .filter(offered -> Issuers.bounded(offered.issuer().name()).equals(name));
    }

    private static MicroCredential.Issuer organisation(String name) {
        return new MicroCredential.Issuer(name, null);
    }
}
