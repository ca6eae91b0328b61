package dev.laurel.course;

import dev.laurel.lti.services.RosterNotGiven;
import dev.laurel.lti.services.RosterNotGiven.Reason;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How often a platform is asked for a roster: often while people join, seldom when nothing happens, spread over time. */
final class RosterPace {

    private static final Duration LIVELY = Duration.ofHours(2);
    private static final Duration USUAL = Duration.ofHours(6);
    private static final Duration QUIET = Duration.ofHours(24);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);

    private RosterPace() {}

    /** @param unchanged for how long the roster has been the same */
    static Duration afterAnswer(Duration unchanged, RandomGenerator random) {
        Duration pace = unchanged.toDays() < 2 ? LIVELY : unchanged.toDays() < 30 ? USUAL : QUIET;
        return spread(pace, random);
    }

    /**
     * @param tries how often it has failed before
     */
    static Duration afterRefusal(RosterNotGiven refusal, int tries, RandomGenerator random) {
        if (refusal.reason() == Reason.NO_SERVICE) {
            return spread(LIVELY, random); // A later launch may tell of one, and asking costs the platform nothing.
        }
        if (refusal.isFinal()) {
            return spread(QUIET, random);
        }
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(Math.max(tries, 0), 12));
        Duration own = spread(doubled.compareTo(USUAL) > 0 ? USUAL : doubled, random);
        Duration asked = refusal.retryAfter();
        return asked != null && asked.compareTo(own) > 0 ? asked : own;
    }

    private static Duration spread(Duration pace, RandomGenerator random) {
        return pace.plusMillis(random.nextLong(pace.toMillis() / 5 + 1));
    }
}
