package dev.laurel.lti.services;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for platforms that are to be told of notice handlers, on one node at a time. */
@Configuration(proxyBeanMethods = false)
class NoticeSchedule {

    @Bean
    RecurringTask<Void> tellNoticeHandlers(NoticeHandlers handlers) {
        return Tasks.recurring("lti-tell-notice-handlers", FixedDelay.ofSeconds(5))
                .execute((instance, context) -> handlers.tellDue());
    }
}
