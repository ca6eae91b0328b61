package dev.laurel.badge.proof;

import java.time.Duration;

/**
 * How long one check may take to bring into canonical form whatever it comes upon: the document, its proofs, lists of status,
 * endorsements. Over, too, as soon as one of them turns out to be endless, because whoever made that one made the others.
 */
public final class CanonicalTime {

    /** RDFC-1.0 can be made to run for years by a hostile graph; honest credentials need a few milliseconds. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(2);

    /** Enough for a record of a hundred badges, also on a busy machine. */
    private static final Duration ALL = Duration.ofSeconds(10);

    private Duration left = ALL;

    /** Whether nothing further is brought into canonical form. */
    public boolean isOver() {
        return left.toMillis() <= 0;
    }

    /** How long the next run may take. */
    long longestRunMillis() {
        return Math.min(LONGEST_RUN.toMillis(), left.toMillis());
    }

    /** @param begin by {@link System#nanoTime} */
    void spentSince(long begin) {
        left = left.minusNanos(System.nanoTime() - begin);
    }

    void end() {
        left = Duration.ZERO;
    }
}
