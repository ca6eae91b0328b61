package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
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
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.PageLocale;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.mail.MailException;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;

/**
 * Writes a reminder and sends it, at most once: to the address that the platform gave, in the language in which the platform
 * showed Laurel, with one-click unsubscribing (RFC 8058).
 */
@Component
class NudgeMail {

    private static final Logger log = LoggerFactory.getLogger(NudgeMail.class);

    private final Nudges nudges;
    private final Persons persons;
    private final Submissions submissions;
    private final Catalogue catalogue;
    private final Tenants tenants;
    private final Placements placements;
    private final Calendar calendar;
    private final LastAttempts lasts;
    private final Clock clock;
    private final MessageSource messages;
    private final Post post;
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
            MessageSource messages,
            Post post,
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
        this.messages = messages;
        this.post = post;
        this.settings = settings;
    }

    /** What a reminder says. */
    record Letter(String subject, String text) {

        /** Addressed to a person: stays out of logs. */
        @Override
        public String toString() {
            return "Letter[not printed]";
        }
    }

    /** Whether mails reach anybody. */
    boolean canBeSent() {
        return post.works();
    }

    /** The address and the language of somebody; empty without an address. */
    Optional<Persons.Reader> reader(TenantId tenant, PersonId person) {
        return Optional.ofNullable(persons.readers(tenant, List.of(person)).get(person));
    }

    /** @param name of whom it is to, or null; {@code unsubscribe} as it is printed in the mail */
    Letter letter(
            TenantId tenant,
            @Nullable String name,
            VersionId version,
            Instant since,
            PlaceDates dates,
            Locale locale,
            String unsubscribe) {
        MicroCredential of = catalogue.version(version).orElseThrow();
        String district = tenants.nameOf(tenant).orElse("");
        String day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(ZoneOffset.UTC)
                .format(since);
        String hello = name == null
                ? message("journey.nudge.mail.hello.nameless", locale)
                : message("journey.nudge.mail.hello", locale, name);
        List<String> text =
                new ArrayList<>(List.of(hello, message("journey.nudge.mail.rests", locale, of.title(), day)));
        due(dates, locale).ifPresent(text::add);
        text.add(message("journey.nudge.mail.how", locale));
        text.add(message("journey.nudge.mail.why", locale, district));
        text.add(message("journey.nudge.mail.unsubscribe", locale, unsubscribe));
        return new Letter(message("journey.nudge.mail.subject", locale, of.title()), String.join("\n\n", text));
    }

    /** By when it is or was due, by the clock by which the date was said. */
    private Optional<String> due(PlaceDates dates, Locale locale) {
        Instant due = dates.due();
        if (due == null) {
            return Optional.empty();
        }
        String when = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(locale)
                .format(due.atZone(ZoneId.of(dates.zone().isEmpty() ? "UTC" : dates.zone())));
        String zone = dates.zone().isEmpty() ? "UTC" : dates.zone().replace('_', ' ');
        String key = dates.isOver(clock.instant()) ? "journey.nudge.mail.was-due" : "journey.nudge.mail.due";
        return Optional.of(message(key, locale, when, zone));
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

    private String message(String key, Locale locale, Object... blanks) {
        return messages.getMessage(key, blanks, locale);
    }

    /** Talks to the mail server outside of any transaction. What was taken and broke off is not tried again: once is the most. */
    @ApplicationModuleListener(id = "journey.nudge-owed", propagation = Propagation.NOT_SUPPORTED)
    void on(NudgeOwed owed) {
        nudges.take(owed.nudge()).ifPresent(nudge -> nudges.settle(nudge.id(), send(nudge)));
    }

    private int last(VersionId version) {
        return catalogue.version(version).map(lasts::of).orElse(LastAttempts.NONE);
    }

    private @Nullable String send(Nudge nudge) {
        if (!post.works()) {
            return "no-server";
        }
        boolean rests = submissions
                .find(nudge.submission())
                .filter(work -> work.since().equals(nudge.since()))
                .filter(work -> work.state() == SubmissionState.DRAFT
                        || work.state() == SubmissionState.NOT_YET && work.attempt() < last(nudge.version()))
                .isPresent();
        if (!rests) {
            return "moved-on";
        }
        if (!nudges.unsubscribed(nudge.tenant(), List.of(nudge.person())).isEmpty()) {
            return "unsubscribed";
        }
        Persons.Reader reader = reader(nudge.tenant(), nudge.person()).orElse(null);
        if (reader == null) {
            return "no-address";
        }
        URI unsubscribe = unsubscribing(nudges.secretOf(nudge.tenant(), nudge.person()));
        Locale locale = PageLocale.spoken(reader.language()).orElse(Locale.ENGLISH);
        Letter letter = letter(
                nudge.tenant(),
                reader.name(),
                nudge.version(),
                nudge.since(),
                dates(nudge.tenant(), new ContextId(nudge.course()), nudge.version()),
                locale,
                unsubscribe.toString());
        try {
            post.send(reader.address(), letter.subject(), letter.text(), locale, unsubscribe);
            return null;
        } catch (MailException | MessagingException e) {
            log.warn(
                    "Reminder {} could not be sent: {}",
                    nudge.id(),
                    e.getClass().getSimpleName());
            return "refused";
        }
    }
}
