package dev.laurel.stack;

import dev.laurel.badge.Award;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.Holding;
import dev.laurel.catalog.Achievement;
import dev.laurel.person.PersonId;
import dev.laurel.system.Sha256;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Badges of people as stacks look at them. */
@Repository
class HeldAwards {

    private static final String COLUMNS = "id, credential_id, earned_in, item_id,"
            + " item_version, achievement, issuer, address, name, issued_at, valid_until, lost_at";

    private final JdbcClient jdbc;
    private final Compositions compositions;
    private final Clock clock;

    HeldAwards(JdbcClient jdbc, Compositions compositions, Clock clock) {
        this.jdbc = jdbc;
        this.compositions = compositions;
        this.clock = clock;
    }

    /** Somebody of a tenant. */
    record Holder(TenantId tenant, PersonId person) {}

    /** Has others wait who look at the same person's badges, until the transaction ends. */
    void lock(Holder holder) {
        jdbc.sql("insert into stack_person (tenant_id, person_id) values (:tenant, :person) on conflict do nothing")
                .param("tenant", holder.tenant().value())
                .param("person", holder.person().value())
                .update();
        jdbc.sql("select person_id from stack_person where tenant_id = :tenant and person_id = :person for update")
                .param("tenant", holder.tenant().value())
                .param("person", holder.person().value())
                .query(UUID.class)
                .single();
    }

    /** Takes a badge of ours over; done before, it changes nothing. */
    void note(Holding holding, Achievement achievement) {
        insert(
                holding.credentialId(),
                new Holder(holding.tenant(), holding.earner()),
                null,
                achievement.item(),
                achievement.version(),
                null,
                null,
                compositions.addresses(holding.credentialId()).page().toString(),
                holding.name(),
                holding.issuedAt(),
                holding.validUntil());
    }

    /** Takes a badge of another issuer over, or what became of it since. @return its id */
    String note(AwardBroughtIn award) {
        Holder holder = new Holder(award.tenant(), award.person());
        String id = "ext-"
                + Sha256.hex(award.tenant().value() + " " + award.person().value() + " " + award.credential());
        insert(
                id,
                holder,
                null,
                null,
                null,
                award.achievement(),
                award.issuer(),
                award.credential(),
                award.name(),
                award.issuedAt(),
                award.validUntil());
        jdbc.sql("update stack_award set valid_until = :until,"
                        + " lost_at = case when :sound then null else coalesce(lost_at, :now) end where id = :id")
                .param("until", award.validUntil() == null ? null : Timestamp.from(award.validUntil()))
                .param("sound", award.sound())
                .param("now", Timestamp.from(clock.instant()))
                .param("id", id)
                .update();
        return id;
    }

    /** Takes a badge over that the same person earned with another account, or that it no longer counts here. @return its id */
    String carry(Holder holder, Holding holding, Achievement achievement, boolean sound) {
        String id = "acc-"
                + Sha256.hex(holder.tenant().value() + " " + holder.person().value() + " " + holding.credentialId());
        insert(
                id,
                holder,
                holding,
                achievement.item(),
                achievement.version(),
                null,
                null,
                compositions.addresses(holding.credentialId()).page().toString(),
                holding.name(),
                holding.issuedAt(),
                holding.validUntil());
        jdbc.sql("update stack_award set lost_at = case when :sound then null else coalesce(lost_at, :now) end"
                        + " where id = :id")
                .param("sound", sound)
                .param("now", Timestamp.from(clock.instant()))
                .param("id", id)
                .update();
        return id;
    }

    /** A badge of ours wherever it counts: where it was earned, and where its earner carried it to. */
    List<Counted> whereCounts(String credentialId) {
        return jdbc.sql("select id, tenant_id from stack_award where id = :id or credential_id = :id order by id")
                .param("id", credentialId)
                .query((row, number) ->
                        new Counted(row.getString("id"), new TenantId(row.getObject("tenant_id", UUID.class))))
                .list();
    }

    /** A row, and whose it is. */
    record Counted(String id, TenantId tenant) {}

    /** @param carried the badge as it is where it was earned; absent for all but those earned with another account */
    private void insert(
            String id,
            Holder holder,
            @Nullable Holding carried,
            @Nullable String item,
            @Nullable String version,
            @Nullable String achievement,
            @Nullable String issuer,
            String address,
            String name,
            Instant issuedAt,
            @Nullable Instant validUntil) {
        jdbc.sql("insert into stack_award (id, tenant_id, person_id, item_id, item_version, achievement, issuer,"
                        + " address, name, issued_at, valid_until, credential_id, earned_in) values (:id, :tenant,"
                        + " :person, :item, :version, :achievement, :issuer, :address, :name, :issued, :until,"
                        + " :credential, :earnedIn) on conflict do nothing")
                .param("id", id)
                .param("credential", carried == null ? null : carried.credentialId())
                .param("earnedIn", carried == null ? null : carried.tenant().value())
                .param("tenant", holder.tenant().value())
                .param("person", holder.person().value())
                .param("item", item)
                .param("version", version)
                .param("achievement", achievement)
                .param("issuer", issuer)
                .param("address", address)
                .param("name", name.length() > 500 ? name.substring(0, 500) : name)
                .param("issued", Timestamp.from(issuedAt))
                .param("until", validUntil == null ? null : Timestamp.from(validUntil))
                .update();
    }

    /** Everything somebody has, each with what became of it until now. */
    List<Held> of(Holder holder) {
        return jdbc.sql("select " + COLUMNS + " from stack_award where tenant_id = :tenant and person_id = :person"
                        + " order by issued_at desc, id fetch first 1000 rows only")
                .param("tenant", holder.tenant().value())
                .param("person", holder.person().value())
                .query((row, number) -> held(row, holder.tenant()))
                .list();
    }

    /** Those badges, whatever became of them. */
    List<Held> withIds(TenantId tenant, Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql("select " + COLUMNS + " from stack_award where tenant_id = :tenant and id in (:ids)")
                        .param("tenant", tenant.value())
                        .param("ids", ids)
                        .query((row, number) -> held(row, tenant))
                        .list();
    }

    private Held held(ResultSet row, TenantId tenant) throws SQLException {
        Timestamp until = row.getTimestamp("valid_until");
        String id = row.getString("id");
        boolean ours = row.getString("item_id") != null;
        UUID earnedIn = row.getObject("earned_in", UUID.class);
        String credential = earnedIn == null ? id : row.getString("credential_id");
        // What a badge of ours is worth now is for its own module to say; a suspension tells nobody.
        boolean sound = row.getTimestamp("lost_at") == null
                && (!ours
                        || compositions
                                .holding(earnedIn == null ? tenant : new TenantId(earnedIn), credential)
                                .map(Holding::status)
                                .filter(Set.of(Award.Status.VALID, Award.Status.EXPIRED)::contains)
                                .isPresent());
        return new Held(
                id,
                ours ? credential : null,
                row.getString("item_id"),
                row.getString("item_version"),
                row.getString("achievement"),
                row.getString("issuer"),
                URI.create(row.getString("address")),
                row.getString("name"),
                row.getTimestamp("issued_at").toInstant(),
                until == null ? null : until.toInstant(),
                sound);
    }

    /**
     * Who has any of those badges, in some order that does not change.
     *
     * @param items of this catalogue
     * @param achievements of other issuers
     * @param after the last of the page before; null for the first page
     */
    List<Holder> holders(Collection<String> items, Collection<String> achievements, @Nullable Holder after, int most) {
        return jdbc.sql("select distinct tenant_id, person_id from stack_award"
                        + " where (item_id in (:items) or achievement in (:achievements))"
                        + (after == null
                                ? ""
                                : " and (tenant_id > :tenant or tenant_id = :tenant and person_id > :person)")
                        + " order by tenant_id, person_id fetch first :most rows only")
                // An empty list is no SQL.
                .param("items", items.isEmpty() ? List.of("") : items)
                .param("achievements", achievements.isEmpty() ? List.of("") : achievements)
                .param("tenant", after == null ? null : after.tenant().value())
                .param("person", after == null ? null : after.person().value())
                .param("most", most)
                .query((row, number) -> new Holder(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new PersonId(row.getObject("person_id", UUID.class))))
                .list();
    }
}
