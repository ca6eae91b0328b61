package dev.laurel.badge;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.Mornings;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Tells officers, in the morning of a working day, that badges have begun to wait for them; nothing on a day without any. It
 * names nobody. Whoever has declined mails to officers gets none. Nothing is known of their language, so it says it in both.
 */
@Component
class WaitingMail {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));

    private final Mornings mornings;
    private final Staff staff;
    private final WaitingBadges waiting;
    private final StaffMail.Kind mails;
    private final MessageSource messages;
    private final LaurelSettings settings;

    WaitingMail(
            Mornings mornings,
            Staff staff,
            WaitingBadges waiting,
            DomainMail mails,
            MessageSource messages,
            LaurelSettings settings) {
        this.mornings = mornings;
        this.staff = staff;
        this.waiting = waiting;
        this.mails = mails.kind();
        this.messages = messages;
        this.settings = settings;
    }

    /** Writes to everybody whose morning it is and who was not looked at today. */
    void look(Instant now) {
        mornings.look(
                "badge_officer_mail", Set.of(StaffRole.ISSUER_OFFICER), mails, now, (account, since) -> staff.find(
                                account.id())
                        .map(StaffMember::issues)
                        .filter(tenants -> waiting.count(tenants, since) > 0)
                        .ifPresent(tenants ->
                                send(account, waiting.count(tenants, since), waiting.count(tenants, Instant.EPOCH))));
    }

    private void send(StaffAccount account, int more, int all) {
        URI unsubscribe = mails.declining(account.id());
        StringBuilder text = new StringBuilder();
        for (Locale locale : LANGUAGES) {
            text.append(text.isEmpty() ? "" : "\n\n---\n\n")
                    .append(message("badge.waiting-mail.text", locale, more, all))
                    .append("\n\n")
                    .append(message("badge.waiting-mail.where", locale, settings.at("/issue/waiting")))
                    .append("\n\n")
                    .append(message("badge.waiting-mail.why", locale, unsubscribe));
        }
        mails.send(account, message("badge.waiting-mail.subject", Locale.ENGLISH), text.toString());
    }

    private String message(String key, Locale locale, Object... blanks) {
        return messages.getMessage(key, blanks, locale);
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> tellIssuersOfficersOfTheDay(WaitingMail mail, Clock clock) {
            return Tasks.recurring("badge-tell-officers-of-the-day", FixedDelay.ofMinutes(15))
                    .execute((instance, context) -> mail.look(clock.instant()));
        }
    }
}
