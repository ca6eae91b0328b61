package dev.laurel.badge.proof;

import java.time.Duration;

/**
 * What one check may take in all, handed along to whatever it comes upon: the document, its proofs, lists of status, endorsements, the
 * badges of a record, and what their issuers publish elsewhere. A check within a check has no time of its own. Two ways to keep it
 * busy are bounded apart, because they mean different things: who answers slowly may be honest, and whoever made a graph that has no
 * canonical form is not.
 */
public final class CheckTime {

    /** Issuers elsewhere may be slow, and a record or endorsements may name many. */
    private static final Duration ALL = Duration.ofSeconds(30);

    /** RDFC-1.0 can be made to run for years by a hostile graph; honest credentials need a few milliseconds. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(2);

    /** Enough for a record of a hundred badges, also on a busy machine. */
    private static final Duration CANONICAL = Duration.ofSeconds(10);

    private final long end;
    private Duration canonical = CANONICAL;

    public CheckTime() {
        this(ALL);
    }

    /** @param all from now on */
    public CheckTime(Duration all) {
        end = System.nanoTime() + all.toNanos();
    }

    /** Whether nothing further is begun. */
    public boolean isOver() {
        return isEndless() || left().isNegative();
    }

    /** How much longer others may be waited for; negative when nobody is asked any more. */
    public Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /**
     * Whether nothing further is brought into canonical form. Also as soon as one graph turns out to have no end, because whoever made
     * that one made the others.
     */
    boolean isEndless() {
        return canonical.toMillis() <= 0;
    }

    /** How long the next run may take. */
    long longestRunMillis() {
        return Math.min(LONGEST_RUN.toMillis(), canonical.toMillis());
    }

    /** @param begin of a run, by {@link System#nanoTime} */
    void ranSince(long begin) {
        canonical = canonical.minusNanos(System.nanoTime() - begin);
    }

    /** A graph had no end. */
    void endless() {
        canonical = Duration.ZERO;
    }
}
