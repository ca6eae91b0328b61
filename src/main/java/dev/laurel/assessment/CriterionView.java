package dev.laurel.assessment;

import dev.laurel.assessment.Scoring.Fate;
import dev.laurel.assessment.Scoring.Saved;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of the right pane.
 *
 * @param number from 1, in the page
 * @param stands met in an earlier attempt: nothing to rate, and the earlier level is not shown
 * @param level key of the level that is chosen in the page
 * @param revision of the rating that the page was made from
 * @param fate what became of the last entry; absent when there was none
 */
record CriterionView(
        int number,
        String id,
        String title,
        List<String> evidence,
        boolean required,
        boolean stands,
        List<LevelView> levels,
        @Nullable String level,
        String words,
        boolean wordsAlways,
        int revision,
        @Nullable Instant savedAt,
        @Nullable Fate fate,
        @Nullable Stored stored) {

    /**
     * @param key number to press
     * @param label empty for pass/fail, whose words are the interface's
     */
    record LevelView(int number, String key, String label, String descriptor, boolean met, boolean cut) {}

    /** What another window has saved. */
    record Stored(@Nullable LevelView level, String words) {}

    static List<CriterionView> of(Sheet sheet, Map<String, Saved> saved) {
        List<CriterionView> views = new ArrayList<>();
        int number = 1;
        for (Criterion criterion : sheet.rubric().criteria()) {
            views.add(of(sheet, criterion, number++, saved.get(criterion.id())));
        }
        return views;
    }

    private static CriterionView of(Sheet sheet, Criterion criterion, int number, @Nullable Saved saved) {
        List<LevelView> levels = levels(criterion);
        Rating rating = sheet.rating(criterion).orElse(null);
        String level = rating == null ? null : rating.level();
        String words = rating == null ? "" : rating.words();
        if (saved != null && saved.fate() != Fate.SAVED) {
            level = saved.entry().level();
            words = saved.entry().words();
        }
        Stored stored = saved == null || saved.fate() != Fate.CONFLICT
                ? null
                : new Stored(
                        rating == null ? null : find(levels, rating.level()), rating == null ? "" : rating.words());
        return new CriterionView(
                number,
                criterion.id(),
                criterion.title(),
                criterion.evidence(),
                criterion.required(),
                sheet.stands(criterion),
                levels,
                level,
                words,
                sheet.wordsAlways(),
                rating == null ? 0 : rating.revision(),
                rating == null ? null : rating.savedAt(),
                saved == null ? null : saved.fate(),
                stored);
    }

    static List<LevelView> levels(Criterion criterion) {
        List<LevelView> levels = new ArrayList<>();
        int number = 1;
        for (Rubric.Level level : criterion.levels()) {
            levels.add(new LevelView(
                    number++,
                    level.key(),
                    level.label(),
                    level.descriptor(),
                    criterion.isMetBy(level.key()),
                    level.key().equals(criterion.cut())));
        }
        return levels;
    }

    static @Nullable LevelView find(List<LevelView> levels, @Nullable String key) {
        return levels.stream().filter(l -> l.key().equals(key)).findFirst().orElse(null);
    }
}
