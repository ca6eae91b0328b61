package dev.laurel.badge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a credential found, step by step.
 *
 * @param name of the badge, when the text could be read
 * @param address of its public page, when it is one of ours
 * @param parts the badges in a learner record, each by itself; empty for a badge
 */
public record Verdict(
        List<Check> checks, @Nullable String name, @Nullable String address, List<Verdict> parts) {

    public Verdict {
        checks = List.copyOf(checks);
        parts = List.copyOf(parts);
    }

    Verdict(List<Check> checks, @Nullable String name, @Nullable String address) {
        this(checks, name, address, List.of());
    }

    /** What was looked at, in this order. */
    public enum Step {
        TEXT,
        SCHEMA,
        CONTEXT,
        PROOF,
        KEY,
        SIGNATURE,
        DATES,
        STATUS,
        /** What others say of it within it; asked only where there is such a thing. */
        ENDORSEMENT,
        RECIPIENT
    }

    /** What came of it. */
    public enum Outcome {
        PASSED,
        FAILED,
        UNKNOWN,
        /** Nobody asked for it. */
        SKIPPED,
        /** It would have had nothing to stand on, since an earlier step failed; the detail names that one. */
        UNCHECKED
    }

    /**
     * @param reason last part of the message key that says why
     * @param detail what the message speaks of; empty for most
     */
    public record Check(Step step, Outcome outcome, String reason, String detail) {

        static Check passed(Step step) {
            return new Check(step, Outcome.PASSED, "passed", "");
        }

        static Check failed(Step step, String reason) {
            return new Check(step, Outcome.FAILED, reason, "");
        }
    }

    /** Why something is given up that was made to keep whoever checks it busy. */
    static final String ENDLESS = "endless";

    /** Whether it was made so: then nothing more of it is looked at. */
    static boolean isGivenUp(List<Check> checks) {
        return checks.stream().anyMatch(check -> check.reason().equals(ENDLESS));
    }

    /** What is said of a step that was not come to. */
    static final String NOT_REACHED = "not-reached-yet";

    /**
     * With a line for each step that was not come to, because of the last one before it that did not pass.
     *
     * @param steps all that there are for such a thing, in their order
     */
    static List<Check> complete(List<Check> checks, Collection<Step> steps) {
        List<Check> all = new ArrayList<>(checks);
        for (Step step : steps) {
            if (checks.stream().noneMatch(check -> check.step() == step)) {
                cause(checks, step)
                        .ifPresent(cause -> all.add(new Check(
                                step,
                                Outcome.UNCHECKED,
                                NOT_REACHED,
                                cause.step().name().toLowerCase(Locale.ROOT))));
            }
        }
        all.sort(Comparator.comparing(Check::step));
        return all;
    }

    /** The form stops nothing: whatever has another one is looked at all the same. */
    private static Optional<Check> cause(List<Check> checks, Step step) {
        List<Check> obstacles = checks.stream()
                .filter(check -> check.outcome() == Outcome.FAILED || check.outcome() == Outcome.UNKNOWN)
                .filter(check -> check.step() != Step.SCHEMA)
                .toList();
        return obstacles.stream()
                .filter(check -> check.step().compareTo(step) < 0)
                .reduce((earlier, later) -> later)
                .or(() -> obstacles.stream().findFirst());
    }

    /** Failed when one step failed; passed when all passed. What could not be found out is not a pass. */
    public Outcome overall() {
        List<Outcome> outcomes = Stream.concat(
                        checks.stream().map(Check::outcome), parts.stream().map(Verdict::overall))
                .toList();
        if (outcomes.contains(Outcome.FAILED)) {
            return Outcome.FAILED;
        }
        return outcomes.contains(Outcome.UNKNOWN) ? Outcome.UNKNOWN : Outcome.PASSED;
    }

    /** Whether what was brought is not what its issuer signed: it only names the badge that lies at its address. */
    public boolean isForged() {
        return checks.stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .anyMatch(check ->
                        check.step() == Step.PROOF || check.step() == Step.KEY || check.step() == Step.SIGNATURE);
    }

    /** The first step that did not pass; absent when all did. */
    public @Nullable Check obstacle() {
        return checks.stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .findFirst()
                .or(() -> checks.stream()
                        .filter(check -> check.outcome() == Outcome.UNKNOWN)
                        .findFirst())
                .orElse(null);
    }
}
