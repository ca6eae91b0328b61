package dev.laurel.wallet;

import dev.laurel.recognition.SamePerson;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Accounts are one person's while they lie in one wallet, which takes a verified address for each of them. */
@Component
class AccountsOfOnePerson implements SamePerson {

    private final Wallets wallets;

    AccountsOfOnePerson(Wallets wallets) {
        this.wallets = wallets;
    }

    @Override
    public List<Account> of(Account account) {
        return Stream.concat(
                        Stream.of(account),
                        wallets.holding(new Owner(account.tenant(), account.person())).stream()
                                .flatMap(wallet -> wallets.accounts(wallet).stream())
                                .map(Wallets.Linked::owner)
                                .map(owner -> new Account(owner.tenant(), owner.person())))
                .distinct()
                .toList();
    }
}
