package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that the people who score ask an earner, without knowing who that is.
 *
 * @param about what it is about: an anchor or a flag
 * @param words of a lead; empty where the page says it all
 * @param answerBy nothing follows before; absent where nothing follows at all
 * @param agreed whether the work may serve as an example; absent for other questions, and before there is an answer
 * @param closedAt when a lead decided; nothing can be said after it
 * @param outcome NO_CONCERN or UPHELD; absent before
 * @param outcomeWords of the lead who decided
 */
public record EarnerQuestion(
        UUID id,
        TenantId tenant,
        AttemptId attempt,
        Kind kind,
        UUID about,
        String words,
        Instant askedAt,
        @Nullable Instant answerBy,
        @Nullable Instant answeredAt,
        @Nullable Boolean agreed,
        @Nullable String answer,
        @Nullable Instant closedAt,
        @Nullable String outcome,
        @Nullable String outcomeWords) {

    /** What it is that is asked. */
    public enum Kind {
        /** Whether the work may be shown, without a name, to people who learn to score. */
        EXEMPLAR,
        /** How it comes that something about the work looks as if it were not one's own. */
        INTEGRITY;

        /** As message keys spell it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the earner has not said anything and still can. */
    public boolean isOpen() {
        return answeredAt == null && closedAt == null;
    }
}
