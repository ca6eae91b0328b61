package dev.laurel.assessment;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import dev.laurel.assessment.DailyWork.Day;
import dev.laurel.assessment.DailyWork.Times;
import dev.laurel.assessment.Seats.Load;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.MorningMail;
import dev.laurel.submission.Mornings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Letter;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Tells those who score and lead what is due, overdue, waits with nobody able to take it, was answered, or ends. */
@Component
class DailyMail extends MorningMail {

    static final String PATH = "/daily-mails/";

    private final DailyWork work;
    private final LaurelSettings settings;

    DailyMail(Mornings mornings, StaffMail mails, DailyWork work, LaurelSettings settings) {
        super(
                mornings,
                mails.kind(PATH, "assessment_daily_mail_reader"),
                "assessment_daily_mail",
                EnumSet.of(StaffRole.ASSESSOR, StaffRole.COMPLETENESS_REVIEWER, StaffRole.LEAD_ASSESSOR));
        this.work = work;
        this.settings = settings;
    }

    @Override
    protected Optional<StaffMail.Wording> news(StaffMember reader, Instant now, Instant since) {
        Day day = work.of(reader, now, since);
        return day.isEmpty()
                ? Optional.empty()
                : Optional.of((letter, declining) -> {
                    letter.subject("assessment.daily.subject");
                    tell(letter, "held", day.held());
                    tell(letter, "waiting", day.waiting());
                    if (day.overdue() > 0) {
                        letter.line("assessment.daily.overdue", day.overdue());
                    }
                    if (day.onHold() > 0) {
                        letter.line("assessment.daily.on-hold", day.onHold());
                    }
                    if (day.stranded() > 0) {
                        letter.line("assessment.daily.stranded", day.stranded(), String.join("; ", day.titles()));
                    }
                    if (day.answered() > 0) {
                        letter.line("assessment.daily.answered", day.answered());
                    }
                    if (day.paused() > 0) {
                        letter.line("assessment.daily.paused", day.paused());
                    }
                    if (day.ended() > 0) {
                        letter.line("assessment.daily.ended", day.ended());
                    }
                    if (day.ending() > 0) {
                        letter.line("assessment.daily.ending", day.ending());
                    }
                    letter.paragraph("assessment.daily.where", settings.at("/assess"));
                    letter.paragraph("assessment.daily.why", declining);
                });
    }

    private static void tell(Letter letter, String what, Times times) {
        if (times.late() > 0) {
            letter.line("assessment.daily." + what + ".late", told(times.late()));
        }
        if (times.soon() > 0) {
            letter.line("assessment.daily." + what + ".soon", told(times.soon()));
        }
    }

    /** Above that number it is only known that there are more. */
    private static int told(int number) {
        return Math.min(number, Load.MOST);
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> tellOfTheDay(DailyMail mail, Clock clock) {
            return everyMorning("assessment-tell-of-the-day", mail, clock);
        }
    }
}
