package dev.laurel.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has tests that wait for something look soon and then ever more slowly, to ten times a second: Awaitility's own first look
 * is a tenth of a second late, and most of what tests wait for is there by then. JUnit finds this by itself
 * (junit-platform.properties).
 */
public final class Impatience implements BeforeAllCallback {

    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration SLOWEST = Duration.ofMillis(100);

    static {
        Awaitility.setDefaultPollDelay(FIRST);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(Impatience::slower, FIRST));
    }

    private static Duration slower(Duration before) {
        Duration twice = before.multipliedBy(2);
        return twice.compareTo(SLOWEST) > 0 ? SLOWEST : twice;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // The class has been loaded, which is all there is to do.
    }
}
