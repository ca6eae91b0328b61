package dev.laurel.gradebook;

import dev.laurel.gradebook.Books.Due;
import dev.laurel.gradebook.Books.DuePlatform;
import dev.laurel.gradebook.Books.Settled;
import dev.laurel.gradebook.Place.Owed;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.Score;
import dev.laurel.lti.services.ScoreNotAccepted;
import dev.laurel.lti.services.ScoreNotAccepted.Fault;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.lti.services.Scores;
import dev.laurel.lti.services.Scores.GradeHandling;
import dev.laurel.submission.SubmissionId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells platforms what they are owed. One thread takes rows that are due, more than can be sent at once, and writes down
 * what came of them, many at a time; workers do nothing but call. What is sent is noted before it is sent, so that after a
 * death or an unclear answer the very same score is sent again and counts once. Each platform goes at its own {@link
 * Pace}.
 */
@Component
class Deliveries implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
    private static final int AT_A_TIME = 24;
    /** So many rows of one platform are taken at a time. */
    private static final int MOST_AHEAD = 16;
    /** Renewed while work goes on; so long a row waits when its node has died. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration RENEWAL = Duration.ofSeconds(4);
    /** First tries follow the news at once, and this node knows when what it put off is due; the rest is what others left. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** A platform that holds every timestamp for too old, or takes no token, will not change its mind. */
    private static final int PATIENCE = 6;

    /** Somebody has to open a course again, publish the assignment or put the tool back: often in a few weeks. */
    private static final Duration PATIENCE_WITH_CLOSED = Duration.ofDays(42);

    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration HOURLY = Duration.ofHours(1);
    private static final int MOST_DOUBTS = 900;
    /** So long outcomes are gathered while more is on its way: one transaction writes down many. */
    private static final Duration GATHERING = Duration.ofMillis(250);

    private static final int MOST_GATHERED = 32;
    /** Of all platforms together, so that renewing the claims stays one short statement. */
    private static final int MOST_CLAIMED = 400;

    private final Books books;
    private final Scores scores;
    private final ScoreWriter writer;
    private final ChangedByHand changed;
    private final TransactionOperations transaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Names this node in the rows that it holds. */
    private final UUID node = UUID.randomUUID();

    /** Of the thread that takes turns, as all that is not final here. */
    private final Map<RegistrationId, Lane> lanes = new HashMap<>();

    private final List<Outcome> gathered = new ArrayList<>();
    private int underWay;
    private boolean gatheringEnds;
    private long gatheringSince;

    private final Set<UUID> claimed = ConcurrentHashMap.newKeySet();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean turnIsDue = new AtomicBoolean();
    private final AtomicBoolean lookIsDue = new AtomicBoolean();
    private final ScheduledExecutorService turns =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "gradebook-turns"));
    private final Foresight foresight;
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService renewals =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "gradebook-claims"));
    private volatile boolean ending;

    Deliveries(
            Books books,
            Scores scores,
            ScoreWriter writer,
            ChangedByHand changed,
            TransactionOperations transaction,
            Clock clock) {
        this.books = books;
        this.scores = scores;
        this.writer = writer;
        this.changed = changed;
        this.transaction = transaction;
        this.clock = clock;
        this.foresight = new Foresight(turns, clock, this::lookNow);
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

    /**
     * What came of a call.
     *
     * @param failure null when the platform knows now
     * @param scarce whether the platform has little left to give
     */
    private record Outcome(Sending sent, @Nullable ScoreNotAccepted failure, boolean scarce) {}

    /** Delivers what the running transaction makes due as soon as it is committed, without waiting for it. */
    void afterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                deliverDue();
            }
        });
    }

    /** What one platform is told by this node. */
    private static final class Lane {

        private final Pace pace = new Pace();
        /** Taken, and sent as the pace allows. */
        private final Deque<Sending> ahead = new ArrayDeque<>();
        /** Whether the last look found all that it had room for. */
        private boolean hasMore;

        /** What is taken is soon sent: a platform in trouble is tried with little, and little has to be given back then. */
        private int room() {
            return (pace.isTroubled() ? pace.atOnce() : MOST_AHEAD) - ahead.size();
        }

        private boolean runsLow() {
            return ahead.size() < pace.atOnce();
        }
    }

    /** From then on it looks by itself. */
    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        turns.scheduleWithFixedDelay(this::lookNow, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookNow() {
        lookIsDue.set(true);
        turn();
    }

    /** Looks for what is due, soon and on another thread; asked again meanwhile, it looks once. */
    void deliverDue() {
        lookIsDue.set(true);
        takeTurn();
    }

    private void takeTurn() {
        if (turnIsDue.compareAndSet(false, true)) {
            try {
                turns.execute(this::turn);
            } catch (RejectedExecutionException e) {
                log.debug("Shutting down; what is due is delivered after the next start");
            }
        }
    }

    private void turn() {
        turnIsDue.set(false);
        try {
            hear();
            sendAhead();
            if (isTimeToSettle()) {
                settle();
            }
            if (!ending) {
                look();
                sendAhead();
            }
        } catch (RuntimeException e) {
            log.warn("Scores due could not be looked through; the next turn tries again", e);
        }
    }

    private void look() {
        boolean isAsked = lookIsDue.getAndSet(false);
        if (!isAsked && lanes.values().stream().noneMatch(lane -> lane.hasMore && lane.runsLow())) {
            return;
        }
        List<DuePlatform> platforms = new ArrayList<>(books.duePlatforms());
        Collections.shuffle(platforms, random);
        lanes.values().forEach(lane -> lane.hasMore = false);
        for (DuePlatform platform : platforms) {
            Lane lane = lanes.computeIfAbsent(platform.id(), id -> new Lane());
            lane.pace.sees(platform.closedUntil(), platform.strikes());
            lane.hasMore = true;
            int some = Math.min(MOST_CLAIMED - claimed.size(), lane.room());
            if (some > 0 && lane.runsLow()) {
                take(platform.id(), lane, some);
            }
        }
    }

    private void take(RegistrationId platform, Lane lane, int some) {
        // In one order on every node, so that two never wait for each other.
        List<Sending> wanted = books.due(platform, some).stream()
                .map(this::sending)
                .sorted(Comparator.comparing(sending -> sending.place().id()))
                .toList();
        lane.hasMore = wanted.size() == some;
        if (wanted.isEmpty()) {
            return;
        }
        List<Sending> taken = Objects.requireNonNull(transaction.execute(status -> books.take(wanted, node, LEASE)));
        taken.forEach(sending -> claimed.add(sending.place().id()));
        lane.ahead.addAll(taken);
        scores.expect(taken.stream().map(sending -> sending.place().user()).toList());
    }

    private void sendAhead() {
        if (ending) {
            return;
        }
        List<Lane> waiting = new ArrayList<>(
                lanes.values().stream().filter(lane -> !lane.ahead.isEmpty()).toList());
        Collections.shuffle(waiting, random);
        for (Lane lane : waiting) {
            while (underWay < AT_A_TIME && lane.pace.free() > 0 && !lane.ahead.isEmpty()) {
                begin(lane.ahead.remove(), lane.pace);
            }
        }
    }

    private void giveBack(Lane lane) {
        if (lane.ahead.isEmpty()) {
            return;
        }
        List<UUID> places =
                lane.ahead.stream().map(sending -> sending.place().id()).toList();
        lane.ahead.clear();
        claimed.removeAll(places);
        books.giveBack(places, node);
    }

    private Sending sending(Due due) {
        GradeHandling handling = scores.gradeHandling(due.place().link());
        Owed owed = due.place().owed(due.standing(), handling);
        boolean same = owed != Owed.NOTHING
                && Sending.words(owed, due.standing()).equals(due.sending())
                && due.latest() != null;
        int doubts = Math.min(MOST_DOUBTS, due.doubts() + (due.abandoned() ? 1 : 0));
        // Another grade than this one may have arrived: what stands there then says nothing of a teacher.
        boolean unsure = !same && (due.doubts() > 0 || due.abandoned()) && Sending.isGrade(due.sending());
        Double shown = unsure ? null : due.place().shownPercent();
        return same && doubts > 0
                ? new Sending(
                        due.place(),
                        due.standing(),
                        handling,
                        owed,
                        Objects.requireNonNull(due.latest()),
                        shown,
                        doubts,
                        due.namings())
                : new Sending(
                        due.place(),
                        due.standing(),
                        handling,
                        owed,
                        nextTimestamp(due.latest()),
                        shown,
                        0,
                        due.namings());
    }

    /** Later by a second at least than any before for this account and link, because some platforms compare seconds. */
    private Instant nextTimestamp(@Nullable Instant latest) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return latest == null || latest.plusSeconds(1).isBefore(now) ? now : latest.plusSeconds(1);
    }

    private void begin(Sending sending, Pace pace) {
        try {
            workers.execute(() -> send(sending));
            underWay++;
            pace.begun();
        } catch (RejectedExecutionException e) {
            log.debug("Shutting down; what was taken comes free by itself");
        }
    }

    private void send(Sending sending) {
        ScoreNotAccepted failure = null;
        boolean scarce = false;
        try {
            if (sending.owed() != Owed.NOTHING) {
                Place place = sending.place();
                changed.refuse(sending);
                Score score = writer.write(
                        place, sending.standing(), sending.owed(), sending.handling(), sending.timestamp());
                scarce = scores.resend(place.link(), place.user(), score, sending.doubts());
            }
        } catch (ScoreNotAccepted e) {
            failure = e;
        } catch (RuntimeException e) {
            log.warn("A score for place {} failed here", sending.place().id(), e);
            failure = new ScoreNotAccepted(Reason.PLATFORM_UNAVAILABLE, Fault.UNKNOWN, "failed here", null);
        }
        outcomes.add(new Outcome(sending, failure, scarce));
        takeTurn();
    }

    /** What the workers say: the pace follows at once, the rows a moment later. */
    private void hear() {
        for (Outcome next = outcomes.poll(); next != null; next = outcomes.poll()) {
            if (gathered.isEmpty()) {
                gatheringSince = System.nanoTime();
            }
            gathered.add(next);
            underWay--;
            keepPace(next);
        }
    }

    private boolean isTimeToSettle() {
        if (gathered.isEmpty()) {
            return false;
        }
        long waits = GATHERING.toNanos() - (System.nanoTime() - gatheringSince);
        if (ending || underWay == 0 || gathered.size() >= MOST_GATHERED || waits <= 0) {
            return true;
        }
        if (!gatheringEnds) {
            gatheringEnds = true;
            turns.schedule(this::endGathering, waits, TimeUnit.NANOSECONDS);
        }
        return false;
    }

    private void endGathering() {
        gatheringEnds = false;
        turn();
    }

    /** Notes what was told; whether there is more is asked under the lock that news take too. */
    private void settle() {
        gathered.sort(Comparator.comparing(outcome -> outcome.sent().place().id()));
        Set<SubmissionId> submissions = new HashSet<>();
        gathered.forEach(outcome -> submissions.add(outcome.sent().place().submission()));
        // When this fails the rows are still ours, and the next turn writes them down.
        List<Settled> settled = Objects.requireNonNull(transaction.execute(status -> {
            Map<SubmissionId, Standing> now = books.hold(submissions);
            Map<ResourceLinkId, Integer> namings = books.holdNamings(gathered.stream()
                    .filter(Deliveries::failedForItsColumn)
                    .map(outcome -> outcome.sent().place().link())
                    .distinct()
                    .toList());
            List<Settled> rows = gathered.stream()
                    .map(outcome -> settled(
                            outcome,
                            Objects.requireNonNull(
                                    now.get(outcome.sent().place().submission())),
                            wasNamedMeanwhile(outcome, namings)))
                    .toList();
            books.settle(rows, node);
            return rows;
        }));
        Set<UUID> shownAnew =
                settled.stream().filter(Settled::showsAnew).map(Settled::place).collect(Collectors.toSet());
        List<ResourceLinkId> graded = gathered.stream()
                .map(outcome -> outcome.sent().place())
                .filter(place -> shownAnew.contains(place.id()))
                .map(Place::link)
                .distinct()
                .toList();
        gathered.clear();
        settled.forEach(row -> claimed.remove(row.place()));
        // By itself, so that it waits for nobody in that transaction; without it the column is looked at once a day.
        graded.forEach(books::gradesArrived);
        Instant now = clock.instant();
        for (Settled row : settled) {
            Instant next = row.nextTry();
            if (next != null && next.isAfter(now)) {
                foresight.of(next);
            } else if (next != null) {
                lookIsDue.set(true);
            }
        }
    }

    private static boolean failedForItsColumn(Outcome outcome) {
        ScoreNotAccepted failure = outcome.failure();
        return failure != null && Books.OF_THE_COLUMN.contains(failure.reason());
    }

    /** It may have been sent to where the column was before, which the launch that named it did not see. */
    private static boolean wasNamedMeanwhile(Outcome outcome, Map<ResourceLinkId, Integer> namings) {
        Sending sent = outcome.sent();
        return failedForItsColumn(outcome)
                && namings.getOrDefault(sent.place().link(), sent.namings()) != sent.namings();
    }

    private Settled settled(Outcome outcome, Standing now, boolean namedMeanwhile) {
        ScoreNotAccepted failure = outcome.failure();
        return failure == null ? told(outcome.sent(), now) : postponed(outcome.sent(), failure, now, namedMeanwhile);
    }

    private Settled told(Sending sent, Standing now) {
        Place place = sent.place();
        Standing told = sent.standing();
        int decision = sent.owed() == Owed.GRADE && told.decision() != null
                ? told.decision().attempt()
                : place.toldDecision();
        String comment = sent.owed() == Owed.GRADE && told.decision() != null
                ? told.decision().comment()
                : place.comment();
        // A grade leaves the state that has come after it untold.
        boolean stateTold = decision == place.toldDecision() || told.step() == Standing.Step.DECIDED;
        long version = stateTold ? told.version() : place.toldVersion();
        boolean more = place.told(version, decision).owed(now, sent.handling()) != Owed.NOTHING;
        Instant at = clock.instant();
        return new Settled(
                place.id(),
                more ? Books.WAITING : Books.SETTLED,
                at,
                more ? at : null,
                0,
                null,
                version,
                decision,
                sent.owed() == Owed.GRADE,
                0,
                comment);
    }

    private Settled postponed(Sending sent, ScoreNotAccepted failure, Standing now, boolean namedMeanwhile) {
        Place place = sent.place();
        int tries = place.tries() + 1;
        Instant at = clock.instant();
        boolean givesUp = !namedMeanwhile
                && isHopeless(place, failure, tries, at)
                && now.version() == sent.standing().version();
        if (givesUp) {
            log.warn("Place {} cannot be told: {} ({})", place.id(), failure.reason(), failure.getMessage());
        } else {
            log.debug("Place {} is told later: {} ({})", place.id(), failure.reason(), failure.getMessage());
        }
        // A platform that does not answer in between says nothing of the course.
        boolean saysNothing =
                failure.reason() == Reason.PLATFORM_UNAVAILABLE || failure.reason() == Reason.TOOL_SHUT_OUT;
        Reason reason =
                saysNothing && place.isHeldByCourse() ? Objects.requireNonNull(place.reason()) : failure.reason();
        boolean begins = Place.isOfCourse(reason) && !place.isHeldByCourse();
        // A column that is named over and over is not tried as often.
        Duration pause = namedMeanwhile && place.tries() == 0 ? Duration.ZERO : pause(failure, tries);
        return new Settled(
                place.id(),
                givesUp ? Books.GIVEN_UP : Books.WAITING,
                givesUp || begins ? at : null,
                givesUp ? null : at.plus(pause),
                givesUp ? place.tries() : tries,
                reason.name(),
                place.toldVersion(),
                place.toldDecision(),
                false,
                failure.fault() == Fault.IN_DOUBT ? Math.min(MOST_DOUBTS, sent.doubts() + 1) : sent.doubts(),
                place.comment());
    }

    private static boolean isHopeless(Place place, ScoreNotAccepted failure, int tries, Instant now) {
        return switch (failure.reason()) {
            case PLATFORM_UNAVAILABLE, TOOL_SHUT_OUT -> false;
            // It may have waited long before for another reason.
            case COURSE_CLOSED, TOOL_NOT_IN_COURSE ->
                place.isHeldByCourse()
                        && place.since().plus(PATIENCE_WITH_CLOSED).isBefore(now);
            default -> failure.isFinal() || tries >= PATIENCE;
        };
    }

    /** What a person has to change is not tried every quarter of an hour. */
    private Duration pause(ScoreNotAccepted failure, int tries) {
        return switch (failure.reason()) {
            case COURSE_CLOSED, TOOL_NOT_IN_COURSE -> spread(DAILY);
            case TOOL_SHUT_OUT -> spread(HOURLY);
            default -> Backoff.after(tries, failure.retryAfter(), random);
        };
    }

    private Duration spread(Duration wait) {
        return wait.plusMillis(random.nextLong(wait.toMillis() / 10));
    }

    private void keepPace(Outcome outcome) {
        RegistrationId platform = outcome.sent().place().platform();
        Lane lane = lanes.computeIfAbsent(platform, id -> new Lane());
        Pace pace = lane.pace;
        ScoreNotAccepted failure = outcome.failure();
        if (failure == null || failure.fault() == Fault.NONE) {
            boolean wasTroubled = pace.isTroubled();
            pace.succeeded();
            if (outcome.scarce()) {
                pace.eases();
            }
            if (wasTroubled) {
                log.info("Platform {} takes scores again", platform.value());
                books.reopen(platform);
            }
            return;
        }
        Duration closed = pace.failed(failure, random);
        if (closed != null) {
            // Said once, however often it is tried while a person has to mend it.
            boolean said = failure.fault() == Fault.SHUT && pace.isTroubled();
            log.atLevel(said ? Level.DEBUG : Level.WARN)
                    .log("Platform {} is left alone for {}: {}", platform.value(), closed, failure.getMessage());
            Instant until = clock.instant().plus(closed);
            books.close(
                    platform,
                    until,
                    failure.reason().name(),
                    failure.fault() == Fault.THROTTLED || failure.retryAfter() != null);
            foresight.of(until);
            giveBack(lane);
        }
    }

    private void renew() {
        List<UUID> places = List.copyOf(claimed);
        if (places.isEmpty()) {
            return;
        }
        try {
            books.renew(places, node, LEASE);
        } catch (RuntimeException e) {
            log.warn("Claims could not be renewed", e); // thrown on, it would end the renewals
        }
    }

    /** What is under way may finish and is written down; what is not has its row. */
    @Override
    public void destroy() throws InterruptedException {
        ending = true;
        renewals.shutdownNow();
        workers.shutdown();
        if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
            workers.shutdownNow();
        }
        foresight.end();
        turns.execute(() -> lanes.values().forEach(this::giveBack));
        takeTurn();
        turns.shutdown();
        turns.awaitTermination(2, TimeUnit.SECONDS);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
