package dev.laurel.submission;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which criteria a piece of evidence shows: what the earner says, and until they do, what the author named.
 *
 * @param piece the id of a link's or file's item, or of the question that is answered
 * @param criteria ids, in the order of the rubric
 * @param revision 0 while it is the author's
 */
record Shows(
        String piece,
        List<String> criteria,
        int revision,
        @Nullable Instant savedAt) {

    Shows {
        criteria = List.copyOf(criteria);
    }

    public boolean of(String criterion) {
        return criteria.contains(criterion);
    }

    /** As it is kept: ids between spaces, which no id holds. */
    static String text(Collection<String> criteria) {
        return String.join(" ", criteria);
    }

    static List<String> ids(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }
}
