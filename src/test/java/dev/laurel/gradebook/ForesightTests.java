package dev.laurel.gradebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A platform may put off ten thousand scores: a node keeps no look for each of them. */
class ForesightTests {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private final ScheduledThreadPoolExecutor turns = new ScheduledThreadPoolExecutor(1);
    private final AtomicInteger looks = new AtomicInteger();

    @AfterEach
    void end() {
        turns.shutdownNow();
    }

    private Foresight at(Clock clock) {
        return new Foresight(turns, clock, looks::incrementAndGet);
    }

    private Foresight atNoon() {
        return at(Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private int waiting() {
        return turns.getQueue().size();
    }

    @Test
    void whatIsDueWithinOneSecondIsLookedForOnce() {
        Foresight foresight = atNoon();
        for (int i = 0; i < 10_000; i++) {
            foresight.of(NOON.plusSeconds(30).plusNanos(i * 99_999L));
        }
        assertThat(waiting()).isEqualTo(1);
        foresight.of(NOON.plusSeconds(31));
        assertThat(waiting()).isEqualTo(2);
    }

    @Test
    void thereIsNoLookBeyondItsReachAndSoNoMoreThanSecondsInIt() {
        Foresight foresight = atNoon();
        foresight.of(NOON.plus(Foresight.REACH));
        foresight.of(NOON.plus(Duration.ofDays(1)));
        assertThat(waiting()).isZero();
        for (int i = 0; i < 100_000; i++) {
            foresight.of(NOON.plusMillis(i * 37L));
        }
        assertThat(waiting())
                .isLessThanOrEqualTo((int) Foresight.REACH.toSeconds())
                .isGreaterThan(1_000);
    }

    @Test
    void itLooksInTimeAndTheSameSecondCanBeForeseenAgain() {
        Foresight foresight = at(Clock.systemUTC());
        Instant passed = Instant.now().minusSeconds(5);
        foresight.of(passed);
        await().atMost(Duration.ofSeconds(10)).until(() -> looks.get() == 1);
        foresight.of(passed);
        await().atMost(Duration.ofSeconds(10)).until(() -> looks.get() == 2);
    }

    @Test
    void afterTheEndNothingIsLookedForAnyMore() {
        turns.setRemoveOnCancelPolicy(true);
        Foresight foresight = atNoon();
        foresight.of(NOON.plusSeconds(30));
        foresight.end();
        assertThat(waiting()).isZero();
        foresight.of(NOON.plusSeconds(40));
        assertThat(waiting()).isZero();
        assertThat(looks.get()).isZero();
    }
}
