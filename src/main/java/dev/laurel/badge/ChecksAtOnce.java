package dev.laurel.badge;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * How many badges anybody may have checked on this node at the same moment. A check can wait long for sites that answer
 * slowly, and whoever opens a micro-credential meanwhile must find a thread.
 */
@Component
class ChecksAtOnce {

    static final int MOST = 20;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private final Semaphore places = new Semaphore(MOST, true);

    /** What the check found; empty when there was no place for it. */
    <T> Optional<T> one(Supplier<T> check) {
        try {
            if (!places.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(check.get());
        } finally {
            places.release();
        }
    }
}
