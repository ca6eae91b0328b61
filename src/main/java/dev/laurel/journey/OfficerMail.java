package dev.laurel.journey;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.ClaimNews;
import dev.laurel.submission.Mornings;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Tells recognition officers, once on a day on which their programme works and in its morning, what was claimed and answered
 * since, and which approved claims have lost their badge; only what nobody has looked at meanwhile, and nothing on a day
 * without any. It names nobody. With one-click unsubscribing (RFC 8058). Nothing is known of their language, so it says it in
 * both.
 */
@Component
class OfficerMail {

    static final String PATH = "/claim-mails/";

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));

    private final Mornings mornings;
    private final Staff staff;
    private final ClaimNews news;
    private final StaffMail.Kind mails;
    private final MessageSource messages;
    private final LaurelSettings settings;

    OfficerMail(
            Mornings mornings,
            Staff staff,
            ClaimNews news,
            StaffMail mails,
            MessageSource messages,
            LaurelSettings settings) {
        this.mornings = mornings;
        this.staff = staff;
        this.news = news;
        this.mails = mails.kind(PATH, "journey_officer_mail_reader");
        this.messages = messages;
        this.settings = settings;
    }

    /** Writes to everybody whose morning it is and who was not looked at today. */
    void look(Instant now) {
        mornings.look(
                "journey_officer_mail",
                Set.of(StaffRole.RECOGNITION_OFFICER),
                mails,
                now,
                (account, since) -> staff.find(account.id())
                        .map(StaffMember::recognises)
                        .map(tenants -> news.since(tenants, since))
                        .filter(found -> !found.isEmpty())
                        .ifPresent(found -> send(account, found)));
    }

    private void send(StaffAccount account, ClaimNews.Numbers found) {
        URI unsubscribe = mails.declining(account.id());
        StringBuilder text = new StringBuilder();
        for (Locale locale : LANGUAGES) {
            List<String> lines = new ArrayList<>();
            add(lines, locale, "made", found.made());
            add(lines, locale, "answered", found.answered());
            add(lines, locale, "flagged", found.flagged());
            add(lines, locale, "waiting", found.waiting());
            text.append(text.isEmpty() ? "" : "\n\n---\n\n")
                    .append(String.join("\n", lines))
                    .append("\n\n")
                    .append(message("journey.mail.officer.where", locale, settings.at("/recognition/claims")));
            if (found.flagged() > 0) {
                text.append("\n\n")
                        .append(message(
                                "journey.mail.officer.where.flagged",
                                locale,
                                settings.at("/recognition/claims?show=revoked")));
            }
            text.append("\n\n").append(message("journey.mail.officer.why", locale, unsubscribe));
        }
        mails.send(account, message("journey.mail.officer.subject", Locale.ENGLISH), text.toString());
    }

    private void add(List<String> lines, Locale locale, String what, int number) {
        if (number > 0) {
            lines.add(message("journey.mail.officer." + what, locale, number));
        }
    }

    /** For the page that declines them. */
    StaffMail.Kind kind() {
        return mails;
    }

    private String message(String key, Locale locale, Object... blanks) {
        return messages.getMessage(key, blanks, locale);
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> tellOfficersOfTheDay(OfficerMail mail, Clock clock) {
            return Tasks.recurring("journey-tell-officers-of-the-day", FixedDelay.ofMinutes(15))
                    .execute((instance, context) -> mail.look(clock.instant()));
        }
    }
}
