package dev.laurel.gradebook;

import dev.laurel.gradebook.Place.Owed;
import dev.laurel.lti.services.Score;
import dev.laurel.lti.services.ScoreNotAccepted;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.lti.services.Scores;
import dev.laurel.lti.services.Scores.GradeHandling;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells platforms what they are owed. Each place is claimed, told in one call outside any transaction, and settled; a node
 * that dies in between leaves the claim to run out, and another tells it again with a later timestamp, which changes
 * nothing at the platform.
 */
@Component
class Deliveries implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
    private static final int AT_A_TIME = 12;
    /** Renewed while work goes on; so long a place waits when its node has died. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration RENEWAL = Duration.ofSeconds(8);
    /** A platform that holds every timestamp for too old will not change its mind. */
    private static final int TIMESTAMPS_TRIED = 6;

    private final Books books;
    private final Scores scores;
    private final ScoreWriter writer;
    private final TransactionOperations transaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService renewals =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "gradebook-claims"));

    Deliveries(Books books, Scores scores, ScoreWriter writer, TransactionOperations transaction, Clock clock) {
        this.books = books;
        this.scores = scores;
        this.writer = writer;
        this.transaction = transaction;
        this.clock = clock;
        this.workers = new ThreadPoolExecutor(
                AT_A_TIME,
                AT_A_TIME,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> daemon(work, "gradebook-delivery"));
        workers.allowCoreThreadTimeOut(true);
        renewals.scheduleWithFixedDelay(this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Delivers what the running transaction makes due as soon as it is committed, without waiting for it. */
    void afterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                soon();
            }
        });
    }

    private void soon() {
        try {
            workers.execute(this::deliverDue);
        } catch (RejectedExecutionException e) {
            log.debug("Shutting down; what is due is delivered after the next start");
        }
    }

    /** Takes as many places as there are hands free, and hands them out. */
    void deliverDue() {
        int free = AT_A_TIME - underWay.size();
        if (free <= 0) {
            return;
        }
        for (Place place : books.claimDue(free, LEASE)) {
            underWay.add(place.id());
            try {
                workers.execute(() -> deliverClaimed(place));
            } catch (RejectedExecutionException e) {
                underWay.remove(place.id());
                books.release(place);
            }
        }
    }

    private void deliverClaimed(Place place) {
        try {
            deliver(place);
        } finally {
            underWay.remove(place.id());
        }
    }

    private void renew() {
        List<UUID> claimed = List.copyOf(underWay);
        if (claimed.isEmpty()) {
            return;
        }
        try {
            books.renew(claimed, LEASE);
        } catch (RuntimeException e) {
            log.warn("Claims could not be renewed", e); // thrown on, it would end the renewals
        }
    }

    private void deliver(Place claimed) {
        GradeHandling handling = scores.gradeHandling(claimed.link());
        Place place = books.reload(claimed);
        Standing standing = books.standing(place.submission()).orElseThrow();
        Owed owed = place.owed(standing, handling);
        if (owed == Owed.NOTHING) {
            settle(place, standing, place.toldDecision(), handling);
            return;
        }
        try {
            Instant timestamp = books.nextTimestamp(place);
            Score score = writer.write(place, standing, owed, handling, timestamp);
            scores.send(place.link(), place.user(), score);
            int decision = standing.decision() != null && owed == Owed.GRADE
                    ? standing.decision().attempt()
                    : place.toldDecision();
            settle(place, standing, decision, handling);
        } catch (ScoreNotAccepted e) {
            postpone(place, standing, e);
        } catch (RuntimeException e) {
            log.warn("A score for place {} failed here", place.id(), e);
            postpone(place, standing, new ScoreNotAccepted(Reason.PLATFORM_UNAVAILABLE, "failed here", null));
        }
    }

    /** Notes what was told; whether there is more is asked under the lock that news take too. */
    private void settle(Place place, Standing told, int decision, GradeHandling handling) {
        transaction.executeWithoutResult(status -> {
            Standing now = books.hold(place.submission());
            // A grade leaves the state that has come after it untold.
            boolean stateTold = decision == place.toldDecision() || told.step() == Standing.Step.DECIDED;
            long version = stateTold ? told.version() : place.toldVersion();
            Place after = new Place(
                    place.id(), place.submission(), place.link(), place.user(), place.locale(), version, decision, 0);
            books.told(place, version, decision, after.owed(now, handling) != Owed.NOTHING);
        });
    }

    private void postpone(Place place, Standing tried, ScoreNotAccepted failure) {
        int tries = place.tries() + 1;
        transaction.executeWithoutResult(status -> {
            Standing now = books.hold(place.submission());
            boolean isFinal =
                    failure.isFinal() || (failure.reason() == Reason.TIMESTAMP_TOO_OLD && tries >= TIMESTAMPS_TRIED);
            if (isFinal && now.version() == tried.version()) {
                log.warn("Place {} cannot be told: {} ({})", place.id(), failure.reason(), failure.getMessage());
                books.giveUp(place, failure.reason().name());
            } else {
                Duration wait = Backoff.after(tries, failure.retryAfter(), random);
                log.info("Place {} is told later: {} ({})", place.id(), failure.reason(), failure.getMessage());
                books.tryAgain(
                        place, clock.instant().plus(wait), failure.reason().name());
            }
        });
    }

    /** What is under way may finish; what is not has its row. */
    @Override
    public void destroy() throws InterruptedException {
        renewals.shutdownNow();
        workers.shutdown();
        if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
            workers.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
