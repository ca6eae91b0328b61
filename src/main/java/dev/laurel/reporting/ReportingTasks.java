package dev.laurel.reporting;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When counts are brought up to date: soon after something happened, once an hour in any case, and when somebody asks. */
@Configuration(proxyBeanMethods = false)
class ReportingTasks {

    private static final Logger log = LoggerFactory.getLogger(ReportingTasks.class);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofHours(1);

    @Bean
    RecurringTask<Void> countForReports(Tallies tallies, ReportingSettings settings, Clock clock) {
        return Tasks.recurring("reporting-count", FixedDelay.of(EVERY))
                .execute((instance, context) -> tallies.count(clock.instant().minus(settings.settle())));
    }

    @Bean
    RecurringTask<Void> lookAgainForReports(Tallies tallies) {
        return Tasks.recurring("reporting-look-again", FixedDelay.of(AGAIN))
                .execute((instance, context) -> tallies.lookAgain());
    }

    /** {@code java -jar laurel.jar --rebuild-reports} forgets all counts and counts everything there is. See docs/reports.md. */
    @Bean
    ApplicationRunner rebuildReports(Tallies tallies) {
        return (ApplicationArguments arguments) -> {
            if (arguments.containsOption("rebuild-reports")) {
                log.info("Counted {} days anew for reports", tallies.rebuild());
            }
        };
    }
}
