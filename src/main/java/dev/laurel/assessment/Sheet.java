package dev.laurel.assessment;

import dev.laurel.assessment.Outcome.Result;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One rater's sheet for one case: the rubric, what stands from earlier attempts, and what they have rated.
 *
 * @param attempt number of the attempt that is rated
 * @param wordsAlways whether the author asks for words on every criterion, not only on unmet ones
 * @param wordsOptional whether words may be missing even on unmet ones, because no earner will read them
 * @param standing results of earlier attempts that met their criterion and are not rated again, by criterion id
 * @param ratings by criterion id
 */
record Sheet(
        int attempt,
        Rubric rubric,
        boolean wordsAlways,
        boolean wordsOptional,
        Map<String, Result> standing,
        Map<String, Rating> ratings) {

    Sheet {
        standing = Map.copyOf(standing);
        ratings = Map.copyOf(ratings);
    }

    /** A sheet whose words an earner may read. */
    Sheet(int attempt, Rubric rubric, boolean wordsAlways, Map<String, Result> standing, Map<String, Rating> ratings) {
        this(attempt, rubric, wordsAlways, false, standing, ratings);
    }

    enum Missing {
        LEVEL,
        WORDS
    }

    /** What keeps the sheet from being complete. */
    record Gap(Criterion criterion, Missing missing) {}

    boolean stands(Criterion criterion) {
        return standing.containsKey(criterion.id());
    }

    Optional<Rating> rating(Criterion criterion) {
        return Optional.ofNullable(ratings.get(criterion.id()));
    }

    /** How many criteria this rater is asked to rate. */
    int toRate() {
        return (int) rubric.criteria().stream()
                .filter(criterion -> !stands(criterion))
                .count();
    }

    int rated() {
        return (int) rubric.criteria().stream()
                .filter(criterion -> !stands(criterion) && level(criterion).isPresent())
                .count();
    }

    /** Grows with every change, so that a page made before the last one can be told. */
    int revision() {
        return ratings.values().stream().mapToInt(Rating::revision).sum();
    }

    /** In the order of the rubric; an optional criterion may stay empty altogether, but not have words without a level. */
    List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        for (Criterion criterion : rubric.criteria()) {
            if (stands(criterion)) {
                continue;
            }
            Optional<String> level = level(criterion);
            boolean words = rating(criterion).filter(r -> !r.words().isBlank()).isPresent();
            if (level.isEmpty()) {
                if (criterion.required() || words) {
                    gaps.add(new Gap(criterion, Missing.LEVEL));
                }
            } else if (!words && !wordsOptional && (wordsAlways || !criterion.isMetBy(level.get()))) {
                gaps.add(new Gap(criterion, Missing.WORDS));
            }
        }
        return gaps;
    }

    /**
     * What the sheet comes to.
     *
     * @throws IllegalStateException when there are {@link #gaps()}
     */
    Outcome outcome() {
        if (!gaps().isEmpty()) {
            throw new IllegalStateException("The sheet is not complete");
        }
        List<Result> results = new ArrayList<>();
        rubric.criteria().forEach(criterion -> result(criterion).ifPresent(results::add));
        return Outcome.of(rubric, results);
    }

    private Optional<Result> result(Criterion criterion) {
        Result earlier = standing.get(criterion.id());
        if (earlier != null) {
            return Optional.of(earlier);
        }
        return level(criterion)
                .map(level -> new Result(
                        criterion.id(),
                        criterion.required(),
                        level,
                        criterion.isMetBy(level),
                        rating(criterion).map(Rating::words).orElse(""),
                        attempt));
    }

    /** The level as far as it is one of the criterion's. */
    private Optional<String> level(Criterion criterion) {
        return rating(criterion)
                .flatMap(rating -> Optional.ofNullable(rating.level()))
                .filter(key -> criterion.level(key).isPresent());
    }
}
