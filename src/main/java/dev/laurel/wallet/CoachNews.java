package dev.laurel.wallet;

import dev.laurel.coaching.CoachAddresses;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells coaching what else a coach is known by, within the transaction in which it became known. */
@Component
class CoachNews {

    private final CoachAddresses coaches;
    private final Wallets wallets;

    CoachNews(CoachAddresses coaches, Wallets wallets) {
        this.coaches = coaches;
        this.wallets = wallets;
    }

    @EventListener
    void on(WalletGrew news) {
        if (news.account() == null) {
            coaches.areOne(
                    wallets.addresses(news.wallet()).stream().map(Address::key).collect(Collectors.toSet()));
        } else {
            coaches.of(news.account().tenant(), news.account().person());
        }
    }
}
