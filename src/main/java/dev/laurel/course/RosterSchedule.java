package dev.laurel.course;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for rosters that are due, on one node at a time. */
@Configuration(proxyBeanMethods = false)
class RosterSchedule {

    @Bean
    RecurringTask<Void> refreshRosters(Rosters rosters) {
        return Tasks.recurring("course-refresh-rosters", FixedDelay.ofSeconds(5))
                .execute((instance, context) -> rosters.refreshDue());
    }
}
