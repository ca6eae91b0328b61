package dev.laurel.support;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Ends whatever stands still, so that a build fails with the reason instead of waiting for ever. JUnit's own timeouts see test
 * methods only; a browser that does not answer when its window is closed, or an application that does not start, is
 * outside them. First says what every thread does and ends the browsers of this process, then interrupts the test, then
 * ends the process. JUnit finds this by itself (junit-platform.properties); a debugger switches it off.
 */
public final class StandStill implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Duration TOO_LONG = Duration.ofMinutes(4);
    private static final Duration FOR_EVER = Duration.ofMinutes(7);

    private static @Nullable Watch watch;

    @Override
    public void beforeAll(ExtensionContext context) {
        goesOn("before", context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        goesOn("in", context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        goesOn("after", context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        goesOn("after", context);
    }

    private static synchronized void goesOn(String place, ExtensionContext context) {
        Watch running = watch;
        if (running == null) {
            running = new Watch(Thread.currentThread());
            watch = running;
            if (!somebodyDebugs()) {
                watchEveryFewSeconds(running);
            }
        }
        running.sees(place + " " + context.getRequiredTestClass().getSimpleName() + " " + context.getDisplayName());
    }

    private static void watchEveryFewSeconds(Watch running) {
        Executors.newSingleThreadScheduledExecutor(look -> {
                    Thread clock = new Thread(look, "stand-still");
                    clock.setDaemon(true);
                    return clock;
                })
                .scheduleWithFixedDelay(running::look, 5, 5, TimeUnit.SECONDS);
    }

    private static boolean somebodyDebugs() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.contains("jdwp"));
    }

    /** Looks at the clock beside the tests. */
    private static final class Watch {

        private final Thread tests;
        private Instant since = Instant.now();
        private String where = "at the start";
        private int steps;

        Watch(Thread tests) {
            this.tests = tests;
        }

        synchronized void sees(String place) {
            since = Instant.now();
            where = place;
            steps = 0;
        }

        synchronized void look() {
            Duration still = Duration.between(since, Instant.now());
            if (steps == 0 && still.compareTo(LONG) > 0) {
                steps = 1;
                sayWhatIsGoingOn(still);
                Browser.endAll();
            } else if (steps == 1 && still.compareTo(TOO_LONG) > 0) {
                steps = 2;
                tests.interrupt();
            } else if (steps == 2 && still.compareTo(FOR_EVER) > 0) {
                sayWhatIsGoingOn(still);
                Runtime.getRuntime().halt(1);
            }
        }

        private void sayWhatIsGoingOn(Duration still) {
            StringBuilder text = new StringBuilder("Nothing has moved for " + still + " " + where + "\n");
            for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
                text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
                LockInfo lock = thread.getLockInfo();
                if (lock != null) {
                    text.append(" on ").append(lock).append(" of ").append(thread.getLockOwnerName());
                }
                text.append('\n');
                StackTraceElement[] trace = thread.getStackTrace();
                boolean test = thread.getThreadId() == tests.getId();
                for (int i = 0; i < trace.length && (test || i < 12); i++) {
                    text.append("\tat ").append(trace[i]).append('\n');
                }
            }
            System.err.println(text);
        }
    }
}
