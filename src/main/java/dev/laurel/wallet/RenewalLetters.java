package dev.laurel.wallet;

import dev.laurel.badge.RenewalNews;
import dev.laurel.person.Persons;
import dev.laurel.system.LaurelSettings;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Writes to the verified addresses of a wallet what its owner has to know of a badge's renewal. */
@Component
class RenewalLetters {

    private static final Duration OF_USE = Duration.ofDays(7);

    private final Wallets wallets;
    private final Mails mails;
    private final Persons persons;
    private final MessageSource messages;
    private final LaurelSettings settings;

    RenewalLetters(Wallets wallets, Mails mails, Persons persons, MessageSource messages, LaurelSettings settings) {
        this.wallets = wallets;
        this.mails = mails;
        this.persons = persons;
        this.messages = messages;
        this.settings = settings;
    }

    @ApplicationModuleListener
    void on(RenewalNews news) {
        Optional<WalletId> wallet = wallets.holding(new Owner(news.tenant(), news.earner()));
        if (wallet.isEmpty() || !mails.canBeSent()) {
            return;
        }
        Locale locale = persons.locale(news.tenant(), news.earner());
        String key = "wallet.mail.renewal." + news.kind().key();
        String day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(news.ends().atOffset(ZoneOffset.UTC));
        String link = settings.at("/wallet/badges/" + news.credentialId()).toString();
        for (Address address : wallets.addresses(wallet.get())) {
            mails.write(
                    address,
                    messages.getMessage(key + ".subject", new Object[] {news.name()}, locale),
                    messages.getMessage(key + ".text", new Object[] {news.name(), day, link}, locale),
                    OF_USE);
        }
    }
}
