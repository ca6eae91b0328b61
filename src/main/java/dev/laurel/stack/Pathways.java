package dev.laurel.stack;

import dev.laurel.badge.Award;
import dev.laurel.badge.Compositions;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Pathway;
import dev.laurel.catalog.Pathway.Kind;
import dev.laurel.catalog.Pathway.Stage;
import dev.laurel.catalog.Pathway.Step;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.StackId;
import dev.laurel.person.PersonId;
import dev.laurel.stack.HeldAwards.Holder;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which stacks there are on the way from a micro-credential, and where somebody stands on one. */
@Component
public class Pathways {

    /** After so long a node knows a new stack. Launches ask only what is in memory. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Catalogue catalogue;
    private final HeldAwards held;
    private final Completions completions;
    private final Compositions compositions;
    private final Clock clock;
    private final AtomicLong asked = new AtomicLong(Long.MIN_VALUE);
    private volatile List<Stack> known = List.of();

    Pathways(Catalogue catalogue, HeldAwards held, Completions completions, Compositions compositions, Clock clock) {
        this.catalogue = catalogue;
        this.held = held;
        this.completions = completions;
        this.compositions = compositions;
        this.clock = clock;
    }

    /** A stack that something is a part of. */
    public record Way(String id, String title, String language) {}

    /**
     * How one thing stands.
     *
     * @param key ends the key of its message
     * @param look and {@code icon}: of a status chip
     * @param since absent where nothing has happened yet
     * @param current whether it is the step to take now
     */
    public record Mark(
            String key, String look, String icon, @Nullable Instant since, boolean current) {}

    /**
     * Where somebody stands.
     *
     * @param marks by id of step
     * @param done so many of {@code of} that the rule asks for
     * @param next absent when nothing is left to do
     * @param award the stack's badge, once there is one
     * @param reviewed whether an officer is to look at the completion
     */
    public record Stand(
            Pathway pathway,
            Map<String, Mark> marks,
            Mark end,
            int done,
            int of,
            @Nullable Step next,
            @Nullable Award award,
            boolean reviewed) {

        public Stand {
            marks = Map.copyOf(marks);
        }
    }

    /** The stacks on offer that a micro-credential is a part of, by title; at most half a minute old. */
    public List<Way> from(MicroCredentialId id) {
        return stacks().stream()
                .filter(stack -> CompleteStacks.asksFor(stack, id.value()))
                .map(stack -> new Way(stack.id().value(), stack.title(), stack.language()))
                .toList();
    }

    /** The same for everybody to whom {@link #from} says the same. */
    public static String mark(List<Way> ways) {
        return ways.stream().map(way -> way.id() + " " + way.title()).collect(Collectors.joining("|"));
    }

    private List<Stack> stacks() {
        long now = System.nanoTime();
        long last = asked.get();
        if ((last == Long.MIN_VALUE || now - last >= FRESH.toNanos()) && asked.compareAndSet(last, now)) {
            known = catalogue.stacks();
        }
        return known;
    }

    /**
     * Where somebody stands on the way to a stack; empty when no such stack is on offer.
     *
     * @param onTheWay ids of what they have begun and not earned
     */
    public Optional<Stand> of(TenantId tenant, PersonId person, StackId id, Set<String> onTheWay) {
        return catalogue.current(id).map(stack -> stand(new Holder(tenant, person), stack, onTheWay));
    }

    private Stand stand(Holder holder, Stack stack, Set<String> onTheWay) {
        Pathway pathway = catalogue.pathway(stack);
        Standing standing = Standing.of(stack, held.of(holder), clock.instant());
        Set<String> counting = standing.steps().entrySet().stream()
                .filter(entry -> entry.getValue().state() == Standing.State.COUNTS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Optional<Completion> completion = completions.last(holder, stack.id().value());
        Award award = completion
                .flatMap(done -> compositions.of(holder.tenant(), holder.person(), done.credentialId()))
                .orElse(null);
        boolean finished = award != null && award.status() == Award.Status.VALID;
        Step next = finished ? null : next(pathway, counting, onTheWay);
        Map<String, Mark> marks = new HashMap<>();
        for (Step step : pathway.steps()) {
            marks.put(step.id(), mark(pathway, step, standing, counting, onTheWay, next));
        }
        boolean reviewed = completion.map(Completion::reviewSince).isPresent();
        return new Stand(
                pathway,
                marks,
                end(award, reviewed),
                pathway.stages().stream()
                        .mapToInt(stage -> done(stage, counting))
                        .sum(),
                pathway.stages().stream().mapToInt(Stage::count).sum(),
                next,
                award,
                reviewed);
    }

    private static int done(Stage stage, Set<String> counting) {
        return (int) Math.min(
                stage.count(),
                stage.steps().stream()
                        .filter(step -> counting.contains(step.id()))
                        .count());
    }

    /** What is begun before what is not; then the first that may begin, of a stage that is not full. */
    private static @Nullable Step next(Pathway pathway, Set<String> counting, Set<String> onTheWay) {
        List<Step> open = pathway.stages().stream()
                .filter(stage -> done(stage, counting) < stage.count())
                .flatMap(stage -> stage.steps().stream())
                .filter(step -> !counting.contains(step.id())
                        && waitsFor(step, counting).isEmpty())
                .toList();
        return open.stream()
                .filter(step -> onTheWay.contains(step.id()))
                .findFirst()
                .or(() -> open.stream().findFirst())
                .orElse(null);
    }

    private static Set<String> waitsFor(Step step, Set<String> counting) {
        Set<String> missing = new HashSet<>();
        step.after().stream()
                .map(Pathway.Before::id)
                .filter(id -> !counting.contains(id))
                .forEach(missing::add);
        return missing;
    }

    private static Mark mark(
            Pathway pathway,
            Step step,
            Standing standing,
            Set<String> counting,
            Set<String> onTheWay,
            @Nullable Step next) {
        Standing.Step stands = standing.steps().get(step.id());
        Held earned = stands == null ? null : stands.held();
        Standing.State state = stands == null ? Standing.State.MISSING : stands.state();
        if (earned != null && state == Standing.State.COUNTS) {
            return new Mark("earned", "earned", "check-circle-fill", earned.issuedAt(), false);
        }
        boolean current = next != null && next.id().equals(step.id());
        if (onTheWay.contains(step.id())) {
            return new Mark("on-the-way", "you", "pencil", null, current);
        }
        if (earned != null) {
            return state == Standing.State.TOO_OLD
                    ? new Mark("too-old", "lost", "hourglass", earned.issuedAt(), false)
                    : new Mark("lost", "lost", "slash-circle", earned.issuedAt(), false);
        }
        if (current) {
            return new Mark("next", "you", "arrow-right", null, true);
        }
        boolean inOrder = pathway.stack().order() != Stack.Order.ANY
                && pathway.stages().stream()
                        .filter(stage -> stage.kind() == Kind.ALL)
                        .anyMatch(stage -> stage.steps().contains(step));
        return inOrder || !waitsFor(step, counting).isEmpty()
                ? new Mark("later", "", "circle", null, false)
                : new Mark("open", "", "circle", null, false);
    }

    private static Mark end(@Nullable Award award, boolean reviewed) {
        if (award == null) {
            return new Mark("later", "", "circle", null, false);
        }
        if (award.status() != Award.Status.VALID) {
            return new Mark("lost", "lost", "slash-circle", award.issuedAt(), false);
        }
        return reviewed
                ? new Mark("under-review", "others", "eye", award.issuedAt(), false)
                : new Mark("earned", "earned", "patch-check-fill", award.issuedAt(), false);
    }
}
