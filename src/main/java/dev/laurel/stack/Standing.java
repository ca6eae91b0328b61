package dev.laurel.stack;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Stack;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody's badges stand against a stack's rule at a moment.
 *
 * @param steps by id of member, prerequisite and capstone
 * @param complete whether the rule is met
 */
record Standing(Map<String, Step> steps, boolean complete) {

    enum State {
        COUNTS,
        TOO_OLD,
        /** Revoked, suspended or expired. */
        LOST,
        MISSING
    }

    /** @param held absent when nothing was earned */
    record Step(State state, @Nullable Held held) {}

    Standing {
        steps = Map.copyOf(steps);
    }

    /** What counts toward the stack, to be cited: members and capstone. */
    List<Held> parts(Stack stack) {
        Stream<String> ids = stack.members().stream().map(member -> member.id().value());
        Stack.Capstone capstone = stack.capstone();
        return Stream.concat(
                        ids,
                        capstone == null || capstone.id() == null
                                ? Stream.empty()
                                : Stream.of(capstone.id().value()))
                .map(steps::get)
                .filter(step -> step != null && step.state() == State.COUNTS)
                .map(Step::held)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    static Standing of(Stack stack, Collection<Held> held, Instant now) {
        Integer months = stack.completionRule().memberNotOlderThanMonths();
        Instant oldest = months == null
                ? Instant.MIN
                : now.atOffset(ZoneOffset.UTC).minusMonths(months).toInstant();
        Map<String, Step> steps = new LinkedHashMap<>();
        for (MicroCredential.Prerequisite before : stack.prerequisites()) {
            String id = before.id().value();
            steps.put(id, step(held, badge -> badge.isItem(id), Instant.MIN, now));
        }
        for (Stack.Member member : stack.members()) {
            steps.put(member.id().value(), step(held, badge -> badge.answers(member), oldest, now));
        }
        Optional.ofNullable(stack.capstone())
                .map(Stack.Capstone::id)
                .map(MicroCredentialId::value)
                .ifPresent(id -> steps.put(id, step(held, badge -> badge.isItem(id), oldest, now)));
        Set<String> counting = steps.entrySet().stream()
                .filter(entry -> entry.getValue().state() == State.COUNTS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new Standing(steps, isComplete(stack, counting));
    }

    private static boolean isComplete(Stack stack, Set<String> counting) {
        Stack.Capstone capstone = stack.capstone();
        boolean finished = capstone == null
                || !capstone.required()
                || capstone.id() != null && counting.contains(capstone.id().value());
        boolean prepared = stack.prerequisites().stream()
                .filter(MicroCredential.Prerequisite::required)
                .allMatch(before -> counting.contains(before.id().value()));
        boolean required = stack.members().stream()
                .filter(Stack.Member::required)
                .allMatch(member -> counting.contains(member.id().value()));
        boolean many = count(stack.members().stream().map(Stack.Member::id), counting)
                >= stack.completionRule().count();
        boolean groups = stack.completionRule().groups().stream()
                .allMatch(group -> count(group.members().stream(), counting) >= group.count());
        return finished && prepared && required && many && groups;
    }

    private static long count(Stream<MicroCredentialId> ids, Set<String> counting) {
        return ids.filter(id -> counting.contains(id.value())).distinct().count();
    }

    /** The latest that counts, else the latest at all. */
    private static Step step(Collection<Held> held, Predicate<Held> wanted, Instant oldest, Instant now) {
        List<Held> fitting = held.stream()
                .filter(wanted)
                .sorted(Comparator.comparing(Held::issuedAt).reversed())
                .toList();
        if (fitting.isEmpty()) {
            return new Step(State.MISSING, null);
        }
        return fitting.stream()
                .filter(badge -> badge.holdsAt(now) && !badge.issuedAt().isBefore(oldest))
                .findFirst()
                .map(badge -> new Step(State.COUNTS, badge))
                .orElseGet(() -> new Step(fitting.get(0).holdsAt(now) ? State.TOO_OLD : State.LOST, fitting.get(0)));
    }
}
