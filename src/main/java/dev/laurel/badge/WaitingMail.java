package dev.laurel.badge;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.MorningMail;
import dev.laurel.submission.Mornings;
import dev.laurel.system.LaurelSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Tells officers that badges have begun to wait for them; nothing on a day without any. It names nobody. Whoever has declined
 * mails to officers gets none.
 */
@Component
class WaitingMail extends MorningMail {

    private final WaitingBadges waiting;
    private final LaurelSettings settings;

    WaitingMail(Mornings mornings, DomainMail mails, WaitingBadges waiting, LaurelSettings settings) {
        super(mornings, mails.kind(), "badge_officer_mail", Set.of(StaffRole.ISSUER_OFFICER));
        this.waiting = waiting;
        this.settings = settings;
    }

    @Override
    protected Optional<StaffMail.Wording> news(StaffMember reader, Instant now, Instant since) {
        int more = waiting.count(reader.issues(), since);
        int all = waiting.count(reader.issues(), Instant.EPOCH);
        return more == 0
                ? Optional.empty()
                : Optional.of((letter, declining) -> {
                    letter.subject("badge.waiting-mail.subject");
                    letter.line("badge.waiting-mail.text", more, all);
                    letter.paragraph("badge.waiting-mail.where", settings.at("/issue/waiting"));
                    letter.paragraph("badge.waiting-mail.why", declining);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> tellIssuersOfficersOfTheDay(WaitingMail mail, Clock clock) {
            return everyMorning("badge-tell-officers-of-the-day", mail, clock);
        }
    }
}
