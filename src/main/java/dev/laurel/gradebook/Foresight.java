package dev.laurel.gradebook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The looks at what this node put off, each in its time. However much is put off, there is one look for what is due within
 * one second, and none beyond {@link #REACH}: what is due later is found by looking now and then.
 */
final class Foresight {

    static final Duration REACH = Duration.ofMinutes(20);

    private final ScheduledExecutorService turns;
    private final Clock clock;
    private final Runnable look;
    /** By the second, rounded up, in which something is due. */
    private final Map<Instant, Future<?>> foreseen = new ConcurrentHashMap<>();

    private volatile boolean ended;

    Foresight(ScheduledExecutorService turns, Clock clock, Runnable look) {
        this.turns = turns;
        this.clock = clock;
        this.look = look;
    }

    /** Has it looked for in time. */
    void of(Instant due) {
        Instant now = clock.instant();
        Instant second = due.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        if (!ended && second.isBefore(now.plus(REACH))) {
            foreseen.computeIfAbsent(
                    second,
                    when -> turns.schedule(
                            () -> lookAt(when), Duration.between(now, when).toMillis() + 1, TimeUnit.MILLISECONDS));
        }
    }

    private void lookAt(Instant second) {
        foreseen.remove(second);
        look.run();
    }

    /** Looks at nothing more. */
    void end() {
        ended = true;
        foreseen.values().forEach(each -> each.cancel(false));
    }
}
