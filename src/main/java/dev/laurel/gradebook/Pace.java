package dev.laurel.gradebook;

import dev.laurel.lti.services.ScoreNotAccepted;
import dev.laurel.lti.services.ScoreNotAccepted.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How fast one platform is told, as one node sees it: few calls at once in the beginning, more while they succeed, half as
 * many when the platform asks for less, and none for a while after it has failed several times in a row, or for an hour
 * when it has switched the tool off. A platform that was closed is tried with one call at a time. Not thread-safe: one
 * thread keeps it.
 */
final class Pace {

    static final int MOST_AT_ONCE = 8;
    private static final int AT_FIRST = 4;
    private static final int SUCCESSES_FOR_ONE_MORE = 4;
    private static final int FAILURES_TO_CLOSE = 8;
    private static final int FAILURES_TO_CLOSE_AGAIN = 3;
    private static final int THROTTLES_TO_CLOSE = 4;
    private static final int REFUSALS_TO_CLOSE = 3;
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration SHUT = Duration.ofHours(1);

    private int atOnce = AT_FIRST;
    private int underWay;
    private int successes;
    private int failures;
    private int throttles;
    private int refusals;
    private int strikes;
    private @Nullable Instant closedUntil;

    /** How many more calls may begin now. */
    int free() {
        return Math.max(0, atOnce - underWay);
    }

    /** How many calls may be under way together. */
    int atOnce() {
        return atOnce;
    }

    boolean isTroubled() {
        return strikes > 0;
    }

    /** What the database says, which other nodes write too: a platform that was closed since is begun with anew. */
    void sees(@Nullable Instant until, int knownStrikes) {
        if (knownStrikes > 0 && until != null && !until.equals(closedUntil)) {
            restart();
        }
        closedUntil = until;
        strikes = knownStrikes;
    }

    void begun() {
        underWay++;
    }

    void succeeded() {
        underWay--;
        failures = 0;
        throttles = 0;
        refusals = 0;
        strikes = 0;
        successes++;
        if (successes >= SUCCESSES_FOR_ONE_MORE || atOnce == 1) {
            successes = 0;
            atOnce = Math.min(MOST_AT_ONCE, atOnce + 1);
        }
    }

    /** The platform has taken that, and has little left to give: one call at a time until it has more. */
    void eases() {
        atOnce = 1;
        successes = 0;
    }

    /** Answers how long nothing is to be sent to the platform; null when it may go on. */
    @Nullable
    Duration failed(ScoreNotAccepted failure, RandomGenerator random) {
        if (failure.fault() == Fault.NONE) {
            succeeded();
            return null;
        }
        underWay--;
        if (failure.fault() == Fault.UNKNOWN) {
            return null;
        }
        successes = 0;
        if (failure.fault() == Fault.SHUT) {
            refusals++;
            return refusals >= (strikes > 0 ? 1 : REFUSALS_TO_CLOSE) ? closed(SHUT, random) : null;
        }
        if (failure.fault() == Fault.THROTTLED) {
            throttles++;
            atOnce = Math.max(1, atOnce / 2);
        } else {
            failures++;
        }
        boolean close = failures >= (strikes > 0 ? FAILURES_TO_CLOSE_AGAIN : FAILURES_TO_CLOSE)
                || throttles >= THROTTLES_TO_CLOSE;
        if (!close) {
            return null;
        }
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(strikes, 7));
        Duration own = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        Duration asked = failure.retryAfter();
        Duration wait = asked != null && asked.compareTo(own) > 0 ? asked : own;
        return closed(wait, random);
    }

    private Duration closed(Duration wait, RandomGenerator random) {
        restart();
        return wait.plusMillis(random.nextLong(wait.toMillis() / 4 + 1));
    }

    private void restart() {
        atOnce = 1;
        failures = 0;
        throttles = 0;
        refusals = 0;
        successes = 0;
    }
}
