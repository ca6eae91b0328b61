package dev.laurel.course;

import dev.laurel.system.Lookout;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for rosters that are due. */
@Configuration(proxyBeanMethods = false)
class RosterSchedule {

    @Bean
    Lookout refreshRosters(Rosters rosters) {
        return new Lookout("course-refresh-rosters", Duration.ofSeconds(5), rosters::refreshDue);
    }
}
