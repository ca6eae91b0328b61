package dev.laurel.coaching;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets what opens nothing any more. */
@Configuration(proxyBeanMethods = false)
class CoachingUpkeep {

    @Bean
    RecurringTask<Void> forgetOldCoachingKeys(Door door) {
        return Tasks.recurring("coaching-forget-old", Schedules.fixedDelay(Duration.ofHours(6)))
                .execute((instance, context) -> door.forgetOld());
    }
}
