package dev.laurel.wallet;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFile;
import dev.laurel.badge.BadgeSigned;
import dev.laurel.badge.BadgeSucceeded;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.badge.LearnerRecords;
import dev.laurel.system.NotFound;
import dev.laurel.wallet.BackpackClient.Unauthorized;
import dev.laurel.wallet.BackpackProblem.Kind;
import dev.laurel.wallet.Holdings.Held;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Puts badges and learner records into backpacks. What fails for a passing reason is tried again after as long as the
 * backpack says, else after half an hour twice (Open Badges 3.0, 6.5), then every six hours for three days; what ended with
 * the permission waits until that is given again; the rest is told to the person.
 */
@Component
class Packing {

    private static final Logger log = LoggerFactory.getLogger(Packing.class);
    private static final Duration SOON = Duration.ofMinutes(30);
    private static final Duration LATER = Duration.ofHours(6);
    private static final int SOON_TRIES = 2;
    private static final int TRIES = 14;
    private static final int AT_ONCE = 50;
    private static final Duration LONGEST_VISIT = Duration.ofSeconds(8);

    private final Backpacks backpacks;
    private final Pushes pushes;
    private final BackpackClient client;
    private final Wallets wallets;
    private final Holdings holdings;
    private final EarnedBadges badges;
    private final Compositions compositions;
    private final LearnerRecords records;
    private final Imports imports;
    private final Clock clock;

    Packing(
            Backpacks backpacks,
            Pushes pushes,
            BackpackClient client,
            Wallets wallets,
            Holdings holdings,
            EarnedBadges badges,
            Compositions compositions,
            LearnerRecords records,
            Imports imports,
            Clock clock) {
        this.backpacks = backpacks;
        this.pushes = pushes;
        this.client = client;
        this.wallets = wallets;
        this.holdings = holdings;
        this.badges = badges;
        this.compositions = compositions;
        this.records = records;
        this.imports = imports;
        this.clock = clock;
    }

    private List<Owner> owners(WalletId wallet) {
        return wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList();
    }

    /** Has badges put in, and begins with it. @throws NotFound when one of them is not in this wallet */
    void send(Backpack backpack, List<String> credentialIds) {
        List<Owner> owners = owners(backpack.wallet());
        List<Held> held = credentialIds.stream()
                .distinct()
                .map(id -> holdings.find(owners, id))
                .toList();
        held.forEach(each -> pushes.ask(backpack.id(), each.badge().award().credentialId(), each.owner()));
        visit(backpack.id(), LONGEST_VISIT);
    }

    /** Has a record of all that counts put in, and does it. */
    void sendRecord(Backpack backpack) {
        pushes.ask(backpack.id(), Push.RECORD, null);
        visit(backpack.id(), LONGEST_VISIT);
    }

    /** Sends what had to wait for permission, or had failed. */
    void resume(UUID backpack) {
        pushes.waitNoLonger(backpack);
        visit(backpack, LONGEST_VISIT);
    }

    /** A badge was signed, or signed again: it goes where it is already, and where new ones go by themselves. */
    @ApplicationModuleListener
    void on(BadgeSigned signed) {
        List<UUID> holding = pushes.backpacksWith(signed.credentialId());
        holding.forEach(backpack -> pushes.ask(backpack, signed.credentialId(), null));
        compositions
                .holding(signed.tenant(), signed.credentialId())
                .map(badge -> new Owner(badge.tenant(), badge.earner()))
                .ifPresent(owner -> wallets.holding(owner).stream()
                        .flatMap(wallet -> backpacks.of(wallet).stream())
                        .filter(backpack -> !holding.contains(backpack.id()))
                        .forEach(backpack -> keepUp(backpack, signed.credentialId(), owner)));
    }

    /** A badge came in the place of another: it goes where that one is, too. */
    @ApplicationModuleListener
    void on(BadgeSucceeded succeeded) {
        compositions
                .holding(succeeded.tenant(), succeeded.credentialId())
                .map(badge -> new Owner(badge.tenant(), badge.earner()))
                .ifPresent(owner -> pushes.backpacksWith(succeeded.earlierId())
                        .forEach(backpack -> pushes.ask(backpack, succeeded.credentialId(), owner)));
    }

    private void keepUp(Backpack backpack, String credentialId, Owner owner) {
        boolean record = backpack.kind() == BackpackKind.CLR2;
        if (record && pushes.in(backpack.id(), Push.RECORD).isPresent()) {
            pushes.ask(backpack.id(), Push.RECORD, null);
        } else if (!record && backpack.keepUp()) {
            pushes.ask(backpack.id(), credentialId, owner);
        }
    }

    /** Sends what is due, on whichever node comes first. */
    void sendDue() {
        pushes.backpacksDue(AT_ONCE).forEach(backpack -> visit(backpack, Duration.ofMinutes(2)));
    }

    /** Sends what is due for one backpack, one after the other, unless somebody else is at it. */
    private void visit(UUID id, Duration longest) {
        Optional<Backpack> backpack = backpacks.byId(id).filter(Backpack::isConnected);
        if (backpack.isEmpty() || !backpacks.takeTurn(id)) {
            return;
        }
        Instant end = clock.instant().plus(longest);
        try {
            Optional<Push> next = pushes.due(id);
            while (next.isPresent() && deliver(backpack.get(), next.get())) {
                next = clock.instant().isBefore(end) ? pushes.due(id) : Optional.empty();
            }
        } finally {
            backpacks.endTurn(id);
        }
    }

    /** Whether the next one can be sent, too. */
    private boolean deliver(Backpack backpack, Push push) {
        try {
            put(backpack, content(backpack, push));
            pushes.sent(push);
            log.info("Backpack {} took {}", backpack.id(), push.credentialId());
            return true;
        } catch (NotFound e) {
            pushes.remove(push); // its account has left the wallet, or its person is gone
            return true;
        } catch (BackpackProblem e) {
            log.info("Backpack {} did not take {}: {}", backpack.id(), push.credentialId(), e.kind());
            return failed(backpack, push, e);
        }
    }

    private boolean failed(Backpack backpack, Push push, BackpackProblem problem) {
        if (problem.kind().needsPermission()) {
            backpacks.broken(backpack.id(), problem.kind());
            return false;
        }
        if (!problem.kind().isPassing()) {
            pushes.failed(push, problem, null);
            return true;
        }
        Duration own = push.tries() < SOON_TRIES ? SOON : LATER;
        Duration wait = Objects.requireNonNullElse(problem.retryAfter(), own);
        Instant again = clock.instant().plus(wait.isNegative() ? Duration.ZERO : wait);
        pushes.failed(push, problem, push.tries() + 1 < TRIES ? again : null);
        pushes.wait(backpack.id(), again);
        return false;
    }

    private byte[] content(Backpack backpack, Push push) throws BackpackProblem {
        List<Owner> owners = owners(backpack.wallet());
        if (push.isRecord()) {
            String record = records.sign(
                    push.id(),
                    Holdings.earners(owners),
                    holdings.submissions(owners),
                    Set.of(),
                    imports.forRecord(backpack.wallet(), null),
                    wallets.addresses(backpack.wallet()).get(0).text(),
                    backpack.language());
            if (record.isEmpty()) {
                throw new BackpackProblem(Kind.NOT_IN_FORCE);
            }
            return record.getBytes(StandardCharsets.UTF_8);
        }
        Held held = holdings.find(owners, push.credentialId());
        Award.Status status = held.badge().award().status();
        if (status != Award.Status.VALID && status != Award.Status.EXPIRED) {
            throw new BackpackProblem(Kind.NOT_IN_FORCE);
        }
        return badges.file(held.owner().tenant(), push.credentialId(), BadgeFile.JSON);
    }

    /** With the token that there is, or else with the next one; a second refusal is final. */
    private void put(Backpack backpack, byte[] credential) throws BackpackProblem {
        BackpackKeys keys = backpacks.keys(backpack.id());
        boolean fresh = keys.access() == null
                || keys.accessUntil() != null && !clock.instant().isBefore(keys.accessUntil());
        if (fresh) {
            keys = renewed(backpack, keys);
        }
        try {
            client.put(backpack.services(), Objects.requireNonNull(keys.access()), credential);
        } catch (Unauthorized first) {
            if (fresh) {
                throw new BackpackProblem(Kind.ENDED);
            }
            BackpackKeys next = renewed(backpack, keys);
            try {
                client.put(backpack.services(), Objects.requireNonNull(next.access()), credential);
            } catch (Unauthorized second) {
                throw new BackpackProblem(Kind.ENDED);
            }
        }
    }

    private BackpackKeys renewed(Backpack backpack, BackpackKeys keys) throws BackpackProblem {
        BackpackKeys next = client.renew(backpack.services(), keys, backpack.id());
        backpacks.renewed(backpack.id(), next);
        return next;
    }
}
