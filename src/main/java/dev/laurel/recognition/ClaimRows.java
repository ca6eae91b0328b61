package dev.laurel.recognition;

import dev.laurel.person.PersonId;
import dev.laurel.person.StaffId;
import dev.laurel.recognition.Claims.Recognised;
import dev.laurel.recognition.Claims.Share;
import dev.laurel.recognition.Claims.Step;
import dev.laurel.tenant.TenantId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Claims, the steps of their histories, what agreements said of them and how they were split, as they are stored. */
@Repository
class ClaimRows {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_WORDS = 2000;

    private static final String COLUMNS = "select c.id, c.tenant_id, c.person_id, c.credential_id, c.badge, c.offer_id,"
            + " c.credited_hours, c.criteria, c.authority, c.rule_name, c.rule_version, c.kind, c.unit, c.amount,"
            + " c.category, c.cycle_ends, c.state, c.since, c.requested_at, c.flagged_at,"
            + " c.earned_in, c.issuer, c.issuer_id, c.address, c.educator_number, c.number_is_sent, c.held_as,"
            + " c.licence, (select e.words from recognition_claim_event e"
            + " where e.claim_id = c.id and e.number = (select max(n.number) from recognition_claim_event n"
            + " where n.claim_id = c.id)) as words from recognition_claim c";

    private final JdbcClient jdbc;

    ClaimRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Claim> find(TenantId tenant, ClaimId id) {
        return jdbc.sql(COLUMNS + " where c.id = :id and c.tenant_id = :tenant")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .query((row, number) -> claim(row))
                .optional();
    }

    /** Those of them that are of these tenants, by id. At most a page of them at a time. */
    Map<ClaimId, Claim> find(Collection<TenantId> tenants, Collection<ClaimId> ids) {
        Map<ClaimId, Claim> found = new HashMap<>();
        if (!tenants.isEmpty() && !ids.isEmpty()) {
            jdbc.sql(COLUMNS + " where c.id in (:ids) and c.tenant_id in (:tenants)")
                    .param("ids", ids.stream().map(ClaimId::value).toList())
                    .param("tenants", tenants.stream().map(TenantId::value).toList())
                    .query(row -> {
                        Claim claim = claim(row);
                        found.put(claim.id(), claim);
                    });
        }
        return found;
    }

    /** The claims made for one badge, the newest first. */
    List<Claim> of(TenantId tenant, String credentialId) {
        return jdbc.sql(COLUMNS + " where c.credential_id = :credential and c.tenant_id = :tenant"
                        + " order by c.requested_at desc fetch first 50 rows only")
                .param("credential", credentialId)
                .param("tenant", tenant.value())
                .query((row, number) -> claim(row))
                .list();
    }

    /** All claims that somebody made, for whichever badges, the newest first. */
    List<Claim> of(TenantId tenant, PersonId person) {
        return jdbc.sql(COLUMNS + " where c.person_id = :person and c.tenant_id = :tenant"
                        + " order by c.requested_at desc fetch first 1000 rows only")
                .param("person", person.value())
                .param("tenant", tenant.value())
                .query((row, number) -> claim(row))
                .list();
    }

    /** The claims that somebody made for badges from elsewhere, the newest first. */
    List<Claim> forBrought(TenantId tenant, PersonId person) {
        return jdbc.sql(COLUMNS + " where c.person_id = :person and c.tenant_id = :tenant and c.address is not null"
                        + " order by c.requested_at desc fetch first 200 rows only")
                .param("person", person.value())
                .param("tenant", tenant.value())
                .query((row, number) -> claim(row))
                .list();
    }

    /** Claims of some tenants in some states, those that have waited longest first. */
    List<Claim> list(Collection<TenantId> tenants, Collection<ClaimState> states, int page, int pageSize) {
        if (tenants.isEmpty() || states.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(COLUMNS + " where c.tenant_id in (:tenants) and c.state in (:states)"
                        + " order by c.since, c.id offset :offset rows fetch first :size rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("states", states.stream().map(ClaimState::name).toList())
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, number) -> claim(row))
                .list();
    }

    /**
     * Approved claims of some tenants in the order in which they were approved.
     *
     * @param cycle the year in which it ends; null for all
     * @param after the last of the page before; null for the first page
     */
    List<Claim> approved(Collection<TenantId> tenants, @Nullable Integer cycle, @Nullable Claim after, int most) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(COLUMNS + " where c.tenant_id in (:tenants) and c.state = 'APPROVED'"
                        + (cycle == null ? "" : " and c.cycle_ends = :cycle")
                        + (after == null ? "" : " and (c.since > :since or c.since = :since and c.id > :id)")
                        + " order by c.since, c.id fetch first :most rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("cycle", cycle)
                .param("since", after == null ? null : Timestamp.from(after.since()))
                .param("id", after == null ? null : after.id().value())
                .param("most", most)
                .query((row, number) -> claim(row))
                .list();
    }

    /** Approved claims whose badge was revoked since, those that have waited longest first. */
    List<Claim> flagged(Collection<TenantId> tenants, int page, int pageSize) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(COLUMNS + " where c.tenant_id in (:tenants) and c.flagged_at is not null"
                        + " order by c.flagged_at, c.id offset :offset rows fetch first :size rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, number) -> claim(row))
                .list();
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                new ClaimId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new PersonId(row.getObject("person_id", UUID.class)),
                row.getString("credential_id"),
                row.getString("badge"),
                row.getString("offer_id"),
                row.getInt("credited_hours"),
                row.getString("criteria"),
                new AuthorityCode(row.getString("authority")),
                row.getString("rule_name"),
                row.getInt("rule_version"),
                ValueKind.valueOf(row.getString("kind")),
                row.getString("unit"),
                row.getBigDecimal("amount"),
                row.getString("category"),
                row.getInt("cycle_ends"),
                ClaimState.valueOf(row.getString("state")),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("requested_at").toInstant(),
                row.getString("words"),
                row.getTimestamp("flagged_at") == null
                        ? null
                        : row.getTimestamp("flagged_at").toInstant(),
                origin(row),
                row.getString("educator_number"),
                row.getBoolean("number_is_sent"),
                row.getString("held_as"),
                row.getString("licence"));
    }

    private static Claim.@Nullable Origin origin(ResultSet row) throws SQLException {
        String address = row.getString("address");
        UUID earnedIn = row.getObject("earned_in", UUID.class);
        return address == null
                ? null
                : new Claim.Origin(
                        earnedIn == null ? null : new TenantId(earnedIn),
                        row.getString("issuer"),
                        row.getString("issuer_id"),
                        address);
    }

    /**
     * Adds a claim that was made just now.
     *
     * @param key under which it stands
     * @return false where another stands under it
     */
    boolean add(Claim claim, String key) {
        Claim.Origin origin = claim.origin();
        TenantId earnedIn = origin == null ? null : origin.earnedIn();
        return jdbc.sql("insert into recognition_claim (id, tenant_id, person_id, credential_id, badge, offer_id,"
                                + " credited_hours, criteria, authority, rule_name, rule_version, kind, unit, amount,"
                                + " cycle_ends, state, since, requested_at, open_key, earned_in, issuer, issuer_id, address,"
                                + " educator_number, number_is_sent, held_as, licence)"
                                + " values (:id, :tenant, :person, :credential, :badge, :offer, :hours, :criteria, :authority,"
                                + " :rule, :version, :kind, :unit, :amount, :cycle, :state, :since, :requested, :key, :earnedIn,"
                                + " :issuer, :issuerId, :address, :number, :sent, :heldAs, :licence)"
                                + " on conflict do nothing")
                        .param("id", claim.id().value())
                        .param("tenant", claim.tenant().value())
                        .param("person", claim.person().value())
                        .param("credential", claim.credentialId())
                        .param("badge", claim.badge())
                        .param("offer", claim.offerId())
                        .param("hours", claim.creditedHours())
                        .param("criteria", claim.criteria())
                        .param("authority", claim.authority().value())
                        .param("rule", claim.ruleName())
                        .param("version", claim.ruleVersion())
                        .param("kind", claim.kind().name())
                        .param("unit", claim.unit())
                        .param("amount", claim.amount())
                        .param("cycle", claim.cycleEnds())
                        .param("state", claim.state().name())
                        .param("since", Timestamp.from(claim.since()))
                        .param("requested", Timestamp.from(claim.requestedAt()))
                        .param("key", key)
                        .param("earnedIn", earnedIn == null ? null : earnedIn.value())
                        .param("issuer", origin == null ? null : origin.issuer())
                        .param("issuerId", origin == null ? null : origin.issuerId())
                        .param("address", origin == null ? null : origin.address())
                        .param("number", claim.educatorNumber())
                        .param("sent", claim.numberIsSent())
                        .param("heldAs", claim.heldAs())
                        .param("licence", claim.licence())
                        .update()
                > 0;
    }

    /**
     * Moves a claim on from the state that it was read in.
     *
     * @return false where it has left that state meanwhile
     */
    boolean move(Claim claim, ClaimState to, @Nullable BigDecimal amount, @Nullable String category, Instant now) {
        return jdbc.sql("update recognition_claim set state = :to, amount = :amount, category = :category,"
                                + " since = :now, flagged_at = null,"
                                + " open_key = case when :open then open_key else null end"
                                + " where id = :id and state = :from")
                        .param("to", to.name())
                        .param("amount", amount)
                        .param("category", category)
                        .param("now", Timestamp.from(now))
                        .param("open", to.isOpen())
                        .param("id", claim.id().value())
                        .param("from", claim.state().name())
                        .update()
                > 0;
    }

    /** Approves a claim that was made in the same transaction. */
    void approveAtOnce(ClaimId id, Instant now) {
        jdbc.sql("update recognition_claim set state = 'APPROVED', since = :now where id = :id")
                .param("now", Timestamp.from(now))
                .param("id", id.value())
                .update();
    }

    /** Flags what was approved by a badge or by a whole that it is part of. @param person null for everybody */
    void flag(String credential, @Nullable PersonId person, Instant now) {
        jdbc.sql("update recognition_claim set flagged_at = :now where flagged_at is null and state = 'APPROVED'"
                        + (person == null ? "" : " and person_id = :person")
                        + " and id in (select u.claim_id from recognition_claim_use u"
                        + " where u.credential_id = :credential)")
                .param("now", Timestamp.from(now))
                .param("person", person == null ? null : person.value())
                .param("credential", credential)
                .update();
    }

    /** @return false where it was not flagged, or is approved no more */
    boolean unflag(ClaimId id) {
        return jdbc.sql("update recognition_claim set flagged_at = null"
                                + " where id = :id and state = 'APPROVED' and flagged_at is not null")
                        .param("id", id.value())
                        .update()
                > 0;
    }

    void forgetNumbers(TenantId tenant, PersonId person) {
        jdbc.sql("update recognition_claim set educator_number = null, number_is_sent = false"
                        + " where person_id = :person and tenant_id = :tenant"
                        + " and (educator_number is not null or number_is_sent)")
                .param("person", person.value())
                .param("tenant", tenant.value())
                .update();
    }

    /** Adds a step to a claim's history. @return its number */
    int note(
            ClaimId id,
            ClaimState state,
            @Nullable BigDecimal amount,
            @Nullable StaffId officer,
            @Nullable String words,
            Instant now) {
        String said = words == null || words.isBlank() ? null : words.strip();
        int number = jdbc.sql("select count(*) from recognition_claim_event where claim_id = :id")
                .param("id", id.value())
                .query(Integer.class)
                .single();
        jdbc.sql("insert into recognition_claim_event (claim_id, number, happened_at, state, amount, by_officer, words)"
                        + " values (:id, :number, :now, :state, :amount, :officer, :words)")
                .param("id", id.value())
                .param("number", number + 1)
                .param("now", Timestamp.from(now))
                .param("state", state.name())
                .param("amount", amount)
                .param("officer", officer == null ? null : officer.value())
                .param("words", said != null && said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) : said)
                .update();
        return number + 1;
    }

    /** What happened to a claim, in order. */
    List<Step> history(ClaimId id) {
        return jdbc.sql("select happened_at, state, amount, by_officer, words from recognition_claim_event"
                        + " where claim_id = :id order by number")
                .param("id", id.value())
                .query((row, number) -> new Step(
                        row.getTimestamp("happened_at").toInstant(),
                        ClaimState.valueOf(row.getString("state")),
                        row.getBigDecimal("amount"),
                        row.getObject("by_officer", UUID.class),
                        row.getString("words")))
                .list();
    }

    /** @param officer absent where an agreement approved it */
    record Approval(Instant at, @Nullable StaffId officer) {}

    /** Who approved these claims and when; those that were not are missing. At most a page of them at a time. */
    Map<ClaimId, Approval> approvals(Collection<ClaimId> ids) {
        Map<ClaimId, Approval> approvals = new HashMap<>();
        if (!ids.isEmpty()) {
            // That an officer let one stand afterwards is a step of the same name.
            jdbc.sql("select claim_id, happened_at, by_officer from recognition_claim_event"
                            + " where claim_id in (:ids) and state = 'APPROVED' order by number")
                    .param("ids", ids.stream().map(ClaimId::value).toList())
                    .query(row -> {
                        UUID officer = row.getObject("by_officer", UUID.class);
                        approvals.putIfAbsent(
                                new ClaimId(row.getObject("claim_id", UUID.class)),
                                new Approval(
                                        row.getTimestamp("happened_at").toInstant(),
                                        officer == null ? null : new StaffId(officer)));
                    });
        }
        return approvals;
    }

    /** Keeps what agreements say of badges from elsewhere, the first of them of each. */
    void keepJudged(ClaimId id, List<Reciprocity.Judged> judged) {
        int position = 0;
        for (Reciprocity.Judged each : judged) {
            if (each.judgements().isEmpty()) {
                continue;
            }
            Judgement first = each.judgements().get(0);
            jdbc.sql("insert into recognition_claim_verdict (claim_id, position, badge, agreement_name,"
                            + " agreement_version, verdict) values (:id, :at, :badge, :name, :version, :verdict)")
                    .param("id", id.value())
                    .param("at", position++)
                    .param("badge", each.badge())
                    .param("name", first.agreement().name())
                    .param("version", first.agreement().version())
                    .param("verdict", JSON.writeValueAsString(first.conditions()))
                    .update();
        }
    }

    /** Of each badge from elsewhere; empty where all is from where the authority is, and where there was no agreement. */
    List<Recognised> recognised(ClaimId id) {
        return jdbc.sql("select badge, agreement_name, agreement_version, verdict from recognition_claim_verdict"
                        + " where claim_id = :id order by position")
                .param("id", id.value())
                .query((row, number) -> new Recognised(
                        row.getString("badge"),
                        row.getString("agreement_name"),
                        row.getInt("agreement_version"),
                        List.of(JSON.readValue(row.getString("verdict"), Judgement.Condition[].class))))
                .list();
    }

    void keepShares(ClaimId id, List<Share> shares) {
        for (int at = 0; at < shares.size(); at++) {
            jdbc.sql("insert into recognition_claim_share (claim_id, position, category, amount)"
                            + " values (:claim, :at, :category, :amount)")
                    .param("claim", id.value())
                    .param("at", at)
                    .param("category", shares.get(at).category())
                    .param("amount", shares.get(at).amount())
                    .update();
        }
    }

    /** What the units of a claim count as, as they were approved; empty where its rule does not split them. */
    List<Share> shares(ClaimId id) {
        return jdbc.sql("select category, amount from recognition_claim_share where claim_id = :id order by position")
                .param("id", id.value())
                .query((row, number) -> new Share(row.getString("category"), row.getBigDecimal("amount")))
                .list();
    }
}
