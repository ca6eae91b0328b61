package dev.laurel.system;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Keeps every {@link Lookout} of this node going, each on a thread of its own: one that has much to do holds up no other. */
@Component
public class Lookouts implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Lookouts.class);
    private static final int SECONDS_TO_END = 10;

    private final List<Watchman> watchmen;
    private final ScheduledExecutorService threads;

    Lookouts(List<Lookout> all) {
        this.watchmen = all.stream().map(Watchman::new).toList();
        this.threads = Executors.newScheduledThreadPool(Math.max(1, all.size()), work -> {
            Thread thread = new Thread(work, "lookout");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static final class Watchman {

        private final Lookout lookout;
        private final AtomicBoolean looking = new AtomicBoolean();
        /** Somebody asked while it looked, and what they mean may have come too late to be seen. */
        private final AtomicBoolean again = new AtomicBoolean();

        Watchman(Lookout lookout) {
            this.lookout = lookout;
        }

        /** In its turn. An error of the JVM must not end it either: nothing would begin it again. */
        void look() {
            while (looking.compareAndSet(false, true)) {
                again.set(false);
                try {
                    lookout.look().run();
                } catch (RuntimeException | Error e) {
                    log.error("{} failed and looks again after {}", lookout.name(), lookout.every(), e);
                } finally {
                    looking.set(false);
                }
                if (!again.get() || Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }

        /** Out of turn; where it looks already, once more after that. */
        void lookSoon() {
            again.set(true);
            look();
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        for (Watchman watchman : watchmen) {
            threads.scheduleWithFixedDelay(
                    watchman::look, 0, watchman.lookout.every().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Looks out of turn, without waiting for it; once more where it looks just now. */
    public void soon(String name) {
        watchmen.stream()
                .filter(watchman -> watchman.lookout.name().equals(name))
                .forEach(watchman -> {
                    try {
                        threads.execute(watchman::lookSoon);
                    } catch (RejectedExecutionException e) {
                        log.debug("This node ends; another one looks", e);
                    }
                });
    }

    /** The same once what is being stored is committed. */
    public void onceCommitted(String name) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            soon(name);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                soon(name);
            }
        });
    }

    /** What is under way may finish; what is not has its row. */
    @Override
    public void destroy() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
    }
}
