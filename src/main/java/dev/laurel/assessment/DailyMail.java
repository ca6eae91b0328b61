package dev.laurel.assessment;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.assessment.DailyWork.Day;
import dev.laurel.assessment.DailyWork.Times;
import dev.laurel.assessment.Seats.Load;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.Mornings;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Tells those who score and lead, once on a day on which their programme works and in its morning, what is due, overdue, waits
 * with nobody able to take it, or was answered; nothing on a day without any of it. With one-click unsubscribing (RFC 8058).
 * Nothing is known of their language, so it says it in both.
 */
@Component
class DailyMail {

    static final String PATH = "/daily-mails/";

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));
    private static final Set<StaffRole> READERS = EnumSet.of(StaffRole.ASSESSOR, StaffRole.LEAD_ASSESSOR);

    private final Staff staff;
    private final DailyWork work;
    private final Mornings mornings;
    private final StaffMail.Kind mails;
    private final MessageSource messages;
    private final LaurelSettings settings;

    DailyMail(
            Staff staff,
            DailyWork work,
            Mornings mornings,
            StaffMail mails,
            MessageSource messages,
            LaurelSettings settings) {
        this.staff = staff;
        this.work = work;
        this.mornings = mornings;
        this.mails = mails.kind(PATH, "assessment_daily_mail_reader");
        this.messages = messages;
        this.settings = settings;
    }

    /** Writes to everybody whose morning it is and who was not looked at today. Talks to the mail server outside of any transaction. */
    void look(Instant now) {
        mornings.look("assessment_daily_mail", READERS, mails, now, (account, since) -> staff.find(account.id())
                .map(person -> work.of(person, now, since))
                .filter(found -> !found.isEmpty())
                .ifPresent(found -> send(account, found)));
    }

    private void send(StaffAccount account, Day day) {
        URI unsubscribe = mails.declining(account.id());
        StringBuilder text = new StringBuilder();
        for (Locale locale : LANGUAGES) {
            List<String> lines = new ArrayList<>();
            add(lines, locale, "held", day.held());
            add(lines, locale, "waiting", day.waiting());
            if (day.stranded() > 0) {
                lines.add(
                        message("assessment.daily.stranded", locale, day.stranded(), String.join("; ", day.titles())));
            }
            if (day.answered() > 0) {
                lines.add(message("assessment.daily.answered", locale, day.answered()));
            }
            text.append(text.isEmpty() ? "" : "\n\n---\n\n")
                    .append(String.join("\n", lines))
                    .append("\n\n")
                    .append(message("assessment.daily.where", locale, settings.at("/assess")))
                    .append("\n\n")
                    .append(message("assessment.daily.why", locale, unsubscribe));
        }
        mails.send(account, message("assessment.daily.subject", Locale.ENGLISH), text.toString());
    }

    private void add(List<String> lines, Locale locale, String what, Times times) {
        if (times.late() > 0) {
            lines.add(message("assessment.daily." + what + ".late", locale, told(times.late())));
        }
        if (times.soon() > 0) {
            lines.add(message("assessment.daily." + what + ".soon", locale, told(times.soon())));
        }
    }

    /** Above that number it is only known that there are more. */
    private static int told(int number) {
        return Math.min(number, Load.MOST);
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
        RecurringTask<Void> tellOfTheDay(DailyMail mail, Clock clock) {
            return Tasks.recurring("assessment-tell-of-the-day", FixedDelay.ofMinutes(15))
                    .execute((instance, context) -> mail.look(clock.instant()));
        }
    }
}
