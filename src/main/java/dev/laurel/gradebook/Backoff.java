package dev.laurel.gradebook;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long to wait after a failure: from 2 seconds, doubling, to 15 minutes, spread so that not all come at once. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int PATIENCE = 5;

    private Backoff() {}

    /**
     * @param tries how often it has failed, at least once
     * @param asked how long the platform asked to be left alone; it is never disturbed sooner
     */
    static Duration after(int tries, @Nullable Duration asked, RandomGenerator random) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(Math.max(tries, 1) - 1, 10));
        Duration spread = doubled.plusMillis(random.nextLong(doubled.toMillis() / 2 + 1));
        Duration own = spread.compareTo(LONGEST) > 0 ? LONGEST : spread;
        if (asked == null) {
            return own;
        }
        // The platform knows best how long, until it has been wrong about it a few times.
        Duration least = tries > PATIENCE ? own : Duration.ofSeconds(1);
        Duration wait = asked.compareTo(least) > 0 ? asked : least;
        return wait.plusMillis(random.nextLong(1000));
    }
}
