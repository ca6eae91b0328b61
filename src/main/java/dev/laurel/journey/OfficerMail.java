package dev.laurel.journey;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.ClaimNews;
import dev.laurel.submission.MorningMail;
import dev.laurel.submission.Mornings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Letter;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Tells recognition officers what was claimed and answered since, and which approved claims have lost their badge; only what
 * nobody has looked at meanwhile. It names nobody.
 */
@Component
class OfficerMail extends MorningMail {

    static final String PATH = "/claim-mails/";

    private final ClaimNews news;
    private final LaurelSettings settings;

    OfficerMail(Mornings mornings, StaffMail mails, ClaimNews news, LaurelSettings settings) {
        super(
                mornings,
                mails.kind(PATH, "journey_officer_mail_reader"),
                "journey_officer_mail",
                Set.of(StaffRole.RECOGNITION_OFFICER));
        this.news = news;
        this.settings = settings;
    }

    @Override
    protected Optional<StaffMail.Wording> news(StaffMember reader, Instant now, Instant since) {
        ClaimNews.Numbers found = news.since(reader.recognises(), since);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of((letter, declining) -> {
                    letter.subject("journey.mail.officer.subject");
                    tell(letter, "made", found.made());
                    tell(letter, "answered", found.answered());
                    tell(letter, "flagged", found.flagged());
                    tell(letter, "waiting", found.waiting());
                    letter.paragraph("journey.mail.officer.where", settings.at("/recognition/claims"));
                    if (found.flagged() > 0) {
                        letter.paragraph(
                                "journey.mail.officer.where.flagged", settings.at("/recognition/claims?show=revoked"));
                    }
                    letter.paragraph("journey.mail.officer.why", declining);
                });
    }

    private static void tell(Letter letter, String what, int number) {
        if (number > 0) {
            letter.line("journey.mail.officer." + what, number);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> tellOfficersOfTheDay(OfficerMail mail, Clock clock) {
            return everyMorning("journey-tell-officers-of-the-day", mail, clock);
        }
    }
}
