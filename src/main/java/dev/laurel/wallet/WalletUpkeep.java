package dev.laurel.wallet;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.laurel.system.Lookout;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets what opens nothing any more, and sends what backpacks are owed. */
@Configuration(proxyBeanMethods = false)
class WalletUpkeep {

    @Bean
    RecurringTask<Void> forgetOldWalletTickets(Tickets tickets, WalletSessions sessions, Unions unions) {
        return Tasks.recurring("wallet-forget-old", Schedules.fixedDelay(Duration.ofHours(6)))
                .execute((instance, context) -> {
                    tickets.forgetOld();
                    sessions.forgetEnded();
                    unions.forgetOld();
                });
    }

    /** Accounts to whose joining nobody objected in time. */
    @Bean
    RecurringTask<Void> joinAccountsThatWereAskedFor(Joinings joinings) {
        return Tasks.recurring("wallet-join-accounts", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> joinings.carryOutDue());
    }

    @Bean
    RecurringTask<Void> sendLettersAboutBadgesOfBadgesAgain(CompositionLetters letters) {
        return Tasks.recurring("wallet-composition-letters", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> letters.again());
    }

    /** Badges from elsewhere: their issuers may have revoked them meanwhile. */
    @Bean
    RecurringTask<Void> lookAtBadgesFromElsewhere(Imports imports) {
        return Tasks.recurring("wallet-look-at-badges-from-elsewhere", Schedules.fixedDelay(Duration.ofMinutes(5)))
                .execute((instance, context) -> imports.lookAtDue());
    }

    /** What a person sends is tried at once; this is for what was signed meanwhile, and for what had to wait. */
    @Bean
    Lookout sendToBackpacks(Packing packing) {
        return new Lookout("wallet-send-to-backpacks", Duration.ofSeconds(10), packing::sendDue);
    }
}
