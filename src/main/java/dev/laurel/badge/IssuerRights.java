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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * that were let name it. The operator's files are written by nobody here: they count as of the district of whoever earns. One
 * that belongs to none signs those files, which only the operator can give it, for the one tenant that is called like it, and
 * for those that the operator let name it.
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
            String name, IssuerId issuer, @Nullable TenantId owner, boolean namedByAll) {}

    /** @param owner absent where it belongs to none */
    private record Reach(@Nullable TenantId owner, boolean namedByAll) {}

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
        List<Holder> holders = jdbc.sql("select n.name, i.id, i.tenant_id, i.named_by_all from badge_issuer_name n"
                        + " join badge_issuer i on i.id = n.issuer_id where lower(n.name) = lower(:name)")
                .param("name", name)
                .query((row, n) -> {
                    UUID owner = row.getObject("tenant_id", UUID.class);
                    return new Holder(
                            row.getString("name"),
                            new IssuerId(row.getObject("id", UUID.class)),
                            owner == null ? null : new TenantId(owner),
                            row.getBoolean("named_by_all"));
                })
                .list();
        List<Holder> exact =
                holders.stream().filter(holder -> holder.name().equals(name)).toList();
        if (!holders.isEmpty()) {
            return (exact.isEmpty() ? holders : exact)
                    .stream()
                            .allMatch(holder -> holder.namedByAll()
                                    || rightful(holder.owner(), name).contains(tenant)
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
        Reach reach = reach(issuer);
        if (reach.namedByAll()) {
            return Set.of();
        }
        TenantId owner = reach.owner();
        Map<VersionId, TenantId> writers = named.writers(
                earned.stream().map(each -> each.achievement().versionId()).collect(Collectors.toSet()));
        Map<Earned, TenantId> of = earned.stream()
                // The operator gave their files an issuer that belongs to nobody.
                .filter(each ->
                        owner != null || writers.containsKey(each.achievement().versionId()))
                .collect(Collectors.toMap(
                        Function.identity(),
                        each -> writers.getOrDefault(each.achievement().versionId(), each.tenant()),
                        (one, same) -> one));
        Set<TenantId> strangers = new HashSet<>(of.values());
        strangers.removeAll(rightful(owner, issuer.name()));
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
        if (issuer.name().equals(LearnerRecords.assembler(settings))) {
            return false;
        }
        Reach reach = reach(issuer);
        if (reach.namedByAll()) {
            return true;
        }
        TenantId owner = reach.owner();
        TenantId writer = named.writers(Set.of(version)).get(version);
        if (writer == null && owner == null) {
            return true;
        }
        TenantId of = writer == null ? earner : writer;
        return rightful(owner, issuer.name()).contains(of) || isLet(issuer.id(), Set.of(of));
    }

    /** Who needs nobody's leave: its owner, or else the one that is called so; nobody where two are. */
    private Set<TenantId> rightful(@Nullable TenantId owner, String name) {
        if (owner != null) {
            return Set.of(owner);
        }
        List<Tenant> called = tenants.called(name);
        return called.size() == 1 ? Set.of(called.get(0).id()) : Set.of();
    }

    private Reach reach(Issuer issuer) {
        return jdbc.sql("select tenant_id, named_by_all from badge_issuer where id = :issuer")
                .param("issuer", issuer.id().value())
                .query((row, n) -> {
                    UUID owner = row.getObject("tenant_id", UUID.class);
                    return new Reach(owner == null ? null : new TenantId(owner), row.getBoolean("named_by_all"));
                })
                .single();
    }

    /** Whether every district was let name it. */
    boolean isNamedByAll(Issuer issuer) {
        return reach(issuer).namedByAll();
    }

    /**
     * Lets every district name it, or only those that were let one by one.
     *
     * @param operator whether an operator does so
     * @return false while it belongs to none and somebody else wants it: then the operator alone says who may name it
     */
    @Transactional
    public boolean letAll(Issuer issuer, boolean all, boolean operator) {
        issuers.lock(issuer);
        if (!operator && issuers.owner(issuer).isEmpty()) {
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
    public boolean let(Issuer issuer, TenantId tenant, StaffId by, boolean operator) {
        issuers.lock(issuer);
        if (!operator && issuers.owner(issuer).isEmpty()) {
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

    /**
     * What that tenant publishes from now on may not name the issuer, and nothing more of it is signed; badges stay.
     *
     * @return false while it belongs to none, as with {@link #letAll}
     */
    @Transactional
    public boolean letNoMore(Issuer issuer, TenantId tenant, boolean operator) {
        issuers.lock(issuer);
        if (!operator && issuers.owner(issuer).isEmpty()) {
            return false;
        }
        jdbc.sql("delete from badge_issuer_guest where issuer_id = :issuer and tenant_id = :tenant")
                .param("issuer", issuer.id().value())
                .param("tenant", tenant.value())
                .update();
        return true;
    }

    /**
     * Whoever it belongs to now says anew who else may name it, unless they are to keep that.
     *
     * @param tenant whose it is from now on; absent for none
     * @param keep whether those that were let name it still may
     */
    @Transactional
    public void give(Issuer issuer, @Nullable TenantId tenant, boolean keep) {
        issuers.lock(issuer);
        boolean changes = !Objects.equals(issuers.owner(issuer).orElse(null), tenant);
        issuers.give(issuer, tenant);
        if (changes && !keep) {
            jdbc.sql("delete from badge_issuer_guest where issuer_id = :issuer")
                    .param("issuer", issuer.id().value())
                    .update();
            jdbc.sql("update badge_issuer set named_by_all = false where id = :issuer")
                    .param("issuer", issuer.id().value())
                    .update();
        }
        unsigned.tryAgain(Awarding.ISSUER_OF_OTHERS);
    }

    /**
     * Whose an issuer is, and who else may name it, for a list.
     *
     * @param owner its name; absent where it belongs to none
     * @param others so many districts were let name it one by one
     */
    record Standing(@Nullable String owner, boolean namedByAll, int others) {}

    /** Of each of some issuers; at most a page of them at a time. */
    Map<IssuerId, Standing> standings(Collection<Issuer> some) {
        if (some.isEmpty()) {
            return Map.of();
        }
        Map<IssuerId, Standing> standings = new HashMap<>();
        jdbc.sql("select i.id, i.tenant_id, i.named_by_all, count(g.tenant_id) as others from badge_issuer i"
                        + " left join badge_issuer_guest g on g.issuer_id = i.id where i.id in (:ids)"
                        + " group by i.id, i.tenant_id, i.named_by_all")
                .param("ids", some.stream().map(issuer -> issuer.id().value()).toList())
                .query(row -> {
                    UUID owner = row.getObject("tenant_id", UUID.class);
                    standings.put(
                            new IssuerId(row.getObject("id", UUID.class)),
                            new Standing(
                                    owner == null
                                            ? null
                                            : tenants.nameOf(new TenantId(owner))
                                                    .orElseGet(owner::toString),
                                    row.getBoolean("named_by_all"),
                                    row.getInt("others")));
                });
        return standings;
    }
}
