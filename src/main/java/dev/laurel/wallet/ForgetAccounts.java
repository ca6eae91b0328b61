package dev.laurel.wallet;

import dev.laurel.person.PersonForgotten;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Takes the account of somebody who asked for deletion out of the wallet that it lies in. */
@Component
class ForgetAccounts {

    private final Wallets wallets;
    private final Doors doors;
    private final Joinings joinings;
    private final Unions unions;

    ForgetAccounts(Wallets wallets, Doors doors, Joinings joinings, Unions unions) {
        this.wallets = wallets;
        this.doors = doors;
        this.joinings = joinings;
        this.unions = unions;
    }

    @ApplicationModuleListener
    void on(PersonForgotten forgotten) {
        Owner owner = new Owner(forgotten.tenant(), forgotten.person());
        joinings.forget(owner);
        unions.forget(owner);
        wallets.holding(owner).ifPresent(wallet -> doors.leave(wallet, owner));
    }
}
