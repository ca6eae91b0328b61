package dev.laurel.wallet;

import dev.laurel.badge.BadgeBrought;
import dev.laurel.badge.BadgeCheck;
import dev.laurel.badge.LearnerRecords;
import dev.laurel.badge.Verdict;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.system.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Badges from elsewhere: kept only after every check passed, among them that it is for a verified address of this wallet.
 * Each is looked at again by itself, about once a week and when its time is over, by whichever node comes first.
 */
@Component
class Imports {

    static final int MOST = 200;
    private static final int LONGEST_BADGE = 1 << 20;
    private static final int AT_ONCE = 60;

    /** No issuer's server is asked for more than this many badges in one go. */
    private static final int OF_ONE_ISSUER = 10;

    private static final Duration AGAIN = Duration.ofDays(7);
    private static final Duration UNCERTAIN = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofMinutes(30);

    /** Clocks differ. */
    private static final Duration LITTLE = Duration.ofMinutes(10);

    private static final String COLUMNS = "select id, form, badge_id, name, issuer, issuer_id, achievement, issued_at,"
            + " valid_until, badge, outcome, brought_at, checked_at, fault, fault_at from wallet_import";

    private final JdbcClient jdbc;
    private final BadgeCheck check;
    private final Wallets wallets;
    private final ApplicationEventPublisher events;
    private final ImportLetters letters;
    private final TransactionOperations transactions;
    private final Clock clock;

    Imports(
            JdbcClient jdbc,
            BadgeCheck check,
            Wallets wallets,
            ApplicationEventPublisher events,
            ImportLetters letters,
            TransactionOperations transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.check = check;
        this.wallets = wallets;
        this.events = events;
        this.letters = letters;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What became of a badge that was brought; the name, in lower case with hyphens, ends the key of its message. */
    enum Outcome {
        KEPT,
        NOTHING,
        NO_BADGE,
        RECORD,
        OURS,
        NOT_PASSED,
        KEPT_BEFORE,
        TOO_MANY
    }

    /** @param verdict absent when there was nothing to check */
    record Brought(Outcome outcome, @Nullable Verdict verdict) {}

    /** Checks what lies in a file and keeps it, if all is well. */
    Brought bring(WalletId wallet, byte[] file) {
        return check.textIn(file).map(text -> bring(wallet, text)).orElse(new Brought(Outcome.NO_BADGE, null));
    }

    /** Checks a badge, or what lies at its address, and keeps it, if all is well. */
    Brought bring(WalletId wallet, String text) {
        if (text.isBlank()) {
            return new Brought(Outcome.NOTHING, null);
        }
        BadgeBrought brought = check.of(text.strip(), texts(wallet));
        Verdict verdict = brought.verdict();
        if (brought.form().equals("CLR")) {
            return new Brought(Outcome.RECORD, verdict);
        }
        if (brought.ours()) {
            return new Brought(Outcome.OURS, verdict);
        }
        boolean theirs = verdict.checks().stream()
                .anyMatch(each -> each.step() == Verdict.Step.RECIPIENT && each.outcome() == Verdict.Outcome.PASSED);
        if (verdict.overall() != Verdict.Outcome.PASSED
                || !theirs
                || brought.text().length() > LONGEST_BADGE
                || brought.id().isEmpty()) {
            return new Brought(Outcome.NOT_PASSED, verdict);
        }
        if (count(wallet) >= MOST) {
            return new Brought(Outcome.TOO_MANY, verdict);
        }
        boolean kept = Boolean.TRUE.equals(transactions.execute(status -> {
            Optional<UUID> id = keep(wallet, brought);
            id.map(each -> find(wallet, each)).ifPresent(badge -> wallets.accounts(wallet)
                    .forEach(account -> tell(account.owner(), badge, true)));
            return id.isPresent();
        }));
        return new Brought(kept ? Outcome.KEPT : Outcome.KEPT_BEFORE, verdict);
    }

    /** Those who count badges hear of it; one that names no date or no achievement cannot be counted. */
    private void tell(Owner owner, Import badge, boolean sound) {
        Instant issued = badge.issuedAt();
        if (issued != null && !badge.achievement().isEmpty()) {
            events.publishEvent(new BroughtIn(
                    owner.tenant(),
                    owner.person(),
                    badge.badgeId(),
                    badge.achievement(),
                    badge.issuerId(),
                    badge.name(),
                    issued,
                    badge.validUntil(),
                    sound));
        }
    }

    /** Tells of all badges from elsewhere for an account that has come into the wallet. Within a transaction. */
    void tellOfAll(WalletId wallet, Owner owner) {
        of(wallet).forEach(badge -> tell(owner, badge, badge.outcome().equals("PASSED")));
    }

    /** Tells that none of them counts for an account any more, which has left the wallet. Within a transaction. */
    void tellOfNone(WalletId wallet, Owner owner) {
        of(wallet).forEach(badge -> tell(owner, badge, false));
    }

    /**
     * Some accounts go back to a wallet of their own, and some badges with them; what the two wallets have both counts on.
     * Within a transaction.
     *
     * @param going ids of the badges that go along
     */
    void part(WalletId wallet, WalletId back, Set<String> going, List<Owner> leaving, List<Owner> staying) {
        Set<String> there = of(back).stream().map(Imports::key).collect(Collectors.toSet());
        for (Import badge : of(wallet)) {
            if (going.contains(badge.id().toString())) {
                staying.forEach(owner -> tell(owner, badge, false));
            } else if (!there.contains(key(badge))) {
                leaving.forEach(owner -> tell(owner, badge, false));
            }
        }
    }

    private static String key(Import badge) {
        return badge.form() + "\n" + badge.badgeId();
    }

    private List<String> texts(WalletId wallet) {
        return wallets.addresses(wallet).stream().map(Address::text).toList();
    }

    private Optional<UUID> keep(WalletId wallet, BadgeBrought badge) {
        UUID id = Ids.next();
        int kept = jdbc.sql(
                        "insert into wallet_import (id, wallet_id, badge_key, form, badge_id, name, issuer, issuer_id,"
                                + " achievement, issued_at, valid_until, badge, outcome, brought_at, checked_at,"
                                + " next_check_at)"
                                + " values (:id, :wallet, :key, :form, :badgeId, :name, :issuer, :issuerId, :achievement,"
                                + " :issued, :until, :text, 'PASSED', :now, :now, :next)"
                                + " on conflict do nothing")
                .param("next", Timestamp.from(next(badge.validUntil(), AGAIN)))
                .param("id", id)
                .param("wallet", wallet.value())
                .param("key", Sha256.hex(badge.form() + "\n" + badge.id()))
                .param("form", badge.form())
                .param("badgeId", shortened(badge.id(), 2000))
                .param("name", shortened(badge.name(), 500))
                .param("issuer", shortened(badge.issuer(), 500))
                .param("issuerId", shortened(badge.issuerId(), 2000))
                .param("achievement", shortened(badge.achievement(), 2000))
                .param("issued", timestamp(badge.issuedAt()))
                .param("until", timestamp(badge.validUntil()))
                .param("text", badge.text())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return kept == 1 ? Optional.of(id) : Optional.empty();
    }

    private static String shortened(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private int count(WalletId wallet) {
        return jdbc.sql("select count(*) from wallet_import where wallet_id = :wallet")
                .param("wallet", wallet.value())
                .query(Integer.class)
                .single();
    }

    /** The latest first. */
    List<Import> of(WalletId wallet) {
        return jdbc.sql(COLUMNS + " where wallet_id = :wallet order by brought_at desc, id desc fetch first " + MOST
                        + " rows only")
                .param("wallet", wallet.value())
                .query((row, n) -> read(row))
                .list();
    }

    /** Is no id of any badge: chosen alone, it chooses none. */
    static final String NO_OTHER = "-";

    /**
     * Badges from elsewhere that can stand in a learner record as they are: Open Badges 3.0 with a proof within, whose last
     * check passed. Open Badges 2.0 is no verifiable credential, and a token is none that the record's schema takes.
     *
     * @param chosen null for all of them
     */
    LearnerRecords.Others forRecord(WalletId wallet, @Nullable Set<UUID> chosen) {
        List<Import> all = of(wallet).stream().filter(kept -> !kept.isOver()).toList();
        List<Import> in = all.stream()
                .filter(Import::isForRecord)
                .filter(kept -> chosen == null || chosen.contains(kept.id()))
                .toList();
        return new LearnerRecords.Others(in.stream().map(Import::text).toList(), in.size() == all.size());
    }

    /** @throws NotFound when there is none in this wallet */
    Import find(WalletId wallet, UUID id) {
        return jdbc.sql(COLUMNS + " where id = :id and wallet_id = :wallet")
                .param("id", id)
                .param("wallet", wallet.value())
                .query((row, n) -> read(row))
                .optional()
                .orElseThrow(() -> new NotFound("No badge " + id + " from elsewhere in this wallet"));
    }

    /** Looks again at a badge that is kept: its issuer may have revoked it. It stays, with what was found. */
    Verdict checkAgain(WalletId wallet, UUID id) {
        Import kept = find(wallet, id);
        Verdict verdict = check.of(kept.text(), texts(wallet)).verdict();
        settle(wallet, kept, verdict.overall(), Import.Fault.in(verdict), false);
        return verdict;
    }

    /** @param byItself whether nobody is there who reads what was found */
    private void settle(
            WalletId wallet, Import kept, Verdict.Outcome outcome, Import.@Nullable Fault fault, boolean byItself) {
        boolean news = fault != null && fault != Import.Fault.SUSPECTED && fault != kept.fault();
        boolean uncertain = outcome == Verdict.Outcome.UNKNOWN;
        Import.Fault now = outcome == Verdict.Outcome.PASSED ? null : fault == null ? kept.fault() : fault;
        Instant since = news ? clock.instant() : now == null ? null : kept.faultAt();
        transactions.executeWithoutResult(status -> {
            int stored = jdbc.sql(
                            "update wallet_import set outcome = :outcome, checked_at = :now, next_check_at = :next,"
                                    + " fault = :fault, fault_at = :since where id = :id and wallet_id = :wallet")
                    .param("outcome", outcome.name())
                    .param("now", Timestamp.from(clock.instant()))
                    .param("next", Timestamp.from(next(kept.validUntil(), uncertain ? UNCERTAIN : AGAIN)))
                    .param("fault", now == null ? null : now.name())
                    .param("since", timestamp(since))
                    .param("id", kept.id())
                    .param("wallet", wallet.value())
                    .update();
            // What could not be found out changes nothing for those who count it, and when it ends they know already.
            if (stored == 1 && !uncertain && fault != Import.Fault.EXPIRED) {
                boolean sound = outcome == Verdict.Outcome.PASSED;
                wallets.accounts(wallet).forEach(account -> tell(account.owner(), kept, sound));
            }
            if (stored == 1 && fault != null && news && byItself) {
                letters.write(wallets.addresses(wallet), wallets.accounts(wallet), kept, fault);
            }
        });
    }

    /** Looks at those whose time has come. */
    void lookAtDue() {
        record Due(UUID id, WalletId wallet, String issuer, Instant at) {}
        List<Due> due = jdbc.sql("select id, wallet_id, issuer_id, next_check_at from wallet_import"
                        + " where next_check_at <= :now order by next_check_at, id fetch first :most rows only")
                .param("now", Timestamp.from(clock.instant()))
                .param("most", AT_ONCE)
                .query((row, n) -> new Due(
                        row.getObject("id", UUID.class),
                        new WalletId(row.getObject("wallet_id", UUID.class)),
                        row.getString("issuer_id"),
                        row.getTimestamp("next_check_at").toInstant()))
                .list();
        Map<String, Integer> asked = new HashMap<>();
        for (Due each : due) {
            boolean enough = asked.merge(each.issuer(), 1, Integer::sum) > OF_ONE_ISSUER;
            // Whoever moves the time has the badge to itself; one that has to wait makes room for others.
            int taken = jdbc.sql(
                            "update wallet_import set next_check_at = :later where id = :id and next_check_at = :at")
                    .param("later", Timestamp.from(clock.instant().plus(enough ? PAUSE : UNCERTAIN)))
                    .param("id", each.id())
                    .param("at", Timestamp.from(each.at()))
                    .update();
            if (taken == 1 && !enough) {
                lookAt(each.wallet(), each.id());
            }
        }
    }

    private void lookAt(WalletId wallet, UUID id) {
        Import kept;
        try {
            kept = find(wallet, id);
        } catch (NotFound gone) {
            return;
        }
        Verdict verdict = check.of(kept.text(), texts(wallet)).verdict();
        Import.Fault fault = Import.Fault.in(verdict);
        if (fault == Import.Fault.BROKEN && kept.isOver()) {
            fault = kept.fault(); // what was found before says more
        }
        boolean firstTime = fault == Import.Fault.BROKEN && kept.fault() == null;
        // A web site that is half-way through being moved is no reason to take anything from anybody.
        settle(
                wallet,
                kept,
                firstTime ? Verdict.Outcome.UNKNOWN : verdict.overall(),
                firstTime ? Import.Fault.SUSPECTED : fault,
                true);
    }

    private Instant next(@Nullable Instant validUntil, Duration pause) {
        Instant now = clock.instant();
        Instant next = now.plus(pause);
        Instant over = validUntil == null ? null : validUntil.plus(LITTLE);
        return over != null && over.isAfter(now) && over.isBefore(next) ? over : next;
    }

    /** Takes one out; it counts for none of the wallet's accounts any more. @throws NotFound when there is none */
    void remove(WalletId wallet, UUID id) {
        Import kept = find(wallet, id);
        transactions.executeWithoutResult(status -> {
            jdbc.sql("delete from wallet_import where id = :id and wallet_id = :wallet")
                    .param("id", id)
                    .param("wallet", wallet.value())
                    .update();
            wallets.accounts(wallet).forEach(account -> tell(account.owner(), kept, false));
        });
    }

    private static Import read(ResultSet row) throws SQLException {
        return new Import(
                row.getObject("id", UUID.class),
                row.getString("form"),
                row.getString("badge_id"),
                row.getString("name"),
                row.getString("issuer"),
                row.getString("issuer_id"),
                row.getString("achievement"),
                Optional.ofNullable(row.getTimestamp("issued_at"))
                        .map(Timestamp::toInstant)
                        .orElse(null),
                Optional.ofNullable(row.getTimestamp("valid_until"))
                        .map(Timestamp::toInstant)
                        .orElse(null),
                row.getString("badge"),
                row.getString("outcome"),
                row.getTimestamp("brought_at").toInstant(),
                row.getTimestamp("checked_at").toInstant(),
                Optional.ofNullable(row.getString("fault"))
                        .map(Import.Fault::valueOf)
                        .orElse(null),
                Optional.ofNullable(row.getTimestamp("fault_at"))
                        .map(Timestamp::toInstant)
                        .orElse(null));
    }
}
