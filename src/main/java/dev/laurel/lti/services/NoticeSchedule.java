package dev.laurel.lti.services;

import dev.laurel.system.Lookout;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for platforms that are to be told of notice handlers. */
@Configuration(proxyBeanMethods = false)
class NoticeSchedule {

    @Bean
    Lookout tellNoticeHandlers(NoticeHandlers handlers) {
        return new Lookout("lti-tell-notice-handlers", Duration.ofSeconds(5), handlers::tellDue);
    }
}
