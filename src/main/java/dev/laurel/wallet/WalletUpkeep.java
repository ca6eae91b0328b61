package dev.laurel.wallet;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets what opens nothing any more. */
@Configuration(proxyBeanMethods = false)
class WalletUpkeep {

    @Bean
    RecurringTask<Void> forgetOldWalletTickets(Tickets tickets, WalletSessions sessions) {
        return Tasks.recurring("wallet-forget-old", Schedules.fixedDelay(Duration.ofHours(6)))
                .execute((instance, context) -> {
                    tickets.forgetOld();
                    sessions.forgetEnded();
                });
    }
}
