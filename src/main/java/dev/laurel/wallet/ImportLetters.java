package dev.laurel.wallet;

import dev.laurel.person.Persons;
import dev.laurel.system.LaurelSettings;
import dev.laurel.wallet.Wallets.Linked;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells the owner of a wallet that a badge from elsewhere counts no more. */
@Component
class ImportLetters {

    private final Mails mails;
    private final Persons persons;
    private final MessageSource messages;
    private final LaurelSettings settings;

    ImportLetters(Mails mails, Persons persons, MessageSource messages, LaurelSettings settings) {
        this.mails = mails;
        this.persons = persons;
        this.messages = messages;
        this.settings = settings;
    }

    /** Within a transaction. */
    void write(List<Address> addresses, List<Linked> accounts, Import badge, Import.Fault fault) {
        if (!mails.canBeSent()) {
            return;
        }
        Locale locale = language(accounts);
        String key = "wallet.mail.elsewhere." + fault.key();
        String link = settings.at("/wallet/elsewhere/" + badge.id()).toString();
        for (Address address : addresses) {
            mails.write(
                    address,
                    messages.getMessage(key + ".subject", new Object[] {badge.name()}, locale),
                    messages.getMessage(key + ".text", new Object[] {badge.name(), badge.issuer(), link}, locale));
        }
    }

    /** As one of the wallet's accounts was last spoken to. */
    private Locale language(List<Linked> accounts) {
        return accounts.stream()
                .map(Linked::owner)
                .map(owner ->
                        persons.readers(owner.tenant(), List.of(owner.person())).get(owner.person()))
                .filter(Objects::nonNull)
                .map(Persons.Reader::language)
                .filter(Objects::nonNull)
                .findFirst()
                .map(Locale::forLanguageTag)
                .orElse(Locale.ENGLISH);
    }
}
