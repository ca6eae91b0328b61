package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.Calendar;
import dev.laurel.course.PlaceDates;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.course.Placements;
import dev.laurel.journey.Nudges.Nudge;
import dev.laurel.lti.ContextId;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Letter;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;

/**
 * Writes a reminder and sends it, at most once: to the address that the platform gave, in the language in which the platform
 * showed Laurel, with one-click unsubscribing (RFC 8058).
 */
@Component
class NudgeMail {

    private final Nudges nudges;
    private final Persons persons;
    private final Submissions submissions;
    private final Catalogue catalogue;
    private final Tenants tenants;
    private final Placements placements;
    private final Calendar calendar;
    private final LastAttempts lasts;
    private final Clock clock;
    private final EarnerMail mails;
    private final LaurelSettings settings;

    NudgeMail(
            Nudges nudges,
            Persons persons,
            Submissions submissions,
            Catalogue catalogue,
            Tenants tenants,
            Placements placements,
            Calendar calendar,
            LastAttempts lasts,
            Clock clock,
            EarnerMail mails,
            LaurelSettings settings) {
        this.nudges = nudges;
        this.persons = persons;
        this.submissions = submissions;
        this.catalogue = catalogue;
        this.tenants = tenants;
        this.placements = placements;
        this.calendar = calendar;
        this.lasts = lasts;
        this.clock = clock;
        this.mails = mails;
        this.settings = settings;
    }

    /** Whether mails reach anybody. */
    boolean canBeSent() {
        return mails.canBeSent();
    }

    /** The address and the language of somebody; empty without an address. */
    Optional<Persons.Reader> reader(TenantId tenant, PersonId person) {
        return Optional.ofNullable(persons.readers(tenant, List.of(person)).get(person));
    }

    /**
     * All that a reminder says but its end.
     *
     * @param name of whom it is to, or null
     * @param since when the work came to rest; absent where it was not begun
     */
    Letter letter(
            TenantId tenant,
            @Nullable String name,
            VersionId version,
            @Nullable Instant since,
            PlaceDates dates,
            Locale locale) {
        String title = catalogue.version(version).orElseThrow().title();
        Letter letter = mails.begin(name, locale).subject("journey.nudge.mail.subject", title);
        if (since == null) {
            letter.paragraph("journey.nudge.mail.not-begun", title);
        } else {
            String day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                    .withLocale(locale)
                    .withZone(ZoneOffset.UTC)
                    .format(since);
            letter.paragraph("journey.nudge.mail.rests", title, day);
        }
        due(letter, dates);
        return letter.paragraph(since == null ? "journey.nudge.mail.begin" : "journey.nudge.mail.how")
                .paragraph("journey.nudge.mail.why", tenants.nameOf(tenant).orElse(""));
    }

    /** By when it is or was due, by the clock by which the date was said. */
    private void due(Letter letter, PlaceDates dates) {
        Instant due = dates.due();
        if (due == null) {
            return;
        }
        String when = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(letter.language())
                .format(due.atZone(ZoneId.of(dates.zone().isEmpty() ? "UTC" : dates.zone())));
        String zone = dates.zone().isEmpty() ? "UTC" : dates.zone().replace('_', ' ');
        letter.paragraph(
                dates.isOver(clock.instant()) ? "journey.nudge.mail.was-due" : "journey.nudge.mail.due", when, zone);
    }

    /** The dates of a version in a course: where it stands more than once, those that end first. */
    PlaceDates dates(TenantId tenant, ContextId course, VersionId version) {
        List<PlacementId> places = placements.in(tenant, course).stream()
                .filter(place -> place.version().equals(version))
                .map(Placement::id)
                .toList();
        return calendar.in(tenant, places).values().stream()
                .min(Comparator.comparing(PlaceDates::due, Comparator.nullsLast(Comparator.naturalOrder())))
                .orElse(PlaceDates.NONE);
    }

    /** The page on which whoever has the secret unsubscribes. */
    URI unsubscribing(String secret) {
        return settings.at("/reminders/" + secret);
    }

    /** Talks to the mail server outside of any transaction. What was taken and broke off is not tried again: once is the most. */
    @ApplicationModuleListener(id = "journey.nudge-owed", propagation = Propagation.NOT_SUPPORTED)
    void on(NudgeOwed owed) {
        nudges.take(owed.nudge()).ifPresent(nudge -> nudges.settle(nudge.id(), send(nudge)));
    }

    private boolean isOver(Submission work) {
        return catalogue
                .version(work.version())
                .filter(credential -> lasts.isOver(work, credential))
                .isPresent();
    }

    private @Nullable String send(Nudge nudge) {
        if (!mails.canBeSent()) {
            return "no-server";
        }
        SubmissionId begun = nudge.submission();
        boolean waits = begun == null
                ? submissions.of(nudge.person(), nudge.version()).isEmpty()
                : submissions
                        .find(begun)
                        .filter(work -> work.since().equals(nudge.since()))
                        .filter(work -> work.state() == SubmissionState.DRAFT
                                || work.state() == SubmissionState.NOT_YET && !isOver(work))
                        .isPresent();
        if (!waits) {
            return "moved-on";
        }
        if (!nudges.unsubscribed(nudge.tenant(), List.of(nudge.person())).isEmpty()) {
            return "unsubscribed";
        }
        Persons.Reader reader = reader(nudge.tenant(), nudge.person()).orElse(null);
        if (reader == null) {
            return "no-address";
        }
        Letter letter = letter(
                nudge.tenant(),
                reader.name(),
                nudge.version(),
                begun == null ? null : nudge.since(),
                dates(nudge.tenant(), new ContextId(nudge.course()), nudge.version()),
                reader.locale());
        URI unsubscribe = unsubscribing(nudges.secretOf(nudge.tenant(), nudge.person()));
        return mails.send(reader, letter, unsubscribe, "Reminder " + nudge.id()) ? null : "refused";
    }
}
