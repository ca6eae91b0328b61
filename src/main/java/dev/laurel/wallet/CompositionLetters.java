package dev.laurel.wallet;

import dev.laurel.badge.CompositionNews;
import dev.laurel.person.Persons;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.LaurelSettings;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Writes to the earner of a badge that is made of others what becomes of it: to the verified addresses of the wallet that
 * keeps it, otherwise to the one that the platform gave: a wallet that only a joining made is opened by nobody. Never with
 * the reason, which stands on the badge's page.
 */
@Component
class CompositionLetters {

    private final Wallets wallets;
    private final Mails mails;
    private final Persons persons;
    private final Turnaround turnaround;
    private final MessageSource messages;
    private final LaurelSettings settings;

    CompositionLetters(
            Wallets wallets,
            Mails mails,
            Persons persons,
            Turnaround turnaround,
            MessageSource messages,
            LaurelSettings settings) {
        this.wallets = wallets;
        this.mails = mails;
        this.persons = persons;
        this.turnaround = turnaround;
        this.messages = messages;
        this.settings = settings;
    }

    @ApplicationModuleListener
    void on(CompositionNews news) {
        if (!mails.canBeSent()) {
            return;
        }
        Persons.Reader reader =
                persons.readers(news.tenant(), List.of(news.earner())).get(news.earner());
        Locale locale = persons.locale(news.tenant(), news.earner());
        Optional<WalletId> wallet = wallets.keeping(new Owner(news.tenant(), news.earner()));
        List<Address> addresses = wallet.map(wallets::addresses).orElseGet(() -> ofPlatform(reader));
        String page = "/wallet/badges/" + news.credentialId();
        String where = wallet.isPresent()
                ? settings.at(news.kind() == EarnerNotice.Kind.BADGE_NOTICE ? page + "/hearing" : page)
                        .toString()
                : messages.getMessage("wallet.mail.composed.window", null, locale);
        String key = "wallet.mail.composed." + news.kind().key();
        Object[] blanks = {news.name(), day(news, locale), where};
        for (Address address : addresses) {
            mails.write(
                    address,
                    messages.getMessage(key + ".subject", blanks, locale),
                    messages.getMessage(key + ".text", blanks, locale));
        }
    }

    private static List<Address> ofPlatform(Persons.@Nullable Reader reader) {
        return reader == null
                ? List.of()
                : Address.typed(reader.address()).stream().toList();
    }

    /** The day where the programme is, and where that is. */
    private String day(CompositionNews news, Locale locale) {
        ZoneId zone = turnaround.zone(news.tenant());
        String written = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(zone)
                .format(news.about());
        Object[] blanks = {written, zone.getDisplayName(TextStyle.FULL_STANDALONE, locale)};
        return messages.getMessage("wallet.mail.composed.day", blanks, locale);
    }
}
