package dev.laurel.system;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.FailedEventPublications;
import org.springframework.modulith.events.ResubmissionOptions;

/**
 * Tells a listener again what it failed to hear. Events are written with what caused them; a listener that failed, or
 * whose node died, is asked again until it has succeeded, by whichever node comes first.
 */
@Configuration(proxyBeanMethods = false)
class OutstandingEvents {

    private static final ResubmissionOptions IN_SMALL_BATCHES =
            ResubmissionOptions.defaults().withBatchSize(50).withMinAge(Duration.ofSeconds(10));

    @Bean
    RecurringTask<Void> resubmitFailedEvents(ObjectProvider<FailedEventPublications> failed) {
        return Tasks.recurring("system-resubmit-failed-events", FixedDelay.of(Duration.ofSeconds(20)))
                .execute((instance, context) -> failed.getObject().resubmit(IN_SMALL_BATCHES));
    }
}
