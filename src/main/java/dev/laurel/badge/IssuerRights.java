package dev.laurel.badge;

import dev.laurel.authoring.NameableIssuers;
import dev.laurel.authoring.NamedOrganisations;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenant;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * In whose name whose badges may be signed. An issuer that belongs to a tenant signs for what that one writes, and for those
 * that were let name it. The operator's files are written by nobody here: they count as of the district of whoever earns.
 */
@Component
class IssuerRights implements NameableIssuers {

    private static final int MOST_LET = 200;

    private final JdbcClient jdbc;
    private final Issuers issuers;
    private final Tenants tenants;
    private final NamedOrganisations named;
    private final UnsignedBadges unsigned;
    private final LaurelSettings settings;
    private final Clock clock;

    IssuerRights(
            JdbcClient jdbc,
            Issuers issuers,
            Tenants tenants,
            NamedOrganisations named,
            UnsignedBadges unsigned,
            LaurelSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.issuers = issuers;
        this.tenants = tenants;
        this.named = named;
        this.unsigned = unsigned;
        this.settings = settings;
        this.clock = clock;
    }

    private record Holder(
            String name, IssuerId issuer, @Nullable TenantId owner) {}

    /**
     * Names that differ in capitals alone are taken for the same by whoever reads a badge. A name that no issuer has yet is
     * its tenants' who are called so.
     */
    @Override
    public boolean mayName(TenantId tenant, String organisation) {
        String name = Issuers.bounded(organisation);
        if (name.equalsIgnoreCase(LearnerRecords.assembler(settings))) {
            return false;
        }
        List<Holder> holders = jdbc.sql(
                        "select n.name, i.id, case when i.named_by_all = false then i.tenant_id end as tenant_id"
                                + " from badge_issuer_name n"
                                + " join badge_issuer i on i.id = n.issuer_id where lower(n.name) = lower(:name)")
                .param("name", name)
                .query((row, n) -> {
                    UUID owner = row.getObject("tenant_id", UUID.class);
                    return new Holder(
                            row.getString("name"),
                            new IssuerId(row.getObject("id", UUID.class)),
                            owner == null ? null : new TenantId(owner));
                })
                .list();
        List<Holder> exact =
                holders.stream().filter(holder -> holder.name().equals(name)).toList();
        if (!holders.isEmpty()) {
            return (exact.isEmpty() ? holders : exact)
                    .stream()
                            .allMatch(holder -> holder.owner() == null
                                    || holder.owner().equals(tenant)
                                    || isLet(holder.issuer(), Set.of(tenant)));
        }
        List<Tenant> called = tenants.called(name);
        return called.isEmpty() || called.stream().anyMatch(one -> one.id().equals(tenant));
    }

    /** Whose an issuer is that a badge makes: of whoever writes what it is for, unless others may mean it by the name. */
    Optional<TenantId> ownerAtFirst(Achievement achievement) {
        VersionId version = achievement.versionId();
        return Optional.ofNullable(named.writers(Set.of(version)).get(version))
                .filter(writer ->
                        meant(achievement.issuer().name(), Set.of(writer)).isEmpty());
    }

    /** Spellings of a name by which others than these tenants are meant, or the installation. */
    List<String> meant(String name, Set<TenantId> own) {
        Stream<String> tenantsCalledSo = tenants.called(name).stream()
                .filter(tenant -> !own.contains(tenant.id()))
                .map(Tenant::name);
        return Stream.of(
                        tenantsCalledSo,
                        named.byOthers(name, own).stream(),
                        Stream.of(LearnerRecords.assembler(settings)))
                .flatMap(Function.identity())
                .map(Issuers::bounded)
                .filter(name::equalsIgnoreCase)
                .toList();
    }

    /** What an issuer signs nothing of, among what was earned: it is another's. One question for most. */
    Set<Earned> foreign(Issuer issuer, Collection<Earned> earned) {
        if (issuer.name().equals(LearnerRecords.assembler(settings))) {
            return Set.copyOf(earned);
        }
        TenantId owner = alone(issuer);
        if (owner == null) {
            return Set.of();
        }
        Map<VersionId, TenantId> writers = named.writers(
                earned.stream().map(each -> each.achievement().versionId()).collect(Collectors.toSet()));
        Map<Earned, TenantId> of = earned.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        each -> writers.getOrDefault(each.achievement().versionId(), each.tenant()),
                        (one, same) -> one));
        Set<TenantId> strangers = new HashSet<>(of.values());
        strangers.remove(owner);
        if (strangers.isEmpty()) {
            return Set.of();
        }
        strangers.removeAll(let(issuer.id(), strangers));
        return of.entrySet().stream()
                .filter(each -> strangers.contains(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether an issuer may sign a badge of that version for somebody of that tenant. */
    boolean maySign(Issuer issuer, VersionId version, TenantId earner) {
        TenantId owner = alone(issuer);
        if (owner == null) {
            return !issuer.name().equals(LearnerRecords.assembler(settings));
        }
        TenantId writer = named.writers(Set.of(version)).getOrDefault(version, earner);
        return writer.equals(owner) || isLet(issuer.id(), Set.of(writer));
    }

    /** Whose it is alone. */
    private @Nullable TenantId alone(Issuer issuer) {
        return jdbc.sql("select tenant_id from badge_issuer where id = :issuer and tenant_id is not null"
                        + " and named_by_all = false")
                .param("issuer", issuer.id().value())
                .query((row, n) -> new TenantId(row.getObject("tenant_id", UUID.class)))
                .optional()
                .orElse(null);
    }

    /** Whether every district was let name it. */
    boolean isNamedByAll(Issuer issuer) {
        return jdbc.sql("select named_by_all from badge_issuer where id = :issuer")
                .param("issuer", issuer.id().value())
                .query(Boolean.class)
                .single();
    }

    /**
     * Lets every district name it, or only those that were let one by one.
     *
     * @return false while it belongs to none: every district may name it then, and whoever it is given to says who else may
     */
    @Transactional
    public boolean letAll(Issuer issuer, boolean all) {
        issuers.lock(issuer);
        if (issuers.owner(issuer).isEmpty()) {
            return false;
        }
        jdbc.sql("update badge_issuer set named_by_all = :all where id = :issuer")
                .param("all", all)
                .param("issuer", issuer.id().value())
                .update();
        unsigned.tryAgain(Awarding.ISSUER_OF_OTHERS);
        return true;
    }

    private boolean isLet(IssuerId issuer, Set<TenantId> all) {
        return !let(issuer, all).isEmpty();
    }

    private Set<TenantId> let(IssuerId issuer, Set<TenantId> among) {
        return Set.copyOf(
                jdbc.sql("select tenant_id from badge_issuer_guest where issuer_id = :issuer and tenant_id in (:among)")
                        .param("issuer", issuer.value())
                        .param("among", among.stream().map(TenantId::value).toList())
                        .query((row, n) -> new TenantId(row.getObject("tenant_id", UUID.class)))
                        .list());
    }

    /** A tenant that was let name an issuer. */
    record Guest(TenantId tenant, String name, Instant since) {}

    /** Those that were let name an issuer, by name, at most two hundred. */
    List<Guest> guests(Issuer issuer) {
        return jdbc.sql("select g.tenant_id, g.let_at from badge_issuer_guest g where g.issuer_id = :issuer"
                        + " order by g.let_at, g.tenant_id fetch first " + MOST_LET + " rows only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> {
                    TenantId tenant = new TenantId(row.getObject("tenant_id", UUID.class));
                    return new Guest(
                            tenant,
                            tenants.nameOf(tenant).orElse(""),
                            row.getTimestamp("let_at").toInstant());
                })
                .list();
    }

    /**
     * From now on what that tenant writes may name the issuer; badges that waited for it are signed soon.
     *
     * @return false while it belongs to none, as with {@link #letAll}
     */
    @Transactional
    public boolean let(Issuer issuer, TenantId tenant, StaffId by) {
        issuers.lock(issuer);
        if (issuers.owner(issuer).isEmpty()) {
            return false;
        }
        jdbc.sql("insert into badge_issuer_guest (issuer_id, tenant_id, let_by, let_at)"
                        + " values (:issuer, :tenant, :by, :now) on conflict do nothing")
                .param("issuer", issuer.id().value())
                .param("tenant", tenant.value())
                .param("by", by.value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        unsigned.tryAgain(Awarding.ISSUER_OF_OTHERS);
        return true;
    }

    /** What that tenant publishes from now on may not name the issuer, and nothing more of it is signed; badges stay. */
    @Transactional
    public void letNoMore(Issuer issuer, TenantId tenant) {
        jdbc.sql("delete from badge_issuer_guest where issuer_id = :issuer and tenant_id = :tenant")
                .param("issuer", issuer.id().value())
                .param("tenant", tenant.value())
                .update();
    }

    /** @param tenant whose it is from now on; absent for none */
    @Transactional
    public void give(Issuer issuer, @Nullable TenantId tenant) {
        issuers.lock(issuer);
        issuers.give(issuer, tenant);
        unsigned.tryAgain(Awarding.ISSUER_OF_OTHERS);
    }
}
