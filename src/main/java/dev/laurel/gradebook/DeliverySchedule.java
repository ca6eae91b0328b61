package dev.laurel.gradebook;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Compares gradebooks on whichever node comes first; scores that are due are looked for by every node itself. */
@Configuration(proxyBeanMethods = false)
class DeliverySchedule {

    @Bean
    RecurringTask<Void> compareGradebooks(Reconciliation reconciliation) {
        return Tasks.recurring("gradebook-compare", FixedDelay.ofSeconds(50))
                .execute((instance, context) -> reconciliation.checkDue());
    }
}
