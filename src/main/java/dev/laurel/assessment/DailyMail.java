package dev.laurel.assessment;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.assessment.DailyWork.Day;
import dev.laurel.assessment.DailyWork.Times;
import dev.laurel.assessment.Seats.Load;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
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
    private static final int MORNING = 7;
    private static final int EVENING = 19;
    private static final int AT_ONCE = 200;

    /** Longer than any row of holidays: so far back an answer is told of. */
    private static final Duration LOOKS_BACK = Duration.ofDays(14);

    private final Staff staff;
    private final DailyWork work;
    private final Turnaround turnaround;
    private final StaffMail.Kind mails;
    private final MessageSource messages;
    private final LaurelSettings settings;
    private final JdbcClient jdbc;

    DailyMail(
            Staff staff,
            DailyWork work,
            Turnaround turnaround,
            StaffMail mails,
            MessageSource messages,
            LaurelSettings settings,
            JdbcClient jdbc) {
        this.staff = staff;
        this.work = work;
        this.turnaround = turnaround;
        this.mails = mails.kind(PATH, "assessment_daily_mail_reader");
        this.messages = messages;
        this.settings = settings;
        this.jdbc = jdbc;
    }

    /** Writes to everybody whose morning it is and who was not looked at today. Talks to the mail server outside of any transaction. */
    void look(Instant now) {
        if (!mails.canBeSent()) {
            return;
        }
        jdbc.sql("delete from assessment_daily_mail where day_of < :old")
                .param(
                        "old",
                        Date.valueOf(LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(2 * LOOKS_BACK.toDays())))
                .update();
        List<StaffAccount> page;
        int number = 0;
        do {
            page = staff.accounts(number++, AT_ONCE);
            page.forEach(account -> look(account, now));
        } while (page.size() == AT_ONCE);
    }

    private void look(StaffAccount account, Instant now) {
        if (account.mailAddress().isEmpty() || !account.active()) {
            return;
        }
        workday(account, now).filter(day -> mails.reaches(account)).ifPresent(day -> {
            Instant since = lookedAt(account.id(), now);
            if (isFirst(account.id(), day, now)) {
                staff.find(account.id())
                        .map(person -> work.of(person, now, since))
                        .filter(found -> !found.isEmpty())
                        .ifPresent(found -> send(account, found));
            }
        });
    }

    /** The day that it is where this person works, if it is one of work and its morning has come. */
    private Optional<LocalDate> workday(StaffAccount account, Instant now) {
        return account.grants().entrySet().stream()
                .filter(grant -> grant.getValue().stream().anyMatch(READERS::contains))
                .map(grant -> grant.getKey())
                .sorted(Comparator.comparing(TenantId::value))
                .filter(tenant -> isAtWork(tenant, now.atZone(turnaround.zone(tenant))))
                .map(tenant -> now.atZone(turnaround.zone(tenant)).toLocalDate())
                .findFirst();
    }

    private boolean isAtWork(TenantId tenant, ZonedDateTime there) {
        return there.getHour() >= MORNING && there.getHour() < EVENING && turnaround.works(tenant, there.toLocalDate());
    }

    private Instant lookedAt(StaffId reader, Instant now) {
        Instant earliest = now.minus(LOOKS_BACK);
        return jdbc.sql("select max(looked_at) from assessment_daily_mail where staff_id = :staff and looked_at < :now")
                .param("staff", reader.value())
                .param("now", Timestamp.from(now))
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant)
                .filter(earliest::isBefore)
                .orElse(earliest);
    }

    /** Of several nodes that look at once, one is the first. */
    private boolean isFirst(StaffId reader, LocalDate day, Instant now) {
        return jdbc.sql("insert into assessment_daily_mail (staff_id, day_of, looked_at) values (:staff, :day, :now)"
                                + " on conflict do nothing")
                        .param("staff", reader.value())
                        .param("day", Date.valueOf(day))
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
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
