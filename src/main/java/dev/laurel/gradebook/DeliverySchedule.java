package dev.laurel.gradebook;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for scores that are due, on whichever node comes first: first tries follow the news at once, these are the rest. */
@Configuration(proxyBeanMethods = false)
class DeliverySchedule {

    @Bean
    RecurringTask<Void> deliverScores(Deliveries deliveries) {
        return Tasks.recurring("gradebook-deliver-scores", FixedDelay.ofSeconds(1))
                .execute((instance, context) -> deliveries.deliverDue());
    }

    @Bean
    RecurringTask<Void> compareGradebooks(Reconciliation reconciliation) {
        return Tasks.recurring("gradebook-compare", FixedDelay.ofMinutes(1))
                .execute((instance, context) -> reconciliation.checkDue());
    }
}
