package dev.laurel.wallet;

import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.system.NotFound;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells where an earner is, for pages that lie in a window of an LMS and in the wallet outside. */
@Component
class EarnerPlaces {

    private final Wallets wallets;
    private final Persons persons;

    EarnerPlaces(Wallets wallets, Persons persons) {
        this.wallets = wallets;
        this.persons = persons;
    }

    /** @throws NotFound when the window is nobody's who earns, or nobody is there at all */
    EarnerPlace of(@Nullable Launch launch, @Nullable WalletId wallet) {
        if (launch != null && launch.roles().isEarner()) {
            return new EarnerPlace(
                    true, List.of(new Owner(launch.tenant(), persons.behind(launch))), launch.path("/wallet"));
        }
        if (launch == null && wallet != null) {
            return new EarnerPlace(
                    false,
                    wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList(),
                    "/wallet");
        }
        throw new NotFound("Nobody is here who has badges");
    }
}
