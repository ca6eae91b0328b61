package dev.laurel.assessment;

import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.Rubric.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How several ratings of one submission become one outcome. */
final class Resolution {

    private Resolution() {}

    /**
     * Whether one step on one criterion would turn the outcome, as far as the scale lets a rater say so. A level is near the
     * cut when there was a clearer one on the same side: the cut itself below a higher level, or the one just below the cut
     * above a lower one. An earned outcome is near when any required criterion is; one that is not yet earned is near when
     * a single required criterion keeps it from being earned, and that one is.
     *
     * @param attempt whose ratings count; what stands from earlier ones is settled
     */
    static boolean isNearTheCut(Rubric rubric, Outcome outcome, int attempt) {
        List<Result> required = outcome.results().stream()
                .filter(result -> result.required() && result.reachedIn() == attempt)
                .toList();
        if (outcome.earned()) {
            return required.stream().anyMatch(result -> isNear(rubric, result));
        }
        List<Result> unmet = required.stream().filter(result -> !result.met()).toList();
        return unmet.size() == 1 && isNear(rubric, unmet.get(0));
    }

    private static boolean isNear(Rubric rubric, Result result) {
        Criterion criterion = rubric.criterion(result.criterionId()).orElseThrow();
        int at = index(criterion, result.level());
        int cut = index(criterion, criterion.cut());
        boolean justMet = at == cut && at < criterion.levels().size() - 1;
        boolean justMissed = at == cut - 1 && at > 0;
        return justMet || justMissed;
    }

    /** Criteria that two ratings put on different sides of the cut, or two or more levels apart; in the rubric's order. */
    static Rubric disputed(Rubric rubric, Outcome one, Outcome other, int attempt) {
        return new Rubric(rubric.criteria().stream()
                .filter(criterion -> {
                    Optional<Result> first = result(one, criterion, attempt);
                    Optional<Result> second = result(other, criterion, attempt);
                    return first.isPresent()
                            && second.isPresent()
                            && isDispute(
                                    criterion, first.get().level(), second.get().level());
                })
                .toList());
    }

    private static boolean isDispute(Criterion criterion, String one, String other) {
        return criterion.isMetBy(one) != criterion.isMetBy(other)
                || Math.abs(index(criterion, one) - index(criterion, other)) >= 2;
    }

    /**
     * One outcome of two: for each criterion the lower level and the words of both; where somebody settled a dispute,
     * their level and words.
     */
    static Outcome settle(Rubric rubric, Outcome one, Outcome other, @Nullable Outcome settled, int attempt) {
        List<Result> results = new ArrayList<>();
        for (Criterion criterion : rubric.criteria()) {
            Optional<Result> first = result(one, criterion);
            Optional<Result> second = result(other, criterion);
            Optional<Result> third = settled == null ? Optional.empty() : result(settled, criterion, attempt);
            if (third.isPresent()) {
                results.add(third.get().ratedBy(2, true));
            } else if (first.isPresent() && second.isPresent()) {
                results.add(
                        first.get().reachedIn() < attempt
                                ? first.get()
                                : lower(criterion, first.get(), second.get()).ratedBy(2, false));
            } else {
                first.or(() -> second).ifPresent(results::add);
            }
        }
        return Outcome.of(rubric, results);
    }

    /** What is met in either stays met, as it was rated there; the newer rating where both or neither are. */
    static Outcome keepMet(Rubric rubric, Outcome newer, List<Result> earlier) {
        List<Result> results = new ArrayList<>();
        for (Criterion criterion : rubric.criteria()) {
            Optional<Result> now = result(newer, criterion);
            Optional<Result> before = earlier.stream()
                    .filter(result -> result.criterionId().equals(criterion.id()))
                    .findFirst();
            boolean keeps = before.filter(Result::met).isPresent()
                    && now.filter(Result::met).isEmpty();
            (keeps ? before : now.or(() -> before)).ifPresent(results::add);
        }
        return Outcome.of(rubric, results);
    }

    private static Result lower(Criterion criterion, Result first, Result second) {
        boolean secondIsLower = index(criterion, second.level()) < index(criterion, first.level());
        Result lower = secondIsLower ? second : first;
        Result higher = secondIsLower ? first : second;
        return lower.saying(merged(lower.words(), higher.words()));
    }

    private static String merged(String words, String more) {
        if (more.isBlank() || words.equals(more)) {
            return words;
        }
        return words.isBlank() ? more : words + "\n\n" + more;
    }

    private static Optional<Result> result(Outcome outcome, Criterion criterion) {
        return outcome.results().stream()
                .filter(result -> result.criterionId().equals(criterion.id()))
                .findFirst();
    }

    private static Optional<Result> result(Outcome outcome, Criterion criterion, int attempt) {
        return result(outcome, criterion).filter(result -> result.reachedIn() == attempt);
    }

    private static int index(Criterion criterion, String key) {
        int at = indexOf(criterion, key);
        if (at < 0) {
            throw new IllegalStateException("No level " + key + " in criterion " + criterion.id());
        }
        return at;
    }

    /** Where a level stands, lowest 0; -1 for none or one of another criterion. */
    static int indexOf(Criterion criterion, @Nullable String key) {
        List<Level> levels = criterion.levels();
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }
}
