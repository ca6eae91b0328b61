package dev.laurel.assessment;

import dev.laurel.assessment.Scoring.Entry;
import dev.laurel.assessment.Scoring.Fate;
import dev.laurel.assessment.Scoring.Saved;
import dev.laurel.catalog.Rubric.Criterion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of what somebody put down for a criterion, wherever it is kept. */
final class Entries {

    private Entries() {}

    /**
     * An entry that another window has overtaken is left alone; one that says what is stored already changes nothing.
     *
     * @param before what is stored; null for nothing
     * @return what is to be stored then; the same object as {@code before} where that is nothing new
     */
    static Saved weigh(Criterion criterion, @Nullable Rating before, Entry entry, Instant now) {
        String words = clean(entry.words());
        String level = entry.level() == null || criterion.level(entry.level()).isEmpty() ? null : entry.level();
        if (before == null ? level == null && words.isEmpty() : before.says(level, words)) {
            return new Saved(entry, Fate.SAVED, before);
        }
        if (words.length() > Scoring.MOST_WORDS) {
            return new Saved(entry, Fate.TOO_LONG, before);
        }
        int revision = before == null ? 0 : before.revision();
        if (entry.revision() != revision) {
            return new Saved(entry, Fate.CONFLICT, before);
        }
        return new Saved(entry, Fate.SAVED, new Rating(criterion.id(), level, words, revision + 1, now));
    }

    /** Browsers send CRLF; databases refuse NUL. */
    static String clean(String words) {
        return words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip();
    }
}
