package dev.laurel.catalog;

import dev.laurel.catalog.Stack.CompletionRule;
import dev.laurel.catalog.Stack.Group;
import dev.laurel.catalog.Stack.Member;
import dev.laurel.system.Fault;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** What only the catalogue knows of a stack's members: that they are there, and how many hours they give. */
final class StackMembers {

    private final Catalogue catalogue;

    StackMembers(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Tells of members that nobody can earn here, and of hours that the members do not give. */
    void check(Stack stack, BiConsumer<String, Fault> problems) {
        for (int i = 0; i < stack.members().size(); i++) {
            Member member = stack.members().get(i);
            if (member.elsewhere() == null && find(member).isEmpty()) {
                problems.accept(
                        "members[" + i + "].id",
                        Fault.of("catalog.fault.stack.unknown", member.id().value(), member.version()));
            }
        }
        Stack.Capstone capstone = stack.capstone();
        if (capstone != null
                && capstone.id() != null
                && catalogue.current(capstone.id()).isEmpty()) {
            problems.accept(
                    "capstone.id",
                    Fault.of("catalog.fault.stack.no-capstone", capstone.id().value()));
        }
        int most = mostHours(stack);
        if (stack.creditedHours() > most) {
            problems.accept("hours.credited", Fault.of("catalog.fault.stack.hours", most));
        }
    }

    private Optional<Achievement> find(Member member) {
        return catalogue
                .version(member.id(), member.version())
                .<Achievement>map(found -> found)
                .or(() -> catalogue.version(new StackId(member.id().value()), member.version()));
    }

    /**
     * The most that one way of completing it gives. A badge that is a member here and of a member stack too gives its
     * hours once.
     */
    int mostHours(Stack stack) {
        Map<MicroCredentialId, Integer> hours = new HashMap<>();
        Set<MicroCredentialId> within = new HashSet<>();
        for (Member member : stack.members()) {
            Achievement found = member.elsewhere() == null ? find(member).orElse(null) : null;
            if (found instanceof MicroCredential credential) {
                hours.put(member.id(), credential.hours().credited());
            } else if (found instanceof Stack inner) {
                hours.put(member.id(), inner.creditedHours());
                inner.members().forEach(each -> within.add(each.id()));
            }
        }
        hours.keySet().removeAll(within);
        Set<MicroCredentialId> way = new LinkedHashSet<>();
        stack.members().stream().filter(Member::required).map(Member::id).forEach(way::add);
        CompletionRule rule = stack.completionRule();
        List<MicroCredentialId> all = stack.members().stream().map(Member::id).toList();
        add(way, all, rule.count() - way.size(), hours);
        for (Group group : rule.groups()) {
            add(way, group.members(), group.count(), hours);
        }
        int sum = way.stream().mapToInt(id -> hours.getOrDefault(id, 0)).sum();
        Stack.Capstone capstone = stack.capstone();
        if (capstone == null || capstone.id() == null || way.contains(capstone.id())) {
            return sum;
        }
        return sum
                + catalogue
                        .current(capstone.id())
                        .map(found -> found.hours().credited())
                        .orElse(0);
    }

    private static void add(
            Set<MicroCredentialId> way,
            Collection<MicroCredentialId> from,
            int count,
            Map<MicroCredentialId, Integer> hours) {
        from.stream()
                .filter(id -> !way.contains(id))
                .sorted(Comparator.comparing((MicroCredentialId id) -> -hours.getOrDefault(id, 0)))
                .limit(Math.max(0, count))
                .toList()
                .forEach(way::add);
    }
}
