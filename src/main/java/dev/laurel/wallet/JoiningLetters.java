package dev.laurel.wallet;

import dev.laurel.person.Persons;
import dev.laurel.system.LaurelSettings;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells an account what an operator holds for true, where it can be written to. The other account's name is not in it. */
@Component
class JoiningLetters {

    private final Wallets wallets;
    private final Holdings holdings;
    private final Doors doors;
    private final Persons persons;
    private final Mails mails;
    private final MessageSource messages;
    private final LaurelSettings settings;

    JoiningLetters(
            Wallets wallets,
            Holdings holdings,
            Doors doors,
            Persons persons,
            Mails mails,
            MessageSource messages,
            LaurelSettings settings) {
        this.wallets = wallets;
        this.holdings = holdings;
        this.doors = doors;
        this.persons = persons;
        this.mails = mails;
        this.messages = messages;
        this.settings = settings;
    }

    /** That it is asked, with a link that objects. Whether anybody could be written to. Within a transaction. */
    boolean asked(Joining joining, Joining.Which which, String secret) {
        String link = settings.at(JoiningPages.PATH + secret).toString();
        return write(joining, which, joining.needsBoth() ? "asked-both" : "asked", link);
    }

    /** That the two are together, or are no longer. */
    void settled(Joining joining, Joining.Which which, String what) {
        write(joining, which, what, settings.at("/wallet/accounts").toString());
    }

    private boolean write(Joining joining, Joining.Which which, String what, String link) {
        Owner owner = joining.side(which).owner();
        List<Address> to = addresses(owner);
        if (to.isEmpty() || !mails.canBeSent()) {
            return false;
        }
        Locale locale = persons.locale(owner.tenant(), owner.person());
        Doors.Account own = doors.account(owner);
        String name = own.name().isEmpty() ? messages.getMessage("wallet.account.unnamed", null, locale) : own.name();
        Object[] blanks = {
            name,
            own.district(),
            doors.account(joining.side(which.other()).owner()).district(),
            link
        };
        for (Address address : to) {
            mails.write(
                    address,
                    messages.getMessage("wallet.mail.joining." + what + ".subject", blanks, locale),
                    messages.getMessage("wallet.mail.joining." + what + ".text", blanks, locale));
        }
        return true;
    }

    /** Verified ones, else the one that its platform tells. */
    private List<Address> addresses(Owner owner) {
        List<Address> verified = wallets.holding(owner).map(wallets::addresses).orElse(List.of());
        if (!verified.isEmpty()) {
            return verified;
        }
        return holdings.email(owner).flatMap(Address::typed).stream().toList();
    }
}
