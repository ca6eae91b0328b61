package dev.laurel.sharing;

import dev.laurel.assessment.AnchorExchange;
import dev.laurel.authoring.Exchange;
import dev.laurel.authoring.Exchange.Written;
import dev.laurel.badge.IssuerSeal;
import dev.laurel.catalog.Publishing;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import dev.laurel.system.Sha256;
import dev.laurel.system.Unguessable;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** What tenants offer. Whoever may publish for a tenant may offer for it: both speak in its name. */
@Component
class Offers {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Exchange exchange;
    private final Publishing publishing;
    private final IssuerSeal seal;
    private final Tenants tenants;
    private final LaurelSettings settings;
    private final AnchorExchange anchors;

    Offers(
            JdbcClient jdbc,
            Clock clock,
            Exchange exchange,
            Publishing publishing,
            IssuerSeal seal,
            Tenants tenants,
            LaurelSettings settings,
            AnchorExchange anchors) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.exchange = exchange;
        this.publishing = publishing;
        this.seal = seal;
        this.tenants = tenants;
        this.settings = settings;
        this.anchors = anchors;
    }

    /**
     * @param token in its address, which cannot be guessed
     * @param number of its newest bundle
     * @param withdrawnAt absent while it stands
     */
    record Offer(
            UUID id,
            TenantId tenant,
            String token,
            String name,
            Instant madeAt,
            @Nullable Instant withdrawnAt,
            int number) {

        @Override
        public String toString() {
            return "Offer[" + id + "]";
        }
    }

    /** A version in a bundle; {@code anchors} is how many practice pieces go with it. */
    record Line(String item, String version, String title, int anchors) {}

    /**
     * Something that could be offered.
     *
     * @param licence absent where its text has none, so that it cannot
     */
    record Candidate(Written version, @Nullable Licence licence) {}

    private static final String SELECT = """
            select o.id, o.tenant_id, o.token, o.name, o.made_at, o.withdrawn_at,
              (select max(b.number) from sharing_bundle b where b.offer_id = o.id) as number
            from sharing_offer o
            """;

    private static Offer offer(ResultSet row, int number) throws SQLException {
        Timestamp withdrawn = row.getTimestamp("withdrawn_at");
        return new Offer(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("token"),
                row.getString("name"),
                row.getTimestamp("made_at").toInstant(),
                withdrawn == null ? null : withdrawn.toInstant(),
                row.getInt("number"));
    }

    /** Those of these tenants, the latest first; page from 0. */
    List<Offer> of(Collection<TenantId> ofTenants, int page, int pageSize) {
        return ofTenants.isEmpty()
                ? List.of()
                : jdbc.sql(SELECT + "where o.tenant_id in (:tenants) order by o.made_at desc, o.id"
                                + " offset :skip rows fetch first :size rows only")
                        .param(
                                "tenants",
                                ofTenants.stream().map(TenantId::value).toList())
                        .param("skip", (long) page * pageSize)
                        .param("size", pageSize)
                        .query(Offers::offer)
                        .list();
    }

    /** @throws NotFound when there is none, or it is not theirs to see */
    Offer get(StaffMember member, UUID id) {
        return jdbc.sql(SELECT + "where o.id = :id")
                .param("id", id)
                .query(Offers::offer)
                .optional()
                .filter(offer -> member.reviews().contains(offer.tenant())
                        || member.writes().contains(offer.tenant()))
                .orElseThrow(() -> new NotFound("No offer " + id));
    }

    List<Line> lines(Offer offer) {
        return jdbc.sql("select item_id, version, title, anchors from sharing_bundle_item where offer_id = :id"
                        + " and number = :number order by position")
                .param("id", offer.id())
                .param("number", offer.number())
                .query((row, n) -> new Line(
                        row.getString("item_id"),
                        row.getString("version"),
                        row.getString("title"),
                        row.getInt("anchors")))
                .list();
    }

    /** The newest bundle that lies at an address; empty when the offer was withdrawn or never was. */
    Optional<String> sealed(String token) {
        return jdbc.sql("""
                        select b.sealed from sharing_offer o join sharing_bundle b on b.offer_id = o.id
                        where o.token = :token and o.withdrawn_at is null order by b.number desc fetch first 1 row only""")
                .param("token", token)
                .query(String.class)
                .optional()
                .map(kept -> seal.toBeGiven(kept, Bundle.TYPE));
    }

    String sealed(Offer offer) {
        String kept = jdbc.sql("select sealed from sharing_bundle where offer_id = :id and number = :number")
                .param("id", offer.id())
                .param("number", offer.number())
                .query(String.class)
                .single();
        return seal.toBeGiven(kept, Bundle.TYPE);
    }

    URI address(Offer offer) {
        return address(offer.token());
    }

    private URI address(String token) {
        return settings.at("/bundles/" + token);
    }

    /** What a tenant has on offer in its catalogue. */
    List<Candidate> candidates(TenantId tenant) {
        return exchange.onOffer(tenant).stream()
                .map(version -> new Candidate(version, licence(version).orElse(null)))
                .toList();
    }

    private static Optional<Licence> licence(Written version) {
        JsonNode licence = Exchange.document(version.content()).path("license");
        String name = licence.path("name").asString("");
        String url = licence.path("url").asString("");
        return name.isEmpty() ? Optional.empty() : Optional.of(Licence.of(name, url.isEmpty() ? null : url));
    }

    /** Whether newer versions are on offer here than in the offer's newest bundle. */
    boolean isBehind(Offer offer) {
        List<Line> lines = lines(offer);
        return candidates(offer.tenant()).stream().anyMatch(candidate -> lines.stream()
                .anyMatch(line -> line.item().equals(candidate.version().item())
                        && Publishing.compareVersions(
                                        line.version(), candidate.version().version())
                                < 0));
    }

    /** The tenants that somebody may offer for. */
    private static void refuseUnlessTheirs(StaffMember member, TenantId tenant) {
        if (!member.reviews().contains(tenant)) {
            throw SharingRefused.notYours();
        }
    }

    /**
     * Offers the newest versions of these items.
     *
     * @param items of the {@link #candidates}; others are left out
     * @return empty when nothing is left to offer
     */
    @Transactional
    Optional<UUID> make(StaffMember member, TenantId tenant, String name, Set<String> items) {
        refuseUnlessTheirs(member, tenant);
        UUID id = Ids.next();
        List<Bundle.Item> chosen = chosen(tenant, items);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        put(id, Unguessable.text(), tenant, member.id(), name, chosen);
        return Optional.of(id);
    }

    /** Puts an offer at its address. */
    void put(UUID id, String token, TenantId tenant, StaffId by, String name, List<Bundle.Item> items) {
        jdbc.sql("insert into sharing_offer (id, tenant_id, token, name, made_at, made_by, withdrawn_at)"
                        + " values (:id, :tenant, :token, :name, :now, :by, null)")
                .param("id", id)
                .param("tenant", tenant.value())
                .param("token", token)
                .param("name", name)
                .param("now", Timestamp.from(clock.instant()))
                .param("by", by.value())
                .update();
        bundle(by, tenant, id, token, 1, items);
    }

    /** Puts the newest versions of the same items at the same address. */
    @Transactional
    void renew(StaffMember member, UUID id) {
        jdbc.sql("select id from sharing_offer where id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .optional();
        Offer offer = get(member, id);
        refuseUnlessTheirs(member, offer.tenant());
        if (offer.withdrawnAt() != null || !isBehind(offer)) {
            throw SharingRefused.decided();
        }
        Set<String> items = lines(offer).stream().map(Line::item).collect(Collectors.toSet());
        bundle(member.id(), offer.tenant(), id, offer.token(), offer.number() + 1, chosen(offer.tenant(), items));
    }

    @Transactional
    void withdraw(StaffMember member, UUID id) {
        Offer offer = get(member, id);
        refuseUnlessTheirs(member, offer.tenant());
        jdbc.sql("update sharing_offer set withdrawn_at = :now where id = :id and withdrawn_at is null")
                .param("now", Timestamp.from(clock.instant()))
                .param("id", id)
                .update();
    }

    private List<Bundle.Item> chosen(TenantId tenant, Set<String> items) {
        String organisation = organisation(tenant);
        List<Bundle.Item> chosen = new ArrayList<>();
        for (Candidate candidate : candidates(tenant)) {
            Licence licence = candidate.licence();
            if (licence != null && items.contains(candidate.version().item()) && chosen.size() < Bundle.MOST_ITEMS) {
                chosen.add(item(candidate.version(), licence, organisation));
            }
        }
        return chosen;
    }

    private Bundle.Item item(Written version, Licence licence, String organisation) {
        String yaml = publishing.yaml(version.content(), true);
        String page = settings.at("/catalog/" + version.item() + "/" + version.version())
                .toString();
        String attribution = version.title() + " " + version.version() + ", " + organisation + ", " + licence.name();
        String earlier = Exchange.document(version.content())
                .path("origin")
                .path("attribution")
                .asString("");
        if (!earlier.isEmpty()) {
            // Every licence that asks for attribution asks for that of all who had a part in it.
            attribution += "; " + earlier.substring(0, Math.min(500, earlier.length()));
        }
        return new Bundle.Item(
                version.item(),
                version.version(),
                version.title(),
                Sha256.hex(yaml),
                yaml,
                licence,
                attribution,
                page,
                anchors.letOut(version.tenant(), version.id()));
    }

    private String organisation(TenantId tenant) {
        return tenants.nameOf(tenant).orElseThrow(() -> new NotFound("No tenant " + tenant.value()));
    }

    /** Two tenants may bear one name; only the first of them signs with that name's key. */
    private String did(TenantId tenant, String organisation) {
        if (!seal.mayName(tenant, organisation)) {
            throw SharingRefused.nameUsed();
        }
        String did = seal.did(organisation);
        jdbc.sql("insert into sharing_signer (did, tenant_id) values (:did, :tenant) on conflict do nothing")
                .param("did", did)
                .param("tenant", tenant.value())
                .update();
        UUID owner = jdbc.sql("select tenant_id from sharing_signer where did = :did")
                .param("did", did)
                .query(UUID.class)
                .single();
        if (!owner.equals(tenant.value())) {
            throw SharingRefused.nameUsed();
        }
        return did;
    }

    /** Whether a DID is that of this tenant. */
    boolean isOwn(TenantId tenant, String did) {
        return jdbc.sql("select count(*) from sharing_signer where did = :did and tenant_id = :tenant")
                        .param("did", did)
                        .param("tenant", tenant.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void bundle(StaffId by, TenantId tenant, UUID offer, String token, int number, List<Bundle.Item> items) {
        String organisation = organisation(tenant);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Bundle bundle = new Bundle(
                "urn:uuid:" + offer,
                number,
                now,
                organisation,
                did(tenant, organisation),
                address(token).toString(),
                items);
        jdbc.sql("insert into sharing_bundle (offer_id, number, sealed, made_at, made_by)"
                        + " values (:offer, :number, :sealed, :now, :by)")
                .param("offer", offer)
                .param("number", number)
                .param("sealed", seal.seal(organisation, Bundle.TYPE, bundle.payload()))
                .param("now", Timestamp.from(now))
                .param("by", by.value())
                .update();
        int position = 0;
        for (Bundle.Item item : items) {
            jdbc.sql("insert into sharing_bundle_item (offer_id, number, position, item_id, version, title, anchors)"
                            + " values (:offer, :number, :position, :item, :version, :title, :anchors)")
                    .param("offer", offer)
                    .param("number", number)
                    .param("position", position++)
                    .param("item", item.id())
                    .param("version", item.version())
                    .param("title", item.title())
                    .param("anchors", item.anchors().size())
                    .update();
        }
    }
}
