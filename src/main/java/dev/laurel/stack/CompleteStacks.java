package dev.laurel.stack;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeIssued;
import dev.laurel.badge.BadgeRevoked;
import dev.laurel.badge.Composition;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.Holding;
import dev.laurel.badge.RenewableByOfficer;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.StackId;
import dev.laurel.person.StaffId;
import dev.laurel.stack.Completion.Loss;
import dev.laurel.stack.HeldAwards.Holder;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Holds people's badges against the stacks on offer, and has the stack's own badge issued in the transaction in which its
 * rule is met. Hears of every badge at least once; what was done is not done again. What was issued before a stack existed
 * is looked at by a task.
 */
@Component
class CompleteStacks implements RenewableByOfficer {

    private static final Logger log = LoggerFactory.getLogger(CompleteStacks.class);

    /** For the record, which is kept in English. */
    private static final String RENEWED = "The badges that it is made of are there again.";

    private static final int AT_ONCE = 200;
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final UUID EVERYTHING_BEFORE = new UUID(0, 0);

    private final HeldAwards held;
    private final Completions completions;
    private final WaitedFor waiting;
    private final Compositions compositions;
    private final Catalogue catalogue;
    private final TransactionOperations transaction;
    private final Clock clock;

    CompleteStacks(
            HeldAwards held,
            Completions completions,
            WaitedFor waiting,
            Compositions compositions,
            Catalogue catalogue,
            TransactionOperations transaction,
            Clock clock) {
        this.held = held;
        this.completions = completions;
        this.waiting = waiting;
        this.compositions = compositions;
        this.catalogue = catalogue;
        this.transaction = transaction;
        this.clock = clock;
    }

    @ApplicationModuleListener
    void on(BadgeIssued issued) {
        compositions.holding(issued.tenant(), issued.credentialId()).ifPresent(this::take);
    }

    @ApplicationModuleListener
    void on(AwardBroughtIn award) {
        Holder holder = new Holder(award.tenant(), award.person());
        held.lock(holder);
        String id = held.note(award);
        if (award.sound()) {
            renewParts(holder);
            complete(holder, stack -> stack.members().stream()
                    .map(Stack.Member::elsewhere)
                    .filter(Objects::nonNull)
                    .anyMatch(elsewhere -> elsewhere.achievement().equals(award.achievement())));
        } else {
            lost(award.tenant(), id, Loss.UNSOUND);
        }
    }

    @ApplicationModuleListener
    void on(AwardCarried award) {
        Optional<Holding> holding = compositions.holding(award.earnedIn(), award.credentialId());
        Optional<Achievement> achievement = holding.map(Holding::achievement).flatMap(catalogue::achievement);
        if (holding.isEmpty() || achievement.isEmpty()) {
            return;
        }
        Holder holder = new Holder(award.tenant(), award.person());
        held.lock(holder);
        String id = held.carry(holder, holding.get(), achievement.get(), award.sound());
        if (award.sound()) {
            renewParts(holder);
            String item = achievement.get().item();
            complete(holder, stack -> asksFor(stack, item));
        } else {
            lost(award.tenant(), id, Loss.UNSOUND);
        }
    }

    @ApplicationModuleListener
    void on(BadgeRevoked revoked) {
        held.whereCounts(revoked.credentialId()).forEach(counted -> lost(counted.tenant(), counted.id(), Loss.REVOKED));
    }

    private void take(Holding holding) {
        Holder holder = new Holder(holding.tenant(), holding.earner());
        held.lock(holder);
        Optional<Achievement> achievement = catalogue.achievement(holding.achievement());
        if (achievement.isEmpty()) {
            return;
        }
        held.note(holding, achievement.get());
        renewParts(holder);
        String item = achievement.get().item();
        complete(holder, stack -> asksFor(stack, item));
    }

    static boolean asksFor(Stack stack, String item) {
        return stack.member(item).isPresent()
                || stack.prerequisites().stream()
                        .anyMatch(before -> before.id().value().equals(item))
                || Optional.ofNullable(stack.capstone())
                        .map(Stack.Capstone::id)
                        .filter(id -> id.value().equals(item))
                        .isPresent();
    }

    /** Holds somebody's badges, whose row is locked, against those stacks. */
    private void complete(Holder holder, Predicate<Stack> concerned) {
        for (Stack stack : catalogue.stacks()) {
            if (concerned.test(stack)) {
                complete(holder, stack);
            }
        }
    }

    /** Its badge waits, and is noted to, while its issuer is another district's. */
    private void complete(Holder holder, Stack stack) {
        Instant now = clock.instant();
        List<Held> all = held.of(holder);
        Standing standing = Standing.of(stack, all, now);
        // Whoever completed it with another account has its badge already.
        boolean carried = all.stream()
                .anyMatch(badge -> badge.isItem(stack.id().value())
                        && !badge.id().equals(badge.credential())
                        && badge.holdsAt(now));
        if (!standing.complete() || carried) {
            waiting.over(holder, stack);
            return;
        }
        List<Held> parts = standing.parts(stack);
        Optional<Completion> before = completions.last(holder, stack.id().value());
        Optional<Holding> badge = before.flatMap(last -> compositions.holding(last.tenant(), last.credentialId()));
        if (before.isPresent() && !mayComeAgain(before.get(), badge, parts)) {
            waiting.over(holder, stack);
            return;
        }
        if (!compositions.mayIssue(holder.tenant(), stack)) {
            if (waiting.note(holder, stack, now)) {
                log.warn("Stack {} is complete, and its badge waits: its issuer is another district's", stack.path());
            }
            return;
        }
        waiting.over(holder, stack);
        String credential = compose(
                holder,
                stack,
                parts,
                before.map(Completion::number).orElse(0) + 1,
                badge.map(Holding::credentialId).orElse(null),
                null);
        log.info("Stack {} is complete, badge {}", stack.path(), credential);
    }

    private String compose(
            Holder holder,
            Stack stack,
            List<Held> parts,
            int number,
            @Nullable String inPlaceOf,
            Composition.@Nullable Wanted wanted) {
        Instant now = clock.instant();
        CompletionId id = Completions.newId();
        String credential = compositions.issue(new Composition(
                id.value(),
                holder.tenant(),
                holder.person(),
                stack.versionId(),
                parts.stream().map(Held::cited).toList(),
                now,
                inPlaceOf,
                wanted));
        completions.add(
                new Completion(
                        id,
                        holder.tenant(),
                        holder.person(),
                        stack.id().value(),
                        number,
                        stack.versionId(),
                        credential,
                        now,
                        null,
                        null),
                parts);
        // The stack's badge may itself be a member of others.
        compositions.holding(holder.tenant(), credential).ifPresent(this::take);
        return credential;
    }

    /** An officer renews the badge of a stack, which has all its parts, whether or not these were renewed. */
    @Override
    @Transactional
    public Optional<String> renew(TenantId tenant, String credentialId, StaffId officer, String words) {
        Completion known = completions.of(tenant, credentialId).orElse(null);
        if (known == null) {
            return Optional.empty();
        }
        Holder holder = new Holder(known.tenant(), known.person());
        held.lock(holder);
        boolean last = completions
                .last(holder, known.stack())
                .filter(completion -> completion.id().equals(known.id()))
                .isPresent();
        List<Completion.Part> made = completions.parts(known.id());
        List<Held> parts = held.of(holder).stream()
                .filter(badge -> made.stream().anyMatch(part -> part.award().equals(badge.id())))
                .toList();
        boolean whole = parts.size() == made.size() && made.stream().allMatch(part -> part.lostAt() == null);
        if (!last || !whole || parts.isEmpty()) {
            return Optional.empty();
        }
        Stack stack = catalogue.stackVersion(known.version()).orElseThrow();
        String later =
                compose(holder, stack, parts, known.number() + 1, credentialId, new Composition.Wanted(officer, words));
        log.info("Officer {} renewed the badge of stack {}: {}", officer.value(), stack.path(), later);
        return Optional.of(later);
    }

    /**
     * A stack is earned once; again after its badge has ended and with something earned since. Before its badge ends, it is
     * renewed once every part that ends was, beyond the end of the stack's.
     */
    private static boolean mayComeAgain(Completion before, Optional<Holding> badge, List<Held> parts) {
        if (badge.isEmpty()) {
            return false;
        }
        Instant end = badge.get().validUntil();
        List<Held> ending =
                parts.stream().filter(part -> part.validUntil() != null).toList();
        return switch (badge.get().status()) {
            case EXPIRED, REVOKED ->
                parts.stream().anyMatch(part -> part.issuedAt().isAfter(before.completedAt()));
            case VALID ->
                end != null
                        && !ending.isEmpty()
                        && ending.stream()
                                .allMatch(part -> part.issuedAt().isAfter(before.completedAt()) && part.holdsAt(end));
            case SUSPENDED, SUPERSEDED -> false;
        };
    }

    /** What somebody, whose row is locked, earned again takes the place of the earlier badge in what it is part of. */
    private void renewParts(Holder holder) {
        List<Completion> all = completions.last(holder);
        if (!all.isEmpty()) {
            List<Held> badges = held.of(holder);
            all.forEach(completion -> renewParts(completion, badges));
        }
    }

    private void renewParts(Completion completion, List<Held> badges) {
        Instant now = clock.instant();
        boolean ended = compositions
                .holding(completion.tenant(), completion.credentialId())
                .map(Holding::status)
                .filter(Set.of(Award.Status.VALID, Award.Status.SUSPENDED)::contains)
                .isEmpty();
        if (ended) {
            return;
        }
        Stack stack = catalogue.stackVersion(completion.version()).orElseThrow();
        List<Completion.Part> parts = completions.parts(completion.id());
        List<Held> counting = Standing.of(stack, badges, now).parts(stack);
        boolean renewed = false;
        for (Completion.Part part : parts) {
            Optional<Held> earlier = badges.stream()
                    .filter(badge -> badge.id().equals(part.award()))
                    .findFirst();
            Optional<Held> later = earlier.flatMap(badge -> counting.stream()
                    .filter(other ->
                            parts.stream().noneMatch(known -> known.award().equals(other.id())))
                    .filter(other -> comesInPlaceOf(stack, other, badge, part, now))
                    .findFirst());
            if (earlier.isPresent() && later.isPresent()) {
                completions.replace(
                        completion.id(), earlier.get().id(), later.get().id());
                compositions.replacePart(
                        completion.tenant(),
                        completion.credentialId(),
                        earlier.get().cited(),
                        later.get().cited());
                renewed = true;
            }
        }
        if (renewed && standsWithout(completion, stack)) {
            completions.reviewed(completion.id(), Compositions.BY_RULE, RENEWED, now);
            compositions.lift(completion.tenant(), completion.credentialId(), RENEWED);
            compositions.dropProposal(completion.tenant(), completion.credentialId(), RENEWED, Compositions.BY_RULE);
        }
        if (renewed) {
            log.info("Completion {} has a renewed part", completion.id().value());
        }
    }

    /** Whether it was issued in the other's place, or is for the same step, which the other no longer fills. */
    private boolean comesInPlaceOf(Stack stack, Held later, Held earlier, Completion.Part part, Instant now) {
        if (later.credential() != null
                && earlier.credential() != null
                && compositions.succeeds(later.credential(), earlier.credential())) {
            return true;
        }
        boolean gone = part.lostAt() != null || !earlier.holdsAt(now);
        return gone && later.issuedAt().isAfter(earlier.issuedAt()) && sameStep(stack, later, earlier);
    }

    private static boolean sameStep(Stack stack, Held later, Held earlier) {
        return stack.members().stream().anyMatch(member -> earlier.answers(member) && later.answers(member))
                || earlier.item() != null && earlier.item().equals(later.item());
    }

    /** What each stack's own policy says when a badge that it is made of is lost. */
    private void lost(TenantId tenant, String award, Loss by) {
        for (Completion completion : completions.madeOf(award)) {
            if (!completion.tenant().equals(tenant)) {
                continue;
            }
            Instant now = clock.instant();
            if (hasAnother(completion, award)) {
                continue;
            }
            if (!completions.lose(completion.id(), award, by, now)) {
                continue;
            }
            Stack stack = catalogue.stackVersion(completion.version()).orElseThrow();
            if (standsWithout(completion, stack) || stack.memberLoss() == Stack.MemberLoss.KEEP) {
                continue;
            }
            completions.review(completion.id(), stack.memberLoss(), now);
            if (stack.memberLoss() == Stack.MemberLoss.SUSPEND) {
                compositions.suspend(tenant, completion.credentialId(), reason(by), Compositions.BY_RULE);
            } else if (stack.memberLoss() == Stack.MemberLoss.REVOKE) {
                compositions.proposeRevocation(tenant, completion.credentialId(), reason(by));
            }
            log.info("Completion {} lost {}: {}", completion.id().value(), award, stack.memberLoss());
        }
    }

    /** Whether a badge that its owner earned again meanwhile was put in the lost one's place. */
    private boolean hasAnother(Completion completion, String award) {
        Holder holder = new Holder(completion.tenant(), completion.person());
        held.lock(holder);
        renewParts(completion, held.of(holder));
        return completions.parts(completion.id()).stream()
                .noneMatch(part -> part.award().equals(award));
    }

    /** For the record, which is kept in English; pages say it from the completion. */
    private static String reason(Loss by) {
        return switch (by) {
            case REVOKED -> "A badge that it is made of was revoked.";
            case EXPIRED -> "A badge that it is made of has expired.";
            case UNSOUND -> "A badge of another issuer that it is made of no longer verifies.";
        };
    }

    /** Whether what is left met the rule on the day of the completion. */
    private boolean standsWithout(Completion completion, Stack stack) {
        Set<String> left = completions.parts(completion.id()).stream()
                .filter(part -> part.lostAt() == null)
                .map(Completion.Part::award)
                .collect(Collectors.toSet());
        Set<String> before = stack.prerequisites().stream()
                .map(prerequisite -> prerequisite.id().value())
                .collect(Collectors.toSet());
        List<Held> sound = held.of(new Holder(completion.tenant(), completion.person())).stream()
                .filter(part -> left.contains(part.id())
                        || part.item() != null
                                && before.contains(part.item())
                                && stack.member(part.item()).isEmpty())
                .toList();
        return Standing.of(stack, sound, completion.completedAt()).complete();
    }

    /** Closes what an officer looked at; the second of two officers changes nothing. */
    @Transactional
    public void review(Completion completion, StaffId officer, boolean suspend, String words) {
        if (!completions.reviewed(completion.id(), officer, words, clock.instant())) {
            return;
        }
        if (suspend) {
            compositions.suspend(completion.tenant(), completion.credentialId(), words, officer);
        } else if (completion.reviewPolicy() == Stack.MemberLoss.REVOKE) {
            compositions.dropProposal(completion.tenant(), completion.credentialId(), words, officer);
        }
    }

    /** Takes over what was there before, holds new stacks against everybody's badges, and notes what has expired. */
    void look() {
        takeOverEverythingBefore();
        for (Stack stack : catalogue.stacks()) {
            if (!completions.isSwept(stack.versionId().value())) {
                sweep(stack);
            }
        }
        lookAtWaiting();
        noteExpired();
        renewEnded();
    }

    private void takeOverEverythingBefore() {
        if (completions.isSwept(EVERYTHING_BEFORE)) {
            return;
        }
        @Nullable Holding last = null;
        List<Holding> page;
        do {
            page = compositions.holdings(last, AT_ONCE);
            for (Holding holding : page) {
                transaction.executeWithoutResult(status -> take(holding));
                last = holding;
            }
        } while (!page.isEmpty());
        completions.swept(EVERYTHING_BEFORE, clock.instant());
    }

    private void sweep(Stack stack) {
        List<String> items = new ArrayList<>();
        List<String> achievements = new ArrayList<>();
        for (Stack.Member member : stack.members()) {
            if (member.elsewhere() == null) {
                items.add(member.id().value());
            } else {
                achievements.add(member.elsewhere().achievement());
            }
        }
        @Nullable Holder last = null;
        List<Holder> page;
        do {
            page = held.holders(items, achievements, last, AT_ONCE);
            for (Holder holder : page) {
                holdAgainst(holder, stack);
                last = holder;
            }
        } while (page.size() == AT_ONCE);
        completions.swept(stack.versionId().value(), clock.instant());
    }

    private void holdAgainst(Holder holder, Stack stack) {
        transaction.executeWithoutResult(status -> {
            held.lock(holder);
            complete(holder, stack);
        });
    }

    /** What waits is signed where that is let by now; once a day it is looked at whether it is complete still. */
    private void lookAtWaiting() {
        WaitedFor.@Nullable Group last = null;
        List<WaitedFor.Group> page;
        do {
            page = waiting.groups(last, AT_ONCE);
            for (WaitedFor.Group group : page) {
                catalogue
                        .current(new StackId(group.stack()))
                        .filter(stack -> compositions.mayIssue(group.tenant(), stack))
                        .ifPresent(stack -> signWaiting(group, stack));
                last = group;
            }
        } while (page.size() == AT_ONCE);
        // The rest when it is looked next.
        for (WaitedFor.Waiting each : waiting.notLookedAtSince(clock.instant().minus(A_DAY), AT_ONCE)) {
            catalogue
                    .current(new StackId(each.stack()))
                    .ifPresentOrElse(
                            stack -> holdAgainst(each.holder(), stack), () -> waiting.looked(each, clock.instant()));
        }
    }

    private void signWaiting(WaitedFor.Group group, Stack stack) {
        @Nullable Holder last = null;
        List<Holder> page;
        do {
            page = waiting.of(group, last, AT_ONCE);
            for (Holder holder : page) {
                holdAgainst(holder, stack);
                last = holder;
            }
        } while (page.size() == AT_ONCE);
    }

    private void noteExpired() {
        List<String> page;
        do {
            page = completions.expired(clock.instant(), AT_ONCE);
            for (String award : page) {
                transaction.executeWithoutResult(status -> completions
                        .madeOf(award)
                        .forEach(completion -> lost(completion.tenant(), award, Loss.EXPIRED)));
            }
        } while (page.size() == AT_ONCE);
    }

    /** Stacks whose own badge has ended: what was renewed before that day brings them back. */
    private void renewEnded() {
        List<Completion> page;
        do {
            page = completions.ended(clock.instant(), AT_ONCE);
            for (Completion completion : page) {
                transaction.executeWithoutResult(status -> {
                    Holder holder = new Holder(completion.tenant(), completion.person());
                    held.lock(holder);
                    complete(holder, stack -> stack.id().value().equals(completion.stack()));
                    completions.endSeen(completion.id(), clock.instant());
                });
            }
        } while (page.size() == AT_ONCE);
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        /** New stacks are rare, and a badge that has expired is none from its last second on anyway. */
        @Bean
        RecurringTask<Void> lookAfterStacks(CompleteStacks stacks) {
            return Tasks.recurring("stack-look", FixedDelay.ofMinutes(10))
                    .execute((instance, context) -> stacks.look());
        }
    }
}
