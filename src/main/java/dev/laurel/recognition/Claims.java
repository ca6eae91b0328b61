package dev.laurel.recognition;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeRevoked;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.Holding;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.person.PersonId;
import dev.laurel.person.StaffId;
import dev.laurel.recognition.SamePerson.Account;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Claims: made by earners, decided by recognition officers, every step kept. */
@Component
public class Claims {

    private static final int LONGEST_OFFER = 100;
    private static final int LONGEST_ISSUER = 500;
    private static final int LONGEST_CATEGORY = 300;
    static final BigDecimal MOST_UNITS = BigDecimal.valueOf(10_000);

    private final ClaimRows rows;
    private final ClaimLimits limits;
    private final Rulebook rulebook;
    private final Recognition recognition;
    private final ClaimedBadges claimed;
    private final Compositions compositions;
    private final Reciprocity reciprocity;
    private final BroughtBadges brought;
    private final Catalogue catalogue;
    private final Cycles cycles;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Claims(
            ClaimRows rows,
            ClaimLimits limits,
            Rulebook rulebook,
            Recognition recognition,
            ClaimedBadges claimed,
            Compositions compositions,
            Reciprocity reciprocity,
            BroughtBadges brought,
            Catalogue catalogue,
            Cycles cycles,
            TransactionOperations transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.limits = limits;
        this.rulebook = rulebook;
        this.recognition = recognition;
        this.claimed = claimed;
        this.compositions = compositions;
        this.reciprocity = reciprocity;
        this.brought = brought;
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

        Claim.@Nullable Origin origin() {
            return brought == null
                    ? null
                    : new Claim.Origin(
                            brought.earnedIn(),
                            shortened(brought.issuer(), LONGEST_ISSUER),
                            brought.issuerId(),
                            brought.address());
        }
    }

    private ClaimId make(TenantId tenant, PersonId person, Claimed badge, Worth.Line line, int cycleAsked, Said said) {
        Rule rule = line.rule();
        AuthorityCode authority = rule.authority();
        String heldAs = said.as(rule);
        String licence = rule.licenceOf(heldAs);
        int cycleEnds = cycles.take(tenant, person, authority, licence, cycleAsked, ends -> limits.cycle(ends, rule));
        Cycle cycle = limits.cycle(cycleEnds, rule);
        Account account = new Account(tenant, person);
        List<Account> accounts = limits.accounts(account);
        limits.refuseOtherCycle(account, accounts, badge.id(), rule, licence, cycle);
        String number = recognition.asks(authority).isPresent() ? said.numbers().with(authority) : null;
        String offer = shortened(badge.offer().id(), LONGEST_OFFER);
        limits.refuseTwin(account, accounts, offer, rule, cycle);
        limits.refuseUsedUp(accounts, rule, licence, cycle);
        List<Reciprocity.Judged> judged = judge(tenant, person, badge, rule);
        // A figure for micro-credentials at large says nothing of a badge that nobody there has agreed to accept.
        BigDecimal amount = badge.isForeign() && !recognised(judged) ? null : line.forOne();
        Instant now = clock.instant();
        Claim claim = new Claim(
                new ClaimId(Ids.next()),
                tenant,
                person,
                badge.id(),
                badge.name(),
                offer,
                badge.offer().creditedHours(),
                badge.criteria(),
                authority,
                rule.name(),
                rule.version(),
                line.kind(),
                line.unit(),
                amount,
                null,
                cycleEnds,
                ClaimState.REQUESTED,
                now,
                now,
                null,
                null,
                badge.origin(),
                number,
                number != null && said.numbers().isSent(authority),
                heldAs,
                licence);
        if (!rows.add(claim, ClaimLimits.key(badge.id(), rule, cycleEnds))) {
            throw ClaimRefused.claimedBefore();
        }
        limits.use(claim.id(), badge.id(), rule, cycle);
        rows.note(claim.id(), ClaimState.REQUESTED, amount, null, null, now);
        recogniseAtOnce(find(tenant, claim.id()).orElseThrow(), rule, judged);
        return claim.id();
    }

    /** Whether a claim that stands keeps its badge from counting by the same rule in a cycle that ends in that year. */
    public boolean bars(Claim claim, int ends) {
        return limits.bars(claim, ends);
    }

    private static String shortened(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
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
        rows.keepJudged(claim.id(), judged);
        BigDecimal amount = claim.amount();
        boolean itself = !judged.isEmpty() && judged.get(0).itself();
        if (amount != null
                && itself
                && recognised(judged)
                && rule.categories().isEmpty()
                && limits.fitsCap(claim, rule, amount)) {
            Instant now = clock.instant();
            rows.approveAtOnce(claim.id(), now);
            String effect = judged.get(0).judgements().get(0).agreement().effect();
            int number = rows.note(claim.id(), ClaimState.APPROVED, amount, null, effect, now);
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

    /** A badge of another issuer no longer verifies, or was taken away. Told twice, it changes nothing. */
    @ApplicationModuleListener
    void on(BadgeChecked checked) {
        if (!checked.sound()) {
            rows.flag(Brought.idOf(checked.credential()), checked.person(), clock.instant());
        }
    }

    /** A badge was revoked: who approved a claim by it has to look again. Told twice, it changes nothing. */
    @ApplicationModuleListener
    void on(BadgeRevoked revoked) {
        // Wherever it counts: somebody may have carried a badge to another district.
        rows.flag(revoked.credentialId(), null, clock.instant());
    }

    /** An officer has looked at an approved claim whose badge was revoked, and lets it stand. */
    @Transactional
    public void letStand(TenantId tenant, ClaimId id, StaffId officer, String words) {
        Claim claim = find(tenant, id).orElseThrow(() -> new NotFound("No claim " + id.value() + " in this tenant"));
        if (words.isBlank()) {
            throw ClaimRefused.incomplete();
        }
        if (!rows.unflag(id)) {
            throw ClaimRefused.movedOn();
        }
        rows.note(id, ClaimState.APPROVED, claim.amount(), officer, words, clock.instant());
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
                        ? claimed.standingNow(claim)
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
        Rule rule = rulebook.behind(claim);
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
        if (!limits.fitsCap(claim, rule, counted)) {
            throw ClaimRefused.aboveCap();
        }
        String categories = split
                ? shortened(counting.stream().map(Share::category).collect(Collectors.joining("; ")), LONGEST_CATEGORY)
                : null;
        move(claim, to, counted, categories, officer, words);
        if (split) {
            rows.keepShares(claim.id(), counting);
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

    private void move(
            Claim claim,
            ClaimState to,
            @Nullable BigDecimal amount,
            @Nullable String category,
            @Nullable StaffId officer,
            String words) {
        Instant now = clock.instant();
        if (!claim.state().next().contains(to) || !rows.move(claim, to, amount, category, now)) {
            throw ClaimRefused.movedOn();
        }
        if (!to.isOpen()) {
            limits.release(claim.id());
        }
        int number = rows.note(claim.id(), to, amount, officer, words, now);
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
        limits.refuseOtherCycle(new Account(tenant, person), authority, ends, own);
    }

    /**
     * How far somebody is with what their authorities ask for. What was approved with other accounts of theirs counts with it;
     * what waits there is that account's.
     *
     * @param home where they teach
     */
    public List<Progress> progress(TenantId tenant, PersonId person, Home home) {
        List<Progress.Counted> counted = limits.standing(new Account(tenant, person));
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
                        cycles.year(),
                        counted)
                        .stream())
                .toList();
    }

    /** Takes the number off the claims of somebody who asked for deletion; a second time changes nothing. */
    @Transactional
    public void forgetNumbers(TenantId tenant, PersonId person) {
        rows.forgetNumbers(tenant, person);
    }

    public Optional<Claim> find(TenantId tenant, ClaimId id) {
        return rows.find(tenant, id);
    }

    /** A claim that this person made. */
    public Optional<Claim> find(TenantId tenant, PersonId person, ClaimId id) {
        return find(tenant, id).filter(claim -> claim.person().equals(person));
    }

    /** The claims made for one badge, the newest first. */
    public List<Claim> of(TenantId tenant, String credentialId) {
        return rows.of(tenant, credentialId);
    }

    /** All claims that somebody made, for whichever badges, the newest first. */
    public List<Claim> of(TenantId tenant, PersonId person) {
        return rows.of(tenant, person);
    }

    /** The claims that somebody made for badges from elsewhere, the newest first. */
    public List<Claim> forBrought(TenantId tenant, PersonId person) {
        return rows.forBrought(tenant, person);
    }

    /** What the units of a claim count as, as they were approved; empty where its rule does not split them. */
    public List<Share> shares(ClaimId id) {
        return rows.shares(id);
    }
}
