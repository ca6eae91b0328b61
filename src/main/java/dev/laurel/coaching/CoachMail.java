package dev.laurel.coaching;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.Person;
import dev.laurel.person.Persons;
import dev.laurel.person.Persons.Reader;
import dev.laurel.submission.Submission;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.PageLocale;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Says by mail that something waits, in the language of whoever is written to; what it is stands on the pages alone. Where no
 * address is known nothing is sent, and of one sharing at most one such mail within the hour.
 */
@Component
class CoachMail {

    private static final Duration APART = Duration.ofHours(1);

    private final Shares shares;
    private final Letters letters;
    private final Persons persons;
    private final Catalogue catalogue;
    private final MessageSource messages;
    private final LaurelSettings settings;
    private final Clock clock;

    CoachMail(
            Shares shares,
            Letters letters,
            Persons persons,
            Catalogue catalogue,
            MessageSource messages,
            LaurelSettings settings,
            Clock clock) {
        this.shares = shares;
        this.letters = letters;
        this.persons = persons;
        this.catalogue = catalogue;
        this.messages = messages;
        this.settings = settings;
        this.clock = clock;
    }

    /** Tells somebody that a draft is shared with them. The address in it opens nothing by itself. */
    void invite(Share share, VersionId version) {
        if (!letters.canBeSent()) {
            return;
        }
        String title = title(version);
        if (share.address() != null) {
            Locale locale = locale(share.language());
            write(share.address(), "invitation", locale, name(share, locale), title, page(share));
            return;
        }
        reader(share.tenant(), share.account()).ifPresent(reader -> {
            Locale locale = reader.locale();
            write(reader.address(), "colleague", locale, name(share, locale), title);
        });
    }

    /** The link that opens the page in one browser. */
    void sendKey(Share share, String token, Locale locale) {
        write(Optional.ofNullable(share.address()).orElseThrow(), "key", locale, page(share) + "/open?t=" + token);
    }

    /** The link that opens what is kept of the coach in one browser. */
    void sendOwnDataKey(Share share, String token, Locale locale) {
        write(
                Optional.ofNullable(share.address()).orElseThrow(),
                "own-data",
                locale,
                page(share) + "/data/open?t=" + token);
    }

    /** Tells one of the two that the other has written. */
    void tell(Share share, Submission work, boolean coach) {
        if (!letters.canBeSent()) {
            return;
        }
        Optional<Reader> reader = coach ? coach(share) : earner(share);
        reader.filter(found -> shares.mayTell(share.id(), !coach, clock.instant(), APART))
                .ifPresent(found -> {
                    Locale locale = found.locale();
                    String title = title(work.version());
                    if (coach && share.byMail()) {
                        write(found.address(), "answer-by-mail", locale, name(share, locale), title, page(share));
                    } else if (coach) {
                        write(found.address(), "answer", locale, name(share, locale), title);
                    } else {
                        write(found.address(), "comment", locale, share.coachName(), title);
                    }
                });
    }

    private Optional<Reader> earner(Share share) {
        return Optional.ofNullable(
                persons.readers(share.tenant(), List.of(share.earner())).get(share.earner()));
    }

    private Optional<Reader> coach(Share share) {
        return share.address() == null
                ? reader(share.tenant(), share.account())
                : Optional.of(new Reader(null, share.address(), share.language()));
    }

    private Optional<Reader> reader(TenantId tenant, @Nullable LtiUserId account) {
        return Optional.ofNullable(account)
                .flatMap(known -> persons.behind(tenant, known))
                .flatMap(person -> Optional.ofNullable(
                        persons.readers(tenant, List.of(person)).get(person)));
    }

    /** What the earner is called, as far as the platform tells. */
    String name(Share share, Locale locale) {
        Person person = persons.find(share.tenant(), List.of(share.earner())).get(share.earner());
        String name = person == null ? null : person.name();
        return name == null ? messages.getMessage("coaching.somebody", null, locale) : name;
    }

    private String title(VersionId version) {
        return catalogue.version(version).map(MicroCredential::title).orElse("");
    }

    private String page(Share share) {
        return settings.at("/coach/" + share.id().value()).toString();
    }

    private static Locale locale(@Nullable String tag) {
        return PageLocale.spoken(tag).orElse(Locale.ENGLISH);
    }

    private void write(String address, String kind, Locale locale, Object... blanks) {
        letters.write(
                address,
                messages.getMessage("coaching.mail." + kind + ".subject", blanks, locale),
                messages.getMessage("coaching.mail." + kind + ".text", blanks, locale));
    }
}
