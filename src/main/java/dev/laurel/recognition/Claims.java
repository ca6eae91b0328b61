package dev.laurel.recognition;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeRevoked;
import dev.laurel.badge.Badges;
import dev.laurel.badge.Compositions;
import dev.laurel.catalog.Achievement;
import dev.laurel.person.PersonId;
import dev.laurel.person.StaffId;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Claims: made by earners, decided by recognition officers, every step kept. */
@Component
public class Claims {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_WORDS = 2000;
    private static final int FURTHEST_CYCLE = 10;
    private static final BigDecimal MOST_UNITS = BigDecimal.valueOf(10_000);

    private static final String COLUMNS = "select c.id, c.tenant_id, c.person_id, c.credential_id, c.badge, c.offer_id,"
            + " c.credited_hours, c.criteria, c.authority, c.rule_name, c.rule_version, c.kind, c.unit, c.amount,"
            + " c.category, c.cycle_ends, c.state, c.since, c.requested_at, c.flagged_at, (select e.words from recognition_claim_event e"
            + " where e.claim_id = c.id and e.number = (select max(n.number) from recognition_claim_event n"
            + " where n.claim_id = c.id)) as words from recognition_claim c";

    private final JdbcClient jdbc;
    private final Rulebook rulebook;
    private final Recognition recognition;
    private final Badges badges;
    private final Compositions compositions;
    private final Reciprocity reciprocity;
    private final Clock clock;

    Claims(
            JdbcClient jdbc,
            Rulebook rulebook,
            Recognition recognition,
            Badges badges,
            Compositions compositions,
            Reciprocity reciprocity,
            Clock clock) {
        this.jdbc = jdbc;
        this.rulebook = rulebook;
        this.recognition = recognition;
        this.badges = badges;
        this.compositions = compositions;
        this.reciprocity = reciprocity;
        this.clock = clock;
    }

    /** One step of a claim's history. */
    public record Step(
            Instant at,
            ClaimState state,
            @Nullable BigDecimal amount,
            @Nullable UUID officer,
            @Nullable String words) {}

    /**
     * Asks an authority to count a badge by one of its rules.
     *
     * @param award a badge of this person
     * @param rule the rule's name; it has to hold today and speak of this micro-credential
     * @param cycleEnds the year in which the person's cycle ends
     * @throws ClaimRefused when the badge counts there for that cycle already, is not valid, or no such rule holds
     */
    @Transactional
    public ClaimId request(
            TenantId tenant, PersonId person, Award award, Achievement earned, String rule, int cycleEnds) {
        Offer offer = Offer.of(earned);
        Worth.Line line = lineOf(rule, offer).orElseThrow(ClaimRefused::noRule);
        if (award.status() != Award.Status.VALID) {
            throw ClaimRefused.notValid();
        }
        int year = clock.instant().atZone(ZoneOffset.UTC).getYear();
        if (cycleEnds < year || cycleEnds > year + FURTHEST_CYCLE) {
            throw ClaimRefused.incomplete();
        }
        ClaimId id = new ClaimId(Ids.next());
        Timestamp now = Timestamp.from(clock.instant());
        int made = jdbc.sql("insert into recognition_claim (id, tenant_id, person_id, credential_id, badge, offer_id,"
                        + " credited_hours, criteria, authority, rule_name, rule_version, kind, unit, amount,"
                        + " cycle_ends, state, since, requested_at, open_key)"
                        + " values (:id, :tenant, :person, :credential, :badge, :offer, :hours, :criteria, :authority,"
                        + " :rule, :version, :kind, :unit, :amount, :cycle, 'REQUESTED', :now, :now, :key)"
                        + " on conflict do nothing")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .param("person", person.value())
                .param("credential", award.credentialId())
                .param("badge", award.name())
                .param("offer", offer.id())
                .param("hours", offer.creditedHours())
                .param("criteria", earned.path())
                .param("authority", line.rule().authority().value())
                .param("rule", line.rule().name())
                .param("version", line.rule().version())
                .param("kind", line.kind().name())
                .param("unit", line.unit())
                .param("amount", line.amount())
                .param("cycle", cycleEnds)
                .param("now", now)
                .param("key", key(award.credentialId(), line.rule(), cycleEnds))
                .update();
        if (made == 0) {
            throw ClaimRefused.claimedBefore();
        }
        use(id, award.credentialId(), line.rule(), cycleEnds);
        note(id, ClaimState.REQUESTED, line.amount(), null, null);
        recogniseAtOnce(find(tenant, id).orElseThrow(), line.rule());
        return id;
    }

    /**
     * Notes that a badge counts, and every badge that it is made of: the hours of a stack are those of its parts. In one
     * order for everybody, so that two claims at once do not wait for each other.
     */
    private void use(ClaimId id, String credential, Rule rule, int cycleEnds) {
        Stream.concat(Stream.of(credential), compositions.parts(credential).stream())
                .sorted()
                .forEach(counted -> {
                    int made = jdbc.sql("insert into recognition_claim_use (open_key, claim_id, credential_id)"
                                    + " values (:key, :claim, :credential) on conflict do nothing")
                            .param("key", key(counted, rule, cycleEnds))
                            .param("claim", id.value())
                            .param("credential", counted)
                            .update();
                    if (made == 0) {
                        throw ClaimRefused.countsInPart();
                    }
                });
    }

    /**
     * Keeps what an agreement says of a badge from elsewhere. Where one recognises it and the rule leaves nothing to an
     * officer, the claim is approved by that.
     */
    private void recogniseAtOnce(Claim claim, Rule rule) {
        Optional<Judgement> judged = reciprocity.judge(claim.tenant(), claim.credentialId(), claim.authority()).stream()
                .filter(judgement -> judgement.agreement().rule() == null
                        || rule.name().equals(judgement.agreement().rule()))
                .findFirst();
        if (judged.isEmpty()) {
            return;
        }
        Agreement agreement = judged.get().agreement();
        jdbc.sql("update recognition_claim set agreement_name = :name, agreement_version = :version,"
                        + " agreement_verdict = :verdict where id = :id")
                .param("name", agreement.name())
                .param("version", agreement.version())
                .param("verdict", JSON.writeValueAsString(judged.get().conditions()))
                .param("id", claim.id().value())
                .update();
        BigDecimal amount = claim.amount();
        if (amount != null
                && judged.get().recognised()
                && rule.categories().isEmpty()
                && fitsCap(claim, rule, amount)) {
            jdbc.sql("update recognition_claim set state = 'APPROVED', since = :now where id = :id")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("id", claim.id().value())
                    .update();
            note(claim.id(), ClaimState.APPROVED, amount, null, agreement.effect());
        }
    }

    /**
     * What an agreement said when the badge was claimed.
     *
     * @param name and {@code version}: of the agreement
     */
    public record Recognised(String name, int version, List<Judgement.Condition> conditions) {

        public boolean recognised() {
            return conditions.stream().allMatch(condition -> condition.outcome() == Judgement.Outcome.MET);
        }
    }

    /** Empty for a badge from where the authority is, and where there was no agreement. */
    public Optional<Recognised> recognised(ClaimId id) {
        return jdbc.sql("select agreement_name, agreement_version, agreement_verdict from recognition_claim"
                        + " where id = :id and agreement_name is not null")
                .param("id", id.value())
                .query((row, number) -> new Recognised(
                        row.getString("agreement_name"),
                        row.getInt("agreement_version"),
                        List.of(JSON.readValue(row.getString("agreement_verdict"), Judgement.Condition[].class))))
                .optional();
    }

    /** A badge was revoked: who approved a claim by it has to look again. Told twice, it changes nothing. */
    @ApplicationModuleListener
    void on(BadgeRevoked revoked) {
        jdbc.sql("update recognition_claim set flagged_at = :now where flagged_at is null and state = 'APPROVED'"
                        + " and tenant_id = :tenant and id in (select u.claim_id from recognition_claim_use u"
                        + " where u.credential_id = :credential)")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", revoked.tenant().value())
                .param("credential", revoked.credentialId())
                .update();
    }

    /** An officer has looked at an approved claim whose badge was revoked, and lets it stand. */
    @Transactional
    public void letStand(TenantId tenant, ClaimId id, StaffId officer, String words) {
        Claim claim = find(tenant, id).orElseThrow(() -> new NotFound("No claim " + id.value() + " in this tenant"));
        if (words.isBlank()) {
            throw ClaimRefused.incomplete();
        }
        int cleared = jdbc.sql("update recognition_claim set flagged_at = null"
                        + " where id = :id and state = 'APPROVED' and flagged_at is not null")
                .param("id", id.value())
                .update();
        if (cleared == 0) {
            throw ClaimRefused.movedOn();
        }
        note(id, ClaimState.APPROVED, claim.amount(), officer, words);
    }

    private Optional<Worth.Line> lineOf(String rule, Offer offer) {
        return rulebook.current().rules().values().stream()
                .flatMap(Collection::stream)
                .filter(each -> each.name().equals(rule))
                .findFirst()
                .flatMap(found -> recognition.worth(offer, found.authority()))
                .flatMap(worth -> worth.lines().stream()
                        .filter(line -> line.fits() && line.rule().name().equals(rule))
                        .findFirst());
    }

    private static String key(String credential, Rule rule, int cycleEnds) {
        return String.join(
                "|", credential, rule.authority().value(), rule.kind().name(), rule.unit(), String.valueOf(cycleEnds));
    }

    /** A person answers what an officer asked. */
    @Transactional
    public void answer(TenantId tenant, PersonId person, ClaimId id, String words) {
        Claim claim = find(tenant, id)
                .filter(found -> found.person().equals(person))
                .orElseThrow(() -> new NotFound("No claim " + id.value() + " of this person"));
        if (words.isBlank()) {
            throw ClaimRefused.incomplete();
        }
        move(claim, ClaimState.REQUESTED, claim.amount(), claim.category(), null, words);
    }

    /**
     * An officer acts.
     *
     * @param amount the units that count, for an approval; null takes what the rule gives
     * @param category what they count as, for an approval by a rule that splits its units
     * @throws ClaimRefused when the claim has moved on, something is missing, or more would count than the rule allows
     */
    @Transactional
    public void decide(
            TenantId tenant,
            ClaimId id,
            ClaimState to,
            @Nullable BigDecimal amount,
            @Nullable String category,
            StaffId officer,
            String words) {
        Claim claim = find(tenant, id).orElseThrow(() -> new NotFound("No claim " + id.value() + " in this tenant"));
        if (to == ClaimState.REQUESTED || to.needsWords() && words.isBlank()) {
            throw ClaimRefused.incomplete();
        }
        if (to != ClaimState.APPROVED) {
            move(claim, to, claim.amount(), claim.category(), officer, words);
            return;
        }
        Rule rule = ruleOf(claim);
        BigDecimal counted = amount == null ? claim.amount() : amount;
        boolean split = !rule.categories().isEmpty();
        if (counted == null
                || counted.signum() <= 0
                || counted.compareTo(MOST_UNITS) > 0
                || counted.stripTrailingZeros().scale() > 3
                || split && !rule.categories().contains(String.valueOf(category))) {
            throw ClaimRefused.incomplete();
        }
        if (badges.status(tenant, claim.credentialId()).orElse(null) != Award.Status.VALID) {
            throw ClaimRefused.notValid();
        }
        if (!fitsCap(claim, rule, counted)) {
            throw ClaimRefused.aboveCap();
        }
        move(claim, to, counted, split ? category : null, officer, words);
    }

    /** The rule as it stood when the claim was made. */
    public Rule ruleOf(Claim claim) {
        return rulebook.version(claim.ruleName(), claim.ruleVersion())
                .orElseThrow(() -> new IllegalStateException("No rule behind " + claim));
    }

    /** Of two approvals at once the second waits for the first, and sees it. */
    private boolean fitsCap(Claim claim, Rule rule, BigDecimal counted) {
        Rule.Cap cap = rule.cap();
        if (cap == null) {
            return true;
        }
        jdbc.sql("select id from recognition_claim where person_id = :person and tenant_id = :tenant"
                        + " order by id for update")
                .param("person", claim.person().value())
                .param("tenant", claim.tenant().value())
                .query(UUID.class)
                .list();
        return approved(claim).add(counted).compareTo(cap.units()) <= 0;
    }

    /** Units of the same kind that count already in the claim's cycle, of all badges of the person. */
    public BigDecimal approved(Claim claim) {
        return jdbc.sql("select coalesce(sum(amount), 0) from recognition_claim where person_id = :person"
                        + " and tenant_id = :tenant and authority = :authority and kind = :kind and unit = :unit"
                        + " and cycle_ends = :cycle and state = 'APPROVED'")
                .param("person", claim.person().value())
                .param("tenant", claim.tenant().value())
                .param("authority", claim.authority().value())
                .param("kind", claim.kind().name())
                .param("unit", claim.unit())
                .param("cycle", claim.cycleEnds())
                .query(BigDecimal.class)
                .single();
    }

    private void move(
            Claim claim,
            ClaimState to,
            @Nullable BigDecimal amount,
            @Nullable String category,
            @Nullable StaffId officer,
            String words) {
        if (!claim.state().next().contains(to)) {
            throw ClaimRefused.movedOn();
        }
        int moved = jdbc.sql("update recognition_claim set state = :to, amount = :amount, category = :category,"
                        + " since = :now, flagged_at = null,"
                        + " open_key = case when :open then open_key else null end"
                        + " where id = :id and state = :from")
                .param("to", to.name())
                .param("amount", amount)
                .param("category", category)
                .param("now", Timestamp.from(clock.instant()))
                .param("open", to.isOpen())
                .param("id", claim.id().value())
                .param("from", claim.state().name())
                .update();
        if (moved == 0) {
            throw ClaimRefused.movedOn();
        }
        if (!to.isOpen()) {
            jdbc.sql("delete from recognition_claim_use where claim_id = :id")
                    .param("id", claim.id().value())
                    .update();
        }
        note(claim.id(), to, amount, officer, words);
    }

    private void note(
            ClaimId id,
            ClaimState state,
            @Nullable BigDecimal amount,
            @Nullable StaffId officer,
            @Nullable String words) {
        String said = words == null || words.isBlank() ? null : words.strip();
        int number = jdbc.sql("select count(*) from recognition_claim_event where claim_id = :id")
                .param("id", id.value())
                .query(Integer.class)
                .single();
        jdbc.sql("insert into recognition_claim_event (claim_id, number, happened_at, state, amount, by_officer, words)"
                        + " values (:id, :number, :now, :state, :amount, :officer, :words)")
                .param("id", id.value())
                .param("number", number + 1)
                .param("now", Timestamp.from(clock.instant()))
                .param("state", state.name())
                .param("amount", amount)
                .param("officer", officer == null ? null : officer.value())
                .param("words", said != null && said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) : said)
                .update();
    }

    /**
     * How far somebody is with what their authorities ask for.
     *
     * @param home where they teach
     */
    public List<Progress> progress(TenantId tenant, PersonId person, Home home) {
        List<Progress.Counted> counted = jdbc.sql("select authority, kind, unit, cycle_ends, category, state, amount"
                        + " from recognition_claim where person_id = :person and tenant_id = :tenant"
                        + " and open_key is not null order by cycle_ends, requested_at fetch first 1000 rows only")
                .param("person", person.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new Progress.Counted(
                        new AuthorityCode(row.getString("authority")),
                        ValueKind.valueOf(row.getString("kind")),
                        row.getString("unit"),
                        row.getInt("cycle_ends"),
                        row.getString("category"),
                        row.getString("state").equals(ClaimState.APPROVED.name()),
                        Optional.ofNullable(row.getBigDecimal("amount")).orElse(BigDecimal.ZERO)))
                .list();
        return home.authorities().stream()
                .flatMap(authority -> Progress.of(authority, counted).stream())
                .toList();
    }

    public Optional<Claim> find(TenantId tenant, ClaimId id) {
        return jdbc.sql(COLUMNS + " where c.id = :id and c.tenant_id = :tenant")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .query((row, number) -> claim(row))
                .optional();
    }

    /** The claims made for one badge, the newest first. */
    public List<Claim> of(TenantId tenant, String credentialId) {
        return jdbc.sql(COLUMNS + " where c.credential_id = :credential and c.tenant_id = :tenant"
                        + " order by c.requested_at desc fetch first 50 rows only")
                .param("credential", credentialId)
                .param("tenant", tenant.value())
                .query((row, number) -> claim(row))
                .list();
    }

    /** What happened to a claim, in order. */
    public List<Step> history(ClaimId id) {
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
                        : row.getTimestamp("flagged_at").toInstant());
    }
}
