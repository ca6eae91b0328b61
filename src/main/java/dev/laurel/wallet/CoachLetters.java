package dev.laurel.wallet;

import dev.laurel.coaching.KnownAddresses;
import dev.laurel.coaching.Letters;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Sends the mails of shared drafts, and says which addresses lie in one wallet: they are one human being's. */
@Component
class CoachLetters implements Letters, KnownAddresses {

    private final Mails mails;
    private final Wallets wallets;

    CoachLetters(Mails mails, Wallets wallets) {
        this.mails = mails;
        this.wallets = wallets;
    }

    @Override
    public boolean canBeSent() {
        return mails.canBeSent();
    }

    @Override
    public Optional<String> address(String typed) {
        return Address.typed(typed).map(Address::text);
    }

    @Override
    public void write(String address, String subject, String text) {
        mails.write(new Address(address), subject, text);
    }

    @Override
    public Set<String> of(TenantId tenant, PersonId person) {
        return wallets.holding(new Owner(tenant, person)).map(this::keys).orElse(Set.of());
    }

    @Override
    public Set<String> beside(String address) {
        return wallets.openedBy(new Address(address)).map(this::keys).orElse(Set.of());
    }

    private Set<String> keys(WalletId wallet) {
        return wallets.addresses(wallet).stream().map(Address::key).collect(Collectors.toSet());
    }
}
