package dev.laurel.sharing;

import dev.laurel.assessment.AnchorExchange;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Practice pieces that came with what was adopted. A lead decides on each; it can be used once the version is published. */
@Component
class PartnerAnchors {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Catalogue catalogue;
    private final AnchorExchange exchange;

    PartnerAnchors(JdbcClient jdbc, Clock clock, Catalogue catalogue, AnchorExchange exchange) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.catalogue = catalogue;
        this.exchange = exchange;
    }

    /**
     * A piece that came.
     *
     * @param version of the original it came with
     * @param ownVersion what that became here; null while nobody has accepted it
     * @param published whether that version is in the catalogue, so that it can be rated
     */
    record Came(
            UUID adoption,
            TenantId tenant,
            String organisation,
            String did,
            String key,
            String version,
            String name,
            String body,
            @Nullable UUID ownVersion,
            @Nullable Instant takenAt,
            boolean published) {

        @Override
        public String toString() {
            return "Came[" + key + "]";
        }
    }

    /** Those that came to these tenants, what is not used first; two hundred at most. */
    List<Came> of(Collection<TenantId> tenants) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql("""
                        select s.adoption_id, a.tenant_id, a.organisation, a.did, s.shared_key, s.version, s.name, s.body,
                          o.own_version, s.taken_at
                        from sharing_anchor s
                        join sharing_adoption a on a.id = s.adoption_id
                        join sharing_original o on o.adoption_id = s.adoption_id and o.version = s.version
                        where a.tenant_id in (:tenants) and o.state in ('ADOPTED', 'ACCEPTED')
                        order by case when s.taken_at is null then 0 else 1 end, a.organisation, s.name, s.shared_key
                        fetch first 200 rows only""")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .query((row, number) -> {
                            UUID own = row.getObject("own_version", UUID.class);
                            Timestamp taken = row.getTimestamp("taken_at");
                            return new Came(
                                    row.getObject("adoption_id", UUID.class),
                                    new TenantId(row.getObject("tenant_id", UUID.class)),
                                    row.getString("organisation"),
                                    row.getString("did"),
                                    row.getString("shared_key"),
                                    row.getString("version"),
                                    row.getString("name"),
                                    row.getString("body"),
                                    own,
                                    taken == null ? null : taken.toInstant(),
                                    own != null
                                            && catalogue
                                                    .version(new VersionId(own))
                                                    .isPresent());
                        })
                        .list();
    }

    /**
     * Takes one into use.
     *
     * @return false where its scores do not fit the rubric here, or the version is not published
     */
    @Transactional
    boolean take(StaffMember lead, UUID adoption, String version, String key) {
        jdbc.sql("select id from sharing_adoption where id = :id for update")
                .param("id", adoption)
                .query(UUID.class)
                .optional();
        Came came = of(lead.leads()).stream()
                .filter(one -> one.adoption().equals(adoption)
                        && one.version().equals(version)
                        && one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new NotFound("No such piece came"));
        UUID own = came.ownVersion();
        if (came.takenAt() != null) {
            return true;
        }
        if (own == null
                || exchange.take(lead, came.tenant(), new VersionId(own), Bundle.anchor(came.body()), came.did())
                        == null) {
            return false;
        }
        jdbc.sql("update sharing_anchor set taken_at = :now, taken_by = :by"
                        + " where adoption_id = :id and version = :version and shared_key = :key")
                .param("now", Timestamp.from(clock.instant()))
                .param("by", lead.id().value())
                .param("id", adoption)
                .param("version", version)
                .param("key", key)
                .update();
        return true;
    }
}
