package dev.laurel.sharing;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.laurel.assessment.SharedAnchor;
import dev.laurel.authoring.Difference;
import dev.laurel.authoring.Exchange;
import dev.laurel.authoring.Exchange.Written;
import dev.laurel.catalog.Publishing;
import dev.laurel.person.StaffMember;
import dev.laurel.sharing.BundleCheck.Checked;
import dev.laurel.sharing.BundleRefused.Reason;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What tenants take over from others, and what they decide when an original changes. Nothing changes by itself. */
@Component
class Adoptions {

    private static final Logger log = LoggerFactory.getLogger(Adoptions.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration BETWEEN_LOOKS = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(14);
    private static final int MOST_LOOKS = 50;
    private static final int LONGEST_SOURCE = 2000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final BundleCheck check;
    private final Exchange exchange;
    private final Tenants tenants;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher events;

    Adoptions(
            JdbcClient jdbc,
            Clock clock,
            BundleCheck check,
            Exchange exchange,
            Tenants tenants,
            TransactionOperations transaction,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.check = check;
        this.exchange = exchange;
        this.tenants = tenants;
        this.transaction = transaction;
        this.events = events;
    }

    /**
     * A bundle that waits for a decision.
     *
     * @param source its address, or the name of the file
     */
    record Received(UUID id, TenantId tenant, String source, String sealed, Instant takenAt) {

        @Override
        public String toString() {
            return "Received[" + id + "]";
        }
    }

    /**
     * An original and what it became here.
     *
     * @param item the id here
     * @param address where newer bundles are found; empty where the original names none
     * @param trouble the reason why the last look failed, as a message's key; empty when it did not
     */
    record Adoption(
            UUID id,
            TenantId tenant,
            String did,
            String originItem,
            String organisation,
            String item,
            String address,
            String trouble,
            Instant adoptedAt,
            Instant lookedAt) {}

    /** What was decided on a version of an original. */
    enum State {
        ADOPTED,
        OFFERED,
        ACCEPTED,
        DECLINED,
        /** A newer one came before anybody decided. */
        PASSED
    }

    /**
     * A version of an original.
     *
     * @param content the document as JSON
     * @param origin what the document here says of it, as JSON
     * @param ownVersion the draft that it became
     */
    record Original(
            String version,
            String hash,
            String content,
            String origin,
            State state,
            Instant arrivedAt,
            @Nullable Instant decidedAt,
            @Nullable UUID ownVersion) {

        @Override
        public String toString() {
            return "Original[" + version + ", " + state + "]";
        }
    }

    /** An update that waits, held against what is here. */
    record Update(Original original, Original before, List<Difference> differences, Merge merge) {}

    private static final String ADOPTION = "select id, tenant_id, did, origin_item, organisation, item_id, address,"
            + " trouble, adopted_at, looked_at from sharing_adoption ";

    private static Adoption adoption(ResultSet row, int number) throws SQLException {
        return new Adoption(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("did"),
                row.getString("origin_item"),
                row.getString("organisation"),
                row.getString("item_id"),
                row.getString("address"),
                row.getString("trouble"),
                row.getTimestamp("adopted_at").toInstant(),
                row.getTimestamp("looked_at").toInstant());
    }

    /** Those of these tenants, the latest first; page from 0. */
    List<Adoption> of(Collection<TenantId> ofTenants, int page, int pageSize) {
        return ofTenants.isEmpty()
                ? List.of()
                : jdbc.sql(ADOPTION + "where tenant_id in (:tenants) order by adopted_at desc, id"
                                + " offset :skip rows fetch first :size rows only")
                        .param(
                                "tenants",
                                ofTenants.stream().map(TenantId::value).toList())
                        .param("skip", (long) page * pageSize)
                        .param("size", pageSize)
                        .query(Adoptions::adoption)
                        .list();
    }

    /** @throws NotFound when there is none, or it is not theirs to see */
    Adoption get(StaffMember member, UUID id) {
        return jdbc.sql(ADOPTION + "where id = :id")
                .param("id", id)
                .query(Adoptions::adoption)
                .optional()
                .filter(one -> member.writes().contains(one.tenant())
                        || member.reviews().contains(one.tenant()))
                .orElseThrow(() -> new NotFound("No adoption " + id));
    }

    Optional<Adoption> of(TenantId tenant, String did, String originItem) {
        return jdbc.sql(ADOPTION + "where tenant_id = :tenant and did = :did and origin_item = :item")
                .param("tenant", tenant.value())
                .param("did", did)
                .param("item", originItem)
                .query(Adoptions::adoption)
                .optional();
    }

    /** For whoever acts for no member of staff. */
    Optional<Adoption> find(UUID id) {
        return jdbc.sql(ADOPTION + "where id = :id")
                .param("id", id)
                .query(Adoptions::adoption)
                .optional();
    }

    /** The latest to arrive first; a hundred at most. */
    List<Original> originals(UUID adoption) {
        return jdbc.sql("select version, hash, content, origin, state, arrived_at, decided_at, own_version"
                        + " from sharing_original where adoption_id = :id order by arrived_at desc, version desc"
                        + " fetch first 100 rows only")
                .param("id", adoption)
                .query((row, number) -> {
                    Timestamp decided = row.getTimestamp("decided_at");
                    return new Original(
                            row.getString("version"),
                            row.getString("hash"),
                            row.getString("content"),
                            row.getString("origin"),
                            State.valueOf(row.getString("state")),
                            row.getTimestamp("arrived_at").toInstant(),
                            decided == null ? null : decided.toInstant(),
                            row.getObject("own_version", UUID.class));
                })
                .list();
    }

    /** The version that was taken over last. */
    private static Original current(List<Original> originals) {
        return originals.stream()
                .filter(one -> one.state() == State.ADOPTED || one.state() == State.ACCEPTED)
                .max((one, other) -> Publishing.compareVersions(one.version(), other.version()))
                .orElseThrow(() -> new IllegalStateException("An adoption of nothing"));
    }

    /** Whoever was adopted from before, by what name and since when. */
    Optional<Instant> knownSince(TenantId tenant, String did) {
        return jdbc.sql("select since from sharing_known_key where tenant_id = :tenant and did = :did")
                .param("tenant", tenant.value())
                .param("did", did)
                .query((row, number) -> row.getTimestamp("since").toInstant())
                .optional();
    }

    private static void refuseUnlessWriter(StaffMember member, TenantId tenant) {
        if (!member.writes().contains(tenant)) {
            throw SharingRefused.notYours();
        }
    }

    /**
     * Keeps a checked bundle until somebody decides. Newer versions of what was adopted before become updates on offer.
     *
     * @throws BundleRefused when it says a known version again in other words
     */
    UUID receive(StaffMember member, TenantId tenant, String source, Checked checked) throws BundleRefused {
        refuseUnlessWriter(member, tenant);
        arrive(tenant, checked);
        UUID id = Ids.next();
        jdbc.sql("insert into sharing_received (id, tenant_id, source, sealed, taken_at, taken_by)"
                        + " values (:id, :tenant, :source, :sealed, :now, :by)")
                .param("id", id)
                .param("tenant", tenant.value())
                .param("source", source.substring(0, Math.min(LONGEST_SOURCE, source.length())))
                .param("sealed", checked.sealed())
                .param("now", Timestamp.from(clock.instant()))
                .param("by", member.id().value())
                .update();
        return id;
    }

    /** @throws NotFound when there is none, or it is not theirs */
    Received received(StaffMember member, UUID id) {
        return jdbc.sql("select id, tenant_id, source, sealed, taken_at from sharing_received where id = :id")
                .param("id", id)
                .query((row, number) -> new Received(
                        row.getObject("id", UUID.class),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        row.getString("source"),
                        row.getString("sealed"),
                        row.getTimestamp("taken_at").toInstant()))
                .optional()
                .filter(one -> member.writes().contains(one.tenant()))
                .orElseThrow(() -> new NotFound("No bundle " + id));
    }

    /** Checks again what waits: a key may have been taken back since. */
    Checked check(Received received) throws BundleRefused {
        return check.check(received.tenant(), received.sealed().getBytes(StandardCharsets.UTF_8));
    }

    /** What this tenant calls the originals of an organisation that it has adopted. */
    Map<String, String> names(TenantId tenant, String did) {
        Map<String, String> names = new HashMap<>();
        jdbc.sql("select origin_item, item_id from sharing_adoption where tenant_id = :tenant and did = :did"
                        + " fetch first 1000 rows only")
                .param("tenant", tenant.value())
                .param("did", did)
                .query((row, number) -> names.put(row.getString("origin_item"), row.getString("item_id")))
                .list();
        return names;
    }

    private static ObjectNode origin(Bundle bundle, Bundle.Item item) {
        ObjectNode origin = JSON.createObjectNode()
                .put("organisation", bundle.organisation())
                .put("did", bundle.did())
                .put("id", item.id())
                .put("version", item.version())
                .put("hash", item.hash())
                .put("attribution", item.attribution());
        String page = item.page();
        if (page != null) {
            origin.put("page", page);
        }
        ObjectNode licence =
                origin.putObject("license").put("name", item.licence().name());
        String url = item.licence().url();
        if (url != null) {
            licence.put("url", url);
        }
        return origin;
    }

    private String organisation(TenantId tenant) {
        return tenants.nameOf(tenant).orElse("");
    }

    /**
     * Makes a draft of one item of a bundle.
     *
     * @throws NotFound when the bundle has no such item
     */
    @Transactional
    public Adoption adopt(StaffMember member, Received received, Checked checked, String originItem) {
        refuseUnlessWriter(member, received.tenant());
        Bundle bundle = checked.bundle();
        Bundle.Item item = bundle.items().stream()
                .filter(one -> one.id().equals(originItem))
                .findFirst()
                .orElseThrow(() -> new NotFound("No item of that id in the bundle"));
        TenantId tenant = received.tenant();
        if (of(tenant, bundle.did(), item.id()).isPresent()) {
            throw SharingRefused.adoptedBefore();
        }
        ObjectNode origin = origin(bundle, item);
        Written draft = exchange.begin(
                member,
                tenant,
                Merge.adopted(checked.document(item.id()), organisation(tenant), origin, names(tenant, bundle.did())));
        UUID id = Ids.next();
        Instant now = clock.instant();
        String address = bundle.address();
        int made = jdbc.sql(
                        "insert into sharing_adoption (id, tenant_id, did, origin_item, organisation, item_id, address,"
                                + " trouble, adopted_at, adopted_by, looked_at) values (:id, :tenant, :did, :origin, :organisation,"
                                + " :item, :address, '', :now, :by, :now) on conflict do nothing")
                .param("id", id)
                .param("tenant", tenant.value())
                .param("did", bundle.did())
                .param("origin", item.id())
                .param("organisation", bundle.organisation())
                .param("item", draft.item())
                .param("address", address == null ? "" : address)
                .param("now", Timestamp.from(now))
                .param("by", member.id().value())
                .update();
        if (made == 0) {
            throw SharingRefused.adoptedBefore();
        }
        add(id, checked, item, State.ADOPTED, member.id().value(), draft.id().value(), now);
        remember(tenant, checked, now);
        return get(member, id);
    }

    private void remember(TenantId tenant, Checked checked, Instant now) {
        jdbc.sql("insert into sharing_known_key (tenant_id, did, organisation, jwk, since)"
                        + " values (:tenant, :did, :organisation, :jwk, :now) on conflict do nothing")
                .param("tenant", tenant.value())
                .param("did", checked.bundle().did())
                .param("organisation", checked.bundle().organisation())
                .param("jwk", checked.key())
                .param("now", Timestamp.from(now))
                .update();
        if (!checked.kept()) {
            jdbc.sql("update sharing_known_key set jwk = :jwk, organisation = :organisation"
                            + " where tenant_id = :tenant and did = :did")
                    .param("jwk", checked.key())
                    .param("organisation", checked.bundle().organisation())
                    .param("tenant", tenant.value())
                    .param("did", checked.bundle().did())
                    .update();
        }
    }

    private void add(
            UUID adoption,
            Checked checked,
            Bundle.Item item,
            State state,
            @Nullable UUID by,
            @Nullable UUID ownVersion,
            Instant now) {
        jdbc.sql("insert into sharing_original (adoption_id, version, hash, content, origin, state, arrived_at,"
                        + " decided_at, decided_by, own_version) values (:adoption, :version, :hash, :content, :origin, :state, :now, :decided, :by,"
                        + " :own) on conflict do nothing")
                .param("adoption", adoption)
                .param("version", item.version())
                .param("hash", item.hash())
                .param("content", checked.contents().get(item.id()))
                .param("origin", origin(checked.bundle(), item).toString())
                .param("state", state.name())
                .param("now", Timestamp.from(now))
                .param("decided", by == null ? null : Timestamp.from(now))
                .param("by", by)
                .param("own", ownVersion)
                .update();
        for (SharedAnchor anchor : item.anchors()) {
            jdbc.sql("insert into sharing_anchor (adoption_id, shared_key, version, name, body)"
                            + " values (:adoption, :key, :version, :name, :body) on conflict do nothing")
                    .param("adoption", adoption)
                    .param("key", anchor.key())
                    .param("version", item.version())
                    .param("name", anchor.name())
                    .param("body", Bundle.text(anchor))
                    .update();
        }
    }

    /**
     * Takes note of newer versions of what a tenant has adopted.
     *
     * @return how many are new
     * @throws BundleRefused when a known version comes in other words
     */
    int arrive(TenantId tenant, Checked checked) throws BundleRefused {
        for (Bundle.Item item : checked.bundle().items()) {
            Adoption adoption = of(tenant, checked.bundle().did(), item.id()).orElse(null);
            if (adoption != null
                    && originals(adoption.id()).stream()
                            .anyMatch(one -> one.version().equals(item.version())
                                    && !one.hash().equals(item.hash()))) {
                throw new BundleRefused(Reason.CHANGED, item.title(), item.version());
            }
        }
        Integer arrived = transaction.execute(status -> {
            int fresh = 0;
            for (Bundle.Item item : checked.bundle().items()) {
                Adoption adoption =
                        of(tenant, checked.bundle().did(), item.id()).orElse(null);
                if (adoption != null && isNews(adoption, item)) {
                    jdbc.sql("update sharing_original set state = 'PASSED' where adoption_id = :id"
                                    + " and state = 'OFFERED'")
                            .param("id", adoption.id())
                            .update();
                    add(adoption.id(), checked, item, State.OFFERED, null, null, clock.instant());
                    events.publishEvent(new UpdateArrived(adoption.id(), item.version()));
                    fresh++;
                }
            }
            return fresh;
        });
        return arrived == null ? 0 : arrived;
    }

    /** Whether it is newer than anything that came of it before. */
    private boolean isNews(Adoption adoption, Bundle.Item item) {
        lock(adoption.id());
        return originals(adoption.id()).stream()
                .allMatch(one -> Publishing.compareVersions(one.version(), item.version()) < 0);
    }

    private void lock(UUID adoption) {
        jdbc.sql("select id from sharing_adoption where id = :id for update")
                .param("id", adoption)
                .query(UUID.class)
                .optional();
    }

    /** The update of an adoption that waits for a decision. */
    Optional<Update> update(Adoption adoption) {
        List<Original> originals = originals(adoption.id());
        return originals.stream()
                .filter(one -> one.state() == State.OFFERED)
                .findFirst()
                .map(offered -> {
                    Original before = current(originals);
                    Map<String, String> names = names(adoption.tenant(), adoption.did());
                    Merge merge = exchange.newest(adoption.tenant(), adoption.item())
                            .map(own -> Merge.of(
                                    adopted(adoption, before, names),
                                    adopted(adoption, offered, names),
                                    Exchange.document(own.content())))
                            .orElseThrow();
                    return new Update(offered, before, Difference.between(before.content(), offered.content()), merge);
                });
    }

    private ObjectNode adopted(Adoption adoption, Original original, Map<String, String> names) {
        return Merge.adopted(
                Exchange.document(original.content()), organisation(adoption.tenant()), JSON.createObjectNode(), names);
    }

    /** How many updates wait for these tenants. */
    int waiting(Collection<TenantId> ofTenants) {
        return ofTenants.isEmpty()
                ? 0
                : jdbc.sql("select count(*) from sharing_original o join sharing_adoption a on a.id = o.adoption_id"
                                + " where a.tenant_id in (:tenants) and o.state = 'OFFERED'")
                        .param(
                                "tenants",
                                ofTenants.stream().map(TenantId::value).toList())
                        .query(Integer.class)
                        .single();
    }

    /**
     * Makes the draft of a next version from the update.
     *
     * @param version of the original that was on the page
     * @return the draft
     */
    @Transactional
    public Written accept(StaffMember member, UUID id, String version) {
        Adoption adoption = toDecide(member, id);
        Update update = update(adoption)
                .filter(one -> one.original().version().equals(version))
                .orElseThrow(SharingRefused::decided);
        Written newest = exchange.newest(adoption.tenant(), adoption.item()).orElseThrow();
        if (newest.isUnderWay()) {
            throw SharingRefused.draftOpen();
        }
        ObjectNode document = update.merge().document();
        document.set("origin", Exchange.document(update.original().origin()));
        Written draft = exchange.next(
                member,
                adoption.tenant(),
                adoption.item(),
                document,
                update.before().version(),
                version);
        decide(member, id, version, State.ACCEPTED, draft.id().value());
        return draft;
    }

    @Transactional
    public void decline(StaffMember member, UUID id, String version) {
        Adoption adoption = toDecide(member, id);
        if (update(adoption)
                .filter(one -> one.original().version().equals(version))
                .isEmpty()) {
            throw SharingRefused.decided();
        }
        decide(member, id, version, State.DECLINED, null);
    }

    private Adoption toDecide(StaffMember member, UUID id) {
        lock(id);
        Adoption adoption = get(member, id);
        refuseUnlessWriter(member, adoption.tenant());
        return adoption;
    }

    private void decide(StaffMember member, UUID id, String version, State state, @Nullable UUID ownVersion) {
        jdbc.sql("update sharing_original set state = :state, decided_at = :now, decided_by = :by, own_version = :own"
                        + " where adoption_id = :id and version = :version")
                .param("state", state.name())
                .param("now", Timestamp.from(clock.instant()))
                .param("by", member.id().value())
                .param("own", ownVersion)
                .param("id", id)
                .param("version", version)
                .update();
    }

    /** Looks at the address of an adoption for something newer, and keeps why it could not. */
    void look(Adoption adoption) {
        String trouble = "";
        try {
            arrive(adoption.tenant(), check.check(adoption.tenant(), check.fetch(adoption.address())));
        } catch (BundleRefused e) {
            trouble = e.key();
        }
        jdbc.sql("update sharing_adoption set trouble = :trouble, looked_at = :now"
                        + " where tenant_id = :tenant and address = :address")
                .param("trouble", trouble)
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", adoption.tenant().value())
                .param("address", adoption.address())
                .update();
    }

    /** Looks for what is newer than what was adopted, each address once a day, and forgets bundles nobody wanted. */
    void lookAll() {
        Instant now = clock.instant();
        jdbc.sql("delete from sharing_received where taken_at < :before")
                .param("before", Timestamp.from(now.minus(KEPT)))
                .update();
        for (int i = 0; i < MOST_LOOKS; i++) {
            List<Adoption> due = jdbc.sql(ADOPTION + "where looked_at < :before and address <> ''"
                            + " order by looked_at, id fetch first 1 row only")
                    .param("before", Timestamp.from(now.minus(BETWEEN_LOOKS)))
                    .query(Adoptions::adoption)
                    .list();
            if (due.isEmpty()) {
                return;
            }
            look(due.get(0));
        }
        log.info("More than {} addresses are due for a look; the rest follows", MOST_LOOKS);
    }

    @Bean
    static RecurringTask<Void> lookForUpdatesOfWhatWasAdopted(Adoptions adoptions) {
        return Tasks.recurring("look-for-updates-of-what-was-adopted", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> adoptions.lookAll());
    }
}
