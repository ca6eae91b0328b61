package dev.laurel.recognition;

import dev.laurel.person.StaffId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of rules that somebody proposes. Nothing of it holds until somebody else has approved it, or an operator whom
 * nobody could relieve of it.
 *
 * @param authorities that it speaks of
 * @param words why
 */
record Proposal(
        UUID id,
        List<AuthorityCode> authorities,
        String content,
        String words,
        State state,
        StaffId proposedBy,
        String proposedName,
        Instant proposedAt,
        @Nullable StaffId decidedBy,
        @Nullable String decidedName,
        @Nullable Instant decidedAt,
        @Nullable String decidedWords) {

    enum State {
        OPEN,
        APPROVED,
        DECLINED;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether who proposed it approved it as well, because nobody else could. */
    public boolean isOfOne() {
        return proposedBy.equals(decidedBy);
    }

    /** Without the content, which is long. */
    @Override
    public String toString() {
        return "Proposal[" + id + " " + state + "]";
    }
}
