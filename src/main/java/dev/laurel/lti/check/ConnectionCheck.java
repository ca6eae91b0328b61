package dev.laurel.lti.check;

import dev.laurel.lti.ToolKeys;
import dev.laurel.system.OutboundHttp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs lines of the check, each by itself and within its time, never more than a few at once. Belongs into no database
 * transaction: it calls out.
 */
@Component
public class ConnectionCheck implements DisposableBean {

    /** For the calls of one line. */
    private static final Duration LIFE = Duration.ofSeconds(20);

    /** For everybody who waits: a last call may be under way when the time of a line ends. */
    private static final Duration PATIENCE = LIFE.plusSeconds(15);

    private static final int MOST_AT_ONCE = 24;
    private static final Logger log = LoggerFactory.getLogger(ConnectionCheck.class);

    private final Map<CheckLine, LineCheck> checks = new EnumMap<>(CheckLine.class);
    private final CheckThrottle throttle;
    private final OutboundHttp http;
    private final ToolKeys keys;
    private final JsonMapper json;
    private final Clock clock;
    private final ThreadPoolExecutor threads;

    ConnectionCheck(
            ObjectProvider<LineCheck> checks,
            CheckThrottle throttle,
            OutboundHttp http,
            ToolKeys keys,
            JsonMapper json,
            Clock clock) {
        checks.orderedStream().forEach(check -> this.checks.put(check.line(), check));
        this.throttle = throttle;
        this.http = http;
        this.keys = keys;
        this.json = json;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(0, MOST_AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "connection-check-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Tries one line and waits for it. */
    public Finding run(CheckLine line, CheckedPlace place, @Nullable InTheFrame frame) {
        return await(line, begin(line, place, frame), System.nanoTime() + PATIENCE.toNanos());
    }

    /** Tries every line at once and waits for all of them, for people without scripts. */
    public List<Finding> runAll(CheckedPlace place) {
        Map<CheckLine, Future<Finding>> begun = new EnumMap<>(CheckLine.class);
        for (CheckLine line : CheckLine.values()) {
            begun.put(line, begin(line, place, null));
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        List<Finding> findings = new ArrayList<>();
        begun.forEach((line, work) -> findings.add(await(line, work, until)));
        return findings;
    }

    /** What a line shows before it is tried. */
    public static Finding untried(CheckLine line) {
        return Finding.untried(line, Words.of("not-yet"));
    }

    private Future<Finding> begin(CheckLine line, CheckedPlace place, @Nullable InTheFrame frame) {
        if (line.isOfTheBrowser()) {
            if (frame == null) {
                return known(Finding.impossible(line, Words.of("by-script"), null));
            }
            return known(
                    line == CheckLine.COOKIES
                            ? frame.cookies(place.registration())
                            : frame.storage(place.registration()));
        }
        LineCheck check = checks.get(line);
        if (check == null) {
            throw new IllegalStateException("Nothing tries " + line);
        }
        Optional<Duration> rest = throttle.restOf(place.registration().id(), line);
        if (rest.isPresent()) {
            return known(Finding.later(line, rest.get()));
        }
        try {
            return threads.submit(() -> check.run(place, new Probe(http, keys, json, clock, LIFE)));
        } catch (RejectedExecutionException e) {
            return known(Finding.later(line, CheckThrottle.PAUSE));
        }
    }

    private static Future<Finding> known(Finding finding) {
        return CompletableFuture.completedFuture(finding);
    }

    private static Finding await(CheckLine line, Future<Finding> begun, long until) {
        try {
            return begun.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Finding.untried(line, Words.of("too-slow"));
        } catch (ExecutionException e) {
            log.error("The check of {} broke", line, e.getCause());
            return Finding.untried(line, Words.of("broke"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.untried(line, Words.of("too-slow"));
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
