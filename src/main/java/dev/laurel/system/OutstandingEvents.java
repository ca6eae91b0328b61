package dev.laurel.system;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.EventPublication;
import org.springframework.modulith.events.FailedEventPublications;
import org.springframework.modulith.events.ResubmissionOptions;

/**
 * Tells a listener again what it failed to hear. Events are written with what caused them; a listener that failed, or
 * whose node died, is asked again until it has succeeded, by whichever node comes first.
 */
@Configuration(proxyBeanMethods = false)
class OutstandingEvents {

    // The registry reads the oldest first: a batch must be larger than what may fail for good, or it hides the rest.
    private static final int BATCH = 2_000;
    private static final Duration AT_FIRST = Duration.ofSeconds(20);
    /** Twenty with the scheduler's own ten. */
    private static final Duration EVERY = Duration.ofSeconds(10);

    private static final int DOUBLED_AT_MOST = 7;

    @Bean
    RecurringTask<Void> resubmitFailedEvents(ObjectProvider<FailedEventPublications> failed, Clock clock) {
        ResubmissionOptions whatIsDue = ResubmissionOptions.defaults()
                .withBatchSize(BATCH)
                .withMinAge(Duration.ofSeconds(10))
                .withFilter(publication -> isDue(publication, clock.instant()));
        return Tasks.recurring("system-resubmit-failed-events", FixedDelay.of(EVERY))
                .execute((instance, context) -> failed.getObject().resubmit(whatIsDue));
    }

    /** Each failure doubles the wait, from twenty seconds to about three quarters of an hour. */
    static boolean isDue(EventPublication publication, Instant now) {
        Instant last = publication.getLastResubmissionDate();
        if (last == null) {
            return true;
        }
        int failures = Math.min(Math.max(publication.getCompletionAttempts() - 1, 0), DOUBLED_AT_MOST);
        return !now.isBefore(last.plus(AT_FIRST.multipliedBy(1L << failures)));
    }
}
