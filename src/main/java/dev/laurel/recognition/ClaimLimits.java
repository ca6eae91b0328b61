package dev.laurel.recognition;

import dev.laurel.badge.Compositions;
import dev.laurel.recognition.SamePerson.Account;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * What counts already of somebody's claims, with all of their accounts, and what may count beside it: a badge and its parts
 * once, a license type in one cycle at a time, a rule up to its cap.
 */
@Component
class ClaimLimits {

    /** What a rule gives. */
    private static final String OF_RULE = "authority = :authority and kind = :kind and unit = :unit";

    /** A person is of one tenant: the pairs need not be told one by one. */
    private static final String OF_ACCOUNTS = "tenant_id in (:tenants) and person_id in (:people)";

    private final JdbcClient jdbc;
    private final Rulebook rulebook;
    private final Recognition recognition;
    private final Compositions compositions;
    private final SamePerson same;
    private final Cycles cycles;
    private final RuleWords words;

    ClaimLimits(
            JdbcClient jdbc,
            Rulebook rulebook,
            Recognition recognition,
            Compositions compositions,
            SamePerson same,
            Cycles cycles,
            RuleWords words) {
        this.jdbc = jdbc;
        this.rulebook = rulebook;
        this.recognition = recognition;
        this.compositions = compositions;
        this.same = same;
        this.cycles = cycles;
        this.words = words;
    }

    /** The cycle of what a rule gives that ends in that year. */
    Cycle cycle(int ends, Rule rule) {
        return Cycle.of(
                ends, recognition.authority(rule.authority()).orElse(null), rule.kind(), rule.unit(), rule.cap());
    }

    /** Whether a claim that stands keeps its badge from counting by the same rule in a cycle that ends in that year. */
    boolean bars(Claim claim, int ends) {
        return cycle(ends, rulebook.behind(claim)).overlaps(claim.cycleEnds(), cycles.year());
    }

    /** All accounts of whoever has this one. */
    List<Account> accounts(Account account) {
        return same.of(account);
    }

    private List<Account> accounts(Claim claim) {
        return accounts(new Account(claim.tenant(), claim.person()));
    }

    private static StatementSpec of(Rule rule, StatementSpec statement) {
        return statement
                .param("authority", rule.authority().value())
                .param("kind", rule.kind().name())
                .param("unit", rule.unit());
    }

    private static StatementSpec of(Collection<Account> accounts, StatementSpec statement) {
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

    /** The cycles of claims for what a rule gives. @param given what {@code which} names */
    private Stream<Integer> cyclesClaimed(String which, Rule rule, UnaryOperator<StatementSpec> given) {
        StatementSpec claimed =
                jdbc.sql("select distinct c.cycle_ends from recognition_claim c where " + which + " and " + OF_RULE);
        return of(rule, given.apply(claimed)).query(Integer.class).list().stream();
    }

    /**
     * Whether a badge may count for a license type in a cycle, as far as other claims for other types and cycles go.
     *
     * @param accounts all of the person's
     * @param licence the type that it would count for; absent where the rule names none
     * @throws ClaimRefused when it may not
     */
    void refuseOtherCycle(
            Account account,
            List<Account> accounts,
            String credential,
            Rule rule,
            @Nullable String licence,
            Cycle cycle) {
        fillLicences(accounts, rule.authority());
        refuseOtherLicence(credential, rule, licence, cycle);
        refuseContradiction(account, rule, licence, cycle);
    }

    /**
     * Whether claims of somebody for any license type stand for a cycle that shares time with the one they name now.
     *
     * @param ends the year in which their cycle ends with that authority
     * @param own the years of license types that have one of their own
     * @throws ClaimRefused when they do
     */
    void refuseOtherCycle(Account account, AuthorityCode authority, int ends, Map<String, Integer> own) {
        fillLicences(List.of(account), authority);
        Authority asks = recognition.authority(authority).orElse(null);
        boolean contradicts = jdbc.sql(
                        "select distinct kind, unit, cycle_ends, licence from recognition_claim where person_id = :person"
                                + " and authority = :authority and tenant_id = :tenant and open_key is not null")
                .param("person", account.person().value())
                .param("authority", authority.value())
                .param("tenant", account.tenant().value())
                .query((row, number) -> Cycle.of(
                                own.getOrDefault(String.valueOf(row.getString("licence")), ends),
                                asks,
                                ValueKind.valueOf(row.getString("kind")),
                                row.getString("unit"),
                                null)
                        .contradicts(row.getInt("cycle_ends"), cycles.year()))
                .list()
                .contains(true);
        if (contradicts) {
            throw ClaimRefused.otherCycle();
        }
    }

    private record Unfilled(UUID id, @Nullable String licence) {}

    /** Claims from before license types were kept have what was chosen: their rule tells the type. */
    private void fillLicences(List<Account> accounts, AuthorityCode authority) {
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

    /** Whoever holds two license types has a badge count for one of them at a time. */
    private void refuseOtherLicence(String credential, Rule rule, @Nullable String licence, Cycle cycle) {
        boolean counts = licence != null
                && cyclesClaimed(
                                "c.licence <> :licence and c.id in (select u.claim_id from recognition_claim_use u"
                                        + " where u.credential_id = :credential)",
                                rule,
                                sql -> sql.param("licence", licence).param("credential", credential))
                        .anyMatch(ends -> cycle.overlaps(ends, cycles.year()));
        if (counts) {
            throw ClaimRefused.otherLicence();
        }
    }

    /** A license type has one cycle at a time: a claim for another one that shares time with it would count again. */
    private void refuseContradiction(Account account, Rule rule, @Nullable String licence, Cycle cycle) {
        boolean contradicts = cyclesClaimed(
                        "c.tenant_id = :tenant and c.person_id = :person and c.open_key is not null and c.licence "
                                + (licence == null ? "is null" : "= :licence"),
                        rule,
                        sql -> sql.param("tenant", account.tenant().value())
                                .param("person", account.person().value())
                                .param("licence", licence))
                .anyMatch(ends -> cycle.contradicts(ends, cycles.year()));
        if (contradicts) {
            throw ClaimRefused.otherCycle();
        }
    }

    /**
     * What somebody earned with two of their accounts counts with one of them. The same badge is kept from counting twice by
     * its key, whoever claims it.
     */
    void refuseTwin(Account account, List<Account> accounts, String offer, Rule rule, Cycle cycle) {
        List<Account> others = accounts.stream()
                .filter(each -> !each.person().equals(account.person()))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        boolean twins = cyclesClaimed(
                        OF_ACCOUNTS + " and c.offer_id = :offer and c.open_key is not null",
                        rule,
                        sql -> of(others, sql).param("offer", offer))
                .anyMatch(ends -> cycle.overlaps(ends, cycles.year()));
        if (twins) {
            throw ClaimRefused.claimedBefore();
        }
    }

    /** Nobody is to wait for an officer where the rule lets nothing more count. */
    void refuseUsedUp(List<Account> accounts, Rule rule, @Nullable String licence, Cycle cycle) {
        Rule.Cap cap = rule.cap();
        if (cap == null) {
            return;
        }
        CapUse.Fullest fullest = CapUse.fullest(cap, licence, cycle, cycles.year(), counting(accounts, rule));
        if (fullest.units().compareTo(cap.units()) >= 0) {
            CapUse.Licence other = fullest.licence();
            throw other == null
                    ? ClaimRefused.usedUp()
                    : ClaimRefused.usedUp(
                            words.say(other.type(), rule.language(), LocaleContextHolder.getLocale()),
                            other.cycleEnds());
        }
    }

    /** What a claim holds while it stands, for one badge. */
    static String key(String credential, Rule rule, int cycleEnds) {
        return String.join(
                "|", credential, rule.authority().value(), rule.kind().name(), rule.unit(), String.valueOf(cycleEnds));
    }

    /**
     * Notes that a badge counts, and every badge that it is made of: the hours of a stack are those of its parts. In one
     * order for everybody, so that two claims at once do not wait for each other.
     *
     * @throws ClaimRefused when one of them counts already
     */
    void use(ClaimId id, String credential, Rule rule, Cycle cycle) {
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
                .anyMatch(ends -> cycle.contradicts(ends, cycles.year()));
        if (counts) {
            throw ClaimRefused.countsInPart();
        }
    }

    /** A claim that stands no more leaves its badges to others. */
    void release(ClaimId id) {
        jdbc.sql("delete from recognition_claim_use where claim_id = :id")
                .param("id", id.value())
                .update();
    }

    /** What its rule's cap leaves for a claim at this moment; null where there is none. */
    @Nullable
    BigDecimal room(Claim claim) {
        Rule rule = rulebook.behind(claim);
        Rule.Cap cap = rule.cap();
        return cap == null
                ? null
                : cap.units().subtract(used(claim, rule, cap, accounts(claim))).max(BigDecimal.ZERO);
    }

    /** Whether so many units of a claim fit below its rule's cap. Of two approvals at once the second waits for the first, and sees it. */
    boolean fitsCap(Claim claim, Rule rule, BigDecimal counted) {
        Rule.Cap cap = rule.cap();
        if (cap == null) {
            return true;
        }
        List<Account> accounts = accounts(claim);
        of(accounts, jdbc.sql("select id from recognition_claim where " + OF_ACCOUNTS + " order by id for update"))
                .query(UUID.class)
                .list();
        return used(claim, rule, cap, accounts).add(counted).compareTo(cap.units()) <= 0;
    }

    /** The cycle of a license in which more counts already than in the claim's own, and in which the claim would count as well. */
    Optional<CapUse.Fullest> besides(Claim claim) {
        Rule rule = rulebook.behind(claim);
        return Optional.ofNullable(rule.cap())
                .map(cap -> fullest(claim, rule, cap, accounts(claim)))
                .filter(fullest -> fullest.licence() != null && fullest.units().compareTo(approved(claim)) > 0);
    }

    private BigDecimal used(Claim claim, Rule rule, Rule.Cap cap, List<Account> accounts) {
        return fullest(claim, rule, cap, accounts).units();
    }

    private CapUse.Fullest fullest(Claim claim, Rule rule, Rule.Cap cap, List<Account> accounts) {
        return CapUse.fullest(
                cap,
                claim.licence(),
                cycle(claim.cycleEnds(), rule),
                Cycles.year(claim.requestedAt()),
                counting(accounts, rule));
    }

    /** Units of the same kind that count already in the claim's cycle, of all badges of the person, with all their accounts. */
    BigDecimal approved(Claim claim) {
        return approved(claim, accounts(claim));
    }

    /** How many of them were approved with other accounts of the same person, of whichever district. */
    BigDecimal approvedElsewhere(Claim claim) {
        List<Account> others = accounts(claim).stream()
                .filter(account -> !account.person().equals(claim.person()))
                .toList();
        return others.isEmpty() ? BigDecimal.ZERO : approved(claim, others);
    }

    private BigDecimal approved(Claim claim, List<Account> accounts) {
        Rule rule = rulebook.behind(claim);
        return CapUse.inCycle(
                claim.licence(),
                cycle(claim.cycleEnds(), rule),
                Cycles.year(claim.requestedAt()),
                counting(accounts, rule));
    }

    /** All that was approved of the kind and unit of a rule, for whichever license type and cycle. */
    private List<CapUse.Units> counting(List<Account> accounts, Rule rule) {
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

    /** Everything that counts or waits to, of an account; of other accounts of the same person what was approved. */
    List<Progress.Counted> standing(Account account) {
        StatementSpec standing = jdbc.sql(
                "select person_id, authority, kind, unit, cycle_ends, licence, s.category, state,"
                        + " coalesce(s.amount, c.amount) as amount, requested_at from recognition_claim c"
                        + " left join recognition_claim_share s on s.claim_id = c.id and c.state = 'APPROVED'"
                        + " where " + OF_ACCOUNTS
                        + " and open_key is not null and (person_id = :person or state = 'APPROVED') order by cycle_ends, requested_at fetch first 1000 rows only");
        return of(accounts(account), standing)
                .param("person", account.person().value())
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
                        !row.getObject("person_id", UUID.class)
                                .equals(account.person().value())))
                .list();
    }
}
