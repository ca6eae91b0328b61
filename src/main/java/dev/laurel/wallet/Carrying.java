package dev.laurel.wallet;

import dev.laurel.badge.BadgeIssued;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.EarnedBadge;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Badges of several accounts, counted with one of them: somebody who has moved says where they teach now. Nothing is carried
 * that its owner did not ask for, and what is taken back no longer counts there.
 */
@Component
class Carrying {

    private static final int PAGE_SIZE = 50;

    private final Wallets wallets;
    private final Holdings holdings;
    private final Compositions compositions;
    private final ApplicationEventPublisher events;

    Carrying(Wallets wallets, Holdings holdings, Compositions compositions, ApplicationEventPublisher events) {
        this.wallets = wallets;
        this.holdings = holdings;
        this.compositions = compositions;
        this.events = events;
    }

    /**
     * Says with which account all badges count; null for each where it was earned.
     *
     * @return false when that account does not lie in this wallet
     */
    @Transactional
    public boolean to(WalletId wallet, @Nullable Owner owner) {
        List<Owner> all = owners(wallet);
        if (owner != null && !all.contains(owner)) {
            return false;
        }
        Owner before = wallets.counting(wallet).orElse(null);
        if (before != null && !before.equals(owner)) {
            all.forEach(each -> tellOfAll(each, before, false));
        }
        wallets.count(wallet, owner);
        if (owner != null) {
            all.forEach(each -> tellOfAll(each, owner, true));
        }
        return true;
    }

    /** All badges of these accounts count elsewhere than before; null for each where it was earned. Within a transaction. */
    void counted(List<Owner> accounts, @Nullable Owner before, @Nullable Owner now) {
        if (Objects.equals(before, now)) {
            return;
        }
        if (before != null) {
            accounts.forEach(each -> tellOfAll(each, before, false));
        }
        if (now != null) {
            accounts.forEach(each -> tellOfAll(each, now, true));
        }
    }

    /** An account has come in; where one counts all, its badges count there. Within a transaction. */
    void joined(WalletId wallet, Owner owner) {
        wallets.counting(wallet).ifPresent(counting -> tellOfAll(owner, counting, true));
    }

    /** Takes an account out, and what counted because it was in. Whether it was in. */
    @Transactional
    public boolean leaves(WalletId wallet, Owner owner) {
        if (!owners(wallet).contains(owner)) {
            return false;
        }
        wallets.counting(wallet).ifPresent(counting -> {
            if (counting.equals(owner)) {
                owners(wallet).forEach(each -> tellOfAll(each, owner, false));
                wallets.count(wallet, null);
            } else {
                tellOfAll(owner, counting, false);
            }
        });
        return wallets.unlink(wallet, owner);
    }

    /**
     * Some accounts go back to a wallet of their own. Where all count with one of them, they go on counting there, and the
     * others no more; else they count no more where all count. Within a transaction.
     */
    void part(WalletId wallet, List<Owner> leaving) {
        wallets.counting(wallet).ifPresent(counting -> {
            if (leaving.contains(counting)) {
                owners(wallet).stream()
                        .filter(owner -> !leaving.contains(owner))
                        .forEach(owner -> tellOfAll(owner, counting, false));
                wallets.count(wallet, null);
            } else {
                leaving.forEach(owner -> tellOfAll(owner, counting, false));
            }
        });
    }

    /** A new badge of any account counts where all count. */
    @ApplicationModuleListener
    void on(BadgeIssued issued) {
        compositions.holding(issued.tenant(), issued.credentialId()).ifPresent(holding -> {
            Owner owner = new Owner(holding.tenant(), holding.earner());
            wallets.holding(owner)
                    .flatMap(wallets::counting)
                    .ifPresent(counting -> tell(owner, counting, issued.credentialId(), true));
        });
    }

    private List<Owner> owners(WalletId wallet) {
        return wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList();
    }

    private void tellOfAll(Owner from, Owner to, boolean sound) {
        List<EarnedBadge> page;
        int at = 0;
        do {
            page = from.equals(to) ? List.of() : holdings.of(List.of(from), at++, PAGE_SIZE);
            page.forEach(badge -> tell(from, to, badge.award().credentialId(), sound));
        } while (page.size() == PAGE_SIZE);
    }

    private void tell(Owner from, Owner to, String credential, boolean sound) {
        if (!from.equals(to)) {
            events.publishEvent(new Carried(to.tenant(), to.person(), from.tenant(), credential, sound));
        }
    }
}
