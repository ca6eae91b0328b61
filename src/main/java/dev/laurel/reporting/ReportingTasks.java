package dev.laurel.reporting;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
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
    private static final Duration EVERY = Duration.ofSeconds(20);
    /** A day is counted as a whole: where that takes long, a node does it more rarely, unless it has fallen behind. */
    private static final int REST = 20;

    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final Duration AGAIN = Duration.ofHours(1);

    @Bean
    RecurringTask<Void> countForReports(Tallies tallies, ReportingSettings settings, Clock clock) {
        AtomicReference<Instant> rests = new AtomicReference<>(Instant.EPOCH);
        return Tasks.recurring("reporting-count", FixedDelay.of(EVERY)).execute((instance, context) -> {
            Instant begun = clock.instant();
            if (begun.isBefore(rests.get())) {
                return;
            }
            Instant by = begun.minus(settings.settle());
            tallies.count(by);
            if (tallies.isBehind(by)) {
                return;
            }
            Instant ended = clock.instant();
            Duration rest = Duration.between(begun, ended).multipliedBy(REST);
            rests.set(ended.plus(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest));
        });
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
