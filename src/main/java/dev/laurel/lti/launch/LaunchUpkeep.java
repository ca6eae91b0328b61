package dev.laurel.lti.launch;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets launches a day after they were made: their windows have ended, and no token is taken that old. */
@Configuration(proxyBeanMethods = false)
class LaunchUpkeep {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int AT_ONCE = 5_000;
    /** A platform that repeats a notice does so within days. */
    private static final Duration NOTICES_KEPT = Duration.ofDays(30);

    @Bean
    RecurringTask<Void> forgetOldLaunches(Launches launches, Clock clock) {
        return Tasks.recurring("lti-forget-old-launches", FixedDelay.ofMinutes(20))
                .execute((instance, context) -> {
                    while (launches.forgetBefore(clock.instant().minus(KEPT), AT_ONCE) == AT_ONCE) {
                        // Small bites, so that no statement holds many rows.
                    }
                });
    }

    @Bean
    RecurringTask<Void> forgetOldNotices(Notices notices, Clock clock) {
        return Tasks.recurring("lti-forget-old-notices", FixedDelay.ofHours(6))
                .execute((instance, context) ->
                        notices.forgetBefore(clock.instant().minus(NOTICES_KEPT)));
    }
}
