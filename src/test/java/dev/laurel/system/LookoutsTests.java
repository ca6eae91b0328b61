package dev.laurel.system;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What each node looks for by itself. */
class LookoutsTests {

    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Duration NEVER = Duration.ofHours(1);

    private @Nullable Lookouts lookouts;

    @AfterEach
    void end() throws InterruptedException {
        if (lookouts != null) {
            lookouts.destroy();
        }
    }

    private Lookouts of(Lookout... all) {
        Lookouts made = new Lookouts(List.of(all));
        lookouts = made;
        return made;
    }

    @Test
    void oneThatFailsLooksAgain() throws Exception {
        CountDownLatch looks = new CountDownLatch(3);
        of(new Lookout("fails", OFTEN, () -> {
                    looks.countDown();
                    throw new IllegalStateException("no database");
                }))
                .begin();
        assertThat(looks.await(10, SECONDS)).isTrue();
    }

    @Test
    void oneThatHasMuchToDoHoldsUpNoOther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch looks = new CountDownLatch(3);
        of(
                        new Lookout("busy", OFTEN, () -> {
                            try {
                                end.await(30, SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }),
                        new Lookout("other", OFTEN, looks::countDown))
                .begin();
        assertThat(looks.await(10, SECONDS)).isTrue();
        end.countDown();
    }

    @Test
    void oneThatTheJvmFailsLooksAgain() throws Exception {
        CountDownLatch looks = new CountDownLatch(3);
        of(new Lookout("fails", OFTEN, () -> {
                    looks.countDown();
                    throw new StackOverflowError();
                }))
                .begin();
        assertThat(looks.await(10, SECONDS)).isTrue();
    }

    @Test
    void whoIsAskedWhileItLooksLooksOnceMoreAndNeverTwiceAtOnce() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger looking = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Lookouts asked = of(new Lookout("asked", NEVER, () -> {
            most.accumulateAndGet(looking.incrementAndGet(), Math::max);
            first.countDown();
            second.countDown();
            try {
                end.await(30, SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            looking.decrementAndGet();
        }));
        asked.begin();
        assertThat(first.await(10, SECONDS)).isTrue();
        asked.soon("somebody else");
        asked.soon("asked");
        end.countDown();
        assertThat(second.await(10, SECONDS)).isTrue();
        assertThat(most).hasValue(1);
    }

    @Test
    void whatIsBeingStoredIsLookedForOnceItIsCommitted() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        Lookouts asked = of(new Lookout("asked", NEVER, () -> {
            first.countDown();
            second.countDown();
        }));
        asked.begin();
        assertThat(first.await(10, SECONDS)).isTrue();
        TransactionSynchronizationManager.initSynchronization();
        try {
            asked.onceCommitted("asked");
            assertThat(second.await(100, MILLISECONDS)).isFalse();
            TransactionSynchronizationManager.getSynchronizations().forEach(TransactionSynchronization::afterCommit);
        } finally {
            TransactionSynchronizationManager.clearSynchronization();
        }
        assertThat(second.await(10, SECONDS)).isTrue();
    }
}
