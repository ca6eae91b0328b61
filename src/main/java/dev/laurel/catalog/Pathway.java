package dev.laurel.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stack as a way to go: its stages in order, as a page draws and reads them. */
public record Pathway(Stack stack, List<Stage> stages) {

    public Pathway {
        stages = List.copyOf(stages);
    }

    /** Why a stage is there; the name, in lower case, ends the key of its message. */
    public enum Kind {
        /** To have earned before. */
        BEFORE,
        /** Each of them. */
        ALL,
        /** So many of them. */
        SOME,
        /** So many of a group with a title of its own. */
        GROUP,
        /** May be earned beside the rest. */
        OPTIONAL,
        CAPSTONE;

        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param title the author's, of a group
     * @param count how many of its steps complete it
     */
    public record Stage(Kind kind, @Nullable String title, int count, List<Step> steps) {

        public Stage {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One badge on the way.
     *
     * @param path of its public page; absent when it is published elsewhere
     * @param hours absent when nobody here knows them
     * @param issuer of a badge that another issuer gives
     * @param after what comes first: title by id
     */
    public record Step(
            String id,
            String title,
            String language,
            @Nullable String description,
            @Nullable String path,
            @Nullable Integer hours,
            boolean elsewhere,
            @Nullable String issuer,
            List<Before> after) {

        public Step {
            after = List.copyOf(after);
        }
    }

    /** A step that comes before another. */
    public record Before(String id, String title) {}

    /** Every step once, in order. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        stages.stream().flatMap(stage -> stage.steps().stream()).forEach(step -> {
            if (seen.add(step.id())) {
                steps.add(step);
            }
        });
        return steps;
    }

    /** @param known the newest published version of a micro-credential or stack by its id */
    static Pathway of(Stack stack, Function<String, Optional<Achievement>> known) {
        List<Stage> stages = new ArrayList<>();
        Stack.CompletionRule rule = stack.completionRule();
        for (boolean required : new boolean[] {true, false}) {
            List<Step> before = stack.prerequisites().stream()
                    .filter(prerequisite -> prerequisite.required() == required)
                    .map(prerequisite -> step(stack, prerequisite.id().value(), List.of(), known))
                    .toList();
            add(stages, new Stage(Kind.BEFORE, null, required ? before.size() : 0, before));
        }
        Set<String> grouped = new LinkedHashSet<>();
        rule.groups().forEach(group -> group.members().forEach(id -> grouped.add(id.value())));
        List<Step> required = steps(stack, stack.members().stream().filter(Stack.Member::required), known);
        add(stages, new Stage(Kind.ALL, null, required.size(), required));
        for (Stack.Group group : rule.groups()) {
            List<Step> steps =
                    steps(stack, group.members().stream().flatMap(id -> stack.member(id.value()).stream()), known);
            add(stages, new Stage(Kind.GROUP, group.title(), group.count(), steps));
        }
        List<Step> rest = steps(
                stack,
                stack.members().stream()
                        .filter(member -> !member.required()
                                && !grouped.contains(member.id().value())),
                known);
        // Required members are among the number, so only what is still open of it has to come from the rest.
        int open = Math.max(0, rule.count() - required.size());
        add(stages, new Stage(open > 0 ? Kind.SOME : Kind.OPTIONAL, null, open, rest));
        Stack.Capstone capstone = stack.capstone();
        if (capstone != null) {
            Step step = capstone.id() == null
                    ? new Step("capstone", capstone.title(), stack.language(), null, null, null, false, null, List.of())
                    : step(stack, capstone.id().value(), List.of(), known);
            add(stages, new Stage(Kind.CAPSTONE, capstone.title(), capstone.required() ? 1 : 0, List.of(step)));
        }
        return new Pathway(stack, stages);
    }

    private static void add(List<Stage> stages, Stage stage) {
        if (!stage.steps().isEmpty()) {
            stages.add(stage);
        }
    }

    private static List<Step> steps(
            Stack stack, Stream<Stack.Member> members, Function<String, Optional<Achievement>> known) {
        return members.map(member -> step(
                        stack,
                        member.id().value(),
                        member.after().stream()
                                .map(MicroCredentialId::value)
                                .map(id -> new Before(id, title(stack, id, known)))
                                .toList(),
                        known))
                .toList();
    }

    private static String title(Stack stack, String id, Function<String, Optional<Achievement>> known) {
        return stack.member(id)
                .map(Stack.Member::elsewhere)
                .map(Stack.Elsewhere::title)
                .or(() -> known.apply(id).map(Achievement::title))
                .orElse(id);
    }

    private static Step step(
            Stack stack, String id, List<Before> after, Function<String, Optional<Achievement>> known) {
        Stack.Elsewhere elsewhere = stack.member(id)
                .map(Stack.Member::elsewhere)
                .filter(Objects::nonNull)
                .orElse(null);
        if (elsewhere != null) {
            return new Step(id, elsewhere.title(), stack.language(), null, null, null, true, elsewhere.issuer(), after);
        }
        return known.apply(id)
                .map(found -> new Step(
                        id,
                        found.title(),
                        found.language(),
                        found instanceof MicroCredential microCredential
                                ? microCredential.shortDescription()
                                : found instanceof Stack inner ? inner.shortDescription() : null,
                        found.path(),
                        found.creditedHours(),
                        false,
                        null,
                        after))
                .orElseGet(() -> new Step(id, id, stack.language(), null, null, null, false, null, after));
    }
}
