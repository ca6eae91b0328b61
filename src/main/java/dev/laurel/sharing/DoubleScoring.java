package dev.laurel.sharing;

import dev.laurel.assessment.PartnerRatings;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.Rubric.Level;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What leads of two tenants agree on: that assessors of each rate a share of the other's submissions as well. */
@Component
class DoubleScoring {

    /** The longest that anybody agrees on at a time, in days. */
    static final int LONGEST = 3 * 366;

    private static final int MOST = 100;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Catalogue catalogue;
    private final PartnerRatings ratings;

    DoubleScoring(JdbcClient jdbc, Clock clock, Catalogue catalogue, PartnerRatings ratings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.catalogue = catalogue;
        this.ratings = ratings;
    }

    enum State {
        PROPOSED,
        AGREED,
        /** By either side; without {@code agreedAt} it never began. */
        ENDED
    }

    /**
     * @param share of the submissions whose earners said yes, in percent
     * @param from first day, of UTC
     * @param until last day, of UTC
     * @param endedBy the side that ended it
     */
    record Agreed(
            UUID id,
            TenantId proposer,
            TenantId partner,
            MicroCredentialId proposerItem,
            MicroCredentialId partnerItem,
            int share,
            LocalDate from,
            LocalDate until,
            State state,
            Instant proposedAt,
            @Nullable Instant agreedAt,
            @Nullable Instant endedAt,
            @Nullable TenantId endedBy) {

        boolean isSide(TenantId tenant) {
            return tenant.equals(proposer) || tenant.equals(partner);
        }

        TenantId other(TenantId side) {
            return side.equals(proposer) ? partner : proposer;
        }

        MicroCredentialId item(TenantId side) {
            return side.equals(proposer) ? proposerItem : partnerItem;
        }

        Instant over() {
            return until.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }

        boolean runs(Instant now) {
            return state == State.AGREED
                    && !now.isBefore(from.atStartOfDay().toInstant(ZoneOffset.UTC))
                    && now.isBefore(over());
        }
    }

    /**
     * A micro-credential of one of ours and the same one at a partner's: one of the two was adopted from the other.
     *
     * @param adoption by which it was adopted
     * @param original whether ours is the original
     * @param alike whether the rubrics can be compared
     */
    record Pair(
            UUID adoption,
            boolean original,
            TenantId own,
            TenantId partner,
            MicroCredential ownVersion,
            MicroCredential partnerVersion,
            String adopted,
            Instant adoptedAt,
            boolean alike) {}

    /** Criteria, levels, cuts and what is required bear the same names: then levels can be held against each other. */
    static boolean alike(Rubric one, Rubric other) {
        return one.criteria().size() == other.criteria().size()
                && one.criteria().stream().allMatch(criterion -> other.criterion(criterion.id())
                        .filter(same -> alike(criterion, same))
                        .isPresent());
    }

    private static boolean alike(Criterion one, Criterion other) {
        return one.cut().equals(other.cut())
                && one.required() == other.required()
                && one.isPassFail() == other.isPassFail()
                && keys(one).equals(keys(other));
    }

    private static List<String> keys(Criterion criterion) {
        return criterion.levels().stream().map(Level::key).toList();
    }

    /** The pairs of these tenants that are published on both sides, in this installation; at most a hundred. */
    List<Pair> pairs(Collection<TenantId> tenants) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        record Row(UUID id, UUID adopter, String item, UUID origin, String originItem, String version, Instant at) {}
        List<Row> rows = jdbc.sql("""
                        select a.id, a.tenant_id, a.item_id, s.tenant_id as origin_id, a.origin_item, a.adopted_at,
                          (select max(o.version) from sharing_original o where o.adoption_id = a.id
                            and o.state in ('ADOPTED', 'ACCEPTED')
                            and o.arrived_at = (select max(p.arrived_at) from sharing_original p
                              where p.adoption_id = a.id and p.state in ('ADOPTED', 'ACCEPTED'))) as version
                        from sharing_adoption a join sharing_signer s on s.did = a.did
                        where (a.tenant_id in (:tenants) or s.tenant_id in (:tenants)) and a.tenant_id <> s.tenant_id
                        order by a.adopted_at, a.id fetch first\s""" + MOST + " rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .query((row, number) -> new Row(
                        row.getObject("id", UUID.class),
                        row.getObject("tenant_id", UUID.class),
                        row.getString("item_id"),
                        row.getObject("origin_id", UUID.class),
                        row.getString("origin_item"),
                        Objects.requireNonNullElse(row.getString("version"), ""),
                        row.getTimestamp("adopted_at").toInstant()))
                .list();
        List<Pair> pairs = new ArrayList<>();
        for (Row row : rows) {
            MicroCredential adopted =
                    catalogue.current(new MicroCredentialId(row.item())).orElse(null);
            MicroCredential original =
                    catalogue.current(new MicroCredentialId(row.originItem())).orElse(null);
            if (adopted == null || original == null) {
                continue;
            }
            TenantId adopter = new TenantId(row.adopter());
            TenantId origin = new TenantId(row.origin());
            boolean alike = alike(adopted.rubric(), original.rubric());
            if (tenants.contains(origin)) {
                pairs.add(new Pair(row.id(), true, origin, adopter, original, adopted, row.version(), row.at(), alike));
            }
            if (tenants.contains(adopter)) {
                pairs.add(
                        new Pair(row.id(), false, adopter, origin, adopted, original, row.version(), row.at(), alike));
            }
        }
        return pairs;
    }

    private static final String SELECT = """
            select d.id, d.proposer_id, d.partner_id, d.proposer_item, d.partner_item, d.share, d.from_day, d.until_day, d.state,
              d.proposed_at, d.agreed_at, d.ended_at, d.ended_side
            from sharing_double_scoring d
            """;

    /** Those that one of these tenants is a side of, the latest first; at most a hundred. */
    List<Agreed> of(Collection<TenantId> tenants) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql(SELECT + "where d.proposer_id in (:tenants) or d.partner_id in (:tenants)"
                                + " order by d.proposed_at desc, d.id fetch first " + MOST + " rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .query(DoubleScoring::agreed)
                        .list();
    }

    Optional<Agreed> find(UUID id) {
        return jdbc.sql(SELECT + "where d.id = :id")
                .param("id", id)
                .query(DoubleScoring::agreed)
                .optional();
    }

    /** Nobody ends or changes it until this transaction is over. */
    Optional<Agreed> lock(UUID id) {
        return jdbc.sql(SELECT + "where d.id = :id for update")
                .param("id", id)
                .query(DoubleScoring::agreed)
                .optional();
    }

    /** Those that hold now for what a tenant's earners hand in for this version, and whose rubrics can be compared. */
    List<Agreed> running(TenantId tenant, MicroCredential version) {
        Instant now = clock.instant();
        return jdbc
                .sql(SELECT + """
                        where d.state = 'AGREED' and (d.proposer_id = :tenant and d.proposer_item = :item
                          or d.partner_id = :tenant and d.partner_item = :item)
                        order by d.agreed_at, d.id fetch first 20 rows only""")
                .param("tenant", tenant.value())
                .param("item", version.id().value())
                .query(DoubleScoring::agreed)
                .list()
                .stream()
                .filter(agreed -> agreed.runs(now) && isAlike(agreed, tenant, version))
                .toList();
    }

    /** Whether the partner's version of today asks the same as that version of ours. */
    boolean isAlike(Agreed agreed, TenantId side, MicroCredential version) {
        return catalogue
                .current(agreed.item(agreed.other(side)))
                .filter(other -> alike(other.rubric(), version.rubric()))
                .isPresent();
    }

    /** What the micro-credential is called on that side; its id where it is not on offer any more. */
    String title(Agreed agreed, TenantId side) {
        return catalogue
                .current(agreed.item(side))
                .map(MicroCredential::title)
                .orElse(agreed.item(side).value());
    }

    String language(Agreed agreed, TenantId side) {
        return catalogue
                .current(agreed.item(side))
                .map(MicroCredential::language)
                .orElse("en");
    }

    /** Why a proposal was not taken; ends a message's key. */
    enum Refused {
        PAIR,
        SHARE,
        DAYS,
        THERE_IS_ONE
    }

    /**
     * Proposes it to the partner, whose lead has to agree.
     *
     * @return null when it is proposed
     */
    @Transactional
    public @Nullable Refused propose(
            StaffMember lead, UUID adoption, TenantId side, int share, LocalDate from, LocalDate until) {
        Pair pair = pairs(lead.leads()).stream()
                .filter(one -> one.adoption().equals(adoption) && one.own().equals(side))
                .findFirst()
                .orElse(null);
        if (pair == null || !pair.alike()) {
            return Refused.PAIR;
        }
        if (share < 1 || share > 100) {
            return Refused.SHARE;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (until.isBefore(from) || until.isBefore(today) || until.isAfter(from.plusDays(LONGEST))) {
            return Refused.DAYS;
        }
        // Two at once wait for each other here.
        jdbc.sql("select id from sharing_adoption where id = :id for update")
                .param("id", adoption)
                .query(UUID.class)
                .optional();
        boolean another = of(lead.leads()).stream()
                .anyMatch(agreed -> agreed.state() != State.ENDED
                        && clock.instant().isBefore(agreed.over())
                        && agreed.isSide(pair.own())
                        && agreed.isSide(pair.partner())
                        && agreed.item(pair.own()).equals(pair.ownVersion().id())
                        && agreed.item(pair.partner())
                                .equals(pair.partnerVersion().id()));
        if (another) {
            return Refused.THERE_IS_ONE;
        }
        put(pair, lead, share, from, until);
        return null;
    }

    /** Puts a proposal on record. */
    UUID put(Pair pair, StaffMember lead, int share, LocalDate from, LocalDate until) {
        UUID id = Ids.next();
        jdbc.sql("""
                        insert into sharing_double_scoring (id, proposer_id, partner_id, proposer_item, partner_item, share,
                          from_day, until_day, state, proposed_at, proposed_by)
                        values (:id, :proposer, :partner, :item, :other, :share, :from, :until, 'PROPOSED', :now, :by)""")
                .param("id", id)
                .param("proposer", pair.own().value())
                .param("partner", pair.partner().value())
                .param("item", pair.ownVersion().id().value())
                .param("other", pair.partnerVersion().id().value())
                .param("share", share)
                .param("from", from)
                .param("until", until)
                .param("now", Timestamp.from(clock.instant()))
                .param("by", lead.id().value())
                .update();
        return id;
    }

    /** The lead of the side that it was proposed to agrees. False where it is no longer proposed. */
    @Transactional
    public boolean agree(StaffMember lead, UUID id) {
        Agreed found = lock(id).filter(agreed -> lead.leads().contains(agreed.partner()))
                .orElseThrow(() -> new NotFound("Nothing of that kind was proposed"));
        Instant now = clock.instant();
        if (found.state() != State.PROPOSED || !now.isBefore(found.over())) {
            return false;
        }
        jdbc.sql("update sharing_double_scoring set state = 'AGREED', agreed_at = :now, agreed_by = :by where id = :id")
                .param("now", Timestamp.from(now))
                .param("by", lead.id().value())
                .param("id", id)
                .update();
        return true;
    }

    /** Either side ends it, a proposal as well; at once, with whatever is being rated. Twice is once. */
    @Transactional
    public void end(StaffMember lead, UUID id) {
        Agreed found = lock(id).filter(agreed -> lead.leads().stream().anyMatch(agreed::isSide))
                .orElseThrow(() -> new NotFound("Nothing of that kind was agreed on"));
        if (found.state() == State.ENDED) {
            return;
        }
        TenantId side = lead.leads().contains(found.proposer()) ? found.proposer() : found.partner();
        jdbc.sql(
                        "update sharing_double_scoring set state = 'ENDED', ended_at = :now, ended_by = :by, ended_side = :side"
                                + " where id = :id")
                .param("now", Timestamp.from(clock.instant()))
                .param("by", lead.id().value())
                .param("side", side.value())
                .param("id", id)
                .update();
        ratings.end(id, PartnerRatings.Because.AGREEMENT_ENDED);
    }

    private static Agreed agreed(ResultSet row, int number) throws SQLException {
        Timestamp agreed = row.getTimestamp("agreed_at");
        Timestamp ended = row.getTimestamp("ended_at");
        UUID side = row.getObject("ended_side", UUID.class);
        return new Agreed(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("proposer_id", UUID.class)),
                new TenantId(row.getObject("partner_id", UUID.class)),
                new MicroCredentialId(row.getString("proposer_item")),
                new MicroCredentialId(row.getString("partner_item")),
                row.getInt("share"),
                row.getObject("from_day", LocalDate.class),
                row.getObject("until_day", LocalDate.class),
                State.valueOf(Objects.requireNonNull(row.getString("state"))),
                row.getTimestamp("proposed_at").toInstant(),
                agreed == null ? null : agreed.toInstant(),
                ended == null ? null : ended.toInstant(),
                side == null ? null : new TenantId(side));
    }
}
