package dev.laurel.recognition;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeRevoked;
import dev.laurel.badge.Badges;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.Holding;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Claims: made by earners, decided by recognition officers, every step kept. */
@Component
public class Claims {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_WORDS = 2000;
    private static final int LONGEST_OFFER = 100;
    private static final int LONGEST_ISSUER = 500;
    private static final int LONGEST_CATEGORY = 300;
    static final BigDecimal MOST_UNITS = BigDecimal.valueOf(10_000);

    private static final String COLUMNS = "select c.id, c.tenant_id, c.person_id, c.credential_id, c.badge, c.offer_id,"
            + " c.credited_hours, c.criteria, c.authority, c.rule_name, c.rule_version, c.kind, c.unit, c.amount,"
            + " c.category, c.cycle_ends, c.state, c.since, c.requested_at, c.flagged_at,"
            + " c.earned_in, c.issuer, c.issuer_id, c.address, c.educator_number, c.number_is_sent, c.held_as,"
            + " c.licence, (select e.words from recognition_claim_event e"
            + " where e.claim_id = c.id and e.number = (select max(n.number) from recognition_claim_event n"
            + " where n.claim_id = c.id)) as words from recognition_claim c";

    private final JdbcClient jdbc;
    private final Rulebook rulebook;
    private final Recognition recognition;
    private final Badges badges;
    private final Compositions compositions;
    private final Reciprocity reciprocity;
    private final BroughtBadges brought;
    private final SamePerson same;
    private final Catalogue catalogue;
    private final Cycles cycles;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Claims(
            JdbcClient jdbc,
            Rulebook rulebook,
            Recognition recognition,
            Badges badges,
            Compositions compositions,
            Reciprocity reciprocity,
            BroughtBadges brought,
            SamePerson same,
            Catalogue catalogue,
            Cycles cycles,
            TransactionOperations transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.rulebook = rulebook;
        this.recognition = recognition;
        this.badges = badges;
        this.compositions = compositions;
        this.reciprocity = reciprocity;
        this.brought = brought;
        this.same = same;
        this.catalogue = catalogue;
        this.cycles = cycles;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What somebody says of themselves when they claim.
     *
     * @param holder as whom they claim, in a rule's words; empty where nothing was chosen
     */
    public record Said(GivenNumbers numbers, String holder) {

        static final Said NOTHING = new Said(GivenNumbers.NONE, "");

        private static final String FIELD = "holder-";

        /** @param form gives the field of a name; the one for a rule is {@code holder-<rule>} */
        public static Said of(Function<String, @Nullable String> form, String rule, List<Recognition.Ask> asks) {
            String holder = form.apply(FIELD + rule);
            return new Said(GivenNumbers.of(form, asks), holder == null ? "" : holder);
        }

        /** As whom, where a rule is for several; otherwise null. */
        @Nullable
        String as(Rule rule) {
            if (rule.holders().size() < 2) {
                return null;
            }
            if (!rule.holders().contains(holder)) {
                throw ClaimRefused.incomplete();
            }
            return holder;
        }
    }

    /** So many units of a claim count as this. */
    public record Share(String category, BigDecimal amount) {}

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
     * @param cycleEnds the year in which the person's cycle ends; 0 for the one that they said before
     * @throws ClaimRefused when the badge counts there for that cycle already, is not valid, or no such rule holds
     */
    @Transactional
    public ClaimId request(
            TenantId tenant, PersonId person, Award award, Achievement earned, String rule, int cycleEnds) {
        return request(tenant, person, award, earned, rule, cycleEnds, Said.NOTHING);
    }

    /**
     * The same with what the person says of themselves.
     *
     * @param said kept with the claim where the authority or the rule asks for it, and nowhere else
     * @throws ClaimRefused also when a number cannot be one, or the rule is for several and it is not said for whom
     */
    @Transactional
    public ClaimId request(
            TenantId tenant, PersonId person, Award award, Achievement earned, String rule, int cycleEnds, Said said) {
        Offer offer = Offer.of(earned);
        if (award.status() != Award.Status.VALID) {
            throw ClaimRefused.notValid();
        }
        return make(
                tenant,
                person,
                new Claimed(award.credentialId(), award.name(), offer, earned.path(), null),
                lineOf(rule, offer).orElseThrow(ClaimRefused::noRule),
                cycleEnds,
                said);
    }

    /**
     * Asks an authority to count a badge that this person brought from elsewhere. It is looked at now, which may take a
     * while.
     *
     * @param id of the badge
     * @throws ClaimRefused as {@link #request}, and when the badge does not verify now
     */
    public ClaimId requestBrought(TenantId tenant, PersonId person, String id, String rule, int cycleEnds, Said said) {
        Brought badge = brought.checkedNow(tenant, person, id)
                .orElseThrow(() -> new NotFound("This person brought no badge " + id));
        if (badge.state() != Brought.State.VERIFIED) {
            throw badge.isOurs() ? ClaimRefused.notValid() : ClaimRefused.notVerified();
        }
        Offer offer = offer(badge).orElseThrow(ClaimRefused::noRule);
        Worth.Line line = lineOf(rule, offer).orElseThrow(ClaimRefused::noRule);
        String criteria = achievement(badge).map(Achievement::path).orElse("");
        return transaction.execute(status -> make(
                tenant, person, new Claimed(badge.id(), badge.name(), offer, criteria, badge), line, cycleEnds, said));
    }

    /** What rules look at in a badge from elsewhere; empty for one of ours whose definition is gone. */
    public Optional<Offer> offer(Brought badge) {
        return badge.isOurs()
                ? achievement(badge).map(Offer::of)
                // Its hours and tags are what somebody says of themselves; only who signed it is known.
                : Optional.of(new Offer(badge.achievement(), false, badge.issuerId(), List.of(), 0));
    }

    private Optional<Achievement> achievement(Brought badge) {
        return Optional.ofNullable(badge.earnedIn())
                .flatMap(home -> compositions.holding(home, badge.id()))
                .map(Holding::achievement)
                .flatMap(catalogue::achievement);
    }

    /** @param brought absent for a badge that was earned with this account */
    private record Claimed(
            String id,
            String name,
            Offer offer,
            String criteria,
            @Nullable Brought brought) {

        boolean isForeign() {
            return brought != null && !brought.isOurs();
        }
    }

    private ClaimId make(TenantId tenant, PersonId person, Claimed badge, Worth.Line line, int cycleAsked, Said said) {
        AuthorityCode authority = line.rule().authority();
        String heldAs = said.as(line.rule());
        String licence = line.rule().licenceOf(heldAs);
        int cycleEnds = cycles.take(tenant, person, authority, licence, cycleAsked, ends -> cycle(ends, line.rule()));
        Cycle cycle = cycle(cycleEnds, line.rule());
        List<SamePerson.Account> accounts = same.of(new SamePerson.Account(tenant, person));
        fillLicences(accounts, authority);
        refuseOtherLicence(badge.id(), line.rule(), licence, cycle);
        refuseContradiction(tenant, person, line.rule(), licence, cycle);
        String number = recognition.asks(authority).isPresent() ? said.numbers().with(authority) : null;
        ClaimId id = new ClaimId(Ids.next());
        Timestamp now = Timestamp.from(clock.instant());
        refuseTwin(person, accounts, badge, line, cycle);
        refuseUsedUp(accounts, line.rule(), licence, cycle);
        Brought origin = badge.brought();
        List<Reciprocity.Judged> judged = judge(tenant, person, badge, line.rule());
        // A figure for micro-credentials at large says nothing of a badge that nobody there has agreed to accept.
        BigDecimal amount = badge.isForeign() && !recognised(judged) ? null : line.forOne();
        int made = jdbc.sql("insert into recognition_claim (id, tenant_id, person_id, credential_id, badge, offer_id,"
                        + " credited_hours, criteria, authority, rule_name, rule_version, kind, unit, amount,"
                        + " cycle_ends, state, since, requested_at, open_key, earned_in, issuer, issuer_id, address,"
                        + " educator_number, number_is_sent, held_as, licence)"
                        + " values (:id, :tenant, :person, :credential, :badge, :offer, :hours, :criteria, :authority,"
                        + " :rule, :version, :kind, :unit, :amount, :cycle, 'REQUESTED', :now, :now, :key, :earnedIn,"
                        + " :issuer, :issuerId, :address, :number, :sent, :heldAs, :licence)"
                        + " on conflict do nothing")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .param("person", person.value())
                .param("credential", badge.id())
                .param("badge", badge.name())
                .param("offer", shortened(badge.offer().id(), LONGEST_OFFER))
                .param("hours", badge.offer().creditedHours())
                .param("criteria", badge.criteria())
                .param("authority", line.rule().authority().value())
                .param("rule", line.rule().name())
                .param("version", line.rule().version())
                .param("kind", line.kind().name())
                .param("unit", line.unit())
                .param("amount", amount)
                .param("cycle", cycleEnds)
                .param("now", now)
                .param("key", key(badge.id(), line.rule(), cycleEnds))
                .param(
                        "earnedIn",
                        origin == null || origin.earnedIn() == null
                                ? null
                                : origin.earnedIn().value())
                .param("issuer", origin == null ? null : shortened(origin.issuer(), LONGEST_ISSUER))
                .param("issuerId", origin == null ? null : origin.issuerId())
                .param("address", origin == null ? null : origin.address())
                .param("number", number)
                .param("sent", number != null && said.numbers().isSent(authority))
                .param("heldAs", heldAs)
                .param("licence", licence)
                .update();
        if (made == 0) {
            throw ClaimRefused.claimedBefore();
        }
        use(id, badge.id(), line.rule(), cycle);
        note(id, ClaimState.REQUESTED, amount, null, null);
        recogniseAtOnce(find(tenant, id).orElseThrow(), line.rule(), judged);
        return id;
    }

    private Cycle cycle(int ends, Rule rule) {
        return Cycle.of(
                ends, recognition.authority(rule.authority()).orElse(null), rule.kind(), rule.unit(), rule.cap());
    }

    /** Whether a claim that stands keeps its badge from counting by the same rule in a cycle that ends in that year. */
    public boolean bars(Claim claim, int ends) {
        return cycle(ends, ruleOf(claim)).overlaps(claim.cycleEnds(), year());
    }

    private int year() {
        return cycles.year();
    }

    private record Unfilled(UUID id, @Nullable String licence) {}

    /** Claims from before license types were kept have what was chosen: their rule tells the type. */
    private void fillLicences(List<SamePerson.Account> accounts, AuthorityCode authority) {
        if (recognition.licences(authority).isEmpty()) {
            return;
        }
        of(
                        accounts,
                        jdbc.sql("select id, rule_name, rule_version, held_as from recognition_claim where "
                                + OF_ACCOUNTS
                                + " and authority = :authority and licence is null and open_key is not null"
                                + " order by requested_at desc fetch first 1000 rows only"))
                .param("authority", authority.value())
                .query((row, number) -> {
                    String heldAs = row.getString("held_as");
                    return new Unfilled(
                            row.getObject("id", UUID.class),
                            rulebook.version(row.getString("rule_name"), row.getInt("rule_version"))
                                    .map(rule -> rule.licenceOf(heldAs))
                                    .orElse(null));
                })
                .list()
                .stream()
                .filter(claim -> claim.licence() != null)
                .forEach(claim -> jdbc.sql("update recognition_claim set licence = :licence where id = :id")
                        .param("licence", claim.licence())
                        .param("id", claim.id())
                        .update());
    }

    /** A license type has one cycle at a time: a claim for another one that shares time with it would count again. */
    private void refuseContradiction(
            TenantId tenant, PersonId person, Rule rule, @Nullable String licence, Cycle cycle) {
        boolean contradicts = cyclesClaimed(
                        "c.tenant_id = :tenant and c.person_id = :person and c.open_key is not null and c.licence "
                                + (licence == null ? "is null" : "= :licence"),
                        rule,
                        sql -> sql.param("tenant", tenant.value())
                                .param("person", person.value())
                                .param("licence", licence))
                .anyMatch(ends -> cycle.contradicts(ends, year()));
        if (contradicts) {
            throw ClaimRefused.otherCycle();
        }
    }

    /** Whoever holds two license types has a badge count for one of them at a time. */
    private void refuseOtherLicence(String credential, Rule rule, @Nullable String licence, Cycle cycle) {
        boolean counts = licence != null
                && cyclesClaimed(
                                "c.licence <> :licence and c.id in (select u.claim_id from recognition_claim_use u"
                                        + " where u.credential_id = :credential)",
                                rule,
                                sql -> sql.param("licence", licence).param("credential", credential))
                        .anyMatch(ends -> cycle.overlaps(ends, year()));
        if (counts) {
            throw ClaimRefused.otherLicence();
        }
    }

    /** The cycles of claims for what a rule gives. @param given what {@code which} names */
    private Stream<Integer> cyclesClaimed(String which, Rule rule, UnaryOperator<StatementSpec> given) {
        StatementSpec claimed =
                jdbc.sql("select distinct c.cycle_ends from recognition_claim c where " + which + " and " + OF_RULE);
        return of(rule, given.apply(claimed)).query(Integer.class).list().stream();
    }

    /** What a rule gives. */
    private static final String OF_RULE = "authority = :authority and kind = :kind and unit = :unit";

    private static StatementSpec of(Rule rule, StatementSpec statement) {
        return statement
                .param("authority", rule.authority().value())
                .param("kind", rule.kind().name())
                .param("unit", rule.unit());
    }

    /**
     * Says when somebody's cycle ends with an authority, and as whom they are there.
     *
     * @param role one of those that the authority's needs name; otherwise it is not known
     * @param licences of license types that its rules name, the years in which cycles of their own end; 0 for the same year
     * @throws ClaimRefused when claims of theirs stand for a cycle that shares time with it and is another
     */
    @Transactional
    public void cycleEnds(
            TenantId tenant,
            PersonId person,
            AuthorityCode authority,
            int ends,
            String role,
            Map<String, Integer> licences) {
        cycles.keep(tenant, person, authority, ends);
        Authority asks = recognition.authority(authority).orElse(null);
        cycles.keepRole(tenant, person, authority, asks != null && asks.roles().contains(role) ? role : null);
        List<String> named = recognition.licences(authority);
        licences.forEach((licence, own) -> {
            if (named.contains(licence)) {
                cycles.keep(tenant, person, authority, licence, own);
            }
        });
        Map<String, Integer> own = cycles.licences(tenant, person).getOrDefault(authority.value(), Map.of());
        fillLicences(List.of(new SamePerson.Account(tenant, person)), authority);
        boolean contradicts = jdbc.sql(
                        "select distinct kind, unit, cycle_ends, licence from recognition_claim where person_id = :person"
                                + " and authority = :authority and tenant_id = :tenant and open_key is not null")
                .param("person", person.value())
                .param("authority", authority.value())
                .param("tenant", tenant.value())
                .query((row, number) -> Cycle.of(
                                own.getOrDefault(String.valueOf(row.getString("licence")), ends),
                                asks,
                                ValueKind.valueOf(row.getString("kind")),
                                row.getString("unit"),
                                null)
                        .contradicts(row.getInt("cycle_ends"), year()))
                .list()
                .contains(true);
        if (contradicts) {
            throw ClaimRefused.otherCycle();
        }
    }

    /**
     * What somebody earned with two of their accounts counts with one of them. The same badge is kept from counting twice by
     * its key, whoever claims it.
     */
    private void refuseTwin(
            PersonId person, List<SamePerson.Account> accounts, Claimed badge, Worth.Line line, Cycle cycle) {
        List<SamePerson.Account> others = accounts.stream()
                .filter(account -> !account.person().equals(person))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        boolean twins = cyclesClaimed(
                        OF_ACCOUNTS + " and c.offer_id = :offer and c.open_key is not null", line.rule(), sql -> of(
                                        others, sql)
                                .param("offer", shortened(badge.offer().id(), LONGEST_OFFER)))
                .anyMatch(ends -> cycle.overlaps(ends, year()));
        if (twins) {
            throw ClaimRefused.claimedBefore();
        }
    }

    /** Nobody is to wait for an officer where the rule lets nothing more count. */
    private void refuseUsedUp(List<SamePerson.Account> accounts, Rule rule, @Nullable String licence, Cycle cycle) {
        Rule.Cap cap = rule.cap();
        if (cap != null
                && CapUse.of(cap, licence, cycle, year(), counting(accounts, rule))
                                .compareTo(cap.units())
                        >= 0) {
            throw ClaimRefused.usedUp();
        }
    }

    /** All that was approved of the kind and unit of a rule, for whichever license type and cycle. */
    private List<CapUse.Units> counting(List<SamePerson.Account> accounts, Rule rule) {
        StatementSpec approved =
                jdbc.sql("select cycle_ends, requested_at, licence, amount from recognition_claim where " + OF_ACCOUNTS
                        + " and " + OF_RULE + " and state = 'APPROVED' and amount is not null"
                        + " order by requested_at desc fetch first 1000 rows only");
        return of(accounts, of(rule, approved))
                .query((row, number) -> new CapUse.Units(
                        row.getInt("cycle_ends"),
                        Cycles.year(row.getTimestamp("requested_at").toInstant()),
                        row.getString("licence"),
                        row.getBigDecimal("amount")))
                .list();
    }

    /** A person is of one tenant: the pairs need not be told one by one. */
    private static final String OF_ACCOUNTS = "tenant_id in (:tenants) and person_id in (:people)";

    private static StatementSpec of(Collection<SamePerson.Account> accounts, StatementSpec statement) {
        return statement
                .param(
                        "tenants",
                        accounts.stream()
                                .map(account -> account.tenant().value())
                                .distinct()
                                .toList())
                .param(
                        "people",
                        accounts.stream()
                                .map(account -> account.person().value())
                                .toList());
    }

    private List<SamePerson.Account> accounts(Claim claim) {
        return same.of(new SamePerson.Account(claim.tenant(), claim.person()));
    }

    private static String shortened(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }

    /**
     * Notes that a badge counts, and every badge that it is made of: the hours of a stack are those of its parts. In one
     * order for everybody, so that two claims at once do not wait for each other.
     */
    private void use(ClaimId id, String credential, Rule rule, Cycle cycle) {
        Stream.of(
                        Stream.of(credential),
                        compositions.parts(credential).stream(),
                        compositions.elsewhere(credential).stream()
                                .map(part -> Brought.idOf(part.address().toString())))
                .flatMap(each -> each)
                .distinct()
                .sorted()
                .forEach(counted -> {
                    refuseInAnotherCycle(counted, rule, cycle);
                    int made = jdbc.sql("insert into recognition_claim_use (open_key, claim_id, credential_id)"
                                    + " values (:key, :claim, :credential) on conflict do nothing")
                            .param("key", key(counted, rule, cycle.ends()))
                            .param("claim", id.value())
                            .param("credential", counted)
                            .update();
                    if (made == 0) {
                        throw ClaimRefused.countsInPart();
                    }
                });
    }

    /** Somebody may have given another year with another account. */
    private void refuseInAnotherCycle(String credential, Rule rule, Cycle cycle) {
        boolean counts = cyclesClaimed(
                        "c.id in (select u.claim_id from recognition_claim_use u where u.credential_id = :credential)",
                        rule,
                        sql -> sql.param("credential", credential))
                .anyMatch(ends -> cycle.contradicts(ends, year()));
        if (counts) {
            throw ClaimRefused.countsInPart();
        }
    }

    /** What agreements that speak of this rule say of the badge itself, and of each part from elsewhere. */
    private List<Reciprocity.Judged> judge(TenantId tenant, PersonId person, Claimed badge, Rule rule) {
        Brought from = badge.brought();
        List<Judgement> whole = from == null
                ? reciprocity.judge(tenant, badge.id(), rule.authority())
                : reciprocity.judge(from, rule.authority());
        return Stream.concat(
                        whole.isEmpty() ? Stream.empty() : Stream.of(new Reciprocity.Judged(badge.name(), true, whole)),
                        badge.isForeign()
                                ? Stream.empty()
                                : reciprocity
                                        .judgeParts(badge.id(), brought.of(tenant, person), rule.authority())
                                        .stream())
                .map(judged -> new Reciprocity.Judged(
                        judged.badge(),
                        judged.itself(),
                        judged.judgements().stream()
                                .filter(judgement -> judgement.agreement().rule() == null
                                        || rule.name()
                                                .equals(judgement.agreement().rule()))
                                .toList()))
                .toList();
    }

    private static boolean recognised(List<Reciprocity.Judged> judged) {
        return !judged.isEmpty()
                && judged.stream().allMatch(each -> each.judgements().stream()
                        .findFirst()
                        .filter(Judgement::recognised)
                        .isPresent());
    }

    /**
     * Keeps what agreements say of badges from elsewhere. Where one recognises the badge itself and each of its parts, and
     * the rule leaves nothing to an officer, the claim is approved by that.
     */
    private void recogniseAtOnce(Claim claim, Rule rule, List<Reciprocity.Judged> judged) {
        int position = 0;
        for (Reciprocity.Judged each : judged) {
            if (each.judgements().isEmpty()) {
                continue;
            }
            Judgement first = each.judgements().get(0);
            jdbc.sql("insert into recognition_claim_verdict (claim_id, position, badge, agreement_name,"
                            + " agreement_version, verdict) values (:id, :at, :badge, :name, :version, :verdict)")
                    .param("id", claim.id().value())
                    .param("at", position++)
                    .param("badge", each.badge())
                    .param("name", first.agreement().name())
                    .param("version", first.agreement().version())
                    .param("verdict", JSON.writeValueAsString(first.conditions()))
                    .update();
        }
        BigDecimal amount = claim.amount();
        boolean itself = !judged.isEmpty() && judged.get(0).itself();
        if (amount != null
                && itself
                && recognised(judged)
                && rule.categories().isEmpty()
                && fitsCap(claim, rule, amount)) {
            jdbc.sql("update recognition_claim set state = 'APPROVED', since = :now where id = :id")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("id", claim.id().value())
                    .update();
            int number = note(
                    claim.id(),
                    ClaimState.APPROVED,
                    amount,
                    null,
                    judged.get(0).judgements().get(0).agreement().effect());
            decided(claim, number, ClaimState.APPROVED, amount, null);
        }
    }

    /**
     * What an agreement said when the badge was claimed.
     *
     * @param badge of which it said so: the badge itself, or a part of it
     * @param name and {@code version}: of the agreement
     */
    public record Recognised(String badge, String name, int version, List<Judgement.Condition> conditions) {

        public boolean recognised() {
            return conditions.stream().allMatch(condition -> condition.outcome() == Judgement.Outcome.MET);
        }
    }

    /** Of each badge from elsewhere; empty where all is from where the authority is, and where there was no agreement. */
    public List<Recognised> recognised(ClaimId id) {
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

    /** How the badge of a claim stands; of one of another issuer what was found when it was last looked at. */
    Brought.State standing(Claim claim) {
        TenantId home = claim.home();
        return home != null
                ? ofOurs(home, claim)
                : brought.of(claim.tenant(), claim.person()).stream()
                        .filter(badge -> badge.id().equals(claim.credentialId()))
                        .map(Brought::state)
                        .findFirst()
                        .orElse(Brought.State.UNKNOWN);
    }

    private Brought.State ofOurs(TenantId home, Claim claim) {
        return badges.status(home, claim.credentialId())
                        .filter(Award.Status.VALID::equals)
                        .isPresent()
                ? Brought.State.VERIFIED
                : Brought.State.FAILED;
    }

    private Brought.State standingNow(Claim claim) {
        TenantId home = claim.home();
        return home != null
                ? ofOurs(home, claim)
                : brought.checkedNow(claim.tenant(), claim.person(), claim.credentialId())
                        .map(Brought::state)
                        .orElse(Brought.State.UNKNOWN);
    }

    /** A badge of another issuer no longer verifies, or was taken away. Told twice, it changes nothing. */
    @ApplicationModuleListener
    void on(BadgeChecked checked) {
        if (!checked.sound()) {
            flag(Brought.idOf(checked.credential()), checked.person());
        }
    }

    /** A badge was revoked: who approved a claim by it has to look again. Told twice, it changes nothing. */
    @ApplicationModuleListener
    void on(BadgeRevoked revoked) {
        flag(revoked.credentialId(), null);
    }

    /** Wherever it counts: somebody may have carried a badge to another district. @param person null for everybody */
    private void flag(String credential, @Nullable PersonId person) {
        jdbc.sql("update recognition_claim set flagged_at = :now where flagged_at is null and state = 'APPROVED'"
                        + (person == null ? "" : " and person_id = :person")
                        + " and id in (select u.claim_id from recognition_claim_use u"
                        + " where u.credential_id = :credential)")
                .param("now", Timestamp.from(clock.instant()))
                .param("person", person == null ? null : person.value())
                .param("credential", credential)
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
        Claim claim =
                find(tenant, person, id).orElseThrow(() -> new NotFound("No claim " + id.value() + " of this person"));
        if (words.isBlank()) {
            throw ClaimRefused.incomplete();
        }
        move(claim, ClaimState.REQUESTED, claim.amount(), claim.category(), null, words);
    }

    /**
     * Its claimant takes it back, and may claim the badge again.
     *
     * @throws ClaimRefused when it was decided meanwhile
     */
    @Transactional
    public void takeBack(TenantId tenant, PersonId person, ClaimId id) {
        Claim claim =
                find(tenant, person, id).orElseThrow(() -> new NotFound("No claim " + id.value() + " of this person"));
        if (!claim.state().isUndecided()) {
            throw ClaimRefused.movedOn();
        }
        move(claim, ClaimState.WITHDRAWN, claim.amount(), claim.category(), null, "");
    }

    /**
     * An officer acts.
     *
     * @param amount the units that count, for an approval; null takes what the rule gives
     * @param category what they count as, for an approval by a rule that splits its units
     * @throws ClaimRefused when the claim has moved on, something is missing, or more would count than the rule allows
     */
    public void decide(
            TenantId tenant,
            ClaimId id,
            ClaimState to,
            @Nullable BigDecimal amount,
            @Nullable String category,
            StaffId officer,
            String words) {
        decide(tenant, id, to, amount, category, List.of(), officer, words);
    }

    /**
     * The same where the units count as several categories.
     *
     * @param shares in place of amount and category; empty where all units count as one
     */
    public void decide(
            TenantId tenant,
            ClaimId id,
            ClaimState to,
            @Nullable BigDecimal amount,
            @Nullable String category,
            List<Share> shares,
            StaffId officer,
            String words) {
        Claim claim = find(tenant, id).orElseThrow(() -> new NotFound("No claim " + id.value() + " in this tenant"));
        // Before the transaction: another issuer may take its time.
        Brought.State standing =
                to == ClaimState.APPROVED && claim.state().next().contains(to)
                        ? standingNow(claim)
                        : Brought.State.VERIFIED;
        transaction.executeWithoutResult(
                status -> decide(claim, standing, to, amount, category, shares, officer, words));
    }

    private void decide(
            Claim claim,
            Brought.State standing,
            ClaimState to,
            @Nullable BigDecimal amount,
            @Nullable String category,
            List<Share> shares,
            StaffId officer,
            String words) {
        boolean theirs = to == ClaimState.REQUESTED
                || to == ClaimState.WITHDRAWN && claim.state().isUndecided();
        if (theirs || to.needsWords() && words.isBlank()) {
            throw ClaimRefused.incomplete();
        }
        if (to != ClaimState.APPROVED) {
            move(claim, to, claim.amount(), claim.category(), officer, words);
            return;
        }
        Rule rule = ruleOf(claim);
        BigDecimal whole = amount == null ? claim.amount() : amount;
        if (shares.isEmpty() && whole == null) {
            throw ClaimRefused.incomplete();
        }
        List<Share> counting =
                shares.isEmpty() && whole != null ? List.of(new Share(String.valueOf(category), whole)) : shares;
        BigDecimal counted = counting.stream().map(Share::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean split = !rule.categories().isEmpty();
        if (counted.compareTo(MOST_UNITS) > 0
                || !counting.stream().allMatch(Claims::isCountable)
                || split && !areOf(rule, counting)
                || !split && !shares.isEmpty()) {
            throw ClaimRefused.incomplete();
        }
        if (standing != Brought.State.VERIFIED) {
            throw claim.home() == null ? ClaimRefused.notVerified() : ClaimRefused.notValid();
        }
        if (!fitsCap(claim, rule, counted)) {
            throw ClaimRefused.aboveCap();
        }
        String categories = split
                ? shortened(counting.stream().map(Share::category).collect(Collectors.joining("; ")), LONGEST_CATEGORY)
                : null;
        move(claim, to, counted, categories, officer, words);
        if (split) {
            keep(claim, counting);
        }
    }

    private static boolean isCountable(Share share) {
        return share.amount().signum() > 0
                && share.amount().stripTrailingZeros().scale() <= 3;
    }

    /** Each a category of the rule, and none twice. */
    private static boolean areOf(Rule rule, List<Share> shares) {
        List<String> named = shares.stream().map(Share::category).toList();
        return rule.categories().containsAll(named) && named.stream().distinct().count() == named.size();
    }

    private void keep(Claim claim, List<Share> shares) {
        for (int at = 0; at < shares.size(); at++) {
            jdbc.sql("insert into recognition_claim_share (claim_id, position, category, amount)"
                            + " values (:claim, :at, :category, :amount)")
                    .param("claim", claim.id().value())
                    .param("at", at)
                    .param("category", shares.get(at).category())
                    .param("amount", shares.get(at).amount())
                    .update();
        }
    }

    /** What the units of a claim count as, as they were approved; empty where its rule does not split them. */
    public List<Share> shares(ClaimId id) {
        return jdbc.sql("select category, amount from recognition_claim_share where claim_id = :id order by position")
                .param("id", id.value())
                .query((row, number) -> new Share(row.getString("category"), row.getBigDecimal("amount")))
                .list();
    }

    /** The rule as it stood when the claim was made. */
    public Rule ruleOf(Claim claim) {
        return rulebook.version(claim.ruleName(), claim.ruleVersion())
                .orElseThrow(() -> new IllegalStateException("No rule behind " + claim));
    }

    /** What its rule's cap leaves for a claim at this moment; null where there is none. */
    @Nullable
    BigDecimal room(Claim claim) {
        Rule rule = ruleOf(claim);
        Rule.Cap cap = rule.cap();
        return cap == null
                ? null
                : cap.units().subtract(used(claim, rule, cap, accounts(claim))).max(BigDecimal.ZERO);
    }

    private BigDecimal used(Claim claim, Rule rule, Rule.Cap cap, List<SamePerson.Account> accounts) {
        return CapUse.of(
                cap,
                claim.licence(),
                cycle(claim.cycleEnds(), rule),
                Cycles.year(claim.requestedAt()),
                counting(accounts, rule));
    }

    /** Of two approvals at once the second waits for the first, and sees it. */
    private boolean fitsCap(Claim claim, Rule rule, BigDecimal counted) {
        Rule.Cap cap = rule.cap();
        if (cap == null) {
            return true;
        }
        List<SamePerson.Account> accounts = accounts(claim);
        of(accounts, jdbc.sql("select id from recognition_claim where " + OF_ACCOUNTS + " order by id for update"))
                .query(UUID.class)
                .list();
        return used(claim, rule, cap, accounts).add(counted).compareTo(cap.units()) <= 0;
    }

    /** Units of the same kind that count already in the claim's cycle, of all badges of the person, with all their accounts. */
    public BigDecimal approved(Claim claim) {
        return approved(claim, accounts(claim));
    }

    /** How many of them were approved with other accounts of the same person, of whichever district. */
    public BigDecimal approvedElsewhere(Claim claim) {
        List<SamePerson.Account> others = accounts(claim).stream()
                .filter(account -> !account.person().equals(claim.person()))
                .toList();
        return others.isEmpty() ? BigDecimal.ZERO : approved(claim, others);
    }

    private BigDecimal approved(Claim claim, List<SamePerson.Account> accounts) {
        Rule rule = ruleOf(claim);
        return CapUse.inCycle(
                claim.licence(),
                cycle(claim.cycleEnds(), rule),
                Cycles.year(claim.requestedAt()),
                counting(accounts, rule));
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
        int number = note(claim.id(), to, amount, officer, words);
        boolean takenBack = to == ClaimState.WITHDRAWN && claim.state().isUndecided();
        if (to == ClaimState.APPROVED || !to.isOpen() && !takenBack) {
            decided(claim, number, to, amount, category);
        } else if (to == ClaimState.MORE_INFORMATION) {
            events.publishEvent(new ClaimReturned(claim.id(), claim.tenant(), clock.instant()));
        }
    }

    private void decided(
            Claim claim, int number, ClaimState state, @Nullable BigDecimal amount, @Nullable String category) {
        events.publishEvent(
                new ClaimDecided(claim.id(), claim.tenant(), number, state, amount, category, clock.instant()));
    }

    /** @return the number of the step */
    private int note(
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
        return number + 1;
    }

    /**
     * How far somebody is with what their authorities ask for. What was approved with other accounts of theirs counts with it;
     * what waits there is that account's.
     *
     * @param home where they teach
     */
    public List<Progress> progress(TenantId tenant, PersonId person, Home home) {
        StatementSpec standing = jdbc.sql(
                "select person_id, authority, kind, unit, cycle_ends, licence, s.category, state,"
                        + " coalesce(s.amount, c.amount) as amount, requested_at from recognition_claim c"
                        + " left join recognition_claim_share s on s.claim_id = c.id and c.state = 'APPROVED'"
                        + " where " + OF_ACCOUNTS
                        + " and open_key is not null and (person_id = :person or state = 'APPROVED') order by cycle_ends, requested_at fetch first 1000 rows only");
        List<Progress.Counted> counted = of(same.of(new SamePerson.Account(tenant, person)), standing)
                .param("person", person.value())
                .query((row, number) -> new Progress.Counted(
                        new AuthorityCode(row.getString("authority")),
                        ValueKind.valueOf(row.getString("kind")),
                        row.getString("unit"),
                        row.getInt("cycle_ends"),
                        row.getString("licence"),
                        Cycles.year(row.getTimestamp("requested_at").toInstant()),
                        row.getString("category"),
                        row.getString("state").equals(ClaimState.APPROVED.name()),
                        Optional.ofNullable(row.getBigDecimal("amount")).orElse(BigDecimal.ZERO),
                        !row.getObject("person_id", UUID.class).equals(person.value())))
                .list();
        Map<String, Integer> said = cycles.of(tenant, person);
        Map<String, String> roles = cycles.roles(tenant, person);
        Map<String, Map<String, Integer>> licences = cycles.licences(tenant, person);
        return home.authorities().stream()
                .flatMap(authority -> Progress.of(
                        authority,
                        recognition.holding(authority.code()),
                        said.get(authority.code().value()),
                        licences.getOrDefault(authority.code().value(), Map.of()),
                        roles.get(authority.code().value()),
                        year(),
                        counted)
                        .stream())
                .toList();
    }

    /** Takes the number off the claims of somebody who asked for deletion; a second time changes nothing. */
    @Transactional
    public void forgetNumbers(TenantId tenant, PersonId person) {
        jdbc.sql("update recognition_claim set educator_number = null, number_is_sent = false"
                        + " where person_id = :person and tenant_id = :tenant"
                        + " and (educator_number is not null or number_is_sent)")
                .param("person", person.value())
                .param("tenant", tenant.value())
                .update();
    }

    public Optional<Claim> find(TenantId tenant, ClaimId id) {
        return jdbc.sql(COLUMNS + " where c.id = :id and c.tenant_id = :tenant")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .query((row, number) -> claim(row))
                .optional();
    }

    /** A claim that this person made. */
    public Optional<Claim> find(TenantId tenant, PersonId person, ClaimId id) {
        return find(tenant, id).filter(claim -> claim.person().equals(person));
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

    /** All claims that somebody made, for whichever badges, the newest first. */
    public List<Claim> of(TenantId tenant, PersonId person) {
        return jdbc.sql(COLUMNS + " where c.person_id = :person and c.tenant_id = :tenant"
                        + " order by c.requested_at desc fetch first 1000 rows only")
                .param("person", person.value())
                .param("tenant", tenant.value())
                .query((row, number) -> claim(row))
                .list();
    }

    /** The claims that somebody made for badges from elsewhere, the newest first. */
    public List<Claim> forBrought(TenantId tenant, PersonId person) {
        return jdbc.sql(COLUMNS + " where c.person_id = :person and c.tenant_id = :tenant and c.address is not null"
                        + " order by c.requested_at desc fetch first 200 rows only")
                .param("person", person.value())
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
}
