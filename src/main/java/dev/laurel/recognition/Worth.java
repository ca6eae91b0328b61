package dev.laurel.recognition;

import dev.laurel.recognition.Scope.Offer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What something counts for with one authority. Every figure comes with the rule that gives it, and so with a source and a
 * date.
 *
 * @param first what people ask for first: renewal before all else; absent when the authority has no rule at all
 * @param others what else it counts for there
 */
public record Worth(Authority authority, @Nullable Line first, List<Line> others) {

    public Worth {
        others = List.copyOf(others);
    }

    /**
     * One rule, applied.
     *
     * @param fits whether the rule speaks of this at all; where no rule does, one is shown to say what there is, without
     *     a figure
     * @param amount units for one badge; absent where no figure is named
     */
    public record Line(Rule rule, boolean fits, @Nullable BigDecimal amount) {

        public String unit() {
            return rule.unit();
        }

        public ValueKind kind() {
            return rule.kind();
        }

        /** Units and of how many micro-credentials, where it takes more than one; otherwise null. */
        public Rate.@Nullable PerCredentials together() {
            return amount != null && rule.rate() instanceof Rate.PerCredentials rate && rate.credentials() > 1
                    ? rate
                    : null;
        }

        /** Units for one badge by itself: none where the rule speaks of several together. */
        @Nullable
        BigDecimal forOne() {
            return together() == null ? amount : null;
        }

        public LocalDate checkedOn() {
            return rule.checkedOn();
        }
    }

    /** The first and the others. */
    public List<Line> lines() {
        return first == null
                ? List.of()
                : Stream.concat(Stream.of(first), others.stream()).toList();
    }

    private static final Comparator<Rule> ORDER = Comparator.comparing(Rule::kind)
            .thenComparing(rule -> rule.rate() == null)
            .thenComparing(rule -> rule.scope().distance())
            .thenComparing(Rule::name);

    /** The worth of an offer by the rules that hold on a day. */
    static Worth of(Authority authority, List<Rule> rules, Offer offer, LocalDate day) {
        List<Rule> holding =
                rules.stream().filter(rule -> rule.holdsOn(day)).sorted(ORDER).toList();
        List<Line> lines = holding.stream()
                .filter(rule -> rule.scope().fits(offer))
                .filter(rule -> isClosest(rule, holding, offer))
                .map(rule -> new Line(
                        rule,
                        true,
                        Optional.ofNullable(rule.rate())
                                .map(rate -> within(rule.cap(), rate.of(offer)))
                                .orElse(null)))
                .toList();
        if (lines.isEmpty()) {
            Line nearest = holding.isEmpty() ? null : new Line(holding.get(0), false, null);
            return new Worth(authority, nearest, List.of());
        }
        return new Worth(authority, lines.get(0), lines.subList(1, lines.size()));
    }

    /** Nothing is promised that a cap takes away again. */
    private static BigDecimal within(Rule.@Nullable Cap cap, BigDecimal amount) {
        return cap == null ? amount : amount.min(cap.units());
    }

    /** A rule for this micro-credential takes the place of one for all, where both give the same unit for the same end. */
    private static boolean isClosest(Rule rule, List<Rule> all, Offer offer) {
        return all.stream()
                .filter(other -> other.kind() == rule.kind()
                        && other.unit().equals(rule.unit())
                        && other.scope().fits(offer))
                .noneMatch(other -> other.scope().distance() < rule.scope().distance());
    }
}
