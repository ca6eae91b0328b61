package dev.laurel.coaching;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one of the two wrote. Prints its id only.
 *
 * @param thread the comment that it answers; absent where it begins a thread
 * @param doneAt when the earner had dealt with it; only of one that begins a thread
 */
record Comment(
        UUID id,
        ShareId share,
        @Nullable UUID thread,
        int attempt,
        About about,
        boolean byCoach,
        String words,
        Instant writtenAt,
        @Nullable Instant doneAt) {

    /** A comment and what was answered, in order. */
    record Thread(Comment first, List<Comment> answers) {

        public boolean done() {
            return first.doneAt() != null;
        }
    }

    @Override
    public String toString() {
        return "Comment[" + id + "]";
    }
}
